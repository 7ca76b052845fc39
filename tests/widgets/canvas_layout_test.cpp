// Properties of the layout on chains, skips and random graphs: nothing overlaps, links go down, chains are straight, time.
#include <QtTest>
#include <algorithm>
#include <random>

#include "tests/processor_time.h"
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/layout.h"

using namespace nw::canvas;

namespace {

Node node(NodeId id, int inputs = 1) {
    Node n;
    n.id = id;
    for (int i = 0; i < inputs; ++i) n.inputs.append(Port{QString("x%1").arg(i), {}});
    n.outputs.append(Port{"y", {}});
    return n;
}

void link(CanvasModel& model, NodeId from, NodeId to, int input = 0) {
    model.links.append({{from, "y", to, QString("x%1").arg(input)}, {}, false});
}

/// A random graph without cycles; nodes in random order, some tall.
CanvasModel randomGraph(unsigned seed, int count) {
    std::mt19937 random(seed);
    CanvasModel model;
    for (int i = 0; i < count; ++i) {
        Node n = node(static_cast<NodeId>(i + 1), 1 + static_cast<int>(random() % 4));
        if (random() % 5 == 0) {
            n.preview.kind = Preview::Kind::Histogram;
            n.expanded = true;
        }
        model.nodes.append(n);
    }
    for (int i = 1; i < count; ++i)
        for (int k = 0; k < model.nodes[i].inputs.size(); ++k)
            if (random() % 4 != 0)
                link(model, 1 + static_cast<NodeId>(i - 1 - static_cast<int>(random() % std::min(i, 6))),
                     static_cast<NodeId>(i + 1), k);
    std::shuffle(model.nodes.begin(), model.nodes.end(), random);
    return model;
}

void check(const CanvasModel& model) {
    const auto places = layoutOf(model);
    QCOMPARE(places.size(), model.nodes.size());
    QHash<NodeId, QRectF> rects;
    for (const Node& n : model.nodes) rects.insert(n.id, QRectF(places.value(n.id), nodeSize(n)));
    QMap<double, QList<QRectF>> rows;
    for (const QRectF& r : std::as_const(rects)) rows[r.top()].append(r);
    double bottom = -1e9;
    for (auto it = rows.begin(); it != rows.end(); ++it) {
        QVERIFY2(it.key() >= bottom + NodeGap, "rows are apart");
        std::sort(it->begin(), it->end(), [](const QRectF& a, const QRectF& b) { return a.left() < b.left(); });
        for (qsizetype i = 1; i < it->size(); ++i)
            QVERIFY2((*it)[i].left() >= (*it)[i - 1].right() + ColumnGap, "columns are apart");
        for (const QRectF& r : *it) bottom = std::max(bottom, r.bottom());
    }
    for (const Link& l : model.links) QVERIFY(rects[l.ends.from].bottom() + NodeGap <= rects[l.ends.to].top());
    QCOMPARE(layoutOf(model), places);
    const QList<NodeId> order = topologicalOrder(model);
    for (const Link& l : model.links) QVERIFY(order.indexOf(l.ends.from) < order.indexOf(l.ends.to));
}

}  // namespace

class CanvasLayoutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chainIsStraight() {
        CanvasModel model;
        for (NodeId id = 1; id <= 12; ++id) model.nodes.append(node(id, id == 5 ? 3 : 1));
        for (NodeId id = 1; id < 12; ++id) link(model, id, id + 1);
        const auto places = layoutOf(model);
        double y = -1;
        for (const Node& n : model.nodes) {
            QCOMPARE(places.value(n.id).x() + nodeSize(n).width() / 2, places.value(1).x() + NodeWidth / 2);
            QVERIFY(places.value(n.id).y() > y);
            if (y >= 0) QCOMPARE(places.value(n.id).y(), y + NodeHeight + NodeGap);
            y = places.value(n.id).y();
        }
        check(model);
    }
    void skipConnectionsLeaveTheTrunkStraight() {
        CanvasModel model;
        for (NodeId id = 1; id <= 9; ++id) model.nodes.append(node(id, 2));
        for (NodeId id = 1; id < 9; ++id) link(model, id, id + 1);
        link(model, 1, 4, 1);
        link(model, 4, 7, 1);
        const auto places = layoutOf(model);
        for (NodeId id = 2; id <= 9; ++id) QCOMPARE(places.value(id).x(), places.value(1).x());
        check(model);
    }
    /// A residual block with a layer on its shortcut, linked before the layers of the block.
    void theLongerBranchIsTheTrunk() {
        CanvasModel model;
        for (NodeId id = 1; id <= 7; ++id) model.nodes.append(node(id, 2));
        link(model, 1, 2);  // the shortcut
        link(model, 1, 3);
        for (NodeId id = 3; id < 7; ++id) link(model, id, id + 1);
        link(model, 2, 6, 1);
        const auto places = layoutOf(model);
        for (const NodeId id : {3, 4, 5, 6, 7}) QCOMPARE(places.value(id).x(), places.value(1).x());
        QVERIFY(places.value(2).x() > places.value(1).x());
        check(model);
    }
    void branchesStandBeside() {
        CanvasModel model;
        model.nodes = {node(1), node(2), node(3), node(4), node(5), node(6, 4)};
        for (NodeId id = 2; id <= 5; ++id) {
            link(model, 1, id);
            link(model, id, 6, static_cast<int>(id) - 2);
        }
        const auto places = layoutOf(model);
        QSet<double> xs;
        for (NodeId id = 2; id <= 5; ++id) {
            QCOMPARE(places.value(id).y(), places.value(2).y());
            xs.insert(places.value(id).x());
        }
        QCOMPARE(xs.size(), 4);
        check(model);
    }
    void sourcesStandAboveWhatTheyFeed() {
        CanvasModel model;
        for (NodeId id = 1; id <= 6; ++id) model.nodes.append(node(id, 2));
        for (NodeId id = 1; id < 5; ++id) link(model, id, id + 1);
        link(model, 6, 5, 1);
        const auto places = layoutOf(model);
        QCOMPARE(places.value(6).y(), places.value(4).y());
    }
    void randomGraphs() {
        for (unsigned seed = 0; seed < 60; ++seed) check(randomGraph(seed, 3 + static_cast<int>(seed) * 2));
    }
    void cyclesAndStrayLinksDoNotHang() {
        CanvasModel model;
        model.nodes = {node(1), node(2), node(3)};
        link(model, 1, 2);
        link(model, 2, 3);
        link(model, 3, 1);
        link(model, 3, 3);
        link(model, 3, 77);
        const auto places = layoutOf(model);
        QCOMPARE(places.size(), 3);
        QCOMPARE(QSet<double>({places[1].y(), places[2].y(), places[3].y()}).size(), 3);
    }
    void emptyGraph() { QVERIFY(layoutOf({}).isEmpty()); }
    void twoThousandNodesAreQuick() {
        const CanvasModel model = randomGraph(7, 2000);
        const nw::test::ProcessorTime time;
        const auto places = layoutOf(model);
        const double ms = time.milliseconds();
        QVERIFY2(ms <= 150, qPrintable(QString("%1 ms").arg(ms)));  // three times the bound of 50
        QCOMPARE(places.size(), 2000);
    }
};

QTEST_GUILESS_MAIN(CanvasLayoutTest)
#include "canvas_layout_test.moc"
