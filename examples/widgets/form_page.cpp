// The gallery's page of the parameter form: as the inspector shows an operator, and every editor in its states.
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "examples/widgets/pages.h"
#include "widgets/form/fields.h"
#include "widgets/form/form.h"
#include "widgets/form/segmented_control.h"

namespace nw::gallery {

namespace {

using namespace nw::form;

Editor* with(Editor* editor, const QVariant& value) {
    editor->setValue(value);
    return editor;
}

QList<Choice> activations() {
    return {{"linear", "linear"}, {"relu", "relu"}, {"gelu", "gelu"}, {"softmax", "softmax"}, {"tanh", "tanh"}};
}

Form* inspector() {
    auto* f = new Form;
    f->addSection(QObject::tr("Parameters"));
    auto* filters = new NumberField;
    filters->setRange(1, 65536);
    f->addRow("filters", QObject::tr("Filters"), with(filters, 16), QObject::tr("How many patterns it learns."));
    f->addRow("kernel", QObject::tr("Kernel size"), with(new TupleField, QVariantList{5, 5}));
    f->addRow("stride", QObject::tr("Stride"), with(new TupleField, QVariantList{1, 2}));
    f->addRow("padding", QObject::tr("Padding"),
              with(new SegmentedControl({{"same", QObject::tr("Same")}, {"valid", QObject::tr("Valid")}}), "valid"));
    f->addRow("activation", QObject::tr("Activation"), with(new ChoiceBox(activations()), "relu"));
    f->addRow("bias", {}, with(new CheckRow(QObject::tr("Add a bias")), true));
    Fold* fold = f->addFold(QObject::tr("Initializer, dilation, groups"));
    f->addRow("init", QObject::tr("Initializer"), new ChoiceBox({{"glorot", "glorot_uniform"}, {"he", "he_normal"}}));
    f->addRow("groups", QObject::tr("Groups"), with(new NumberField, 1));
    fold->setOpen(true);
    f->addSection(QObject::tr("Output"));
    f->addFact(QObject::tr("Shape"), QStringLiteral("batch×10×10×16"));
    f->addFact(QObject::tr("Parameters"), QStringLiteral("2,416"));
    f->addFact(QObject::tr("Multiplications"), QStringLiteral("240,000"));
    f->addFact(QObject::tr("Memory for a batch of 128"), QStringLiteral("0.8 MB"));
    return f;
}

Form* states() {
    auto* f = new Form;
    f->addSection(QObject::tr("Training settings"));
    auto* batch = new NumberField;
    batch->setUnit(QObject::tr("images"));
    batch->setRange(1, 4096);
    f->addRow("batch", QObject::tr("Batch size"), with(batch, 128));
    f->addRow("rate", QObject::tr("Learning rate"), with(new RealField, 0.001));
    f->addRow("epsilon", QObject::tr("Epsilon"), with(new RealField, 1e-7));
    f->addRow("three", QObject::tr("Split"),
              with(new SegmentedControl({{0, QObject::tr("Test")}, {1, QObject::tr("Valid.")}, {2, QObject::tr("Train")}}), 0));
    f->addRow("name", QObject::tr("Name"), with(new TextField, "conv2d_2"));
    f->addRow("switch", {}, with(new Switch(QObject::tr("Reduce motion")), true));
    f->addRow("switch2", {}, new Switch(QObject::tr("Show minimap")));
    f->addSection(QObject::tr("Mixed, faulty, disabled"));
    auto* mixed = with(new NumberField, 3);
    f->addRow("mixed", QObject::tr("Filters"), mixed);
    mixed->setMixed(true);
    auto* choice = with(new ChoiceBox(activations()), "relu");
    f->addRow("mixed2", QObject::tr("Activation"), choice);
    choice->setMixed(true);
    auto* check = new CheckRow(QObject::tr("Trainable"));
    f->addRow("mixed3", {}, check);
    check->setMixed(true);
    f->addRow("units", QObject::tr("Units"), with(new NumberField, 8))->setFault(QObject::tr("8 scores, but 10 classes"));
    f->addRow("noted", QObject::tr("Seed"), with(new NumberField, 42))->setNote(QObject::tr("These apply to the next run."));
    const QString why = QObject::tr("Follows from the input");
    for (Editor* e :
         {with(new NumberField, 28), with(new SegmentedControl({{0, QObject::tr("First")}, {1, QObject::tr("Last")}}), 1),
          with(new TupleField, QVariantList{28, 28}), with(new Switch(QObject::tr("Rescale")), true)}) {
        f->addRow(QString::number(reinterpret_cast<quintptr>(e)), QObject::tr("A rather long label"), e);
        e->setDisabledBecause(why);
    }
    return f;
}

}  // namespace

QWidget* formPage() {
    auto* out = new QWidget;
    auto* line = new QHBoxLayout(out);
    line->setContentsMargins(24, 24, 24, 24);
    line->setSpacing(48);
    for (Form* f : {inspector(), states()}) {
        f->setFixedWidth(288);
        line->addWidget(f, 0, Qt::AlignTop);
    }
    line->addStretch(1);
    return out;
}

}  // namespace nw::gallery
