// The scene of a canvas: keeps one item a node and one a link in step with the model, and knows what is where and what is selected.
#pragma once

#include <QGraphicsScene>
#include <QMultiHash>
#include <QSet>
#include <memory>
#include <optional>

#include "widgets/canvas/glide.h"
#include "widgets/canvas/items.h"

namespace nw::canvas {

class GraphScene final : public QGraphicsScene {
    Q_OBJECT
public:
    explicit GraphScene(QObject* parent = nullptr);

    const CanvasModel& model() const { return model_; }
    /// Compares by id and changes only items that differ. Nodes that are held stay where the hand has them.
    void setModel(const CanvasModel& model);
    /// From now on nodes that a model moves glide to their places, not what the hand has put there; cards that get or lose their
    /// preview grow or shrink; new nodes beside old ones fade in.
    void setGliding(bool glides) { glides_ = glides; }
    /// All are where they belong at once.
    void settle() { glide_.finish(); }
    SceneLook& look() { return look_; }
    void setScheme(theme::Scheme scheme);
    void repaintNodes();  ///< also those that are kept as pixmaps

    NodeItem* node(NodeId id) const { return nodes_.value(id); }
    LinkItem* link(const LinkEnds& ends) const { return links_.value(ends); }
    const QHash<NodeId, NodeItem*>& nodes() const { return nodes_; }
    const QHash<LinkEnds, LinkItem*>& links() const { return links_; }
    QList<LinkItem*> linksOf(NodeId id) const { return touching_.values(id); }
    /// From sources to sinks.
    const QList<NodeId>& order() const;
    /// Where the node's card is when it has glided to its place; null when there is no such node. What aims at a node aims here.
    QRectF restingBody(NodeId id) const;
    /// Of all cards where they belong; null when there are none.
    QRectF graphRect() const;

    NodeItem* nodeAt(QPointF point) const;
    std::optional<PortRef> portAt(QPointF point, double reach) const;
    LinkItem* linkAt(QPointF point, double reach) const;
    QPointF portPosition(const PortRef& port) const;

    const QSet<NodeId>& selection() const { return selection_; }
    const QSet<LinkEnds>& selectedLinks() const { return selectedLinks_; }
    void setSelection(const QSet<NodeId>& nodes, const QSet<LinkEnds>& links = {});

    /// Takes nodes into the hand: their links follow while they move, all others stay.
    void hold(const QSet<NodeId>& nodes);
    void moveHeld(QPointF by);
    /// Puts them back where the model has them.
    void release();
    const QSet<NodeId>& held() const { return held_; }

    template <typename Change>
    void mark(NodeId id, Change change) {
        if (NodeItem* item = node(id)) {
            NodeMarks marks = item->marks();
            change(marks);
            item->setMarks(marks);
        }
    }
    template <typename Change>
    void mark(const LinkEnds& ends, Change change) {
        if (LinkItem* item = link(ends)) {
            LinkMarks marks = item->marks();
            change(marks);
            item->setMarks(marks);
        }
    }

Q_SIGNALS:
    /// Also when a selected node has gone.
    void selectionSetChanged();

private:
    using Poses = QHash<NodeId, Pose>;
    /// Nodes that are to glide are told with how they were seen.
    bool updateNodes(const CanvasModel& model, Poses& gliding);
    bool updateNode(NodeItem& item, const Node& node, Poses& gliding);
    bool updateLinks(const CanvasModel& model);
    void dropStaleSelection();
    void route(const QList<LinkItem*>& links, const QSet<NodeId>& without);
    void routeAll();
    void routeOf(const QSet<NodeId>& moving);
    void joinGlide(Poses& from);
    void beginGlide(const Poses& from);
    QRectF itemsRect() const;

    CanvasModel model_;
    SceneLook look_;
    QHash<NodeId, NodeItem*> nodes_;
    QHash<LinkEnds, LinkItem*> links_;
    QMultiHash<NodeId, LinkItem*> touching_;
    mutable QList<NodeId> order_;
    QSet<NodeId> selection_;
    QSet<LinkEnds> selectedLinks_;
    QSet<NodeId> held_;
    QHash<NodeId, QPointF> heldFrom_;
    Glide glide_;
    bool glides_ = false;
    QSet<NodeId> landed_;  ///< let go by the hand: the next model has them where they were put
    QRectF restRect_;      ///< of all while some glide
};

}  // namespace nw::canvas
