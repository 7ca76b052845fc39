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

/// What a link connects: an output at `a` on the lower edge of a card, an input at `b` on the upper edge of another.
struct Span {
    LinkEnds ends;
    QPointF a, b;
    QRectF source, target;  ///< the two cards
    double shift =
        0;  ///< moves a lane that comes from the right down and one from the left up, so that lanes to neighbouring inputs nest
};

/// Finds ways around rectangles. Made for one picture: lanes that were given out are kept apart from later ones.
class Router {
public:
    explicit Router(const QHash<NodeId, QRectF>& nodes);

    /// Leaves `a` downward and enters `b` from above; behind no card as long as there is a way and looking for it is not felt.
    Route route(const Span& span);

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
    /// No card in the way, those of the ends included.
    bool isClear(const QList<QPointF>& way, const Span& span) const;
    /// How far from the end of a link its first lane may run: less than usual where another card is near.
    double stub(QPointF end, int down, const LinkEnds& ends) const;
    /// The x of a free vertical lane right (+1) or left (-1) of everything between y1 and y2.
    double laneBeside(const LinkEnds& ends, double x, double y1, double y2, int side) const;
    static bool isTaken(const Runs& runs, const Run& run, double distance);
    /// Keeps the stretches of a way off those of other links.
    Route laid(QList<QPointF> way, const Span& span);
    QList<QPointF> laneAround(const Span& span, double y1, double y2) const;
    QList<QPointF> detourOf(const Span& span, double y1, double y2);
    Route around(const Span& span);

    std::vector<Obstacle> obstacles_;
    QHash<quint64, std::vector<int>> cells_;
    Runs horizontal_, vertical_;
    std::size_t effort_ = 0;  ///< that went into looking for ways
};

/// Fills the halos of routes that are drawn together; `ends` in the same order.
void findCrossings(const QList<LinkEnds>& ends, QList<Route>& routes);

/// A polyline with rounded corners.
QPainterPath roundedPath(const QList<QPointF>& points, double radius);
/// While a link is in the hand: from an output at `a` to `b` below it.
QPainterPath handPath(QPointF a, QPointF b);

}  // namespace nw::canvas
