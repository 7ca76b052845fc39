// Links keep clear of cards: in laid out graphs, in graphs whose nodes were moved by hand, and upward.
#include <QtTest>
#include <algorithm>
#include <random>

#include "examples/canvas/sample_network.h"
#include "tests/processor_time.h"
#include "tests/widgets/quiet.h"
#include "widgets/canvas/detour.h"
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/graph_scene.h"
#include "widgets/canvas/layout.h"

using namespace nw;
using namespace nw::canvas;

namespace {

Node node(NodeId id, int inputs) {
    Node n;
    n.id = id;
    for (int i = 0; i < inputs; ++i) n.inputs.append(Port{QStringLiteral("x%1").arg(i), {}});
    n.outputs = {Port{"y", {}}, Port{"z", {}}};
    return n;
}

/// Some nodes are tall, some wide; links skip rows.
CanvasModel randomGraph(unsigned seed, int least = 2, int most = 30) {
    std::mt19937 random(seed);
    const int count = least + static_cast<int>(random() % static_cast<unsigned>(most - least + 1));
    CanvasModel model;
    for (int i = 0; i < count; ++i) {
        Node n = node(static_cast<NodeId>(i + 1), 1 + static_cast<int>(random() % 4));
        n.expanded = random() % 4 == 0;
        if (n.expanded) n.preview.kind = Preview::Kind::Histogram;
        model.nodes.append(n);
    }
    for (int i = 1; i < count; ++i)
        for (int k = 0; k < model.nodes[i].inputs.size(); ++k)
            if (random() % 4 != 0)
                model.links.append(
                    {{1 + static_cast<NodeId>(i - 1 - static_cast<int>(random() % std::min(i, 8))),
                      random() % 3 == 0 ? QString("z") : QString("y"), static_cast<NodeId>(i + 1), QString("x%1").arg(k)},
                     {},
                     false});
    return model;
}

/// Nodes anywhere, upside down too, 24 apart.
CanvasModel scattered(CanvasModel model, unsigned seed, unsigned columns, unsigned rows) {
    std::mt19937 random(seed);
    QList<QRectF> taken;
    for (Node& n : model.nodes) {
        QRectF card;
        do card = QRectF(QPointF(random() % columns * 8.0, random() % rows * 8.0), nodeSize(n));
        while (std::any_of(taken.begin(), taken.end(),
                           [&](const QRectF& t) { return t.adjusted(-24, -24, 24, 24).intersects(card); }));
        taken.append(card);
        n.position = card.topLeft();
    }
    return model;
}

CanvasModel laidOut(CanvasModel model) {
    const auto places = layoutOf(model);
    for (Node& n : model.nodes) n.position = places.value(n.id);
    return model;
}

/// Points of the way as it is drawn, its rounded corners too, 4 apart at most.
QList<QPointF> drawn(const QPainterPath& path) {
    const QPolygonF corners = path.toSubpathPolygons().front();
    QList<QPointF> out{corners.front()};
    for (qsizetype i = 1; i < corners.size(); ++i) {
        const QLineF run(corners[i - 1], corners[i]);
        const int steps = 1 + static_cast<int>(run.length() / 4);
        for (int k = 1; k <= steps; ++k) out.append(run.pointAt(double(k) / steps));
    }
    return out;
}

/// The first link that runs behind a card, told in words; empty when there is none.
QString behindACard(const GraphScene& scene) {
    for (const LinkItem* link : scene.links()) {
        const LinkEnds& ends = link->link().ends;
        const QList<QPointF> points = drawn(link->route().path);
        for (const NodeItem* node : scene.nodes()) {
            const NodeId id = node->node().id;
            // At its own two ends a link touches the edge that its port is on.
            const bool own = id == ends.from || id == ends.to;
            const QRectF card = own ? node->body().adjusted(3, 3, -3, -3) : node->body();
            if (std::any_of(points.begin(), points.end(), [&](QPointF p) { return card.contains(p); }))
                return QStringLiteral("%1 to %2 behind %3").arg(ends.from).arg(ends.to).arg(id);
        }
    }
    return {};
}

/// Down from its output, down into its input.
bool endsAreUpright(const GraphScene& scene) {
    return std::all_of(scene.links().begin(), scene.links().end(), [](const LinkItem* link) {
        const auto& p = link->route().points;
        const qsizetype n = p.size();
        return p[0].x() == p[1].x() && p[1].y() > p[0].y() && p[n - 1].x() == p[n - 2].x() && p[n - 2].y() < p[n - 1].y();
    });
}

/// Two links of different outputs that run on one another for more than their corners, told in words.
QString oneOnAnother(const GraphScene& scene) {
    const QList<LinkItem*> links = scene.links().values();
    for (qsizetype a = 0; a < links.size(); ++a)
        for (qsizetype b = a + 1; b < links.size(); ++b) {
            const LinkEnds &one = links[a]->link().ends, &two = links[b]->link().ends;
            if (one.from == two.from && one.output == two.output) continue;
            const QList<QPointF> other = drawn(links[b]->route().path);
            int near = 0;
            for (const QPointF p : drawn(links[a]->route().path))
                near += std::any_of(other.begin(), other.end(), [p](QPointF q) { return QLineF(p, q).length() < 3; });
            if (near > 12) return QStringLiteral("%1 to %2 on %3 to %4").arg(one.from).arg(one.to).arg(two.from).arg(two.to);
        }
    return {};
}

}  // namespace

class CanvasRoutesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::dress(); }
    void init() { test::failOnAnyWarning(); }

    void laidOutGraphs() {
        for (unsigned seed = 0; seed < 150; ++seed) {
            GraphScene scene;
            scene.setModel(laidOut(randomGraph(seed)));
            const QString wrong = behindACard(scene);
            QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(wrong)));
            QVERIFY(endsAreUpright(scene));
        }
    }

    void graphsMovedByHand() {
        for (unsigned seed = 0; seed < 100; ++seed) {
            GraphScene scene;
            scene.setModel(scattered(randomGraph(seed + 1000), seed, 250, 200));
            const QString wrong = behindACard(scene);
            QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(wrong)));
            QVERIFY(endsAreUpright(scene));
        }
    }

    /// Shortcuts of a residual chain, and one link past all of it: beside one another.
    void lanesOfOtherPortsAreApart() {
        CanvasModel model;
        for (int i = 0; i < 13; ++i) model.nodes.append(node(static_cast<NodeId>(i + 1), 2));
        for (NodeId id = 2; id <= 13; ++id) {
            model.links.append({{id - 1, "y", id, "x0"}, {}, false});
            if (id > 3 && id % 3 == 0) model.links.append({{id - 3, "y", id, "x1"}, {}, false});
        }
        model.links.append({{1, "z", 13, "x1"}, {}, false});
        GraphScene scene;
        scene.setModel(laidOut(model));
        QList<std::pair<QLineF, const LinkItem*>> uprights;
        for (const LinkItem* link : scene.links())
            for (qsizetype i = 1; i < link->route().points.size(); ++i) {
                const QLineF run(link->route().points[i - 1], link->route().points[i]);
                if (run.dx() == 0 && run.length() > 64) uprights.append({run, link});
            }
        QCOMPARE(uprights.size(), 4);  // three shortcuts, and the one past all
        for (const auto& [a, first] : uprights)
            for (const auto& [b, second] : uprights) {
                const auto [top, bottom] = std::minmax({a.y1(), a.y2()});
                if (first == second || std::max(b.y1(), b.y2()) <= top || std::min(b.y1(), b.y2()) >= bottom) continue;
                QVERIFY2(std::abs(a.x1() - b.x1()) >= 5, qPrintable(QString::number(a.x1())));
                if (a.length() > b.length()) QVERIFY(a.x1() > b.x1());  // the longer one runs outside
            }
    }

    /// Looking for ways may not be felt, however many nodes lie about.
    void alsoALargeMessIsRoutedAtOnce() {
        for (const int count : {60, 100, 400}) {
            const unsigned side = static_cast<unsigned>(50 * std::sqrt(count));
            GraphScene scene;
            const CanvasModel model = scattered(randomGraph(7, count, count), 7, side, side);
            const nw::test::ProcessorTime time;
            scene.setModel(model);
            const double ms = time.milliseconds();
            QVERIFY2(ms <= 3 * 50, qPrintable(QString("%1 ms").arg(ms)));
        }
    }

    /// A branch whose node was dropped above its source: out of the bottom, up beside the chain, in from above.
    void aBranchAboveItsSource() {
        CanvasModel model = examples::digitReader(false);
        const Node source = model.nodes[4];
        for (const QPointF& by : {QPointF(344, -300), QPointF(-344, -300), QPointF(0, -1000), QPointF(344, 0), QPointF(280, -20)}) {
            CanvasModel with = model;
            Node branch = examples::sampleNode();
            branch.id = 100;
            branch.position = source.position + by;
            with.nodes.append(branch);
            with.links.append({{source.id, source.outputs[0].id, branch.id, branch.inputs[0].id}, {}, false});
            GraphScene scene;
            scene.setModel(with);
            QCOMPARE(behindACard(scene), QString());
            QCOMPARE(oneOnAnother(scene), QString());
            QVERIFY(endsAreUpright(scene));
            const auto& points = scene.link(with.links.back().ends)->route().points;
            QVERIFY2(points.size() <= 6, qPrintable(QString::number(points.size())));  // four corners are enough
        }
    }

    void theShortestWayIsTaken() {
        // A wall with a gap: through it, not around.
        const std::vector<QRectF> wall{{-500, 100, 460, 60}, {40, 100, 460, 60}};
        const QList<QPointF> through = detour(wall, {-200, 40}, {200, 220});
        QVERIFY(!through.isEmpty());
        QCOMPARE(through.front(), QPointF(-200, 40));
        QCOMPARE(through.back(), QPointF(200, 220));
        for (const QPointF& p : through) QVERIFY(std::abs(p.x()) <= 200);
        // Closed on all sides: there is none.
        const std::vector<QRectF> box{{-100, -100, 20, 200}, {80, -100, 20, 200}, {-100, -110, 200, 20}, {-100, 90, 200, 20}};
        QVERIFY(detour(box, {0, 0}, {400, 0}).isEmpty());
    }
};

QTEST_MAIN(CanvasRoutesTest)
#include "canvas_routes_test.moc"
