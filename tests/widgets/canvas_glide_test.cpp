// Nodes that a new model moves glide to their places; the model is there at once, and nothing glides in the hand.
#include <QSignalSpy>
#include <QtTest>

#include "examples/canvas/sample_network.h"
#include "tests/widgets/quiet.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/graph_scene.h"

using namespace nw;
using namespace nw::canvas;

class CanvasGlideTest : public QObject {
    Q_OBJECT
    std::unique_ptr<Canvas> canvas_;
    CanvasModel model_;

    QPointF seen(NodeId id) const { return canvas_->graph().node(id)->pos(); }
    /// All below the first two nodes move down, as when a layer is put between.
    static CanvasModel movedDown(CanvasModel model, double by) {
        for (qsizetype i = 2; i < model.nodes.size(); ++i) model.nodes[i].position += QPointF(0, by);
        return model;
    }
    const NodeItem& item(NodeId id) const { return *canvas_->graph().node(id); }
    double height(NodeId id) const { return item(id).body().height(); }
    /// With a layer between the fourth and the fifth node, and those below moved down.
    CanvasModel inserted() const {
        CanvasModel next = movedDown(model_, 0);
        for (qsizetype i = 4; i < next.nodes.size(); ++i) next.nodes[i].position += QPointF(0, 96);
        Node made = examples::sampleNode();
        made.id = 100;
        made.position = model_.nodes[4].position;
        next.nodes.insert(4, made);
        return next;
    }
    CanvasModel expanded(bool expand) const {
        CanvasModel next = model_;
        next.nodes[1].expanded = expand;
        const double by = nodeSize(next.nodes[1]).height() - nodeSize(model_.nodes[1]).height();
        for (qsizetype i = 2; i < next.nodes.size(); ++i) next.nodes[i].position += QPointF(0, by);
        return next;
    }
    bool atRest() const {
        const CanvasModel& model = canvas_->model();
        return std::all_of(model.nodes.begin(), model.nodes.end(), [this](const Node& n) {
            return item(n.id).opacity() == 1 && item(n.id).body() == nodeBody(n).translated(n.position);
        });
    }
    void drag(QPoint from, QPoint to) {
        QWidget* on = canvas_->viewport();
        QTest::mousePress(on, Qt::LeftButton, {}, from);
        for (const QPoint at : {from + (to - from) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, QPointF(at), on->mapToGlobal(QPointF(at)), Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(on, &move);
        }
    }

private Q_SLOTS:
    void initTestCase() { test::dress(); }
    void init() {
        test::failOnAnyWarning();
        theme::Theme::instance().setReducedMotion(false);
        canvas_ = std::make_unique<Canvas>();
        canvas_->resize(900, 900);
        model_ = examples::digitReader(false);
        canvas_->setModel(model_);
        QVERIFY(test::open(*canvas_));
        QTRY_COMPARE(canvas_->zoom(), 1.0);
    }

    void nodesGlideToTheirPlaces() {
        const Node &first = model_.nodes[0], &moved = model_.nodes[4];
        const CanvasModel next = movedDown(model_, 96);
        canvas_->setModel(next);
        QCOMPARE(canvas_->model().nodes[4].position, moved.position + QPointF(0, 96));  // known at once
        QCOMPARE(seen(moved.id), moved.position);                                       // and not yet seen
        QCOMPARE(seen(first.id), first.position);
        QSet<double> steps;
        QObject here;
        connect(&canvas_->graph(), &QGraphicsScene::changed, &here, [&] { steps.insert(seen(moved.id).y()); });
        QTRY_VERIFY(seen(moved.id) == next.nodes[4].position);
        QTRY_VERIFY(steps.contains(next.nodes[4].position.y()));  // it was painted there, and on its way as often as there was time
        // Links end at their ports again.
        for (const LinkItem* link : canvas_->graph().links())
            QVERIFY(QLineF(link->route().path.currentPosition(),
                           canvas_->graph().portPosition({link->link().ends.to, link->link().ends.input, false}))
                        .length() < 1);
    }

    /// The same model again, as previews bring it, does not hold anything up; another one takes over from where all are.
    void aSecondModelTakesOver() {
        const NodeId id = model_.nodes[4].id;
        const CanvasModel next = movedDown(model_, 96), last = movedDown(model_, 200);
        canvas_->setModel(next);
        QTRY_VERIFY(seen(id) != model_.nodes[4].position);
        const QPointF reached = seen(id);
        canvas_->setModel(next);
        QCOMPARE(seen(id), reached);
        canvas_->setModel(last);
        QCOMPARE(seen(id), reached);
        QTRY_COMPARE(seen(id), last.nodes[4].position);
    }

    void fittingCountsWithWhereTheyWillBe() {
        theme::Theme::instance().setReducedMotion(true);
        canvas_->setModel(movedDown(model_, 400));
        canvas_->fit();
        const double zoom = canvas_->zoom();
        canvas_->setModel(model_);
        canvas_->setZoom(1);
        theme::Theme::instance().setReducedMotion(false);
        canvas_->setModel(movedDown(model_, 400));
        canvas_->fit();
        QTRY_VERIFY(std::abs(canvas_->zoom() - zoom) < 1e-6);
    }

    /// What is put beside a node, and a view that is sent to it, go where the node will be, not where it is seen.
    void whatAimsAtANodeAimsAtItsPlace() {
        const NodeId id = model_.nodes[4].id;
        canvas_->setModel(movedDown(model_, 1600));
        QVERIFY(seen(id) != canvas_->model().nodes[4].position);
        const QRect promised = canvas_->restingRect(id);
        QVERIFY(promised != canvas_->nodeRect(id));
        QTRY_COMPARE(canvas_->nodeRect(id), promised);
        for (const auto& go : {std::function<void()>([&] { canvas_->centreOn(id); }),
                               std::function<void()>([&] { canvas_->flash(id); }), std::function<void()>([&] {
                                   canvas_->showAt(id, {40, 50, 132, 32});
                               })}) {
            canvas_->setModel(model_);
            QTRY_COMPARE(seen(id), model_.nodes[4].position);
            canvas_->setViewState({1, {0, 0}});
            canvas_->setModel(movedDown(model_, 1600));
            go();
            QVERIFY(canvas_->isGliding());
            const QRect place = canvas_->restingRect(id);
            QVERIFY(canvas_->viewport()->rect().contains(place));
            QTRY_VERIFY(!canvas_->isGliding() && seen(id) == canvas_->model().nodes[4].position);
            QCOMPARE(canvas_->nodeRect(id), place);
        }
        QVERIFY(canvas_->nodeRect(id).topLeft() == QPoint(40, 50));
        QVERIFY(std::abs(canvas_->nodeRect(id).width() - 132) <= 1);
    }

    /// A step of the keyboard goes from the node's place, also while the node is on its way there.
    void aNudgeOnTheWayCountsFromThePlace() {
        canvas_->setFocus();
        canvas_->setCurrent(model_.nodes[4].id);
        const CanvasModel next = movedDown(model_, 96);
        canvas_->setModel(next);
        QSignalSpy moved(canvas_.get(), &Canvas::nodesMoved);
        QTest::keyClick(canvas_.get(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(moved.size(), 1);
        const auto places = moved[0][0].value<QHash<NodeId, QPointF>>();
        QCOMPARE(places.value(model_.nodes[4].id), next.nodes[4].position + QPointF(0, 8));
    }

    void aNewNodeFadesIn() {
        QVERIFY(atRest());  // the first model was there at once
        canvas_->setModel(inserted());
        QVERIFY(item(100).opacity() < 0.5);
        QCOMPARE(canvas_->graph().nodeAt(item(100).body().center()), &item(100));  // and can be clicked at once
        QTRY_VERIFY(atRest());
        CanvasModel other = model_;
        other.links.clear();
        for (Node& n : other.nodes) n.id += 1000;
        canvas_->setModel(other);  // another graph altogether
        QVERIFY(atRest());
    }

    void aPreviewGrowsAndShrinks() {
        const NodeId id = model_.nodes[1].id;
        const double low = height(id), high = nodeSize(expanded(true).nodes[1]).height();
        QVERIFY(high > low);
        canvas_->setModel(expanded(true));
        QCOMPARE(height(id), low);
        const PortRef out{id, model_.nodes[1].outputs[0].id, true};
        QCOMPARE(canvas_->graph().portPosition(out).y(), item(id).body().bottom());  // the port goes with the edge
        QCOMPARE(canvas_->restingRect(id).height(), static_cast<int>(high));
        QTRY_VERIFY(height(id) > low);
        const double reached = height(id);
        canvas_->setModel(expanded(false));  // folded again half way: from where it had come
        QCOMPARE(height(id), reached);
        QTRY_VERIFY(atRest());
        QCOMPARE(height(id), low);
    }

    void editsInTheMiddleEndWhereTheyShould() {
        canvas_->setModel(inserted());
        CanvasModel next = inserted();
        next.nodes[4].position += QPointF(320, 40);  // the new one is moved before it is all there
        canvas_->setModel(next);
        QVERIFY(item(100).opacity() < 1);
        QTRY_VERIFY(atRest());
        canvas_->setModel(model_);  // undone: it goes at once
        QVERIFY(!canvas_->graph().node(100));
        canvas_->setModel(inserted());
        theme::Theme::instance().setReducedMotion(true);
        canvas_->setModel(next);
        QCOMPARE(item(100).opacity(), 1.0);
        QCOMPARE(seen(100), next.nodes[4].position);
        QTRY_VERIFY(atRest());
    }

    void reducedMotionJumps() {
        theme::Theme::instance().setReducedMotion(true);
        canvas_->setModel(inserted());
        QVERIFY(atRest());
        canvas_->setModel(model_);
        canvas_->setModel(expanded(true));
        QVERIFY(atRest());
        canvas_->setModel(model_);
        canvas_->setModel(movedDown(model_, 96));
        QCOMPARE(seen(model_.nodes[4].id), model_.nodes[4].position + QPointF(0, 96));
    }

    void nothingGlidesInTheHand() {
        const Node& held = model_.nodes[1];
        canvas_->centreOn(held.id);
        QTRY_VERIFY(canvas_->viewport()->rect().contains(canvas_->nodeRect(held.id)));
        QTRY_VERIFY(!canvas_->isMoving());
        const QPoint from = canvas_->nodeRect(held.id).topLeft() + QPoint(60, 10);
        drag(from, from + QPoint(160, 0));
        canvas_->setModel(inserted());
        QCOMPARE(item(100).opacity(), 1.0);
        canvas_->setModel(movedDown(model_, 96));
        QCOMPARE(seen(model_.nodes[4].id), model_.nodes[4].position + QPointF(0, 96));
        // What was let go is where it was put.
        QSignalSpy moved(canvas_.get(), &Canvas::nodesMoved);
        QTest::mouseRelease(canvas_->viewport(), Qt::LeftButton, {}, from + QPoint(160, 0));
        QCOMPARE(moved.size(), 1);
        CanvasModel next = canvas_->model();
        const auto places = moved[0][0].value<QHash<NodeId, QPointF>>();
        next.nodes[1].position = places.value(held.id);
        canvas_->setModel(next);
        QCOMPARE(seen(held.id), next.nodes[1].position);
    }

    void aDragEndsTheGlide() {
        canvas_->setModel(movedDown(model_, 40));
        const Node& node = model_.nodes[0];
        const QPoint from = canvas_->nodeRect(node.id).topLeft() + QPoint(60, 10);
        drag(from, from + QPoint(100, 0));
        QCOMPARE(seen(model_.nodes[4].id), model_.nodes[4].position + QPointF(0, 40));
        QTest::mouseRelease(canvas_->viewport(), Qt::LeftButton, {}, from + QPoint(100, 0));
    }

    void aNodeThatGoesOnItsWayIsGone() {
        CanvasModel next = movedDown(model_, 96);
        canvas_->setModel(next);
        const NodeId gone = next.nodes[4].id;
        next.nodes.removeAt(4);
        next.links.removeIf([&](const Link& l) { return l.ends.from == gone || l.ends.to == gone; });
        canvas_->setModel(next);
        QVERIFY(!canvas_->graph().node(gone));
        QTRY_COMPARE(seen(next.nodes[5].id), next.nodes[5].position);
    }
};

QTEST_MAIN(CanvasGlideTest)
#include "canvas_glide_test.moc"
