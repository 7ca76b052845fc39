// Model to items: comparing, routing, finding, selecting.
#include "widgets/canvas/graph_scene.h"

#include <algorithm>
#include <cmath>

#include "widgets/canvas/layout.h"

namespace nw::canvas {

namespace {
constexpr qsizetype MostGliding = 200;  ///< more than that is no motion that one could follow
constexpr double Faint = 0.05;          ///< how a new node begins; the scene does not find what is not there at all
}  // namespace

GraphScene::GraphScene(QObject* parent)
    : QGraphicsScene(parent),
      glide_(
          [this](NodeId id, const Pose& pose) {
              if (NodeItem* item = node(id)) item->setPose(pose);
          },
          [this] {
              if (glide_.isActive()) {
                  const QList<NodeId> moving = glide_.nodes();
                  return routeOf({moving.begin(), moving.end()});
              }
              routeAll();
          }) {
    setItemIndexMethod(BspTreeIndex);
    look_.ink = &inkOf(theme::Theme::instance().scheme());
}

void GraphScene::setScheme(theme::Scheme scheme) {
    look_.ink = &inkOf(scheme);
    repaintNodes();
    update();
}

void GraphScene::repaintNodes() {
    for (NodeItem* item : std::as_const(nodes_)) item->update();
}

void GraphScene::setModel(const CanvasModel& model) {
    Poses gliding;
    const bool moved = updateNodes(model, gliding), relinked = updateLinks(model);
    landed_.clear();
    model_ = model;
    if (!gliding.isEmpty()) joinGlide(gliding);
    if (relinked || moved) {
        order_.clear();
        routeAll();
    }
    dropStaleSelection();
    beginGlide(gliding);
}

/// Who is on its way already begins anew from where it has come.
void GraphScene::joinGlide(Poses& from) {
    for (const NodeId id : glide_.nodes())
        if (NodeItem* item = node(id)) {
            from.insert(id, item->pose());
            item->setPose({glide_.target(id)});
        }
}

/// All are in their places: what is to glide goes back to how it was seen, and sets off.
void GraphScene::beginGlide(const Poses& from) {
    if (from.isEmpty()) return;
    if (from.size() > MostGliding) return glide_.finish();
    restRect_ = itemsRect();
    for (auto it = from.begin(); it != from.end(); ++it) {
        NodeItem* item = node(it.key());
        glide_.add(it.key(), it.value(), item->pos());
        item->setPose(it.value());
    }
    routeOf({from.keyBegin(), from.keyEnd()});
    glide_.start();
}

bool GraphScene::updateNode(NodeItem& item, const Node& node, Poses& gliding) {
    const Pose seen = item.pose();
    const bool held = held_.contains(node.id), folded = item.node().expanded != node.expanded;
    const double stretch = item.body().height() - nodeSize(node).height();
    const bool reshaped = item.setNode(node);
    const bool onItsWay = glide_.isGliding(node.id) && glide_.target(node.id) == node.position;
    const bool moved = seen.at != node.position && !held && !onItsWay;
    if (!moved && !(folded && stretch != 0)) return reshaped;
    glide_.drop(node.id);
    if (glides_ && !landed_.contains(node.id)) gliding.insert(node.id, {seen.at, seen.presence, stretch});
    item.setPose({held ? seen.at : node.position});
    return true;
}

bool GraphScene::updateNodes(const CanvasModel& model, Poses& gliding) {
    bool changed = model.nodes.size() != nodes_.size();
    QSet<NodeId> alive;
    alive.reserve(model.nodes.size());
    QList<NodeItem*> fresh;
    for (const Node& node : model.nodes) {
        alive.insert(node.id);
        if (NodeItem* item = nodes_.value(node.id)) {
            changed = updateNode(*item, node, gliding) || changed;
            continue;
        }
        auto* item = new NodeItem(node, look_);
        nodes_.insert(node.id, item);
        addItem(item);
        fresh.append(item);
        changed = true;
    }
    // Another graph altogether is there at once.
    if (glides_ && fresh.size() < model.nodes.size())
        for (const NodeItem* item : fresh) gliding.insert(item->node().id, {item->pos(), Faint, 0});
    for (auto it = nodes_.begin(); it != nodes_.end();) {
        if (alive.contains(it.key())) {
            ++it;
            continue;
        }
        held_.remove(it.key());
        glide_.drop(it.key());
        delete it.value();
        it = nodes_.erase(it);
        changed = true;
    }
    return changed;
}

bool GraphScene::updateLinks(const CanvasModel& model) {
    bool changed = false;
    QSet<LinkEnds> alive;
    alive.reserve(model.links.size());
    for (const Link& link : model.links) {
        const bool drawable = nodes_.contains(link.ends.from) && nodes_.contains(link.ends.to);
        if (!drawable || alive.contains(link.ends)) continue;
        alive.insert(link.ends);
        if (LinkItem* item = links_.value(link.ends)) {
            item->setLink(link);
            continue;
        }
        auto* item = new LinkItem(link, look_);
        links_.insert(link.ends, item);
        touching_.insert(link.ends.from, item);
        touching_.insert(link.ends.to, item);
        addItem(item);
        changed = true;
    }
    for (auto it = links_.begin(); it != links_.end();) {
        if (alive.contains(it.key())) {
            ++it;
            continue;
        }
        touching_.remove(it.key().from, it.value());
        touching_.remove(it.key().to, it.value());
        delete it.value();
        it = links_.erase(it);
        changed = true;
    }
    return changed;
}

void GraphScene::dropStaleSelection() {
    QSet<NodeId> nodes;
    QSet<LinkEnds> links;
    for (const NodeId id : std::as_const(selection_))
        if (nodes_.contains(id)) nodes.insert(id);
    for (const LinkEnds& ends : std::as_const(selectedLinks_))
        if (links_.contains(ends)) links.insert(ends);
    if (nodes != selection_ || links != selectedLinks_) setSelection(nodes, links);
}

void GraphScene::route(const QList<LinkItem*>& links, const QSet<NodeId>& without) {
    QHash<NodeId, QRectF> rects;
    rects.reserve(nodes_.size());
    for (auto it = nodes_.begin(); it != nodes_.end(); ++it)
        if (!without.contains(it.key())) rects.insert(it.key(), it.value()->body());
    Router router(rects);
    QList<LinkItem*> drawn;
    QList<LinkEnds> drawnEnds;
    QList<Route> routes;
    for (LinkItem* item : links) {
        const LinkEnds& ends = item->link().ends;
        const NodeItem *from = node(ends.from), *to = node(ends.to);
        const int output = indexOf(from->node().outputs, ends.output), input = indexOf(to->node().inputs, ends.input);
        item->setVisible(output >= 0 && input >= 0);
        if (!item->isVisible()) continue;
        drawn.append(item);
        drawnEnds.append(ends);
        routes.append(router.route(
            {ends, from->portAt(output, true), to->portAt(input, false), from->body(), to->body(), laneShift(to->node(), input)}));
    }
    findCrossings(drawnEnds, routes);
    for (qsizetype i = 0; i < drawn.size(); ++i) drawn[i]->setRoute(routes[i]);
}

void GraphScene::routeAll() {
    // The shortest first, so that longer ones run outside of them; else in the order of the model: the same way each time.
    QList<LinkItem*> all;
    all.reserve(links_.size());
    QSet<LinkEnds> seen;
    for (const Link& link : model_.links)
        if (LinkItem* item = links_.value(link.ends); item && !seen.contains(link.ends)) {
            seen.insert(link.ends);
            all.append(item);
        }
    const auto reach = [this](const LinkItem* link) {
        const LinkEnds& ends = link->link().ends;
        return std::abs(node(ends.to)->body().center().y() - node(ends.from)->body().center().y());
    };
    std::stable_sort(all.begin(), all.end(), [&](const LinkItem* a, const LinkItem* b) { return reach(a) < reach(b); });
    route(all, {});
}

const QList<NodeId>& GraphScene::order() const {
    if (order_.size() != model_.nodes.size()) order_ = topologicalOrder(model_);
    return order_;
}

QRectF GraphScene::restingBody(NodeId id) const {
    const NodeItem* item = node(id);
    if (!item) return {};
    return glide_.isGliding(id) ? nodeBody(item->node()).translated(glide_.target(id)) : item->body();
}

QRectF GraphScene::graphRect() const { return glide_.isActive() ? restRect_ : itemsRect(); }

QRectF GraphScene::itemsRect() const {
    QRectF rect;
    for (const NodeItem* item : nodes_) rect |= item->body();
    for (const LinkItem* item : links_) rect |= item->route().path.controlPointRect();
    return rect;
}

NodeItem* GraphScene::nodeAt(QPointF point) const {
    for (QGraphicsItem* item : items(point, Qt::IntersectsItemBoundingRect, Qt::DescendingOrder))
        if (auto* found = qgraphicsitem_cast<NodeItem*>(item); found && found->body().contains(point)) return found;
    return nullptr;
}

std::optional<PortRef> GraphScene::portAt(QPointF point, double reach) const {
    std::optional<PortRef> best;
    double distance = reach;
    const QRectF area(point - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach));
    for (QGraphicsItem* item : items(area, Qt::IntersectsItemBoundingRect, Qt::DescendingOrder)) {
        const auto* found = qgraphicsitem_cast<NodeItem*>(item);
        if (!found) continue;
        for (const bool isOutput : {true, false}) {
            const QList<Port>& ports = isOutput ? found->node().outputs : found->node().inputs;
            for (int i = 0; i < ports.size(); ++i) {
                const double d = QLineF(found->portAt(i, isOutput), point).length();
                if (d > distance) continue;
                distance = d;
                best = PortRef{found->node().id, ports[i].id, isOutput};
            }
        }
    }
    return best;
}

LinkItem* GraphScene::linkAt(QPointF point, double reach) const {
    LinkItem* best = nullptr;
    double distance = reach;
    const QRectF area(point - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach));
    for (QGraphicsItem* item : items(area, Qt::IntersectsItemBoundingRect, Qt::DescendingOrder)) {
        auto* found = qgraphicsitem_cast<LinkItem*>(item);
        if (!found) continue;
        const double d = found->distanceTo(point);
        if (d > distance) continue;
        distance = d;
        best = found;
    }
    return best;
}

QPointF GraphScene::portPosition(const PortRef& port) const {
    const NodeItem* item = node(port.node);
    if (!item) return {};
    const int index = indexOf(port.isOutput ? item->node().outputs : item->node().inputs, port.port);
    return index < 0 ? item->body().center() : item->portAt(index, port.isOutput);
}

void GraphScene::setSelection(const QSet<NodeId>& nodes, const QSet<LinkEnds>& links) {
    if (nodes == selection_ && links == selectedLinks_) return;
    for (const NodeId id : std::as_const(selection_))
        if (!nodes.contains(id)) mark(id, [](NodeMarks& m) { m.selected = false; });
    for (const LinkEnds& ends : std::as_const(selectedLinks_))
        if (!links.contains(ends)) mark(ends, [](LinkMarks& m) { m.selected = false; });
    selection_ = nodes;
    selectedLinks_ = links;
    for (const NodeId id : nodes) mark(id, [](NodeMarks& m) { m.selected = true; });
    for (const LinkEnds& ends : links) mark(ends, [](LinkMarks& m) { m.selected = true; });
    Q_EMIT selectionSetChanged();
}

void GraphScene::hold(const QSet<NodeId>& nodes) {
    glide_.finish();
    held_ = nodes;
    heldFrom_.clear();
    for (const NodeId id : nodes)
        if (NodeItem* item = node(id)) {
            heldFrom_.insert(id, item->pos());
            item->setZValue(2);
        }
}

void GraphScene::moveHeld(QPointF by) {
    for (const NodeId id : std::as_const(held_))
        if (NodeItem* item = node(id)) item->setPos(heldFrom_.value(id) + by);
    routeOf(held_);
}

/// The links of nodes that move; all others stay.
void GraphScene::routeOf(const QSet<NodeId>& moving) {
    QList<LinkItem*> links;
    QSet<LinkItem*> seen;
    for (const NodeId id : moving)
        for (LinkItem* link : linksOf(id))
            if (!seen.contains(link)) {
                seen.insert(link);
                links.append(link);
            }
    route(links, moving);
}

void GraphScene::release() {
    const QSet<NodeId> held = landed_ = std::exchange(held_, {});
    heldFrom_.clear();
    for (const Node& n : model_.nodes)
        if (held.contains(n.id))
            if (NodeItem* item = node(n.id)) {
                item->setZValue(item->marks().selected || item->marks().focused ? 1.5 : 1);
                item->setPos(n.position);
            }
    if (!held.isEmpty()) routeAll();
}

}  // namespace nw::canvas
