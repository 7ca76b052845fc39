// Every operator that people can place: its line, its form, its page, and all the ways in.
#include <QDialog>

#include "core/op/registry.h"
#include "tests/ui/build_stage.h"
#include "ui/build/node_text.h"
#include "ui/build/suggestions.h"

using namespace nw;
using namespace nw::test;

class BuildOperatorsTest : public OnStage {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUp(); }
    void cleanup() { stage_.reset(); }

    void everyNodeSaysInOneLineWhatItIs() {
        const QFontMetrics metrics(theme::font(theme::Type::Note));
        for (const OpDef* op : ui::placeableOperators()) {
            Node node;
            node.name = op->id;
            node.params = Params(*op);
            QString line = ui::subtitleOf(node);
            if (line.isEmpty()) line = ui::captionOf(*op);
            QVERIFY2(!line.isEmpty(), op->id);
            QVERIFY2(metrics.horizontalAdvance(line) <= 158, qPrintable(QString(op->id) + ": " + line));  // from title to thumbnail
        }
    }

    void everyOperatorHasAFormAndAPage() {
        QVERIFY(stage_->open(Project{}));
        for (const OpDef* op : ui::placeableOperators()) {
            stage_->build.addOperator(ui::q(op->id));
            const NodeId id = stage_->studio.selection.single();
            QVERIFY2(id, op->id);
            const Node node = *stage_->graph().find(id);
            for (const ui::Property& p : ui::propertiesOf(stage_->studio, node)) {
                form::Editor* editor = stage_->inspector.nodePage().form().editor(ui::q(p.id));
                QVERIFY2(editor, p.id.c_str());
                QVERIFY2(!editor->accessibleName().isEmpty(), p.id.c_str());
                const Attr value = ui::valueOf(node, p);
                const auto back = ui::toAttr(p, ui::toVariant(p, value));
                QVERIFY2(back && *back == value, (std::string(op->id) + "." + p.id).c_str());
                QCOMPARE(editor->value(), ui::toVariant(p, value));
            }
            stage_->build.deleteSelected(false);
        }
        stage_->build.addOperator("conv2d");
        stage_->key(Qt::Key_F1);
        auto* page = stage_->window.findChild<QDialog*>();
        QVERIFY(page && page->isVisible());
        QTest::keyClick(page, Qt::Key_Escape);
    }

    /// Below a layer, into a link, above an input, on empty ground: one step each, which undoes to the same bytes.
    void everyOperatorGoesEverywhere() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        ui::Document& d = stage_->studio.document;
        QApplication::processEvents();
        const std::string before = toText(d.project());
        const ui::Layout layout = d.layout();
        const Link link = *d.graph().linkInto({stage_->named("dense"), "x", 0});
        const NodeId pool = stage_->named("max_pooling2d");
        const auto goesBack = [&](const char* op) {
            if (d.undoStack().count() != 1) return false;
            for (const auto& [id, node] : d.graph().nodes())
                if (!d.layout().positions.contains(id)) return false;
            d.undoStack().undo();
            const bool same = toText(d.project()) == before && d.layout() == layout;
            if (!same) qWarning("%s", op);
            d.undoStack().clear();
            return same;
        };
        for (const OpDef* op : ui::placeableOperators()) {
            stage_->studio.selection.set({pool});
            stage_->build.addOperator(ui::q(op->id));
            QVERIFY2(goesBack(op->id), op->id);
            stage_->build.insertOperator(ui::q(op->id), {}, ui::endsOf(link));
            QVERIFY2(goesBack(op->id), op->id);
            stage_->build.insertOperator(ui::q(op->id), {16, 16}, std::nullopt);
            QVERIFY2(goesBack(op->id), op->id);
        }
        for (const ui::Suggestion& s : ui::suggestionsAbove(stage_->studio, link.to, {})) {
            const Patch cut{"", {RemoveLink{link}}};
            QVERIFY(d.apply(cut));
            QVERIFY2(d.apply(ui::addAbove(stage_->studio, s.op->id, link.to, {16, 16}).patch), s.op->id);
            d.undoStack().undo();
            d.undoStack().undo();
            QCOMPARE(toText(d.project()), before);
        }
    }
};

QTEST_MAIN(BuildOperatorsTest)
#include "build_operators_test.moc"
