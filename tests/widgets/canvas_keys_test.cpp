// The canvas without a mouse: walking, moving, linking, deleting.
#include <QSignalSpy>
#include <QtTest>

#include "examples/canvas/sample_network.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/graph_scene.h"
#include "widgets/theme/type.h"

using namespace nw;
using namespace nw::canvas;

class CanvasKeysTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Canvas> view_;
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(view_.get(), key, modifiers); }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(theme::loadFonts());
        theme::Theme::instance().setReducedMotion(true);
    }
    void init() {
        view_ = std::make_unique<Canvas>();
        view_->resize(1280, 1100);
        view_->setModel(examples::digitReader(true));
        view_->show();
        view_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(view_.get()));
        view_->setFocus(Qt::TabFocusReason);
        view_->setViewState({1, view_->graph().graphRect().center()});
    }
    void cleanup() { view_.reset(); }

    void focusByTabShowsARing() {
        QCOMPARE(view_->current(), NodeId(1));
        QVERIFY(view_->graph().node(1)->marks().focused);
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, view_->nodeRect(4).topLeft() + QPoint(60, 14));
        QVERIFY(!view_->graph().node(4)->marks().focused);
        key(Qt::Key_Down);
        QVERIFY(view_->graph().node(5)->marks().focused);
    }
    void arrowsWalkAlongLinks() {
        for (const NodeId id : {2, 3, 4, 5}) {
            key(Qt::Key_Down);
            QCOMPARE(view_->current(), id);
            QCOMPARE(view_->selection(), QList<NodeId>{id});
        }
        key(Qt::Key_Down);
        QCOMPARE(view_->current(), NodeId(6));  // straight on, not to the branch
        key(Qt::Key_Right);
        QCOMPARE(view_->current(), NodeId(10));
        key(Qt::Key_Down);
        QCOMPARE(view_->current(), NodeId(11));
        key(Qt::Key_Up);
        key(Qt::Key_Up);
        QCOMPARE(view_->current(), NodeId(5));
        key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(view_->selection(), (QList<NodeId>{5, 6}));
    }
    void altArrowsMoveByEight() {
        QSignalSpy spy(view_.get(), &Canvas::nodesMoved);
        view_->setSelection({10, 11});
        key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(spy.count(), 1);
        const auto moved = spy[0][0].value<QHash<NodeId, QPointF>>();
        QCOMPARE(moved.size(), 2);
        QCOMPARE(moved.value(11) - view_->graph().node(11)->pos(), QPointF(8, 0));
    }
    void deleteAndHeal() {
        QSignalSpy spy(view_.get(), &Canvas::deleteRequested);
        view_->setSelection({7});
        key(Qt::Key_Delete);
        key(Qt::Key_Delete, Qt::ControlModifier);
        QCOMPARE(spy.count(), 2);
        QCOMPARE(spy[0][0].value<QList<NodeId>>(), QList<NodeId>{7});
        QVERIFY(!spy[0][2].toBool());
        QVERIFY(spy[1][2].toBool());
    }
    void letters() {
        QSignalSpy bypass(view_.get(), &Canvas::bypassToggled), preview(view_.get(), &Canvas::previewToggled),
            rename(view_.get(), &Canvas::renameRequested), activate(view_.get(), &Canvas::nodeActivated);
        view_->setSelection({4});
        key(Qt::Key_M);
        key(Qt::Key_P);
        key(Qt::Key_F2);
        key(Qt::Key_Return);
        QCOMPARE(bypass.count(), 1);
        QCOMPARE(preview.count(), 1);
        QCOMPARE(rename[0][0].value<NodeId>(), NodeId(4));
        QCOMPARE(activate[0][0].value<NodeId>(), NodeId(4));
    }
    void connectWithL() {
        QSignalSpy spy(view_.get(), &Canvas::linkRequested);
        view_->setCanConnect([](const PortRef&, const PortRef& in) { return Verdict{in.port == "label", "no"}; });
        view_->setCurrent(11);
        key(Qt::Key_L);
        QCOMPARE(view_->graph().node(11)->marks().hotOutput, 0);
        view_->setCurrent(9);
        key(Qt::Key_L);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0][0].value<NodeId>(), NodeId(11));
        QCOMPARE(spy[0][3].toString(), QString("label"));
        QCOMPARE(view_->graph().node(11)->marks().hotOutput, -1);
        view_->setCurrent(11);
        key(Qt::Key_L);
        key(Qt::Key_Escape);
        QCOMPARE(view_->graph().node(11)->marks().hotOutput, -1);
    }
    void selectAllAndFit() {
        key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(view_->selection().size(), 11);
        view_->setSelection({10});
        view_->setZoom(0.3);
        key(Qt::Key_Period);
        QCOMPARE(view_->zoom(), 1.0);
        QVERIFY(view_->viewport()->rect().contains(view_->nodeRect(10)));
        view_->setZoom(3);
        key(Qt::Key_Home);
        QVERIFY(view_->zoom() <= 1);
        for (const Node& n : view_->model().nodes) QVERIFY(view_->viewport()->rect().contains(view_->nodeRect(n.id)));
    }
    void zoomKeys() {
        key(Qt::Key_Plus, Qt::ControlModifier);
        QCOMPARE(view_->zoom(), 1.25);
        key(Qt::Key_Minus, Qt::ControlModifier);
        QCOMPARE(view_->zoom(), 1.0);
    }
    void tabLeavesTheCanvas() {
        key(Qt::Key_Tab);
        QVERIFY(!view_->hasFocus());
    }
    void readOnlyKeepsLooking() {
        view_->setReadOnly(true);
        QSignalSpy deleted(view_.get(), &Canvas::deleteRequested), moved(view_.get(), &Canvas::nodesMoved);
        view_->setSelection({4});
        key(Qt::Key_Delete);
        key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(deleted.count() + moved.count(), 0);
        key(Qt::Key_Down);
        QCOMPARE(view_->current(), NodeId(5));
    }
};

QTEST_MAIN(CanvasKeysTest)
#include "canvas_keys_test.moc"
