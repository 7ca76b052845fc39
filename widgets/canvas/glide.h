// Glide: nodes on their way to new places and heights, and new ones that appear. The model is there at once; only what is painted
// follows, for 160 ms.
#pragma once

#include <QHash>
#include <QPointF>
#include <QVariantAnimation>
#include <functional>

#include "widgets/canvas/model.h"

namespace nw::canvas {

/// How a node is seen. At rest it is all there, as tall as its node says.
struct Pose {
    QPointF at;
    double presence = 1;  ///< 0…1, its opacity
    double stretch = 0;   ///< taller than its node by this
};

class Glide final : public QObject {
    Q_OBJECT
public:
    /// `show` gives a node a pose; `moved` follows when all of a step stand: links are to be drawn anew.
    Glide(std::function<void(NodeId, const Pose&)> show, std::function<void()> moved);

    /// From how it is seen now to rest at `to`.
    void add(NodeId id, const Pose& from, QPointF to);
    void start();
    /// All are where they belong at once.
    void finish();
    /// The node has gone or is in the hand.
    void drop(NodeId id) { ways_.remove(id); }
    bool isGliding(NodeId id) const { return ways_.contains(id); }
    bool isActive() const { return !ways_.isEmpty(); }
    QList<NodeId> nodes() const { return ways_.keys(); }
    /// Where it will be.
    QPointF target(NodeId id) const { return ways_.value(id).to; }

private:
    struct Way {
        Pose from;
        QPointF to;
    };
    void step(double share);

    std::function<void(NodeId, const Pose&)> show_;
    std::function<void()> moved_;
    QHash<NodeId, Way> ways_;
    QVariantAnimation motion_;
};

}  // namespace nw::canvas
