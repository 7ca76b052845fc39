// The canvas under the mouse: real events, and the intents that come out of them.
#include <QDrag>
#include <QMimeData>
#include <QSignalSpy>
#include <QtTest>

#include "examples/canvas/sample_network.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/graph_scene.h"
#include "widgets/theme/type.h"

using namespace nw;
using namespace nw::canvas;

Q_DECLARE_METATYPE(std::optional<nw::canvas::LinkEnds>)

class CanvasMouseTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Canvas> view_;

    QPoint middle(NodeId id) const { return view_->nodeRect(id).center(); }
    /// On the card, beside ports, glyphs and pictures.
    QPoint grip(NodeId id) const { return view_->nodeRect(id).topLeft() + QPoint(60, 14); }
    QPoint output(NodeId id, const QString& port = "y") const { return view_->portPoint({id, port, true}); }
    QPoint input(NodeId id, const QString& port = "x") const { return view_->portPoint({id, port, false}); }
    void move(QPoint at, Qt::MouseButtons buttons = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {}) {
        const QPointF global = view_->viewport()->mapToGlobal(QPointF(at));
        QMouseEvent event(QEvent::MouseMove, QPointF(at), global, Qt::NoButton, buttons, modifiers);
        QApplication::sendEvent(view_->viewport(), &event);
    }
    void press(QPoint at, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(view_->viewport(), button, modifiers, at);
    }
    void release(QPoint at, Qt::MouseButton button = Qt::LeftButton) { QTest::mouseRelease(view_->viewport(), button, {}, at); }
    void drag(QPoint from, QPoint to) {
        press(from);
        move(from + (to - from) / 2);
        move(to);
    }

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
        QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
        view_->setViewState({1, view_->graph().graphRect().center()});
    }
    void cleanup() { view_.reset(); }

    void clickSelects() {
        QSignalSpy spy(view_.get(), &Canvas::selectionChanged);
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, grip(7));
        QCOMPARE(view_->selection(), QList<NodeId>{7});
        QCOMPARE(view_->current(), NodeId(7));
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, Qt::ShiftModifier, grip(6));
        QCOMPARE(view_->selection(), (QList<NodeId>{6, 7}));
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, Qt::ShiftModifier, grip(7));
        QCOMPARE(view_->selection(), QList<NodeId>{6});
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, QPoint(20, 20));
        QVERIFY(view_->selection().isEmpty());
        QCOMPARE(spy.count(), 4);
    }
    void clickOnOneOfManyLeavesIt() {
        view_->setSelection({6, 7, 8});
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, grip(7));
        QCOMPARE(view_->selection(), QList<NodeId>{7});
    }
    void rubberBandSelects() {
        const QPoint from = view_->nodeRect(6).topLeft() - QPoint(60, 8), to = view_->nodeRect(8).bottomRight() - QPoint(40, 20);
        drag(from, to);
        release(to);
        QCOMPARE(view_->selection(), (QList<NodeId>{6, 7, 8}));
    }
    void dragMovesOnceAGesture() {
        QSignalSpy spy(view_.get(), &Canvas::nodesMoved);
        const QPointF before = view_->graph().node(10)->pos();
        const QPoint from = grip(10);
        press(from);
        for (int i = 1; i <= 10; ++i) move(from + QPoint(5 * i, 3 * i));
        QVERIFY(view_->graph().node(10)->pos() != before);
        release(from + QPoint(50, 30));
        QCOMPARE(spy.count(), 1);
        const auto moved = spy[0][0].value<QHash<NodeId, QPointF>>();
        QCOMPARE(moved.size(), 1);
        QCOMPARE(moved.value(10) - before, QPointF(48, 32));  // on the grid of 8
        QCOMPARE(view_->graph().node(10)->pos(), before);     // its owner did not move it
    }
    void dragMovesTheSelection() {
        view_->setSelection({10, 11});
        QSignalSpy spy(view_.get(), &Canvas::nodesMoved);
        drag(grip(10), grip(10) + QPoint(80, 0));
        release(grip(10) + QPoint(80, 0));
        QCOMPARE(spy.count(), 1);
        QCOMPARE((spy[0][0].value<QHash<NodeId, QPointF>>().size()), 2);
    }
    void escapeTakesTheGestureBack() {
        QSignalSpy spy(view_.get(), &Canvas::nodesMoved);
        const QPointF before = view_->graph().node(10)->pos();
        drag(grip(10), grip(10) + QPoint(80, 40));
        QTest::keyClick(view_.get(), Qt::Key_Escape);
        QCOMPARE(view_->graph().node(10)->pos(), before);
        release(grip(10) + QPoint(80, 40));
        QCOMPARE(spy.count(), 0);
    }
    void modelMayComeDuringADrag() {
        drag(grip(10), grip(10) + QPoint(80, 40));
        const QPointF held = view_->graph().node(10)->pos();
        CanvasModel next = examples::digitReader(true);
        next.nodes[9].subtitle = "changed";
        view_->setModel(next);
        QCOMPARE(view_->graph().node(10)->pos(), held);
        release(grip(10));
        QCOMPARE(view_->graph().node(10)->pos(), next.nodes[9].position);
    }
    void linkDragRequestsALinkOfNamedPorts() {
        QSignalSpy spy(view_.get(), &Canvas::linkRequested);
        const QPoint from = output(11), to = input(9, "label");
        CanvasModel model = view_->model();
        model.links.removeIf([](const Link& l) { return l.ends.input == "label"; });
        view_->setModel(model);
        drag(from, to);
        QCOMPARE(view_->graph().node(9)->marks().hotInput, 1);
        QVERIFY(view_->graph().node(9)->marks().target);
        release(to);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0][0].value<NodeId>(), NodeId(11));
        QCOMPARE(spy[0][1].toString(), QString("y"));
        QCOMPARE(spy[0][2].value<NodeId>(), NodeId(9));
        QCOMPARE(spy[0][3].toString(), QString("label"));
        QCOMPARE(view_->graph().node(9)->marks().hotInput, -1);
    }
    void linkCanBeDraggedFromAnInput() {
        CanvasModel model = view_->model();
        model.links.removeIf([](const Link& l) { return l.ends.input == "label"; });
        view_->setModel(model);
        QSignalSpy spy(view_.get(), &Canvas::linkRequested);
        drag(input(9, "label"), output(11));
        release(output(11));
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0][0].value<NodeId>(), NodeId(11));
        QCOMPARE(spy[0][3].toString(), QString("label"));
    }
    void portsThatCannotFadeAndRefuse() {
        view_->setCanConnect([](const PortRef&, const PortRef& in) {
            return in.node == 9 ? Verdict{false, "Labels are whole numbers."} : Verdict{};
        });
        QSignalSpy requested(view_.get(), &Canvas::linkRequested), space(view_.get(), &Canvas::linkDroppedInSpace);
        const QPoint to = input(9, "label");
        drag(output(11), to);
        QCOMPARE(view_->graph().node(9)->marks().fadedInputs, quint64(3));
        QCOMPARE(view_->graph().node(10)->marks().fadedInputs, quint64(0));
        QCOMPARE(view_->viewport()->cursor().shape(), Qt::ForbiddenCursor);
        release(to);
        QCOMPARE(requested.count(), 0);
        QCOMPARE(space.count(), 0);
        QCOMPARE(view_->graph().node(9)->marks().fadedInputs, quint64(0));
        QCOMPARE(view_->viewport()->cursor().shape(), Qt::ArrowCursor);
    }
    void linkDroppedInSpaceOffersTheQuickList() {
        QSignalSpy spy(view_.get(), &Canvas::linkDroppedInSpace);
        const QPoint to = output(11) + QPoint(60, 90);
        drag(output(11), to);
        release(to);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0][0].value<NodeId>(), NodeId(11));
        QCOMPARE(spy[0][1].toString(), QString("y"));
        QVERIFY(spy[0][2].toBool());
        QCOMPARE(spy[0][3].toPointF(), view_->mapToScene(to));
    }
    void endOfALinkCanBeTakenOff() {
        QSignalSpy removed(view_.get(), &Canvas::linkRemoved), moved(view_.get(), &Canvas::linkMoved);
        const QPoint space(view_->nodeRect(2).left() - 120, view_->nodeRect(2).top());
        drag(input(7), space);
        release(space);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(removed[0][0].value<LinkEnds>(), (LinkEnds{6, "y", 7, "x"}));
        drag(input(7), input(10));
        release(input(10));
        QCOMPARE(moved.count(), 1);
        QCOMPARE(moved[0][1].value<NodeId>(), NodeId(10));
    }
    void nodeInTheHandMayGo() {
        QSignalSpy moved(view_.get(), &Canvas::nodesMoved), space(view_.get(), &Canvas::linkDroppedInSpace);
        drag(grip(11), grip(11) + QPoint(40, 0));
        view_->setModel(examples::digitReader(false));
        release(grip(9));
        view_->setModel(examples::digitReader(true));
        drag(output(11), output(11) + QPoint(40, 90));
        view_->setModel(examples::digitReader(false));
        release(QPoint(30, 500));
        QCOMPARE(moved.count() + space.count(), 0);
    }
    void nodeDroppedOnALinkGoesInBetween() {
        CanvasModel model = view_->model();
        Node loose = examples::sampleNode();
        loose.id = 50;
        loose.position = model.nodes[9].position + QPointF(0, 320);
        model.nodes.append(loose);
        view_->setModel(model);
        QSignalSpy dropped(view_.get(), &Canvas::nodeDroppedOnLink), moved(view_.get(), &Canvas::nodesMoved);
        const LinkEnds link{6, "y", 7, "x"};
        const QPoint to = view_->linkPoint(link) + (grip(50) - middle(50));
        drag(grip(50), to);
        QVERIFY(view_->graph().link(link)->marks().target);
        release(to);
        QCOMPARE(dropped.count(), 1);
        QCOMPARE(dropped[0][1].value<LinkEnds>(), link);
        QCOMPARE(moved.count(), 0);
        QVERIFY(!view_->graph().link(link)->marks().target);
    }
    void clickOnALinkSelectsIt() {
        const LinkEnds link{1, "label", 9, "label"};
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, view_->linkPoint(link));
        QCOMPARE(view_->selectedLinks(), QList<LinkEnds>{link});
        QSignalSpy spy(view_.get(), &Canvas::deleteRequested);
        QTest::keyClick(view_.get(), Qt::Key_Delete);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0][1].value<QList<LinkEnds>>(), QList<LinkEnds>{link});
    }
    void linkHoverWaitsOrAnswersAltAtOnce() {
        QSignalSpy hovered(view_.get(), &Canvas::linkHovered), left(view_.get(), &Canvas::linkLeft);
        const QPoint on = view_->linkPoint({1, "label", 9, "label"});
        move(on, Qt::NoButton);
        QCOMPARE(hovered.count(), 0);
        QTRY_COMPARE(hovered.count(), 1);
        move(QPoint(10, 10), Qt::NoButton);
        QCOMPARE(left.count(), 1);
        move(on, Qt::NoButton, Qt::AltModifier);
        QCOMPARE(hovered.count(), 2);
    }
    void doubleClicks() {
        QSignalSpy activated(view_.get(), &Canvas::nodeActivated), empty(view_.get(), &Canvas::emptyDoubleClicked);
        QTest::mouseDClick(view_->viewport(), Qt::LeftButton, {}, grip(4));
        QCOMPARE(activated.count(), 1);
        QTest::mouseDClick(view_->viewport(), Qt::LeftButton, {}, QPoint(30, 30));
        QCOMPARE(empty.count(), 1);
        QCOMPARE(empty[0][0].toPointF(), view_->mapToScene(QPoint(30, 30)));
    }
    void thumbnailIsAButton() {
        QSignalSpy spy(view_.get(), &Canvas::thumbnailClicked);
        const QPoint picture = view_->nodeRect(3).topRight() + QPoint(-32, 32);
        move(picture, Qt::NoButton);
        QCOMPARE(view_->viewport()->cursor().shape(), Qt::PointingHandCursor);
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, picture);
        QCOMPARE(spy.count(), 1);
    }
    void middleDragAndSpacePan() {
        const QPointF before = view_->viewState().centre;
        press(QPoint(400, 400), Qt::MiddleButton);
        move(QPoint(440, 380), Qt::MiddleButton);
        QCOMPARE(view_->viewport()->cursor().shape(), Qt::ClosedHandCursor);
        release(QPoint(440, 380), Qt::MiddleButton);
        QCOMPARE(view_->viewState().centre - before, QPointF(-40, 20));
        QTest::keyPress(view_.get(), Qt::Key_Space);
        QCOMPARE(view_->viewport()->cursor().shape(), Qt::OpenHandCursor);
        drag(grip(4), grip(4) + QPoint(30, 0));
        release(grip(4));
        QTest::keyRelease(view_.get(), Qt::Key_Space);
        QCOMPARE(view_->viewState().centre - before, QPointF(-70, 20));
        QVERIFY(view_->selection().isEmpty());
    }
    void operatorsCanBeDroppedOnLinks() {
        std::optional<LinkEnds> got;
        QString id;
        connect(view_.get(), &Canvas::paletteDropped, this, [&](const QString& op, QPointF, const std::optional<LinkEnds>& link) {
            id = op;
            got = link;
        });
        QMimeData data;
        data.setData(OperatorMimeType, "dropout");
        const LinkEnds link{6, "y", 7, "x"};
        const QPoint at = view_->linkPoint(link);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(view_->viewport(), &enter);
        QVERIFY(enter.isAccepted());
        QDragMoveEvent over(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(view_->viewport(), &over);
        QVERIFY(view_->graph().link(link)->marks().target);
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(view_->viewport(), &drop);
        QCOMPARE(id, QString("dropout"));
        QVERIFY(got == link);
    }
    void filesAreTheWindows() {
        QMimeData data;
        data.setUrls({QUrl("file:///tmp/flowers")});
        QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(view_->viewport(), &enter);
        QVERIFY(!enter.isAccepted());
    }
    void readOnlyChangesNothing() {
        view_->setReadOnly(true);
        QSignalSpy moved(view_.get(), &Canvas::nodesMoved), linked(view_.get(), &Canvas::linkDroppedInSpace);
        drag(grip(10), grip(10) + QPoint(80, 0));
        release(grip(10) + QPoint(80, 0));
        drag(output(11), output(11) + QPoint(60, 90));
        release(output(11) + QPoint(60, 90));
        QCOMPARE(moved.count(), 0);
        QCOMPARE(linked.count(), 0);
    }
};

QTEST_MAIN(CanvasMouseTest)
#include "canvas_mouse_test.moc"
