// The two items of the canvas's scene: a node and a link. They hold what to draw and where; what happens to them is the scene's.
#pragma once

#include <QGraphicsItem>

#include "widgets/canvas/glide.h"
#include "widgets/canvas/node_painter.h"
#include "widgets/canvas/routing.h"

namespace nw::canvas {

/// What all items of a scene share.
struct SceneLook {
    const Ink* ink = nullptr;
    bool changing = false;  ///< the zoom moves just now
    double turn = 0;        ///< 0…1, of running signs
};

class NodeItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 1 };
    NodeItem(const Node& node, const SceneLook& look);

    const Node& node() const { return node_; }
    /// Does not move it. True when ports or size changed, so that links must be routed again.
    bool setNode(const Node& node);
    const NodeMarks& marks() const { return marks_; }
    void setMarks(const NodeMarks& marks);
    void forgetPictures();

    Pose pose() const { return {pos(), opacity(), stretch_}; }
    void setPose(const Pose& pose);
    QRectF body() const { return nodeBody(node_).adjusted(0, 0, 0, stretch_).translated(pos()); }
    QPointF portAt(int index, bool isOutput) const {
        return pos() + (isOutput ? outputAt(node_, index) + QPointF(0, stretch_) : inputAt(node_, index));
    }

    int type() const override { return Type; }
    QRectF boundingRect() const override { return bounds_; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    Node node_;
    const SceneLook& look_;
    NodeMarks marks_;
    double stretch_ = 0;
    QRectF bounds_;
    mutable NodeCache cache_;
};

struct LinkMarks {
    bool selected = false;
    bool hovered = false;
    bool target = false;  ///< what is dropped now goes in between
    bool held = false;    ///< its end is in the hand
    bool operator==(const LinkMarks&) const = default;
};

class LinkItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 2 };
    LinkItem(const Link& link, const SceneLook& look);

    const Link& link() const { return link_; }
    void setLink(const Link& link);
    const Route& route() const { return route_; }
    void setRoute(Route route);
    const LinkMarks& marks() const { return marks_; }
    void setMarks(const LinkMarks& marks);
    /// The distance of a point to the way.
    double distanceTo(QPointF point) const;

    int type() const override { return Type; }
    QRectF boundingRect() const override { return bounds_; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    double restingZ() const;

    Link link_;
    const SceneLook& look_;
    LinkMarks marks_;
    Route route_;
    QRectF bounds_;
};

/// The link in the hand: a curve from a port to the pointer.
class HandLinkItem final : public QGraphicsItem {
public:
    explicit HandLinkItem(const SceneLook& look);
    void setEnds(QPointF output, QPointF input);
    QRectF boundingRect() const override { return path_.controlPointRect().adjusted(-4, -4, 4, 4); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const SceneLook& look_;
    QPainterPath path_;
};

/// The rectangle that selects.
class RubberBandItem final : public QGraphicsItem {
public:
    explicit RubberBandItem(const SceneLook& look);
    void setRect(const QRectF& rect);
    QRectF boundingRect() const override { return rect_.adjusted(-8, -8, 8, 8); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const SceneLook& look_;
    QRectF rect_;
};

}  // namespace nw::canvas
