// Glide: nodes on their way to new places. The model is there at once; only what is painted follows, for 160 ms.
#pragma once

#include <QHash>
#include <QPointF>
#include <QVariantAnimation>
#include <functional>

#include "widgets/canvas/model.h"

namespace nw::canvas {

class Glide final : public QObject {
    Q_OBJECT
public:
    /// `place` puts a node somewhere; `moved` follows when all of a step stand: links are to be drawn anew.
    Glide(std::function<void(NodeId, QPointF)> place, std::function<void()> moved);

    /// From where it is seen now.
    void add(NodeId id, QPointF from, QPointF to);
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
        QPointF from, to;
    };
    void step(double share);

    std::function<void(NodeId, QPointF)> place_;
    std::function<void()> moved_;
    QHash<NodeId, Way> ways_;
    QVariantAnimation motion_;
};

}  // namespace nw::canvas
