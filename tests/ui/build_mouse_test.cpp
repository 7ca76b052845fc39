// Building with the mouse: links, the quick list, inserting, the draw pad; and how long an edit takes.
#include <QDrag>
#include <QDropEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QToolButton>
#include <QToolTip>

#include "tests/processor_time.h"
#include "tests/ui/build_stage.h"
#include "ui/build/palette_list.h"
#include "ui/build/problem_list.h"
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/graph_scene.h"

using namespace nw;
using namespace nw::test;

class BuildMouseTest : public OnStage {
    Q_OBJECT
    QPoint output(const char* node, const char* port = "y") const {
        return stage_->build.canvas().portPoint({stage_->named(node), QString::fromUtf8(port), true});
    }
    QPointF place(const char* node) const { return stage_->studio.document.layout().positions.at(stage_->named(node)); }
    canvas::QuickList& quickList() const { return *stage_->build.findChild<canvas::QuickList*>(); }
    /// What the palette's drag does when it ends over the canvas; drags of the window system cannot be made by tests.
    void drop(const char* op, QPoint at) {
        QMimeData data;
        data.setData(canvas::OperatorMimeType, op);
        QWidget* viewport = stage_->canvas().viewport();
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(viewport, &enter);
        QDragMoveEvent over(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(viewport, &over);
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(viewport, &drop);
        QApplication::processEvents();
    }
    QPoint middleOf(const char* from, const char* to) const {
        const Link* link = stage_->graph().linkInto({stage_->named(to), "x", 0});
        Q_ASSERT(link && link->from.node == stage_->named(from));
        return stage_->build.canvas().linkPoint({link->from.node, ui::q(link->from.port), link->to.node, "x"});
    }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUpNetwork(); }
    void cleanup() { stage_.reset(); }

    void quickListOnADroppedLink() {
        const QPoint from = output("conv2d_1");
        stage_->drag(from, from + QPoint(240, 40));
        QVERIFY(quickList().isVisible());
        QCOMPARE(quickList().findChild<QListWidget*>()->accessibleName(), QString("Fits this tensor"));
        QCOMPARE(looseLinks(), 1);  // what it is about stays in sight
        stage_->type("batch");
        stage_->key(Qt::Key_Return);
        QVERIFY(!quickList().isVisible());
        QCOMPARE(looseLinks(), 0);
        const NodeId made = stage_->named("batch_normalization");
        QVERIFY(made);
        QCOMPARE(stage_->graph().linkInto({made, "x", 0})->from.node, stage_->named("conv2d_1"));
        // A branch: what read it before goes on reading it.
        QCOMPARE(stage_->graph().linkInto({stage_->named("max_pooling2d_1"), "x", 0})->from.node, stage_->named("conv2d_1"));
        QVERIFY(QLineF(place("batch_normalization"), place("conv2d_1")).dx() < -100);  // where it was dropped
        QCOMPARE(stage_->studio.selection.single(), made);
        QCOMPARE(stage_->studio.document.undoStack().count(), 1);
        QVERIFY(stage_->canvas().hasFocus());
        // Enter on a node does the same, Esc changes nothing.
        stage_->key(Qt::Key_Return);
        QVERIFY(quickList().isVisible());
        QVERIFY(!quickList().geometry().contains(stage_->canvas().nodeRect(made).center()));
        stage_->key(Qt::Key_Escape);
        QCOMPARE(stage_->studio.document.undoStack().count(), 1);
    }

    int looseLinks() const {
        const auto items = stage_->canvas().graph().items();
        return static_cast<int>(
            std::count_if(items.begin(), items.end(), [](QGraphicsItem* i) { return dynamic_cast<canvas::HandLinkItem*>(i); }));
    }

    /// Where there is no tensor nothing is said of one.
    void quickListOfEmptyGround() {
        QTest::mouseDClick(stage_->canvas().viewport(), Qt::LeftButton, {}, QPoint(20, 20));
        QVERIFY(quickList().isVisible());
        QCOMPARE(quickList().findChild<QListWidget*>()->accessibleName(), QString("Layers"));
        stage_->key(Qt::Key_Escape);
        // Esc takes the link away too.
        const QPoint from = output("conv2d_1");
        stage_->drag(from, from + QPoint(240, 40));
        QCOMPARE(looseLinks(), 1);
        stage_->key(Qt::Key_Escape);
        QCOMPARE(looseLinks(), 0);
    }

    void insertedOnALinkPushesWhatIsBelow() {
        const QPointF flatten = place("flatten"), conv = place("conv2d_1"), head = place("classify");
        drop("dropout", middleOf("max_pooling2d_1", "flatten"));
        const NodeId made = stage_->named("dropout");
        QVERIFY(made);
        QCOMPARE(stage_->graph().linkInto({stage_->named("flatten"), "x", 0})->from.node, made);
        QCOMPARE(place("flatten"), flatten + QPointF(0, 96));
        QCOMPARE(place("classify"), head + QPointF(0, 96));
        QCOMPARE(place("conv2d_1"), conv);
        QCOMPARE(place("dropout"), flatten);
        stage_->canvas().setFocus();
        stage_->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(place("flatten"), flatten);
        QVERIFY(!stage_->named("dropout"));
    }

    void aLooseNodeIsPutOnALink() {
        stage_->studio.selection.set({});
        drop("dropout", stage_->canvas().nodeRect(stage_->named("conv2d")).topLeft() - QPoint(330, 0));
        const NodeId made = stage_->named("dropout");
        QVERIFY(made && stage_->graph().linksInto(made).empty());
        QApplication::processEvents();
        const QRect node = stage_->canvas().nodeRect(made);
        const QPoint grip = node.topLeft() + QPoint(60, 10), to = middleOf("flatten", "dense");
        stage_->drag(grip, grip + to - node.center());
        QCOMPARE(stage_->graph().linkInto({stage_->named("dense"), "x", 0})->from.node, made);
        QCOMPARE(stage_->graph().linkInto({made, "x", 0})->from.node, stage_->named("flatten"));
        const double y = place("dropout").y();
        QVERIFY(place("flatten").y() < y && y < place("dense").y());
    }

    void linksByDragging() {
        stage_->build.addOperator("relu");  // nothing is selected: loose
        const NodeId relu = stage_->named("relu");
        QVERIFY(stage_->graph().linksInto(relu).empty());
        QApplication::processEvents();
        stage_->canvas().fit();
        stage_->drag(output("dense"), stage_->canvas().portPoint({relu, "x", false}));
        QCOMPARE(stage_->graph().linkInto({relu, "x", 0})->from.node, stage_->named("dense"));
    }

    void paletteAddsBelowTheSelection() {
        auto* list = stage_->palette.findChild<ui::PaletteList*>();
        stage_->click(stage_->named("flatten"));
        stage_->palette.focusSearch();
        stage_->type("fully con");
        QCOMPARE(list->currentIndex().data().toString(), "Dense");
        QApplication::processEvents();
        const QPoint row = list->visualRect(list->currentIndex()).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row);
        QVERIFY(!stage_->named("dense_2"));
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, row);
        const NodeId made = stage_->named("dense_2");
        QVERIFY(made);
        QCOMPARE(stage_->graph().linkInto({made, "x", 0})->from.node, stage_->named("flatten"));
        QCOMPARE(stage_->graph().linkInto({stage_->named("dense"), "x", 0})->from.node, made);
        QCOMPARE(stage_->studio.selection.single(), made);
        // Without a search nothing stays chosen once one works elsewhere.
        stage_->palette.findChild<QLineEdit*>()->clear();
        const QModelIndex first = list->model()->index(list->operatorFrom(0, 1), 0);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(first).center());
        QCOMPARE(list->currentIndex(), first);
        stage_->canvas().setFocus(Qt::MouseFocusReason);
        QVERIFY(!list->currentIndex().isValid());
    }

    void restingOnARowTellsWhatItGives() {
        stage_->click(stage_->named("max_pooling2d"));
        stage_->palette.focusSearch();
        stage_->type("conv2d");
        QApplication::processEvents();
        auto* list = stage_->palette.findChild<ui::PaletteList*>();
        const QPoint row = list->visualRect(list->currentIndex()).center();
        QHelpEvent rest(QEvent::ToolTip, row, list->viewport()->mapToGlobal(row));
        QApplication::sendEvent(list->viewport(), &rest);
        QVERIFY2(QToolTip::text().contains("Here it gives " + theme::figureTip("12×12×32")), qPrintable(QToolTip::text()));
        for (const QWidget* w : QApplication::topLevelWidgets())
            if (w->inherits("QTipLabel")) QVERIFY2(w->width() < 360, qPrintable(QString::number(w->width())));
        QToolTip::hideText();
    }

    void restingOnALayerTellsItsNameAndTensor() {
        const QPoint at = stage_->canvas().nodeRect(stage_->named("conv2d_1")).topLeft() + QPoint(60, 10);
        QHelpEvent rest(QEvent::ToolTip, at, stage_->canvas().viewport()->mapToGlobal(at));
        QApplication::sendEvent(stage_->canvas().viewport(), &rest);
        QCOMPARE(QToolTip::text(), "Conv2D<br>" + theme::figureTip("batch×10×10×16 float32"));
        QVERIFY(theme::figureTip("1").contains("JetBrains Mono"));
        QToolTip::hideText();
    }

    void theRailOpensAPalette() {
        ui::Palette rail(stage_->studio);
        QSignalSpy wanted(&rail, &ui::Palette::addRequested);
        rail.openAsPopup({40, 80});
        QTRY_VERIFY(rail.isVisible());
        auto* search = rail.findChild<QLineEdit*>();
        QTest::keyClicks(search, "relu");
        QTest::keyClick(search, Qt::Key_Down);
        QTest::keyClick(search, Qt::Key_Up);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(!rail.isVisible());
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].toString(), "relu");
    }

    void strokesChangeTheAnswer() {
        stage_->click(stage_->named("dense"));
        QTest::mouseClick(stage_->canvas().viewport(), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(stage_->studio.selection.nodes().empty());
        QTRY_VERIFY(stage_->studio.previews.scores().defined());
        QApplication::processEvents();
        image::DrawPad& pad = stage_->inspector.networkPage().pad();
        image::Bars& bars = stage_->inspector.networkPage().bars();
        QVERIFY(pad.isVisible());
        QRandomGenerator random(1);
        QStringList seen;
        for (int i = 0; i < 20; ++i) {
            const QString before = canvasScores();
            QTest::mousePress(&pad, Qt::LeftButton, {}, QPoint(random.bounded(20, 176), random.bounded(20, 176)));
            for (int k = 0; k < 3; ++k) QTest::mouseMove(&pad, QPoint(random.bounded(20, 176), random.bounded(20, 176)));
            QTest::mouseRelease(&pad, Qt::LeftButton, {}, QPoint(random.bounded(20, 176), random.bounded(20, 176)));
            QTRY_VERIFY2(canvasScores() != before, qPrintable(before));
        }
        QVERIFY(!bars.rows().isEmpty());
        QCOMPARE(pad.strokeCount(), 20);
        QCOMPARE(stage_->studio.sample.source(), ui::CurrentSample::Source::Drawn);
        auto* next = stage_->inspector.networkPage().findChildren<QToolButton*>().last();
        QTest::mouseClick(next, Qt::LeftButton);
        QCOMPARE(stage_->studio.sample.source(), ui::CurrentSample::Source::Set);
        QVERIFY(pad.isEmpty());
    }
    QString canvasScores() const {
        QString out;
        for (const canvas::Node& n : stage_->build.canvas().model().nodes)
            for (const canvas::Score& s : n.preview.scores) out += s.label + QString::number(s.share, 'g', 9) + u' ';
        return out;
    }

    /// One edit: the document, its analysis, canvas and inspector, and the values of all layers.
    void anEditIsQuick() {
        QTRY_VERIFY(stage_->studio.previews.scores().defined());
        const NodeId conv = stage_->named("conv2d_1");
        stage_->studio.selection.set({conv});
        QApplication::processEvents();
        const ProcessorTime time;
        QVERIFY(stage_->studio.document.apply({"Set filters", {"", {SetParam{conv, "filters", std::int64_t{24}}}}}));
        QTRY_COMPARE_WITH_TIMEOUT(stage_->studio.previews.value(conv).extents(), (Extents{1, 10, 10, 24}), 5000);
        QApplication::processEvents();
        const double ms = time.milliseconds();
        qInfo("an edit takes %.0f ms of processor time", ms);
        const auto nodes = stage_->canvas().model().nodes;
        const auto shown = std::find_if(nodes.begin(), nodes.end(), [&](const canvas::Node& n) { return n.id == conv; });
        QCOMPARE(shown->shape, QStringLiteral("10×10×24"));
        QCOMPARE(shown->preview.more, 8);
        QVERIFY2(ms < 3 * 150, qPrintable(QString::number(ms)));
    }

    void linesAndListsAreEdited() {
        stage_->click(stage_->named("input"));
        auto* names = stage_->inspector.findChild<QPlainTextEdit*>();
        QVERIFY(names);
        QApplication::processEvents();
        QTest::mouseClick(names->viewport(), Qt::LeftButton);
        names->moveCursor(QTextCursor::End);
        stage_->key(Qt::Key_Return);
        stage_->type("ten");
        const auto classes = [&] {
            return stage_->graph().find(stage_->named("input"))->params.get<std::vector<std::string>>("class_names");
        };
        QCOMPARE(classes().size(), 11u);
        QCOMPARE(classes().back(), "ten");
        QVERIFY(stage_->tabTo("Shape"));
        stage_->type("14x14x1");
        QCOMPARE(stage_->graph().find(stage_->named("input"))->params.get<std::vector<std::int64_t>>("shape"),
                 (std::vector<std::int64_t>{14, 14, 1}));
    }

    /// Each of several previews makes room for itself, and folding them all leaves all where they were.
    void severalPreviewsMakeRoomForAll() {
        for (const char* name : {"conv2d", "conv2d_1", "dense"})  // a strip is as high as what it shows
            QTRY_VERIFY(stage_->studio.previews.value(stage_->named(name)).defined());
        const auto before = stage_->studio.document.layout().positions;
        stage_->canvas().setSelection({stage_->named("conv2d_1"), stage_->named("conv2d"), stage_->named("dense")});
        stage_->build.togglePreviews();
        QApplication::processEvents();
        const auto& nodes = stage_->canvas().model().nodes;
        for (const canvas::Node& a : nodes)
            for (const canvas::Node& b : nodes)
                if (a.id != b.id)
                    QVERIFY(!QRectF(a.position, canvas::nodeSize(a)).intersects(QRectF(b.position, canvas::nodeSize(b))));
        stage_->build.togglePreviews();
        QCOMPARE(stage_->studio.document.layout().positions, before);
    }

    /// The card says it once.
    void aBypassedLayerSaysSoOnItsCard() {
        stage_->click(stage_->named("dense"));
        stage_->key(Qt::Key_M);
        for (const canvas::Node& n : stage_->canvas().model().nodes)
            if (n.id == stage_->named("dense")) {
                QCOMPARE(n.state, canvas::State::Bypassed);
                QCOMPARE(n.subtitle, QString("120 units · relu"));  // the canvas puts the word before it
            }
        // The inspector says it too, with the way back.
        auto* again = button("Use again");
        QVERIFY(again);
        QTRY_VERIFY(again->isVisible());
        QTest::mouseClick(again, Qt::LeftButton);
        QVERIFY(!isBypassed(*stage_->graph().find(stage_->named("dense"))));
        QTRY_VERIFY(!again->isVisible());
    }
    QPushButton* button(const QString& text) const {
        for (auto* b : stage_->inspector.findChildren<QPushButton*>())
            if (b->text() == text) return b;
        return nullptr;
    }

    void problemsAreListed() {
        ui::ProblemList list(stage_->studio, stage_->build);
        list.openAbove({20, 900});
        QCOMPARE(list.count(), 0);
        list.close();
        const NodeId dense = stage_->named("dense_1");
        QVERIFY(stage_->studio.document.apply({"Set units", {"", {SetParam{dense, "units", std::int64_t{8}}}}}));
        list.openAbove({20, 900});
        QCOMPARE(list.count(), 1);
        QCOMPARE(list.row(0)->accessibleName(), QString("8 scores, but 10 classes, Classify"));  // as the card is called
        QVERIFY(list.geometry().bottom() <= 900);                                                // what opened it stays in sight
        QSignalSpy shown(&list, &ui::ProblemList::shown);
        QTest::mouseClick(list.row(0), Qt::LeftButton, {}, QPoint(60, 12));
        QCOMPARE(shown.size(), 1);
        QVERIFY(!list.isVisible());
        QCOMPARE(stage_->studio.selection.single(), stage_->named("classify"));
    }
};

QTEST_MAIN(BuildMouseTest)
#include "build_mouse_test.moc"
