// Rows from declarations; every change is an edit of the document.
#include "ui/training/settings_panel.h"

#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/op/registry.h"
#include "ui/document/text.h"
#include "widgets/form/fields.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

namespace {

using theme::Token;
using theme::Type;

const QString optimizerId = QStringLiteral("optimizer");

form::Editor* wholeField(double least, double most, const char* unit, const char* zero = "") {
    auto* field = new form::NumberField;
    field->setRange(static_cast<qint64>(least), static_cast<qint64>(most));
    field->setUnit(q(unit), q(zero));
    return field;
}

form::Editor* realField(double least, double most, const char* unit) {
    auto* field = new form::RealField;
    if (least < most) field->setRange(least, most);
    field->setUnit(q(unit));
    return field;
}

form::Editor* editorFor(const ParamSpec& p) {
    if (p.kind == ParamKind::Bool) return new form::CheckRow(q(p.doc.label));
    if (p.kind == ParamKind::Int) return wholeField(p.doc.min, p.doc.max > p.doc.min ? p.doc.max : 1e15, p.doc.unit);
    if (p.kind == ParamKind::Float) return realField(p.doc.min, p.doc.max, p.doc.unit);
    if (p.kind != ParamKind::Choice) return new form::TextField;
    QList<form::Choice> choices;
    for (const nw::Choice& c : p.doc.choices) choices.append({q(c.id), q(c.label)});
    return new form::ChoiceBox(choices);
}

Attr attrOf(const QVariant& value) {
    switch (value.typeId()) {
        case QMetaType::LongLong: return static_cast<std::int64_t>(value.toLongLong());
        case QMetaType::Double: return value.toDouble();
        case QMetaType::Bool: return value.toBool();
        default: return s(value.toString());
    }
}

QVariant variantOf(const Attr& attr) {
    if (const auto* i = std::get_if<std::int64_t>(&attr)) return static_cast<qlonglong>(*i);
    if (const auto* d = std::get_if<double>(&attr)) return *d;
    if (const auto* b = std::get_if<bool>(&attr)) return *b;
    return q(textOf(attr));
}

/// "Beta 1, beta 2, epsilon": what lies in a fold.
QString joined(QStringList labels) {
    for (qsizetype i = 1; i < labels.size(); ++i) labels[i][0] = labels[i][0].toLower();
    return labels.join(QStringLiteral(", "));
}

const TrainingField* fieldOf(const QString& id) {
    for (const TrainingField& f : trainingFields())
        if (q(f.id) == id) return &f;
    return nullptr;
}

/// Whether 0 of the field is a box that is not ticked.
bool isSwitched(const TrainingField& f) { return *f.check != 0; }
QString switchOf(const TrainingField& f) { return q(f.id) + QStringLiteral("/on"); }

}  // namespace

SettingsPanel::SettingsPanel(Studio& studio, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      start_(new StartLine(studio)),
      form_(new form::Form),
      note_(new theme::Label({}, Type::Small, Token::Text2)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::space::S12);
    column->addWidget(new theme::Label(tr("Training settings"), Type::Section));
    column->addWidget(start_);
    column->addWidget(form_);
    note_->setWordWrap(true);
    note_->setText(tr("These apply to the next run. This run keeps the settings it started with."));
    column->addWidget(note_);
    auto* copy = new QPushButton(tr("Copy as command"));
    theme::setRole(copy, theme::ButtonRole::Aside);
    connect(copy, &QPushButton::clicked, &studio, &Studio::copyTraining);
    column->addWidget(copy, 0, Qt::AlignLeft);
    connect(form_, &form::Form::valueChanged, this, &SettingsPanel::edit);
    connect(form_, &form::Form::committed, this, [this] { studio_.document.endMerging(); });
    connect(&studio.document, &Document::opened, this, &SettingsPanel::fill);
    connect(&studio.document, &Document::trainingChanged, this, &SettingsPanel::fill);
    const auto tellRunning = [this] { note_->setVisible(studio_.training.isActive()); };
    connect(&studio.training, &Training::stateChanged, this, tellRunning);
    tellRunning();
    build();
}

void SettingsPanel::build() {
    optimizer_ = studio_.document.project().training.optimizer;
    form_->clear();
    addFields(false);
    addOptimizerParams();
    addFields(true);
    fill();
}

void SettingsPanel::addFields(bool advanced) {
    QStringList labels;
    for (const TrainingField& f : trainingFields())
        if (f.advanced == advanced) labels << q(f.label);
    if (advanced) form_->addFold(joined(labels));
    for (const TrainingField& f : trainingFields()) {
        if (f.advanced != advanced) continue;
        if (std::string_view(f.id) == "rate") addOptimizer();  // the rate is the optimizer's
        if (isSwitched(f)) form_->addRow(switchOf(f), {}, new form::CheckRow(q(f.check)), q(f.doc))->span();
        const double least = isSwitched(f) ? std::max(1.0, f.min) : f.min;
        auto* editor = f.isWhole() ? wholeField(least, f.max, f.unit, f.zero) : realField(least, f.max, f.unit);
        form_->addRow(q(f.id), q(f.label), editor, q(f.doc));
    }
}

void SettingsPanel::addOptimizer() {
    QList<form::Choice> choices;
    for (const OpDef& op : operators())
        if (std::string_view(op.family) == "optimizer") choices.append({q(op.id), q(op.label), q(op.doc)});
    form_->addRow(optimizerId, tr("Optimizer"), new form::ChoiceBox(choices), tr("How weights follow their gradients."));
}

void SettingsPanel::addOptimizerParams() {
    const OpDef* op = findOperator(optimizer_);
    if (!op) return;
    QStringList labels;
    for (const ParamSpec& p : op->params)
        if (!p.doc.internal) labels << q(p.doc.label);
    if (labels.isEmpty()) return;
    form_->addFold(joined(labels));
    for (const ParamSpec& p : op->params)
        if (!p.doc.internal)
            form_->addRow(q(p.id), p.kind == ParamKind::Bool ? QString() : q(p.doc.label), editorFor(p), q(p.doc.doc));
}

QVariant SettingsPanel::valueOf(const QString& id) const {
    const TrainingSettings& t = studio_.document.project().training;
    if (id == optimizerId) return q(t.optimizer);
    if (const TrainingField* f = fieldOf(id)) return variantOf(f->get(t));
    const auto it = t.optimizerParams.find(s(id));
    return variantOf(it == t.optimizerParams.end() ? Params(operatorById(t.optimizer)).get(s(id)) : it->second);
}

void SettingsPanel::fill() {
    if (studio_.document.project().training.optimizer != optimizer_) {
        // The editor that asked for it is still at work.
        QMetaObject::invokeMethod(this, &SettingsPanel::build, Qt::QueuedConnection);
        return;
    }
    const auto show = [this](const QString& id) {
        form::Editor* editor = form_->editor(id);
        if (!editor) return;
        if (const QVariant value = valueOf(id); editor->value() != value) editor->setValue(value);
        if (form::FormRow* row = form_->row(id)) row->setFault({});
    };
    show(optimizerId);
    for (const TrainingField& f : trainingFields()) {
        if (isSwitched(f)) showSwitch(f);
        show(q(f.id));
    }
    for (const ParamSpec& p : operatorById(optimizer_).params)
        if (!p.doc.internal) show(q(p.id));
}

/// The number belongs to the ticked box.
void SettingsPanel::showSwitch(const TrainingField& field) {
    const bool on = valueOf(q(field.id)).toDouble() != 0;
    form_->editor(switchOf(field))->setValue(on);
    form_->row(q(field.id))->setVisible(on);
}

void SettingsPanel::edit(const QString& id, const QVariant& value) {
    for (const TrainingField& f : trainingFields()) {
        if (!isSwitched(f) || id != switchOf(f)) continue;
        const double number = value.toBool() ? f.checked : 0;
        return edit(q(f.id), f.isWhole() ? QVariant(static_cast<qlonglong>(number)) : QVariant(number));
    }
    if (value == valueOf(id)) return;
    TrainingSettings t = studio_.document.project().training;
    const TrainingField* f = fieldOf(id);
    const auto done = id == optimizerId ? setOptimizer(t, s(value.toString()))
                      : f               ? f->set(t, attrOf(value))
                                        : setOptimizerParam(t, s(id), attrOf(value));
    ProjectPatch patch;
    const OpDef* op = findOperator(s(value.toString()));
    const QString label = id == optimizerId ? tr("Optimizer")
                          : f               ? q(f->label)
                                            : q(operatorById(t.optimizer).param(s(id))->doc.label);
    patch.label = tr("Set %1 to %2").arg(label.toLower(), op && id == optimizerId ? q(op->label) : q(textOf(attrOf(value))));
    patch.training = t;
    auto applied = done ? studio_.document.apply(patch, QStringLiteral("training/") + id) : done;
    if (form::FormRow* row = form_->row(id)) row->setFault(applied ? QString() : sentence(applied.error()));
}

}  // namespace nw::ui
