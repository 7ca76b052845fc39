// Painting and measures of the scene's items.
#include "widgets/canvas/items.h"

#include <algorithm>
#include <cmath>

namespace nw::canvas {

namespace {

using theme::Token;

double zoomOf(const QPainter& painter) { return painter.worldTransform().m11(); }

double distanceToSegment(QPointF p, QPointF a, QPointF b) {
    const QPointF d = b - a;
    const double length = QPointF::dotProduct(d, d);
    const double t = length == 0 ? 0 : std::clamp(QPointF::dotProduct(p - a, d) / length, 0.0, 1.0);
    const QPointF gap = p - (a + t * d);
    return std::hypot(gap.x(), gap.y());
}

/// What of a node its ports and size depend on.
bool sameGeometry(const Node& a, const Node& b) {
    const auto ids = [](const QList<Port>& x, const QList<Port>& y) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const Port& p, const Port& q) { return p.id == q.id; });
    };
    return nodeSize(a) == nodeSize(b) && ids(a.inputs, b.inputs) && ids(a.outputs, b.outputs);
}

}  // namespace

NodeItem::NodeItem(const Node& node, const SceneLook& look) : node_(node), look_(look), bounds_(nodeBounds(node)) {
    setZValue(1);
    setPos(node.position);
}

bool NodeItem::setNode(const Node& node) {
    const bool same = sameGeometry(node_, node);
    Node now = node;
    now.position = node_.position;
    const bool looksSame = now == node_;
    node_ = node;
    if (looksSame) return false;
    if (!same) prepareGeometryChange();
    bounds_ = nodeBounds(node_).adjusted(0, 0, 0, std::max(0.0, stretch_));
    cache_.clear();
    update();
    return !same;
}

void NodeItem::setPose(const Pose& pose) {
    setPos(pose.at);
    setOpacity(pose.presence);
    if (pose.stretch == stretch_) return;
    prepareGeometryChange();
    stretch_ = pose.stretch;
    bounds_ = nodeBounds(node_).adjusted(0, 0, 0, std::max(0.0, stretch_));
    update();
}

void NodeItem::setMarks(const NodeMarks& marks) {
    if (marks == marks_) return;
    marks_ = marks;
    setZValue(marks.selected || marks.focused ? 1.5 : 1);
    update();
}

void NodeItem::forgetPictures() { cache_.clear(); }

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    NodePainter(*painter, node_, marks_, *look_.ink, cache_, stretch_).paint(look_.changing, look_.turn);
}

LinkItem::LinkItem(const Link& link, const SceneLook& look) : link_(link), look_(look) {}

void LinkItem::setLink(const Link& link) {
    if (link == link_) return;
    link_ = link;
    update();
}

void LinkItem::setRoute(Route route) {
    if (route.points == route_.points && route.halos == route_.halos) return;
    prepareGeometryChange();
    route_ = std::move(route);
    bounds_ = route_.path.controlPointRect().adjusted(-10, -10, 10, 10);
    setZValue(restingZ());
    update();
}

void LinkItem::setMarks(const LinkMarks& marks) {
    if (marks == marks_) return;
    marks_ = marks;
    setZValue(marks.selected || marks.hovered || marks.target ? 0.5 : restingZ());
    update();
}

/// What crosses others, with its halos, lies over them.
double LinkItem::restingZ() const { return route_.points.size() <= 2 ? 0 : route_.halos.isEmpty() ? 0.1 : 0.2; }

double LinkItem::distanceTo(QPointF point) const {
    double best = 1e9;
    for (qsizetype i = 1; i < route_.points.size(); ++i)
        best = std::min(best, distanceToSegment(point, route_.points[i - 1], route_.points[i]));
    return best;
}

void LinkItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (marks_.held) return;
    const Ink& ink = *look_.ink;
    const double zoom = zoomOf(*painter);
    const bool strong = marks_.selected || marks_.target;
    const QColor& colour = strong ? ink(Token::Accent) : link_.error ? ink(Token::Err) : ink(link_.kind);
    if (zoom < 0.22) {
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(QPen(colour, 0));
        painter->drawPolyline(route_.points.constData(), static_cast<int>(route_.points.size()));
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing, true);
    painter->setBrush(Qt::NoBrush);
    if (!route_.halos.isEmpty() && zoom > 0.5) {
        painter->setPen(QPen(ink(Token::Canvas), 7, Qt::SolidLine, Qt::FlatCap));
        painter->drawLines(route_.halos);
    }
    if (marks_.target) {
        painter->setPen(QPen(theme::withAlpha(ink(Token::Accent), 0.25), 9 / std::min(1.0, zoom)));
        painter->drawPath(route_.path);
    }
    const double width = strong || marks_.hovered ? 3 : 2;
    QPen pen(colour, std::max(width, width * 0.6 / zoom), Qt::SolidLine, Qt::RoundCap);
    if (link_.error && !strong) pen.setDashPattern({3, 3});
    painter->setPen(pen);
    if (route_.points.size() != 2) return painter->drawPath(route_.path);
    if (zoom < 0.5 && !strong && !link_.error) {  // upright and thin: sharp without antialiasing, and much cheaper
        painter->setRenderHint(QPainter::Antialiasing, false);
        pen.setWidthF(marks_.hovered ? 2 : 1);
        pen.setCosmetic(true);
        painter->setPen(pen);
    }
    painter->drawLine(route_.points[0], route_.points[1]);
}

HandLinkItem::HandLinkItem(const SceneLook& look) : look_(look) { setZValue(3); }

void HandLinkItem::setEnds(QPointF output, QPointF input) {
    prepareGeometryChange();
    path_ = handPath(output, input);
    update();
}

void HandLinkItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen((*look_.ink)(Token::Accent), 2.5 / std::min(1.0, zoomOf(*painter)), Qt::SolidLine, Qt::RoundCap));
    painter->drawPath(path_);
}

RubberBandItem::RubberBandItem(const SceneLook& look) : look_(look) { setZValue(4); }

void RubberBandItem::setRect(const QRectF& rect) {
    prepareGeometryChange();
    rect_ = rect;
    update();
}

void RubberBandItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    painter->setRenderHint(QPainter::Antialiasing, false);
    QPen pen((*look_.ink)(Token::Accent), 1);
    pen.setCosmetic(true);
    painter->setPen(pen);
    painter->setBrush(theme::withAlpha((*look_.ink)(Token::Accent), 0.10));
    painter->drawRect(rect_);
}

}  // namespace nw::canvas
