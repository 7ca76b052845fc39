// The canvas's picture: what each zoom draws, fitting, themes, and that a new model keeps what it can.
#include <QGuiApplication>
#include <QSignalSpy>
#include <QtTest>

#include "examples/canvas/sample_network.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/graph_scene.h"
#include "widgets/canvas/mini_map.h"
#include "widgets/canvas/quick_list.h"
#include "widgets/canvas/zoom_control.h"
#include "widgets/theme/type.h"

using namespace nw;
using namespace nw::canvas;

namespace {

QImage painted(const Node& node, double zoom, theme::Scheme scheme = theme::Scheme::Light, const NodeMarks& marks = {}) {
    const QRectF bounds = nodeBounds(node);
    QImage image((bounds.size() * zoom).toSize() + QSize(2, 2), QImage::Format_RGB32);
    image.fill(inkOf(scheme)(theme::Token::Canvas));
    QPainter painter(&image);
    painter.scale(zoom, zoom);
    painter.translate(-bounds.topLeft());
    NodeCache cache;
    NodePainter(painter, node, marks, inkOf(scheme), cache).paint(false, 0);
    return image;
}

int coloursOf(const QImage& image) {
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) seen.insert(image.pixel(x, y));
    return static_cast<int>(seen.size());
}

bool differs(Node a, Node b, double zoom) { return painted(a, zoom) != painted(b, zoom); }

}  // namespace

class CanvasViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(theme::loadFonts());
        theme::Theme::instance().setReducedMotion(true);
    }

    void detailFollowsTheZoom() {
        const Node node = examples::sampleNode();
        Node titled = node, subtitled = node, pictured = node;
        titled.title = "Dense";
        subtitled.subtitle = "other words";
        pictured.preview = {};
        // Far: a flat rectangle and nothing else.
        QCOMPARE(coloursOf(painted(node, 0.15)), 2);
        QVERIFY(!differs(node, titled, 0.15));
        // Compact: the title.
        QVERIFY(differs(node, titled, 0.35));
        QVERIFY(!differs(node, subtitled, 0.35));
        QVERIFY(!differs(node, pictured, 0.35));
        // Card: the picture too.
        QVERIFY(differs(node, pictured, 0.6));
        QVERIFY(!differs(node, subtitled, 0.6));
        // Near: everything.
        QVERIFY(differs(node, subtitled, 1));
    }
    void everyStateLooksDifferent() {
        QList<QImage> images;
        Node node = examples::sampleNode();
        for (const State state : {State::Ok, State::Warning, State::Error, State::Running, State::Bypassed}) {
            node.state = state;
            images << painted(node, 1);
        }
        NodeMarks marks;
        marks.selected = true;
        images << painted(examples::sampleNode(), 1, theme::Scheme::Light, marks);
        marks = {};
        marks.focused = true;
        images << painted(examples::sampleNode(), 1, theme::Scheme::Light, marks);
        marks = {};
        marks.hovered = true;
        images << painted(examples::sampleNode(), 1, theme::Scheme::Light, marks);
        marks = {};
        marks.target = true;
        images << painted(examples::sampleNode(), 1, theme::Scheme::Light, marks);
        for (int i = 0; i < images.size(); ++i)
            for (int j = 0; j < i; ++j) QVERIFY2(images[i] != images[j], qPrintable(QString("%1 and %2").arg(i).arg(j)));
    }
    void geometryIsThatOfTheDesign() {
        Node node = examples::sampleNode();
        QCOMPARE(nodeSize(node), QSizeF(264, 64));
        QCOMPARE(inputAt(node, 0), QPointF(132, 0));
        QCOMPARE(outputAt(node, 0), QPointF(132, 64));
        QCOMPARE(thumbnailRect(node), QRectF(208, 8, 48, 48));
        node.expanded = true;
        QVERIFY(thumbnailRect(node).isNull());
        QCOMPARE(stripRect(node).left(), 10.0);
        node.inputs = {{"a", "a"}, {"b", "b"}, {"c", "c"}};
        QCOMPARE(nodeSize(node).width(), 336.0);
        QCOMPARE(inputAt(node, 2), QPointF(168 + 144, 0));
        for (int ports = 1; ports < 20; ++ports) {
            node.inputs = QList<Port>(ports);
            QVERIFY(inputAt(node, ports - 1).x() <= nodeSize(node).width() - 24);
        }
    }
    void fitStaysInFreeSpaceAndBelowOne() {
        Canvas view;
        view.resize(1600, 1400);
        view.setModel(examples::digitReader(true));
        view.show();
        view.fit();
        QCOMPARE(view.zoom(), 1.0);
        view.fit({400, 100, 0, 300});
        const QRect free = view.viewport()->rect().adjusted(400, 100, 0, -300);
        QVERIFY(view.zoom() < 1);
        for (const Node& n : view.model().nodes) QVERIFY(free.contains(view.nodeRect(n.id)));
    }
    /// The zoom control takes room only from a network that would come under it.
    void fitKeepsClearOfTheZoomControl() {
        Canvas view;
        view.setModel(examples::digitReader(false));
        view.show();
        const auto* control = view.findChild<ZoomControl*>();
        QVERIFY(control && control->isVisible());
        const QRectF network = view.graph().graphRect();
        for (const QSize size : {QSize(900, 700), QSize(330, 700)}) {
            view.resize(size);
            QApplication::processEvents();
            view.fit();
            const QRect placed = view.viewportTransform().mapRect(network).toRect();
            QVERIFY(!placed.intersects(control->geometry()));
            QVERIFY(view.viewport()->rect().contains(placed));
            if (size.width() > 800) QVERIFY(placed.bottom() > control->geometry().top());  // beside it
        }
    }
    /// A network that would be a stripe shows its beginning; a small one all of itself.
    void aLongNetworkBeginsReadable() {
        CanvasModel model;
        for (NodeId id = 1; id <= 150; ++id) {
            Node n;
            n.id = id;
            n.inputs = n.outputs = {Port{"y", {}}};
            n.position = QPointF(0, 96.0 * static_cast<double>(id));
            model.nodes.append(n);
            if (id > 1) model.links.append({{id - 1, "y", id, "y"}, {}, false});
        }
        Canvas view;
        view.resize(900, 700);
        view.setModel(model);
        view.show();
        const QRect free = view.viewport()->rect().adjusted(100, 24, -24, -64);
        view.fit({100, 24, 24, 64});
        QCOMPARE(detailAt(view.zoom(), false), Detail::Block);
        view.fitReadable({100, 24, 24, 64});
        QCOMPARE(view.zoom(), 0.6);
        for (const NodeId id : {1, 2, 8}) QVERIFY(free.contains(view.nodeRect(id)));
        QVERIFY(std::abs(view.nodeRect(1).center().x() - free.center().x()) <= 1);
        QVERIFY(view.nodeRect(1).top() - free.top() < 32);
        view.setModel(examples::digitReader(false));
        view.fitReadable();
        for (const Node& n : view.model().nodes) QVERIFY(view.viewport()->rect().contains(view.nodeRect(n.id)));
    }
    void wheelZoomsAtTheCursor() {
        Canvas view;
        view.resize(800, 600);
        view.setModel(examples::digitReader(false));
        view.show();
        view.fit();
        QSignalSpy spy(&view, &Canvas::zoomChanged);
        const QPointF at(200, 150);
        const QPointF before = view.viewportTransform().inverted().map(at);
        QWheelEvent event(at, view.viewport()->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(view.viewport(), &event);
        QVERIFY(spy.count() > 0);
        const QPointF off = (view.viewportTransform().inverted().map(at) - before) * view.zoom();
        QVERIFY(std::abs(off.x()) <= 1 && std::abs(off.y()) <= 1);
    }
    void viewStateComesBack() {
        Canvas view;
        view.resize(800, 600);
        view.setModel(examples::digitReader(false));
        view.show();
        view.setViewState({0.8, {300, 400}});
        const ViewState state = view.viewState();
        view.fit();
        view.setViewState(state);
        QCOMPARE(view.zoom(), 0.8);
        QVERIFY(QLineF(view.viewState().centre, {300, 400}).length() < 2);
    }
    void zoomControlWorks() {
        Canvas view;
        view.resize(800, 600);
        view.setModel(examples::digitReader(false));
        view.show();
        view.setZoom(0.5);
        for (auto* button : view.findChildren<FurnitureButton*>()) {
            QVERIFY(!button->accessibleName().isEmpty());
            QVERIFY(button->width() >= 24 && button->height() >= 24);
            if (button->accessibleName() == "Zoom to 100 %") {
                QCOMPARE(button->text(), QString("50 %"));
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QCOMPARE(view.zoom(), 1.0);
    }
    void miniMapShowsOnlyWhileSomethingIsOutside() {
        Canvas view;
        view.resize(1000, 800);
        view.setModel(examples::digitReader(true));
        view.show();
        auto* map = view.findChild<MiniMap*>();
        view.fit();
        QVERIFY(!map->isVisible());
        view.setZoom(2);
        QVERIFY(map->isVisible());
        const QPointF before = view.viewState().centre;
        QTest::mouseClick(map, Qt::LeftButton, {}, map->rect().center() + QPoint(0, 40));
        QVERIFY(view.viewState().centre.y() > before.y() + 100);
        map->grab();
        view.setFurnitureVisible(false);
        QVERIFY(!map->isVisible());
    }
    void newModelKeepsIdentityAndSelection() {
        Canvas view;
        CanvasModel model = examples::digitReader(false);
        view.setModel(model);
        view.setSelection({4, 7});
        NodeItem* item = view.graph().node(4);
        LinkItem* link = view.graph().link({4, "y", 5, "x"});
        QSignalSpy spy(&view, &Canvas::selectionChanged);
        model.nodes[3].subtitle = "32 filters";
        std::reverse(model.nodes.begin(), model.nodes.end());
        view.setModel(model);
        QCOMPARE(view.graph().node(4), item);
        QCOMPARE(view.graph().link({4, "y", 5, "x"}), link);
        QCOMPARE(view.selection(), (QList<NodeId>{4, 7}));
        QCOMPARE(spy.count(), 0);
        model.nodes.removeIf([](const Node& n) { return n.id == 7; });
        model.links.removeIf([](const Link& l) { return l.ends.from == 7 || l.ends.to == 7; });
        view.setModel(model);
        QCOMPARE(view.selection(), QList<NodeId>{4});
        QCOMPARE(spy.count(), 1);
        QVERIFY(!view.graph().node(7));
        QCOMPARE(view.graph().links().size(), model.links.size());
    }
    void onlyWhatChangedIsPainted() {
        Canvas view;
        view.resize(1200, 1000);
        CanvasModel model = examples::digitReader(false);
        view.setModel(model);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.fit();
        QTRY_VERIFY(!view.isMoving());
        QCoreApplication::processEvents();  // what the motion left to paint
        QSignalSpy spy(&view.graph(), &QGraphicsScene::changed);
        view.setModel(model);
        QCoreApplication::processEvents();
        QVERIFY(spy.isEmpty() || spy.last()[0].value<QList<QRectF>>().isEmpty());
        model.nodes[5].subtitle = "to a row";
        view.setModel(model);
        QRectF area;
        const auto seen = [&] {
            for (const auto& call : spy)
                for (const QRectF& r : call[0].value<QList<QRectF>>()) area |= r;
            return !area.isEmpty();
        };
        QTRY_VERIFY(seen());
        QVERIFY(nodeBounds(model.nodes[5]).translated(model.nodes[5].position).adjusted(-2, -2, 2, 2).contains(area));
    }
    void linksThatNameUnknownPortsAreHidden() {
        Canvas view;
        CanvasModel model = examples::digitReader(false);
        model.links.append({{4, "gone", 5, "x"}, theme::PortKind::Float, false});
        model.links.append({{4, "y", 999, "x"}, theme::PortKind::Float, false});
        view.setModel(model);
        QVERIFY(!view.graph().link({4, "gone", 5, "x"})->isVisible());
        QVERIFY(!view.graph().link({4, "y", 999, "x"}));
    }
    /// Where people write from right to left the network is the same, and what stands on it is theirs.
    void rightToLeftKeepsTheNetwork() {
        const auto picture = [] {
            Canvas view;
            view.setModel(examples::digitReader(true));
            QImage image(600, 900, QImage::Format_RGB32);
            view.renderTo(image, theme::Scheme::Light);
            return image;
        };
        const QImage before = picture();
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        QCOMPARE(picture(), before);
        {
            Canvas view;
            view.resize(700, 800);
            view.setModel(examples::digitReader(false));
            view.show();
            view.fit();
            QTRY_VERIFY(!view.isGliding());
            for (const Node& n : view.model().nodes) QVERIFY(view.viewport()->rect().contains(view.nodeRect(n.id)));
            const QPoint place = view.nodeRect(1).topLeft();
            view.setViewState({view.zoom(), view.viewState().centre + QPointF(100, 0)});
            QVERIFY(view.nodeRect(1).left() < place.x());
            QVERIFY(QuickList(&view).isRightToLeft());
        }
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }
    void routesPassBesideNodes() {
        Canvas view;
        view.setModel(examples::digitReader(true));
        const auto& graph = view.graph();
        for (const LinkItem* link : graph.links()) {
            const auto& points = link->route().points;
            QVERIFY(points.size() >= 2);
            for (qsizetype i = 1; i < points.size(); ++i) {
                QVERIFY(qFuzzyCompare(points[i].x() + 1, points[i - 1].x() + 1) ||
                        qFuzzyCompare(points[i].y() + 1, points[i - 1].y() + 1));
                const QRectF run = QRectF(points[i - 1], points[i]).normalized().adjusted(-1, -1, 1, 1);
                for (const NodeItem* node : graph.nodes()) {
                    const auto& ends = link->link().ends;
                    if (node->node().id == ends.from || node->node().id == ends.to) continue;
                    QVERIFY2(!node->body().intersects(run), qPrintable(node->node().title));
                }
            }
        }
    }
    void lanesToNeighbouringInputsNest() {
        Node target = examples::sampleNode(), source = examples::sampleNode();
        CanvasModel model;
        target.id = 10;
        target.inputs.clear();
        for (int i = 0; i < 4; ++i) target.inputs.append(Port{QString("x%1").arg(i), {}});
        for (int i = 0; i < 4; ++i) {
            source.id = static_cast<NodeId>(i + 1);
            source.position = {i * 344.0, 0};
            model.nodes.append(source);
            model.links.append({{source.id, "y", 10, QString("x%1").arg(i)}, theme::PortKind::Float, false});
        }
        target.position = {snapped(target, {-72, 0}).x(), 96};
        model.nodes.append(target);
        Canvas view;
        view.setModel(model);
        for (const LinkItem* link : view.graph().links()) QVERIFY(link->route().halos.isEmpty());
    }
    void crossingsOfOtherPortsGetHalos() {
        Canvas view;
        view.setModel(examples::digitReader(true));
        const Route& branch = view.graph().link({5, "y", 10, "x"})->route();
        QCOMPARE(branch.halos.size(), 1);  // over the lane of the labels, not over its own sibling
        QVERIFY(view.graph().link({5, "y", 6, "x"})->route().halos.isEmpty());
    }
    void themesDiffer() {
        Canvas view;
        view.setModel(examples::digitReader(false));
        QImage light(600, 800, QImage::Format_RGB32), dark = light, contrast = light;
        view.renderTo(light, theme::Scheme::Light);
        view.renderTo(dark, theme::Scheme::Dark);
        view.renderTo(contrast, theme::Scheme::Contrast);
        QCOMPARE(light.pixelColor(0, 0), theme::colour(theme::Token::Canvas, theme::Scheme::Light));
        QCOMPARE(dark.pixelColor(0, 0), theme::colour(theme::Token::Canvas, theme::Scheme::Dark));
        QVERIFY(contrast != dark);
        QImage again(600, 800, QImage::Format_RGB32);
        view.renderTo(again, theme::Scheme::Light);
        QCOMPARE(again, light);
    }
    void themeChangesLive() {
        Canvas view;
        view.resize(400, 300);
        view.show();
        theme::Theme::instance().setScheme(theme::Scheme::Dark);
        QCOMPARE(view.grab().toImage().pixelColor(399, 0), theme::colour(theme::Token::Canvas, theme::Scheme::Dark));
        theme::Theme::instance().setScheme(theme::Scheme::Light);
        QCOMPARE(view.grab().toImage().pixelColor(399, 0), theme::colour(theme::Token::Canvas, theme::Scheme::Light));
    }
};

QTEST_MAIN(CanvasViewTest)
#include "canvas_view_test.moc"
