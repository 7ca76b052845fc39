// Building with keys only: palette, inspector, canvas; and that what was built undoes, saves and comes back.
#include <QLineEdit>
#include <QTemporaryDir>

#include "core/base/files.h"
#include "core/op/registry.h"
#include "tests/ui/build_stage.h"
#include "ui/build/node_text.h"
#include "ui/build/suggestions.h"

using namespace nw;
using namespace nw::test;

class BuildKeysTest : public OnStage {
    Q_OBJECT
    static Project empty() {
        Project p;
        p.data = "digits";
        return p;
    }
    /// From anywhere: the search, the word, Enter.
    void add(const QString& word) {
        stage_->key(Qt::Key_F6);
        stage_->type(word);
        stage_->key(Qt::Key_Return);
    }
    bool set(const QString& name, const QString& text) {
        if (!stage_->tabTo(name)) return false;
        stage_->type(text);
        return true;
    }

    /// Undo all, redo all, save, reopen.
    void comesBack() {
        ui::Document& d = stage_->studio.document;
        const std::string text = toText(d.project());
        const ui::Layout layout = d.layout();
        stage_->canvas().setFocus();
        for (int steps = d.undoStack().count(); steps > 0; --steps) stage_->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(stage_->graph().nodes().empty());
        QVERIFY(d.layout().positions.empty());
        while (d.undoStack().canRedo()) stage_->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(toText(d.project()), text);
        QVERIFY(d.layout() == layout);
        QTemporaryDir folder;
        const std::filesystem::path path = ui::s(folder.filePath("built.netwright"));
        QVERIFY(d.saveAs(path));
        QCOMPARE(*readText(path), text);
        QVERIFY(d.open(path));
        QCOMPARE(toText(d.project()), text);
        QVERIFY(d.layout() == layout);
        QVERIFY(d.start(Project{}));  // lets go of the folder
    }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUp(); }
    void cleanup() { stage_.reset(); }

    void firstNetworkFromNothing() {
        QVERIFY(stage_->open(empty()));
        add("input");
        QCOMPARE(stage_->graph().nodes().size(), 1u);
        add("convolution");  // a synonym
        QVERIFY(set("Filters", "6"));
        QVERIFY(set("Kernel size, 1 of 2", "5"));
        QVERIFY(stage_->tabTo("Padding"));
        stage_->key(Qt::Key_Right);
        QVERIFY(set("Activation", "relu"));
        add("maxpool");
        add("conv2d");
        QVERIFY(set("Filters", "16"));
        QVERIFY(set("Kernel size, 1 of 2", "5"));
        QVERIFY(set("Activation", "relu"));
        add("maxpool");
        add("flatten");
        add("fully connected");
        QVERIFY(set("Units", "120"));
        QVERIFY(set("Activation", "relu"));
        add("dense");
        QVERIFY(set("Units", "10"));
        QVERIFY(set("Activation", "softmax"));
        add("classify");
        QCOMPARE(wordsOf(stage_->graph()), wordsOf(makeTemplate("first-network")->graph));
        QVERIFY(stage_->studio.document.analysis().findings.empty());
        QTRY_VERIFY(stage_->studio.previews.scores().defined());
        comesBack();
    }

    void typingIsOneStepAndEscRestores() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        ui::Document& d = stage_->studio.document;
        const NodeId dense = stage_->named("dense");
        stage_->studio.selection.set({dense});
        const auto units = [&] { return d.graph().find(dense)->params.get<std::int64_t>("units"); };
        QVERIFY(set("Units", "345"));
        QCOMPARE(units(), 345);  // at once
        QCOMPARE(d.undoStack().count(), 1);
        stage_->key(Qt::Key_Tab);
        stage_->key(Qt::Key_Backtab);
        stage_->type("67");
        QCOMPARE(units(), 67);
        QCOMPARE(d.undoStack().count(), 2);
        stage_->key(Qt::Key_Escape);
        QCOMPARE(units(), 345);
        QCOMPARE(d.undoStack().count(), 1);  // nothing has happened
        stage_->canvas().setFocus();
        stage_->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(units(), 120);
        QTRY_COMPARE(stage_->inspector.nodePage().form().editor("units")->value().toInt(), 120);
    }

    void faultsStandAtTheirParameter() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        const NodeId conv = stage_->named("conv2d_1");
        stage_->studio.selection.set({conv});
        QVERIFY(set("Kernel size, 1 of 2", "20"));
        QTRY_VERIFY(!stage_->inspector.nodePage().form().editor("kernel_size")->fault().isEmpty());
        QVERIFY(QApplication::focusWidget()->accessibleName().startsWith("Kernel size"));  // typing goes on
        stage_->key(Qt::Key_Backspace);
        QTRY_VERIFY(stage_->inspector.nodePage().form().editor("kernel_size")->fault().isEmpty());
        QCOMPARE(stage_->graph().find(conv)->params.get<std::vector<std::int64_t>>("kernel_size"),
                 (std::vector<std::int64_t>{2, 2}));
    }

    void severalAreSetTogether() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        const NodeId a = stage_->named("dense"), b = stage_->named("dense_1");
        stage_->studio.selection.set({a, b});
        form::Form& form = stage_->inspector.nodePage().form();
        QVERIFY(form.editor("units")->isMixed());
        QVERIFY(!form.editor("use_bias")->isMixed());
        QVERIFY(set("Units", "9"));
        stage_->key(Qt::Key_Return);
        for (const NodeId id : {a, b}) QCOMPARE(stage_->graph().find(id)->params.get<std::int64_t>("units"), 9);
        QTRY_VERIFY(!form.editor("units")->isMixed());
        stage_->canvas().setFocus();
        stage_->key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(form.editor("units")->isMixed());
        QCOMPARE(stage_->graph().find(a)->params.get<std::int64_t>("units"), 120);
        // Of different kinds: only what both have.
        stage_->studio.selection.set({a, stage_->named("flatten")});
        QVERIFY(!form.editor("units"));
        QVERIFY(form.editor("bypassed"));
    }

    void whatIsUsedMostStandsFirst() {
        const auto first = [](theme::Family family) {
            for (const OpDef* op : ui::placeableOperators())
                if (ui::familyOf(*op) == family) return QString(op->id);
            return QString();
        };
        QCOMPARE(first(theme::Family::Data), "input");
        QCOMPARE(first(theme::Family::Convolution), "conv2d");
        QCOMPARE(first(theme::Family::Activation), "relu");
    }

    void searchKnowsHowOthersWriteIt() {
        for (const char* text : {"MaxPooling2D", "max_pooling2d", "max pool", "maxpool"})
            QCOMPARE(ui::suggestions(stage_->studio, {}, text).front().op->id, std::string("max_pooling2d"));
        QCOMPARE(ui::suggestions(stage_->studio, {}, "Fully-connected").front().op->id, std::string("dense"));
    }

    /// Enter adds and is ready for the next word; Esc first takes the word away, then leaves.
    void theSearchIsEmptyAfterwards() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        stage_->click(stage_->named("flatten"));
        add("dropout");
        QVERIFY(stage_->named("dropout"));
        auto* search = stage_->palette.findChild<QLineEdit*>();
        QVERIFY(search->hasFocus());
        QVERIFY(search->text().isEmpty());
        stage_->type("dense");
        stage_->key(Qt::Key_Escape);
        QVERIFY(search->hasFocus());
        QVERIFY(search->text().isEmpty());
        stage_->key(Qt::Key_Escape);
        QVERIFY(stage_->canvas().hasFocus());
        ui::Palette rail(stage_->studio);
        rail.openAsPopup({40, 80});
        QTRY_VERIFY(rail.isVisible());
        auto* other = rail.findChild<QLineEdit*>();
        QTest::keyClicks(other, "conv");
        QTest::keyClick(other, Qt::Key_Escape);
        QVERIFY(rail.isVisible() && other->text().isEmpty());
        QTest::keyClick(other, Qt::Key_Escape);
        QVERIFY(!rail.isVisible());
    }

    /// What was typed is undone first; once it is committed the document is.
    void undoAfterTheCommitIsTheDocuments() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        ui::Document& d = stage_->studio.document;
        stage_->click(stage_->named("flatten"));
        add("dropout");
        auto* search = stage_->palette.findChild<QLineEdit*>();
        QVERIFY(search->hasFocus() && stage_->named("dropout"));
        stage_->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(search->hasFocus() && search->text().isEmpty());
        QVERIFY(!stage_->named("dropout"));
        stage_->type("soft");
        stage_->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(search->text().isEmpty());
        QCOMPARE(d.undoStack().index(), 0);
        // A number of the form.
        const NodeId dense = stage_->named("dense");
        stage_->click(dense);
        QVERIFY(set("Units", "45"));
        stage_->key(Qt::Key_Return);
        QCOMPARE(d.graph().find(dense)->params.get<std::int64_t>("units"), 45);
        stage_->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(d.graph().find(dense)->params.get<std::int64_t>("units"), 120);
        QTRY_COMPARE(stage_->inspector.nodePage().form().editor("units")->value().toInt(), 120);
    }

    /// What stands behind a check box is what it does, and the undo menu says so.
    void checkBoxesSayWhatTheyDo() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        stage_->click(stage_->named("dense"));
        QVERIFY(stage_->tabTo("Add a bias"));
        stage_->key(Qt::Key_Space);
        const Node& dense = *stage_->graph().find(stage_->named("dense"));
        QVERIFY(!dense.params.get<bool>("use_bias"));
        QCOMPARE(stage_->studio.document.undoStack().undoText(), QString("Switch \"Add a bias\""));
        QVERIFY2(ui::subtitleOf(dense).contains("no bias"), qPrintable(ui::subtitleOf(dense)));
        static const QSet<QString> verbs{"Add",  "Approximate", "Bypass",  "Divide", "Keep",     "Learn",
                                         "Look", "Recompute",   "Reverse", "Train",  "Transpose"};
        for (const OpDef& op : operators())
            for (const ParamSpec& p : op.params)
                if (p.kind == ParamKind::Bool && !p.doc.internal)
                    QVERIFY2(verbs.contains(QString(p.doc.label).section(u' ', 0, 0)), p.doc.label);
    }

    /// Every fold says what it holds.
    void foldsListTheirContents() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        stage_->click(stage_->named("conv2d"));
        // The form is made again when the weights come, and the old one goes when it can.
        QTRY_COMPARE(stage_->inspector.findChildren<form::Fold*>().size(), 1);
        const auto folds = stage_->inspector.findChildren<form::Fold*>();
        QVERIFY2(folds[0]->head()->accessibleName().startsWith("Dilation, "), qPrintable(folds[0]->head()->accessibleName()));
    }

    void previewsPushAndLayOutRestores() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        QApplication::processEvents();
        ui::Document& d = stage_->studio.document;
        QTRY_VERIFY(stage_->studio.previews.scores().defined());
        const NodeId conv = stage_->named("conv2d_1"), pool = stage_->named("max_pooling2d_1");
        const ui::Layout layout = d.layout();
        stage_->click(conv);
        stage_->key(Qt::Key_P);
        QApplication::processEvents();
        const QRectF above = stage_->canvas().nodeRect(conv);
        QVERIFY(above.height() > 1.4 * stage_->canvas().nodeRect(pool).height());
        QVERIFY(d.layout().positions.at(pool).y() > layout.positions.at(pool).y());
        QVERIFY(stage_->canvas().nodeRect(pool).top() >= above.bottom());
        stage_->key(Qt::Key_P);
        QVERIFY(d.layout() == layout);
        QVERIFY(d.apply(ui::moveTo(stage_->studio, {{pool, {900, 40}}})));
        stage_->build.layOut();
        QVERIFY(d.layout() == layout);
    }

    void editsOnTheCanvas() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        ui::Document& d = stage_->studio.document;
        const QStringList before = wordsOf(d.graph());
        const auto undo = [&] {
            stage_->canvas().setFocus();
            while (d.undoStack().canUndo()) stage_->key(Qt::Key_Z, Qt::ControlModifier);
            QCOMPARE(wordsOf(d.graph()), before);
        };
        stage_->click(stage_->named("flatten"));
        QCOMPARE(stage_->studio.selection.single(), stage_->named("flatten"));
        stage_->key(Qt::Key_Delete, Qt::ControlModifier);  // delete and heal
        QVERIFY(!stage_->named("flatten"));
        QCOMPARE(d.graph().linkInto({stage_->named("dense"), "x", 0})->from.node, stage_->named("max_pooling2d_1"));
        undo();
        stage_->click(stage_->named("flatten"));
        stage_->key(Qt::Key_Delete);
        QVERIFY(!d.graph().linkInto({stage_->named("dense"), "x", 0}));
        undo();
        stage_->click(stage_->named("conv2d_1"));
        stage_->key(Qt::Key_D, Qt::ControlModifier);
        const NodeId twin = stage_->studio.selection.single();
        QVERIFY(twin && twin != stage_->named("conv2d_1"));
        QCOMPARE(d.graph().find(twin)->params.get<std::int64_t>("filters"), 16);
        QCOMPARE(d.graph().linkInto({twin, "x", 0})->from.node, stage_->named("max_pooling2d"));
        undo();
        stage_->click(stage_->named("dense"));
        stage_->key(Qt::Key_M);
        QVERIFY(isBypassed(*d.graph().find(stage_->named("dense"))));
        stage_->key(Qt::Key_M);
        QVERIFY(!isBypassed(*d.graph().find(stage_->named("dense"))));
        stage_->key(Qt::Key_P);
        QVERIFY(d.layout().expanded.contains(stage_->named("dense")));
        undo();
    }

    void cutCopyPaste() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        ui::Document& d = stage_->studio.document;
        const std::size_t count = d.graph().nodes().size();
        stage_->studio.selection.set({stage_->named("conv2d"), stage_->named("max_pooling2d")});
        stage_->key(Qt::Key_C, Qt::ControlModifier);
        stage_->key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(d.graph().nodes().size(), count + 2);
        QCOMPARE(stage_->studio.selection.nodes().size(), 2u);
        const NodeId conv = stage_->named("conv2d_2"), pool = stage_->named("max_pooling2d_2");
        QVERIFY(conv && pool);
        QCOMPARE(d.graph().linkInto({pool, "x", 0})->from.node, conv);
        QVERIFY(!d.graph().linkInto({conv, "x", 0}));
        stage_->key(Qt::Key_X, Qt::ControlModifier);
        QCOMPARE(d.graph().nodes().size(), count);
        stage_->key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(d.graph().nodes().size(), count + 2);
        for (int i = 0; i < 3; ++i) stage_->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(wordsOf(d.graph()), wordsOf(makeTemplate("first-network")->graph));
    }
};

QTEST_MAIN(BuildKeysTest)
#include "build_keys_test.moc"
