// Routing on a grid of cells that knows which nodes lie where.
#include "widgets/canvas/routing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nw::canvas {

namespace {

constexpr double Radius = 12, LaneAbove = 16, LaneOutside = 36, Cell = 320, Clearance = 6, NearRun = 5, HaloReach = 7;

int cellOf(double v) { return static_cast<int>(std::floor(v / Cell)); }
quint64 keyOf(int x, int y) { return (static_cast<quint64>(static_cast<quint32>(x)) << 32) | static_cast<quint32>(y); }
QRectF spanning(QPointF a, QPointF b, double margin) {
    return QRectF(a, b).normalized().adjusted(-margin, -margin, margin, margin);
}

}  // namespace

QPainterPath roundedPath(const QList<QPointF>& points, double radius) {
    QPainterPath path(points.front());
    for (qsizetype i = 1; i + 1 < points.size(); ++i) {
        const QLineF in(points[i], points[i - 1]), out(points[i], points[i + 1]);
        const bool first = i == 1, last = i + 2 == points.size();
        const double r = std::min({radius, in.length() / (first ? 1 : 2), out.length() / (last ? 1 : 2)});
        if (r < 0.5) {
            path.lineTo(points[i]);
            continue;
        }
        path.lineTo(in.pointAt(r / in.length()));
        path.quadTo(points[i], out.pointAt(r / out.length()));
    }
    path.lineTo(points.back());
    return path;
}

QPainterPath handPath(QPointF a, QPointF b) {
    QPainterPath path(a);
    const double c = std::clamp(std::abs(b.y() - a.y()) * 0.5, 16.0, 120.0);
    path.cubicTo(a + QPointF(0, c), b - QPointF(0, c), b);
    return path;
}

Router::Router(const QHash<NodeId, QRectF>& nodes) {
    obstacles_.reserve(static_cast<std::size_t>(nodes.size()));
    for (auto it = nodes.begin(); it != nodes.end(); ++it) obstacles_.push_back({it.key(), it.value()});
    for (std::size_t i = 0; i < obstacles_.size(); ++i) {
        const QRectF& r = obstacles_[i].rect;
        for (int y = cellOf(r.top()); y <= cellOf(r.bottom()); ++y)
            for (int x = cellOf(r.left()); x <= cellOf(r.right()); ++x) cells_[keyOf(x, y)].push_back(static_cast<int>(i));
    }
}

template <typename Visit>
void Router::visit(const QRectF& area, Visit visit) const {
    for (int y = cellOf(area.top()); y <= cellOf(area.bottom()); ++y)
        for (int x = cellOf(area.left()); x <= cellOf(area.right()); ++x) {
            const auto it = cells_.constFind(keyOf(x, y));
            if (it == cells_.constEnd()) continue;
            for (const int i : *it)
                if (const Obstacle& o = obstacles_[static_cast<std::size_t>(i)]; o.rect.intersects(area) && !visit(o)) return;
        }
}

bool Router::isFree(const QRectF& area, const LinkEnds& ends) const {
    bool isFree = true;
    visit(area, [&](const Obstacle& o) { return isFree = o.id == ends.from || o.id == ends.to; });
    return isFree;
}

double Router::laneBeside(const LinkEnds& ends, double x, double y1, double y2, int side) const {
    const double top = std::min(y1, y2), bottom = std::max(y1, y2);
    for (int turn = 0; turn < 64; ++turn) {
        double next = x;
        const QRectF area(x - LaneOutside + 1, top, 2 * LaneOutside - 2, bottom - top);
        visit(area, [&](const Obstacle& o) {
            const bool end = o.id == ends.from || o.id == ends.to;
            const double edge = (side > 0 ? o.rect.right() : o.rect.left()) + side * LaneOutside;
            if ((edge - x) * side > 0 && (!end || o.rect.adjusted(-8, 0, 8, 0).contains(x, o.rect.center().y())))
                next = side > 0 ? std::max(next, edge) : std::min(next, edge);
            return true;
        });
        if (next == x) return x;
        x = next;
    }
    return x;
}

bool Router::isTaken(const Runs& runs, const Run& run, double distance) {
    for (int bucket = static_cast<int>(run.at / 16) - 1; bucket <= static_cast<int>(run.at / 16) + 1; ++bucket) {
        const auto it = runs.constFind(bucket);
        if (it == runs.constEnd()) continue;
        for (const Run& r : *it)
            if (std::abs(r.at - run.at) < distance && r.low < run.high && run.low < r.high &&
                (r.source != run.source || r.output != run.output))
                return true;
    }
    return false;
}

double Router::place(Runs& runs, Run run, std::initializer_list<double> offsets) {
    const double wished = run.at;
    for (const double offset : offsets) {
        run.at = wished + offset;
        if (!isTaken(runs, run, NearRun)) break;
        run.at = wished;
    }
    runs[static_cast<int>(run.at / 16)].push_back(run);
    return run.at;
}

Route Router::step(const LinkEnds& ends, QPointF a, QPointF b, double lane) {
    const auto [low, high] = std::minmax({a.x(), b.x()});
    const double room = b.y() - a.y();
    lane = room >= 28 ? place(horizontal_, {lane, low, high, ends.from, ends.output}, {0, -6, 6, -10}) : lane;
    Route route;
    route.points = {a, {a.x(), lane}, {b.x(), lane}, b};
    route.path = roundedPath(route.points, std::min({Radius, std::abs(b.x() - a.x()) / 2, std::max(4.0, room / 2)}));
    return route;
}

Route Router::around(const LinkEnds& ends, QPointF a, QPointF b) {
    const double y1 = a.y() + LaneAbove, y2 = b.y() - LaneAbove;
    const double right = laneBeside(ends, std::max(a.x(), b.x()) + LaneOutside / 2, y1, y2, 1);
    const double left = laneBeside(ends, std::min(a.x(), b.x()) - LaneOutside / 2, y1, y2, -1);
    const auto detour = [&](double x) { return std::abs(a.x() - x) + std::abs(b.x() - x); };
    const bool goesRight = detour(right) <= detour(left) + 1;
    const auto [low, high] = std::minmax(y1, y2);
    const double s = goesRight ? 1 : -1;
    const double x = place(vertical_, {goesRight ? right : left, low, high, ends.from, ends.output},
                           {0, 8 * s, 16 * s, -8 * s, 24 * s, 32 * s, 40 * s});
    const auto lane = [&](double y, double from, std::initializer_list<double> offsets) {
        const auto [l, h] = std::minmax(from, x);
        return place(horizontal_, {y, l, h, ends.from, ends.output}, offsets);
    };
    const double first = lane(y1, a.x(), {0, -6}), last = lane(y2, b.x(), {0, 6});
    Route route;
    route.points = {a, {a.x(), first}, {x, first}, {x, last}, {b.x(), last}, b};
    route.path = roundedPath(route.points, Radius);
    return route;
}

Route Router::route(const LinkEnds& ends, QPointF a, QPointF b, double shift) {
    const double dx = std::abs(b.x() - a.x()), dy = b.y() - a.y();
    if (dy < 12) return around(ends, a, b);
    if (dx < 0.5) {
        if (!isFree(spanning(a + QPointF(0, 1), b - QPointF(0, 1), Clearance - 1), ends)) return around(ends, a, b);
        Route route;
        route.points = {a, b};
        route.path = roundedPath(route.points, Radius);
        return route;
    }
    const auto free = [&](double lane) {
        const QPointF p(a.x(), lane), q(b.x(), lane);
        return isFree(spanning(a, p, 2), ends) && isFree(spanning(p, q, 2), ends) && isFree(spanning(q, b, 2), ends);
    };
    const double above = b.y() - std::min(LaneAbove, dy / 2) + (dy < 28 ? 0 : a.x() > b.x() ? shift : -shift);
    if (dy <= 48 || free(above)) return step(ends, a, b, above);
    const double below = a.y() + std::min(LaneAbove, dy / 2);
    if (free(below)) return step(ends, a, b, below);
    return around(ends, a, b);
}

void findCrossings(const QList<LinkEnds>& ends, QList<Route>& routes) {
    struct Upright {
        double x, top, bottom;
        qsizetype route;
    };
    QHash<int, std::vector<Upright>> buckets;
    for (qsizetype r = 0; r < routes.size(); ++r)
        for (qsizetype i = 1; i < routes[r].points.size(); ++i) {
            const QPointF p = routes[r].points[i - 1], q = routes[r].points[i];
            if (p.x() == q.x()) buckets[cellOf(p.x())].push_back({p.x(), std::min(p.y(), q.y()), std::max(p.y(), q.y()), r});
        }
    const auto sameSource = [&](qsizetype a, qsizetype b) {
        return ends[a].from == ends[b].from && ends[a].output == ends[b].output;
    };
    for (qsizetype r = 0; r < routes.size(); ++r)
        for (qsizetype i = 1; i < routes[r].points.size(); ++i) {
            const double y = routes[r].points[i].y();
            if (routes[r].points[i - 1].y() != y) continue;
            const auto [left, right] = std::minmax({routes[r].points[i - 1].x(), routes[r].points[i].x()});
            for (int cell = cellOf(left); cell <= cellOf(right); ++cell)
                for (const Upright& u : buckets.value(cell))
                    if (u.x > left + Radius && u.x < right - Radius && u.top < y - 2 && u.bottom > y + 2 && !sameSource(r, u.route))
                        routes[r].halos.append(QLineF(u.x - HaloReach, y, u.x + HaloReach, y));
        }
}

}  // namespace nw::canvas
