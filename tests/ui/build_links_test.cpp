// Links that cannot be: refused while they are dragged, dashed where they have come about; what a fix cures stays possible.
#include <QToolTip>

#include "tests/ui/build_stage.h"
#include "widgets/canvas/graph_scene.h"

using namespace nw;
using namespace nw::test;

class BuildLinksTest : public OnStage {
    Q_OBJECT
    QPoint port(const char* node, const char* port, bool output) const {
        return canvas().portPoint({stage_->named(node), QString::fromUtf8(port), output});
    }
    QString why(const char* from, const char* output, const char* to, const char* input) const {
        return ui::whyNot(stage_->studio, {{stage_->named(to), input, 0}, {stage_->named(from), output, 0}});
    }
    quint64 faded(const char* node) const { return canvas().graph().node(stage_->named(node))->marks().fadedInputs; }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUpRestingNetwork(); }
    void cleanup() { stage_.reset(); }

    void labelsAreNoImage() {
        const QPoint from = port("input", "label", true), to = port("conv2d", "x", false);
        QTest::mousePress(canvas().viewport(), Qt::LeftButton, {}, from);
        stage_->move(from + QPoint(40, 8));
        QVERIFY(faded("conv2d") & 1);
        QVERIFY(faded("conv2d_1") & 1);
        QVERIFY(!(faded("classify") & 2));  // its label port
        stage_->move(to);
        QCOMPARE(canvas().viewport()->cursor().shape(), Qt::ForbiddenCursor);
        QVERIFY2(QToolTip::text().contains("4 axes"), qPrintable(QToolTip::text()));
        QTest::mouseRelease(canvas().viewport(), Qt::LeftButton, {}, to);
        QCOMPARE(stage_->studio.document.undoStack().count(), 0);
        QCOMPARE(stage_->graph().linkInto({stage_->named("conv2d"), "x", 0})->from.port, "value");
    }

    void theNumberOfAxesIsCertain() {
        stage_->build.insertOperator("conv2d", {-900, 400}, std::nullopt);
        const QString reason = why("dense", "y", "conv2d_2", "x");
        QVERIFY2(reason.contains("axes"), qPrintable(reason));
        QVERIFY2(why("conv2d", "y", "conv2d_2", "x").isEmpty(), qPrintable(why("conv2d", "y", "conv2d_2", "x")));
    }

    /// Sizes may be changed, and a fix can bring together what the ten rules know.
    void whatCanBeCuredStaysPossible() {
        ui::Document& d = stage_->studio.document;
        // A map that would become empty, sizes that do not broadcast, scores that are not the classes, no Flatten before the head.
        stage_->build.insertOperator("conv2d", {-900, 400}, std::nullopt);
        set("conv2d_2", "kernel_size", std::vector<std::int64_t>{9, 9});
        QVERIFY(why("max_pooling2d_1", "y", "conv2d_2", "x").isEmpty());
        stage_->build.insertOperator("add", {-900, 600}, std::nullopt);
        const NodeId sum = stage_->studio.selection.single();
        const std::string a = d.graph().find(sum)->op().inputs[0].name;
        QVERIFY(d.apply({"", {"", {AddLink{{{sum, a, 0}, {stage_->named("dense"), "y", 0}}}}}}));
        const char* name = d.graph().find(sum)->name.c_str();
        QVERIFY(why("dense_1", "y", name, d.graph().find(sum)->op().inputs.back().name).isEmpty());
        QVERIFY(why("dense", "y", "classify", "scores").isEmpty());
        QVERIFY(why("max_pooling2d_1", "y", "dense", "x").isEmpty());
        // Labels in another form are converted.
        set("input", "target", std::string("value"));
        const Link label = *d.graph().linkInto({stage_->named("classify"), "label", 0});
        QVERIFY(d.apply({"", {"", {RemoveLink{label}}}}));
        QVERIFY2(why("input", "label", "classify", "label").isEmpty(), qPrintable(why("input", "label", "classify", "label")));
    }

    void aContradictionIsDashed() {
        const auto dashed = [&] {
            QStringList out;
            for (const canvas::Link& l : ui::canvasModel(stage_->studio).links)
                if (l.error) out << ui::q(stage_->graph().find(l.ends.to)->name) + u'.' + l.ends.input;
            return out;
        };
        QCOMPARE(dashed(), QStringList());
        ui::Document& d = stage_->studio.document;
        const Link old = *d.graph().linkInto({stage_->named("conv2d_1"), "x", 0});
        QVERIFY(d.apply({"", {"", {RemoveLink{old}, AddLink{{old.to, {stage_->named("input"), "label", 0}}}}}}));
        QCOMPARE(dashed(), QStringList{"conv2d_1.x"});
        d.undoStack().undo();
        QCOMPARE(dashed(), QStringList());
    }
};

QTEST_MAIN(BuildLinksTest)
#include "build_links_test.moc"
