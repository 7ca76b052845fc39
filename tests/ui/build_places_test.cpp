// Where new layers stand: at the cursor, clear of what is there, and in sight.
#include <QDragEnterEvent>
#include <QMimeData>

#include "tests/ui/build_stage.h"
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/mini_map.h"
#include "widgets/canvas/zoom_control.h"

using namespace nw;
using namespace nw::test;

class BuildPlacesTest : public OnStage {
    Q_OBJECT
    NodeId made() const { return stage_->studio.selection.single(); }
    QRect card(const char* name) const { return canvas().restingRect(stage_->named(name)); }
    /// Half of the grid's step, on the screen.
    double near() const { return canvas::GridStep / 2 * canvas().restingState().zoom + 1.5; }
    void choose(const QString& word) {
        QVERIFY(stage_->build.findChild<canvas::QuickList*>()->isVisible());
        stage_->type(word);
        stage_->key(Qt::Key_Return);
    }
    void drop(const char* op, QPoint at) {
        QMimeData data;
        data.setData(canvas::OperatorMimeType, op);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(canvas().viewport(), &enter);
        QDragMoveEvent over(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(canvas().viewport(), &over);
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(canvas().viewport(), &drop);
    }
    /// The new layer overlaps no other and all of it is seen, clear of what floats.
    void isClear() {
        const QRect mine = canvas().restingRect(made());
        QVERIFY(!mine.isEmpty());
        QVERIFY(canvas().viewport()->rect().contains(mine));
        for (const canvas::Node& n : canvas().model().nodes)
            if (n.id != made()) QVERIFY2(!mine.intersects(canvas().restingRect(n.id)), qPrintable(n.title));
        for (const QWidget* floating : {static_cast<QWidget*>(canvas().findChild<canvas::MiniMap*>()),
                                        static_cast<QWidget*>(canvas().findChild<canvas::ZoomControl*>())})
            if (floating->isVisible()) QVERIFY(!floating->geometry().intersects(mine));
    }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUpRestingNetwork(); }
    void cleanup() { stage_.reset(); }

    void aDoubleClickPutsItsMiddleThere() {
        const QPoint at = card("conv2d_1").topLeft() - QPoint(180, 0);
        QTest::mouseDClick(canvas().viewport(), Qt::LeftButton, {}, at);
        choose("relu");
        QVERIFY(QLineF(canvas().restingRect(made()).center(), at).length() <= 2 * near());
        isClear();
    }

    /// Beside the layers it goes aside, no farther than it must; not below them all.
    void itMovesOnlyAsFarAsItMust() {
        const QRect conv = card("conv2d_1");
        const QPoint at = conv.topLeft() + QPoint(-20, 20);
        QTest::mouseDClick(canvas().viewport(), Qt::LeftButton, {}, at);
        choose("relu");
        isClear();
        const QRect mine = canvas().restingRect(made());
        QVERIFY(std::abs(mine.center().y() - at.y()) <= 2 * near());
        QVERIFY(mine.right() < conv.left() && conv.left() - mine.right() < 32);
    }

    void aDroppedLayerStandsWhereItWasShown() {
        const QPoint at = card("flatten").topLeft() - QPoint(320, -40);
        drop("dropout", at);
        const QRect mine = canvas().restingRect(made());
        const QPointF tile = mine.topLeft() + QPointF(9 - 12, 8 + 14) * canvas().restingState().zoom;
        QVERIFY(QLineF(tile, at).length() <= 2 * near());
        isClear();
    }

    void aDroppedLinkEndsInTheNewPort() {
        const QPoint from = canvas().portPoint({stage_->named("max_pooling2d_1"), "y", true}), to = from + QPoint(-300, 60);
        stage_->drag(from, to);
        choose("softmax");
        QVERIFY(QLineF(canvas().portPoint({made(), "x", false}), to).length() <= 2 * near());
        isClear();
        // One off an input: the new layer gives there.
        QVERIFY(
            stage_->studio.document.apply({"", {"", {RemoveLink{*stage_->graph().linkInto({stage_->named("dense"), "x", 0})}}}}));
        QApplication::processEvents();
        const QPoint input = canvas().portPoint({stage_->named("dense"), "x", false}), up = input + QPoint(-300, 76);
        stage_->drag(input, up);
        choose("gelu");
        QVERIFY(QLineF(canvas().portPoint({made(), "y", true}), up).length() <= 2 * near());
        QCOMPARE(stage_->graph().linkInto({stage_->named("dense"), "x", 0})->from.node, made());
        isClear();
    }

    /// Near the edge of the view the view comes after it.
    void theViewFollows() {
        canvas().setViewState({1.4, canvas().viewState().centre});  // no longer fitted
        QApplication::processEvents();
        const auto* map = canvas().findChild<canvas::MiniMap*>();
        QVERIFY(map->isVisible());
        QTest::mouseDClick(canvas().viewport(), Qt::LeftButton, {}, map->geometry().topLeft() - QPoint(6, -60));
        choose("relu");
        isClear();
    }

    /// A view that shows the whole network goes on doing so.
    void theWholeNetworkStaysInSight() {
        QVERIFY(canvas().showsAll());
        const Link link = *stage_->graph().linkInto({stage_->named("flatten"), "x", 0});
        drop("relu", canvas().linkPoint(ui::endsOf(link)));
        QVERIFY(stage_->named("relu"));
        QVERIFY(canvas().showsAll());
        QTRY_VERIFY(!canvas().findChild<canvas::MiniMap*>()->isVisible());
        QTRY_VERIFY(stage_->studio.previews.value(stage_->named("conv2d_1")).defined());
        stage_->click(stage_->named("conv2d_1"));
        stage_->key(Qt::Key_P);
        QVERIFY(canvas().showsAll());
        // Somebody who has moved the view keeps it.
        QTRY_VERIFY(!canvas().isGliding());
        canvas().setViewState({1.4, canvas().viewState().centre});
        stage_->key(Qt::Key_P);
        QCOMPARE(canvas().zoom(), 1.4);
    }
};

QTEST_MAIN(BuildPlacesTest)
#include "build_places_test.moc"
