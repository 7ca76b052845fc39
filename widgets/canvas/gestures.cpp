// The gestures, from press to release.
#include "widgets/canvas/gestures.h"

#include <QApplication>
#include <QScrollBar>
#include <cmath>

#include "widgets/canvas/graph_scene.h"

namespace nw::canvas {

namespace {

constexpr int LingerMs = 300, PanMs = 16, PanEdge = 24;
constexpr double LinkReach = 8;

}  // namespace

Gestures::Gestures(Canvas& canvas, GraphScene& scene) : canvas_(canvas), scene_(scene) {
    linger_.setSingleShot(true);
    linger_.setInterval(LingerMs);
    connect(&linger_, &QTimer::timeout, this, [this] {
        if (hoveredLink_.from == 0) return;
        linkShown_ = true;
        Q_EMIT canvas_.linkHovered(hoveredLink_);
    });
    panning_.setInterval(PanMs);
    connect(&panning_, &QTimer::timeout, this, &Gestures::autoPan);
}

Gestures::~Gestures() = default;

double Gestures::reach() const {
    const double zoom = canvas_.zoom();
    return detailAt(zoom, false) < Detail::Card ? 0 : PortReach / std::min(1.0, zoom);
}

bool Gestures::isClick(QPointF viewportPosition) const {
    return (viewportPosition - pressed_).manhattanLength() < QApplication::startDragDistance();
}

void Gestures::press(QMouseEvent& event) {
    if (active()) return;
    at_ = pressed_ = event.position();
    modifiers_ = event.modifiers();
    pressedScene_ = canvas_.mapToScene(event.position().toPoint());
    canvas_.setKeyboardShown(false);
    setHovered(0, {});
    loose_.reset();
    if (event.button() == Qt::MiddleButton || (event.button() == Qt::LeftButton && space_)) return beginPan(event);
    if (event.button() != Qt::LeftButton) return;
    if (!canvas_.isReadOnly() && reach() > 0)
        if (const auto port = scene_.portAt(pressedScene_, reach())) {
            const NodeItem* over = scene_.nodeAt(pressedScene_);
            if (!over || over->node().id == port->node) return beginLink(*port);
        }
    if (NodeItem* node = scene_.nodeAt(pressedScene_)) return beginOn(event, node);
    if (LinkItem* link = scene_.linkAt(pressedScene_, LinkReach / std::min(1.0, canvas_.zoom()))) {
        scene_.setSelection({}, {link->link().ends});
        return;
    }
    selectionBefore_ = modifiers_ & (Qt::ShiftModifier | Qt::ControlModifier) ? scene_.selection() : QSet<NodeId>();
    kind_ = Kind::Rubber;
    if (selectionBefore_.isEmpty()) {
        scene_.setSelection({});
        canvas_.setCurrent(0);
    }
}

void Gestures::beginPan(QMouseEvent& event) {
    kind_ = Kind::Pan;
    at_ = event.position();
    updateCursor();
}

void Gestures::beginOn(QMouseEvent&, NodeItem* item) {
    kind_ = Kind::Press;
    node_ = item->node().id;
    const bool more = modifiers_ & (Qt::ShiftModifier | Qt::ControlModifier);
    QSet<NodeId> selection = scene_.selection();
    if (more && selection.contains(node_))
        selection.remove(node_);
    else if (more)
        selection.insert(node_);
    else if (!selection.contains(node_))
        selection = {node_};
    scene_.setSelection(selection);
    canvas_.setCurrent(node_);
}

void Gestures::beginMove() {
    kind_ = Kind::Move;
    moved_ = {};
    QSet<NodeId> nodes = scene_.selection();
    nodes.insert(node_);
    scene_.hold(nodes);
    panning_.start();
    updateCursor();
}

void Gestures::move(QMouseEvent& event) {
    const QPointF before = at_;
    at_ = event.position();
    modifiers_ = event.modifiers();
    if (kind_ == Kind::None) return hover(canvas_.mapToScene(at_.toPoint()), modifiers_);
    if (kind_ == Kind::Pan) {
        const QPointF by = at_ - before;
        canvas_.horizontalScrollBar()->setValue(canvas_.horizontalScrollBar()->value() - qRound(by.x()));
        canvas_.verticalScrollBar()->setValue(canvas_.verticalScrollBar()->value() - qRound(by.y()));
        return;
    }
    const bool begun = kind_ == Kind::Move || hand_ || rubber_;
    if (!begun && isClick(at_)) return;
    drag();
}

void Gestures::drag() {
    switch (kind_) {
        case Kind::Press:
            if (canvas_.isReadOnly()) return;
            beginMove();
            return dragNodes();
        case Kind::Move: return dragNodes();
        case Kind::Link: return dragLink();
        case Kind::Rubber: return dragRubber();
        case Kind::Pan:
        case Kind::None: return;
    }
}

void Gestures::dragNodes() {
    const NodeItem* lead = scene_.node(node_);
    if (!lead) return;
    const QPointF by = canvas_.mapToScene(at_.toPoint()) - pressedScene_, from = lead->node().position;
    const QPointF step = snapped(lead->node(), from + by) - from;
    if (step != moved_) {
        moved_ = step;
        scene_.moveHeld(moved_);
    }
    setDropLink(insertionLink());
}

/// One node without links that lies over a link would be inserted there.
LinkEnds Gestures::insertionLink() const {
    if (scene_.held().size() != 1 || !scene_.linksOf(node_).isEmpty()) return {};
    const NodeItem* item = scene_.node(node_);
    if (!item || item->node().inputs.isEmpty() || item->node().outputs.isEmpty()) return {};
    const LinkItem* link = scene_.linkAt(item->body().center(), item->body().height() / 2 + 8);
    return link ? link->link().ends : LinkEnds();
}

void Gestures::dragRubber() {
    if (!rubber_) {
        scene_.settle();
        rubber_ = std::make_unique<RubberBandItem>(scene_.look());
        scene_.addItem(rubber_.get());
        panning_.start();
    }
    const QRectF area = QRectF(pressedScene_, canvas_.mapToScene(at_.toPoint())).normalized();
    rubber_->setRect(area);
    QSet<NodeId> selection = selectionBefore_;
    for (QGraphicsItem* item : scene_.items(area, Qt::IntersectsItemBoundingRect))
        if (const auto* node = qgraphicsitem_cast<NodeItem*>(item); node && node->body().intersects(area))
            selection.insert(node->node().id);
    scene_.setSelection(selection);
}

void Gestures::release(QMouseEvent& event) {
    at_ = event.position();
    const Kind kind = kind_;
    const bool right = event.button() == Qt::LeftButton || (kind == Kind::Pan && event.button() == Qt::MiddleButton);
    if (!right) return;
    if (kind == Kind::Press && isClick(at_)) {
        const bool more = modifiers_ & (Qt::ShiftModifier | Qt::ControlModifier);
        if (!more && scene_.selection().size() > 1) scene_.setSelection({node_});
        const NodeItem* item = scene_.node(node_);
        const QPointF inside = item ? pressedScene_ - item->pos() : QPointF();
        const NodeId clicked = node_;
        finish();
        const bool onPicture = item && detailAt(canvas_.zoom(), false) >= Detail::Card && !more &&
                               (thumbnailRect(item->node()).contains(inside) || stripRect(item->node()).contains(inside));
        if (onPicture) Q_EMIT canvas_.thumbnailClicked(clicked);
        return;
    }
    if (kind == Kind::Move) return dropNodes();
    if (kind == Kind::Link && hand_) return dropLink();
    finish();
}

void Gestures::dropNodes() {
    QHash<NodeId, QPointF> positions;
    if (!moved_.isNull())
        for (const NodeId id : scene_.held())
            if (const NodeItem* item = scene_.node(id)) positions.insert(id, item->pos());
    const LinkEnds link = dropLink_;
    const NodeId node = node_;
    if (link.from != 0)
        Q_EMIT canvas_.nodeDroppedOnLink(node, link, positions.value(node));
    else if (!positions.isEmpty())
        Q_EMIT canvas_.nodesMoved(positions);
    finish();
}

bool Gestures::cancel() {
    if (!active()) return false;
    if (kind_ == Kind::Rubber) scene_.setSelection(selectionBefore_);
    finish();
    return true;
}

void Gestures::finish() {
    panning_.stop();
    if (kind_ == Kind::Link) {
        setHot(std::nullopt);
        refuse({});
        if (taken_) scene_.mark(*taken_, [](LinkMarks& m) { m.held = false; });
        for (NodeItem* item : scene_.nodes()) {
            NodeMarks marks = item->marks();
            marks.fadedInputs = marks.fadedOutputs = 0;
            item->setMarks(marks);
        }
    }
    if (kind_ == Kind::Move) {
        setDropLink({});
        scene_.release();
    }
    hand_.reset();
    rubber_.reset();
    taken_.reset();
    kind_ = Kind::None;
    updateCursor();
}

void Gestures::doubleClick(QMouseEvent& event) {
    if (event.button() != Qt::LeftButton) return;
    const QPointF here = canvas_.mapToScene(event.position().toPoint());
    if (const NodeItem* node = scene_.nodeAt(here)) {
        Q_EMIT canvas_.nodeActivated(node->node().id);
    } else if (!scene_.linkAt(here, LinkReach)) {
        Q_EMIT canvas_.emptyDoubleClicked(here);
    }
}

void Gestures::hover(QPointF here, Qt::KeyboardModifiers modifiers) {
    NodeItem* node = scene_.nodeAt(here);
    const auto port = reach() > 0 ? scene_.portAt(here, reach()) : std::nullopt;
    LinkItem* link = node || port ? nullptr : scene_.linkAt(here, LinkReach / std::min(1.0, canvas_.zoom()));
    setHovered(node ? node->node().id : 0, link ? link->link().ends : LinkEnds());
    if (link && !linkShown_ && modifiers & Qt::AltModifier) altPressed();
    const bool picture =
        node && detailAt(canvas_.zoom(), false) >= Detail::Card && thumbnailRect(node->node()).contains(here - node->pos());
    canvas_.viewport()->setCursor(space_                          ? Qt::OpenHandCursor
                                  : port && !canvas_.isReadOnly() ? Qt::CrossCursor
                                  : picture                       ? Qt::PointingHandCursor
                                                                  : Qt::ArrowCursor);
}

void Gestures::setHovered(NodeId node, const LinkEnds& link) {
    if (node != hoveredNode_) {
        scene_.mark(hoveredNode_, [](NodeMarks& m) { m.hovered = false; });
        scene_.mark(node, [](NodeMarks& m) { m.hovered = true; });
        hoveredNode_ = node;
    }
    if (link == hoveredLink_) return;
    scene_.mark(hoveredLink_, [](LinkMarks& m) { m.hovered = false; });
    scene_.mark(link, [](LinkMarks& m) { m.hovered = true; });
    hoveredLink_ = link;
    linger_.stop();
    if (std::exchange(linkShown_, false)) Q_EMIT canvas_.linkLeft();
    if (link.from != 0) linger_.start();
}

void Gestures::altPressed() {
    if (hoveredLink_.from == 0 || linkShown_) return;
    linger_.stop();
    linkShown_ = true;
    Q_EMIT canvas_.linkHovered(hoveredLink_);
}

void Gestures::leave() {
    if (!active()) setHovered(0, {});
}

void Gestures::setDropLink(const LinkEnds& link) {
    if (link == dropLink_) return;
    scene_.mark(dropLink_, [](LinkMarks& m) { m.target = false; });
    scene_.mark(link, [](LinkMarks& m) { m.target = true; });
    dropLink_ = link;
}

void Gestures::dragOver(QPointF scenePosition) {
    const LinkItem* link = scene_.linkAt(scenePosition, 20);
    setDropLink(link ? link->link().ends : LinkEnds());
}

std::optional<LinkEnds> Gestures::endDrag() {
    const LinkEnds link = dropLink_;
    setDropLink({});
    return link.from != 0 ? std::optional(link) : std::nullopt;
}

void Gestures::setSpace(bool held) {
    space_ = held;
    updateCursor();
}

/// At the edge of the view, what is dragged pulls the canvas along.
void Gestures::autoPan() {
    const QRect view = canvas_.viewport()->rect();
    const auto pull = [](double v, double low, double high) {
        return v < low + PanEdge ? (v - low - PanEdge) / 2 : v > high - PanEdge ? (v - high + PanEdge) / 2 : 0.0;
    };
    const double dx = std::clamp(pull(at_.x(), view.left(), view.right()), -24.0, 24.0);
    const double dy = std::clamp(pull(at_.y(), view.top(), view.bottom()), -24.0, 24.0);
    if (dx == 0 && dy == 0) return;
    canvas_.horizontalScrollBar()->setValue(canvas_.horizontalScrollBar()->value() + qRound(dx));
    canvas_.verticalScrollBar()->setValue(canvas_.verticalScrollBar()->value() + qRound(dy));
    drag();
}

void Gestures::scrolled() {
    if (kind_ == Kind::Link && hand_) markPorts();
}

void Gestures::modelChanged() {
    const bool handEmpty = (kind_ == Kind::Link && !scene_.node(port_.node)) || (taken_ && !scene_.link(*taken_)) ||
                           ((kind_ == Kind::Move || kind_ == Kind::Press) && !scene_.node(node_));
    if (hot_ && !scene_.node(hot_->node)) hot_.reset();
    if (handEmpty) finish();
    if (kind_ == Kind::Link && hand_) markPorts();
    const bool nodeGone = hoveredNode_ != 0 && !scene_.node(hoveredNode_),
               linkGone = hoveredLink_.from != 0 && !scene_.link(hoveredLink_);
    if (nodeGone || linkGone) setHovered(nodeGone ? 0 : hoveredNode_, linkGone ? LinkEnds() : hoveredLink_);
}

void Gestures::updateCursor() {
    const Qt::CursorShape shape = kind_ == Kind::Pan || kind_ == Kind::Move ? Qt::ClosedHandCursor
                                  : kind_ == Kind::Link ? (refusal_.isEmpty() ? Qt::CrossCursor : Qt::ForbiddenCursor)
                                  : space_              ? Qt::OpenHandCursor
                                                        : Qt::ArrowCursor;
    canvas_.viewport()->setCursor(shape);
}

}  // namespace nw::canvas
