// The way of a link between two ports: straight, a rounded step, or a lane beside the nodes in between.
#pragma once

#include <QHash>
#include <QLineF>
#include <QList>
#include <QPainterPath>
#include <QRectF>
#include <vector>

#include "widgets/canvas/model.h"

namespace nw::canvas {

struct Route {
    QPainterPath path;
    QList<QPointF> points;
    QList<QLineF> halos;  ///< where a horizontal run crosses links of other ports
};

/// Finds ways around rectangles. Made for one picture: lanes that were given out are kept apart from later ones.
class Router {
public:
    explicit Router(const QHash<NodeId, QRectF>& nodes);

    /// From the output at `a` to the input at `b`. `shift` moves a lane that comes from the right down and one from the left up, so
    /// that the lanes to neighbouring inputs of a node nest.
    Route route(const LinkEnds& ends, QPointF a, QPointF b, double shift = 0);

private:
    struct Obstacle {
        NodeId id;
        QRectF rect;
    };
    struct Run {  ///< a taken stretch: at `at`, from `low` to `high` along the other axis
        double at, low, high;
        NodeId source;
        QString output;
    };
    using Runs = QHash<int, std::vector<Run>>;

    template <typename Visit>
    void visit(const QRectF& area, Visit visit) const;
    bool isFree(const QRectF& area, const LinkEnds& ends) const;
    /// The x of a free vertical lane right (+1) or left (-1) of everything between y1 and y2.
    double laneBeside(const LinkEnds& ends, double x, double y1, double y2, int side) const;
    static bool isTaken(const Runs& runs, const Run& run, double distance);
    static double place(Runs& runs, Run run, std::initializer_list<double> offsets);
    Route step(const LinkEnds& ends, QPointF a, QPointF b, double lane);
    Route around(const LinkEnds& ends, QPointF a, QPointF b);

    std::vector<Obstacle> obstacles_;
    QHash<quint64, std::vector<int>> cells_;
    Runs horizontal_, vertical_;
};

/// Fills the halos of routes that are drawn together; `ends` in the same order.
void findCrossings(const QList<LinkEnds>& ends, QList<Route>& routes);

/// A polyline with rounded corners.
QPainterPath roundedPath(const QList<QPointF>& points, double radius);
/// While a link is in the hand: from an output at `a` to `b` below it.
QPainterPath handPath(QPointF a, QPointF b);

}  // namespace nw::canvas
