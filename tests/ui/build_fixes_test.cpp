// Problems speak once, beside their node, and their first fix makes them go away in one step that undoes.
#include <QPushButton>
#include <QSignalSpy>

#include "core/graph/writer.h"
#include "tests/ui/build_stage.h"
#include "widgets/canvas/graph_scene.h"

using namespace nw;
using namespace nw::test;
using Ints = std::vector<std::int64_t>;

class BuildFixesTest : public OnStage {
    Q_OBJECT
    /// The bubble that the last edit opened, solved with the mouse; or, for what is missing, with F8 and Enter.
    void solve(const char* headline, const char* fix, bool missing = false) {
        ui::Document& d = stage_->studio.document;
        QVERIFY2(stage_->finding(headline), headline);
        if (missing) {
            stage_->canvas().setFocus();
            for (int i = 0; i < 9 && !(bubble() && bubble()->accessibleName().contains(QString::fromUtf8(headline))); ++i)
                stage_->key(Qt::Key_F8);
        }
        QTRY_VERIFY2(bubble(), headline);
        QVERIFY2(bubble()->accessibleName().contains(QString::fromUtf8(headline)), qPrintable(bubble()->accessibleName()));
        auto* button = bubble()->findChild<QPushButton*>();
        QVERIFY(button);
        QCOMPARE(button->text(), QString::fromUtf8(fix));
        QSignalSpy notes(&stage_->studio, &ui::Studio::noteWanted);
        const int steps = d.undoStack().count();
        if (missing)
            stage_->key(Qt::Key_Return);
        else
            QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY2(!stage_->finding(headline), headline);
        QCOMPARE(d.undoStack().count(), steps + 1);
        QCOMPARE(notes.size(), 1);
        QCOMPARE(notes[0][0].toString(), QString::fromUtf8(fix));
        QVERIFY(!bubble());
        for (const auto& [id, node] : stage_->graph().nodes()) QVERIFY2(d.layout().positions.contains(id), node->name.c_str());
        const std::string solved = toText(d.project());
        stage_->canvas().setFocus();
        stage_->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY2(stage_->finding(headline), "undo brings it back");
        stage_->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(toText(d.project()), solved);
    }
    void press(const char* node, int key, Qt::KeyboardModifiers modifiers = {}) {
        stage_->click(stage_->named(node));
        stage_->key(key, modifiers);
    }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUpNetwork(); }
    void cleanup() { stage_.reset(); }

    void flattenBeforeTheHead() {
        set("dense_1", "units", std::int64_t{10});
        press("dense", Qt::Key_Delete, Qt::ControlModifier);
        QVERIFY(!stage_->finding("axes"));
        press("flatten", Qt::Key_Delete, Qt::ControlModifier);
        solve("Scores have 4 axes, needs 2", "Insert Flatten before Dense");
        const auto& places = stage_->studio.document.layout().positions;
        QVERIFY(places.at(stage_->named("flatten")).y() < places.at(stage_->named("dense_1")).y());
    }
    void unitsAsClasses() {
        set("dense_1", "units", std::int64_t{8});
        solve("8 scores, but 10 classes", "Set units to 10");
    }
    void imagesAndInput() {
        set("input", "shape", Ints{14, 14, 1});
        solve("Images of 28×28, input of 14×14", "Resize images to 14×14");
    }
    void kernelLargerThanTheMap() {
        set("conv2d_1", "kernel_size", Ints{20, 20});
        solve("20×20 kernel, but the map is 14×14", "Set padding to same");
    }
    void rawPixels() {
        set("input", "rescale", 0.0);
        solve("Values go up to 255", "Rescale to 0…1");
    }
    void missingHead() {
        press("classify", Qt::Key_Delete);
        QVERIFY(!bubble());  // building is not a mistake
        stage_->studio.setBlockersShown(true);
        solve("No Classify or Regress at the end", "Add Classify", true);
        QVERIFY(stage_->graph().linkInto({stage_->named("classify"), "label", 0}));
    }
    void secondSoftmax() {
        stage_->click(stage_->named("dense_1"));
        stage_->build.addOperator("softmax");
        solve("Softmax of softmax", "Remove Softmax");
        QVERIFY(!stage_->named("softmax"));
    }
    void onlyFittingPort() {
        const Link link = *stage_->graph().linkInto({stage_->named("classify"), "scores", 0});
        QVERIFY(stage_->studio.document.apply({"Cut", {"", {RemoveLink{link}}}}));
        stage_->studio.setBlockersShown(true);
        solve("Nothing connected to scores", "Connect dense_1 to Classify", true);
    }
    void labelsInAnotherForm() {
        const Link link = *stage_->graph().linkInto({stage_->named("classify"), "label", 0});
        stage_->build.insertOperator("one_hot", {}, ui::endsOf(link));
        solve("Labels are one-hot, not class numbers", "Remove One hot");
    }
    void shapesThatDoNotCombine() {
        ui::Document& d = stage_->studio.document;
        stage_->click(stage_->named("input"));
        GraphWriter w("gate");
        const NodeId input = w.add("input", {{"shape", Ints{8, 8, 3}}, {"rescale", 1.0}}, {});
        const NodeId conv = w.add("conv2d", {{"filters", std::int64_t{16}}}, {input});
        const NodeId pool = w.add("global_average_pooling2d", {}, {conv});
        const NodeId gate = w.add("dense", {{"units", std::int64_t{16}}}, {pool});
        const NodeId product = w.add("multiply", {}, {conv});
        Project p;
        p.graph = w.graph();
        QVERIFY(d.start(p));
        QApplication::processEvents();
        QVERIFY(d.apply({"Connect", {"", {AddLink{{{product, "b", 0}, {gate, "y", 0}}}}}}));
        solve("6×6×16 and 16 do not combine", "Reshape Dense to 1×1×16");
    }

    void aNumberHalfTypedIsNotWrong() {
        stage_->studio.selection.set({stage_->named("dense_1")});
        QSignalSpy problems(&stage_->build, &ui::BuildCanvas::problemsChanged);
        QVERIFY(stage_->tabTo("Units"));
        stage_->type("10");
        QVERIFY(!bubble());
        QVERIFY(!stage_->finding("classes"));
        stage_->key(Qt::Key_Backspace);
        QVERIFY(stage_->finding("1 score, but 10 classes"));
        QTRY_VERIFY(bubble());
        QCOMPARE(QApplication::focusWidget()->accessibleName(), "Units");  // it does not take the keys away
        stage_->type("0");
        QTRY_VERIFY(!bubble());  // solved
    }

    void onlyTheLastActionSpeaks() {
        set("dense_1", "units", std::int64_t{8});
        QTRY_VERIFY(bubble());
        bubble()->dismiss();
        set("dense", "units", std::int64_t{50});  // the old problem is still there and stays silent
        QTRY_VERIFY(!stage_->build.isAboutToSpeak());
        QVERIFY(stage_->finding("8 scores"));
        QVERIFY(!bubble());
        stage_->canvas().setFocus();
        stage_->key(Qt::Key_F8);
        QVERIFY(bubble());
        stage_->key(Qt::Key_F8);  // from inside the bubble to the next problem: the same one
        QVERIFY(bubble());
        stage_->key(Qt::Key_Escape);
        QVERIFY(!bubble());
        QVERIFY(stage_->canvas().hasFocus());
    }

    void aProblemOutOfSightComesWithItsBubble() {
        set("dense_1", "units", std::int64_t{8});
        QTRY_VERIFY(bubble());
        bubble()->dismiss();
        canvas::Canvas& canvas = stage_->canvas();
        canvas.setViewState({1, canvas.viewState().centre - QPointF(0, 4000)});
        theme::Theme::instance().setReducedMotion(false);  // the view glides there
        stage_->build.nextProblem(1);
        QVERIFY(canvas.isGliding());
        QTRY_VERIFY(!canvas.isGliding());
        theme::Theme::instance().setReducedMotion(true);
        QVERIFY(bubble());
        const QRect node = canvas.nodeRect(stage_->named("classify"));
        QVERIFY(canvas.rect().contains(node));
        const QRect body = bubble()->body().translated(bubble()->pos());
        QCOMPARE(body.right() + parts::Bubble::Notch + 4, node.left());
        QVERIFY(std::abs(body.center().y() - node.center().y()) <= 1);
        canvas.setViewState({1, canvas.viewState().centre + QPointF(0, 40)});  // by hand
        QVERIFY(!bubble());
    }

    /// At 1024 × 600 there is no room on either side of a node in the middle: the view makes some.
    void inASmallWindowTheBubbleIsBesideItsNodeToo() {
        stage_->palette.hide();
        stage_->window.resize(1024 - 44, 600 - 80);
        stage_->build.canvas().setViewState({1, {}});
        QApplication::processEvents();
        const NodeId classify = stage_->named("classify");
        canvas::Canvas& canvas = stage_->canvas();
        set("dense_1", "units", std::int64_t{8});
        QTRY_VERIFY(bubble());
        for (const double zoom : {0.4, 1.0, 2.0, 4.0}) {
            bubble()->dismiss();
            canvas.setViewState({zoom, canvas.graph().restingBody(classify).center()});
            stage_->build.showProblem(0);
            QVERIFY(bubble());
            const QRect node = canvas.nodeRect(classify), body = bubble()->body().translated(bubble()->pos());
            QVERIFY2(!body.intersects(node), qPrintable(QString::number(zoom)));
            QVERIFY(canvas.rect().contains(body));
            QVERIFY(canvas.rect().contains(node));
            if (zoom <= 1) QCOMPARE(canvas.zoom(), zoom);
        }
    }

    /// The edit that makes the problem may move its node: the bubble is where the node goes.
    void theBubbleOfANodeOnItsWayIsWhereItGoes() {
        theme::Theme::instance().setReducedMotion(false);
        const NodeId classify = stage_->named("classify");
        stage_->studio.setBlockersShown(true);
        const Link link = *stage_->graph().linkInto({classify, "scores", 0});
        const ui::ProjectPatch moved = ui::moveTo(stage_->studio, {{classify, QPointF(700, 300)}});
        QVERIFY(stage_->studio.document.apply({"Cut and move", {"", {RemoveLink{link}}}, moved.layout}));
        QVERIFY(stage_->canvas().nodeRect(classify) != stage_->canvas().restingRect(classify));
        for (int i = 0; i < stage_->build.problemCount() && !(bubble() && bubble()->accessibleName().contains("scores")); ++i)
            stage_->build.showProblem(i);
        theme::Theme::instance().setReducedMotion(true);
        QVERIFY(bubble());
        QTRY_COMPARE(stage_->canvas().nodeRect(classify), stage_->canvas().restingRect(classify));
        const QRect body = bubble()->body().translated(bubble()->pos()), node = stage_->canvas().nodeRect(classify);
        QCOMPARE(body.right() + parts::Bubble::Notch + 4, node.left());
        QVERIFY(std::abs(body.center().y() - node.center().y()) <= 1);
    }

    void theInspectorOffersTheFixToo() {
        set("dense_1", "units", std::int64_t{8});
        stage_->canvas().setSelection({stage_->named("classify")});
        QPushButton* fix = nullptr;
        for (auto* b : stage_->inspector.findChildren<QPushButton*>())
            if (b->isVisible() && b->text() == "Set units to 10") fix = b;
        QVERIFY(fix);
        QTest::mouseClick(fix, Qt::LeftButton);
        QVERIFY(!stage_->finding("8 scores"));
        stage_->studio.document.undoStack().undo();
        QVERIFY(stage_->finding("8 scores"));
    }

    /// Advice as well as faults; forward and back, beginning at either end.
    void theKeysOpenTheBubbleOfEveryProblem() {
        set("input", "rescale", 0.0);
        set("dense_1", "units", std::int64_t{8});
        stage_->click(stage_->named("dense_1"));
        stage_->build.addOperator("softmax");
        QTRY_VERIFY(bubble());
        bubble()->dismiss();
        QStringList told;
        for (const Finding* f : stage_->build.problems()) told << ui::q(f->headline);
        QVERIFY(told.size() >= 3);
        const auto ranks = stage_->build.problems();
        QVERIFY(std::any_of(ranks.begin(), ranks.end(), [](const Finding* f) { return f->rank == Rank::Advice; }));
        stage_->canvas().setFocus();
        QSet<QString> seen;
        QString before;
        for (qsizetype i = 0; i < told.size(); ++i) {
            stage_->key(Qt::Key_F8);
            QVERIFY(bubble());
            seen.insert(bubble()->accessibleName());
            if (i + 1 < told.size()) before = bubble()->accessibleName();
        }
        QCOMPARE(seen, QSet<QString>(told.begin(), told.end()));
        stage_->key(Qt::Key_F8, Qt::ShiftModifier);
        QVERIFY(bubble());
        QCOMPARE(bubble()->accessibleName(), before);
        // In another project, nothing was told yet: the last comes first backwards.
        setUpNetwork();
        set("input", "rescale", 0.0);
        set("dense_1", "units", std::int64_t{8});
        stage_->build.nextProblem(-1);
        QVERIFY(bubble());
        QCOMPARE(bubble()->accessibleName(), ui::q(stage_->build.problems().back()->headline));
    }

    /// A window that gets another size is not a view that was moved by hand.
    void theBubbleStaysWhenTheWindowIsResized() {
        set("dense_1", "units", std::int64_t{8});
        QTRY_VERIFY(bubble());
        stage_->window.resize(1500, 900);
        QApplication::processEvents();
        QVERIFY(bubble());
        const QRect node = stage_->canvas().restingRect(stage_->named("classify"));
        const QRect body = bubble()->body().translated(bubble()->pos());
        QVERIFY(!body.intersects(node));
        QVERIFY(std::abs(body.center().y() - node.center().y()) <= node.height());
    }

    void aProblemOfTheWholeNetworkPointsAtNothing() {
        QList<canvas::NodeId> all;
        for (const auto& [id, node] : stage_->graph().nodes()) all << id;
        stage_->canvas().setSelection(all);
        stage_->build.deleteSelected(false);
        stage_->build.addOperator("input");
        stage_->studio.selection.set({});
        stage_->build.addOperator("input");
        stage_->studio.setBlockersShown(true);
        const auto problems = stage_->build.problems();
        const auto head =
            std::find_if(problems.begin(), problems.end(), [](const Finding* f) { return f->headline.starts_with("No Classify"); });
        QVERIFY(head != problems.end());
        stage_->build.showProblem(static_cast<int>(head - problems.begin()));
        QVERIFY(bubble());
        QCOMPARE(bubble()->placed(), parts::Bubble::Place::Alone);
        QCOMPARE(bubble()->geometry().center(), stage_->canvas().rect().center());
    }

    /// Where the head belongs the bubble stands, and its button puts it there: below an Input alone, below the last layer.
    void theMissingHeadIsOfferedAtTheEnd() {
        stage_->canvas().setSelection({});
        for (const bool layers : {false, true}) {
            QVERIFY(stage_->studio.document.start(Project{}));
            stage_->studio.setBlockersShown(true);
            stage_->build.addOperator("input");
            if (layers) stage_->build.addOperator("conv2d");
            const NodeId last = stage_->studio.selection.single();
            stage_->build.showProblem(0);
            QVERIFY(bubble());
            QVERIFY(bubble()->placed() != parts::Bubble::Place::Alone);
            auto* fix = bubble()->findChild<QPushButton*>();
            QCOMPARE(fix->text(), QString("Add Classify"));
            QTest::mouseClick(fix, Qt::LeftButton);
            QCOMPARE(stage_->graph().linkInto({stage_->named("classify"), "scores", 0})->from.node, last);
            const auto& places = stage_->studio.document.layout().positions;
            QVERIFY(places.at(stage_->named("classify")).y() > places.at(last).y());
        }
    }

    void theCardNamesTheClassesOfTheDataAndTheBubbleShowsTheCulprit() {
        set("dense_1", "units", std::int64_t{8});
        QTRY_VERIFY(bubble());
        const auto buttons = bubble()->findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), 2);
        QCOMPARE(buttons[1]->text(), QString("Show Dense"));
        const canvas::CanvasModel model = ui::canvasModel(stage_->studio);
        for (const canvas::Node& n : model.nodes)
            if (n.id == stage_->named("classify")) QCOMPARE(n.shape, QString("10 classes"));
    }
};

QTEST_MAIN(BuildFixesTest)
#include "build_fixes_test.moc"
