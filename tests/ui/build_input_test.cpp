// An Input that is added where data are chosen takes what they give, whichever way it is added.
#include <QPushButton>
#include <QtTest>

#include "core/train/data_binding.h"
#include "tests/ui/build_stage.h"
#include "ui/build/empty_canvas.h"
#include "widgets/canvas/quick_list.h"

namespace nw {
namespace {

using Words = std::vector<std::string>;
using Ints = std::vector<std::int64_t>;

class BuildInputTest : public QObject {
    Q_OBJECT
    test::Home home_;
    std::unique_ptr<test::Stage> stage_;

    /// The only Input of the project stores what the set gives: no finding is left that compares the two.
    void checkFits() {
        const Graph& g = stage_->graph();
        QCOMPARE(g.nodes().size(), std::size_t{1});
        const Node& input = *g.nodes().begin()->second;
        QCOMPARE(std::string(input.op().id), "input");
        const ElementSpec& spec = stage_->studio.data.splits().train->spec();
        QVERIFY(input.params.get<Ints>("shape") == (Ints{24, 40, 1}));
        QVERIFY(input.params.get<Words>("class_names") == spec.classNames);
        QVERIFY(dataFindings(g, analyse(g), describe(spec)).empty());
    }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() {
        test::failOnAnyWarning();
        stage_ = std::make_unique<test::Stage>();
        Project project;
        project.data = "digits?limit=60&size=24x40";
        QVERIFY(stage_->open(project));
    }
    void cleanup() { stage_.reset(); }

    void byTheEmptyCanvas() {
        for (QPushButton* button : stage_->build.findChild<ui::EmptyCanvas*>()->findChildren<QPushButton*>())
            if (button->text() == "Add Input") QTest::mouseClick(button, Qt::LeftButton);
        checkFits();
    }

    void byThePalette() {
        stage_->key(Qt::Key_F6);
        stage_->type("input");
        stage_->key(Qt::Key_Return);
        checkFits();
    }

    void byTheQuickList() {
        QTest::mouseDClick(stage_->canvas().viewport(), Qt::LeftButton, {}, QPoint(12, 12));
        QTRY_VERIFY(stage_->build.findChild<canvas::QuickList*>()->isVisible());
        stage_->type("input");
        stage_->key(Qt::Key_Return);
        checkFits();
    }

    /// And what is built on it is measured against the data: too many scores are advice, too few a fault.
    void scoresAreComparedWithItsClasses() {
        stage_->build.addOperator("input");
        for (const char* op : {"flatten", "dense", "classify"}) stage_->build.addOperator(op);
        const NodeId dense = stage_->named("dense");
        const auto unitsOf = [&](std::int64_t units) {
            QVERIFY(stage_->studio.document.apply({"", {"", {SetParam{dense, "units", units}}}}));
        };
        unitsOf(64);
        QVERIFY(stage_->finding("64 scores, but 10 classes"));
        QVERIFY(stage_->finding("64 scores, but 10 classes")->rank == Rank::Advice);
        unitsOf(8);
        QVERIFY(stage_->finding("8 scores, but 10 classes")->rank == Rank::Contradiction);
        unitsOf(10);
        QVERIFY(!stage_->finding("classes"));
    }
};

}  // namespace
}  // namespace nw

QTEST_MAIN(nw::BuildInputTest)
#include "build_input_test.moc"
