// Routing on a grid of cells that knows which nodes lie where.
#include "widgets/canvas/routing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "widgets/canvas/detour.h"

namespace nw::canvas {

namespace {

constexpr double Radius = 12, LaneAbove = 16, LaneOutside = 36, Cell = 320, Clearance = 6, NearRun = 5, HaloReach = 7;
constexpr double Shortest = 6, DetourReach = 700;  ///< of a stretch at a port; around a link that looks for a way
constexpr std::size_t MostEffort = 80000;          ///< of all ways of a picture, in cards squared: some 20 ms
constexpr std::size_t MostCards = 100;             ///< among which a way is looked for

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

bool Router::isClear(const QList<QPointF>& way, const Span& span) const {
    for (qsizetype i = 1; i < way.size(); ++i) {
        const bool first = i == 1, last = i + 1 == way.size();
        const QRectF area = spanning(way[i - 1], way[i], first || last ? 2 : Clearance - 1);
        if ((!first && span.source.intersects(area)) || (!last && span.target.intersects(area))) return false;
        if (!isFree(area, span.ends)) return false;
    }
    return way[1].y() - span.a.y() >= Shortest && span.b.y() - way[way.size() - 2].y() >= Shortest;
}

double Router::stub(QPointF end, int down, const LinkEnds& ends) const {
    double room = 2 * LaneAbove;
    const QRectF area(end.x() - Clearance, down > 0 ? end.y() + 1 : end.y() - 1 - room, 2 * Clearance, room);
    visit(area, [&](const Obstacle& o) {
        if (o.id != ends.from && o.id != ends.to)
            room = std::clamp(down > 0 ? o.rect.top() - end.y() : end.y() - o.rect.bottom(), 0.0, room);
        return true;
    });
    return std::min(LaneAbove, room / 2);
}

Route Router::laid(QList<QPointF> way, const Span& span) {
    const double out = way[way.size() / 2].x() >= (span.a.x() + span.b.x()) / 2 ? 1 : -1;
    for (qsizetype i = 1; i + 2 < way.size(); ++i) {
        const bool level = way[i].y() == way[i + 1].y();
        Runs& runs = level ? horizontal_ : vertical_;
        const auto [low, high] = level ? std::minmax({way[i].x(), way[i + 1].x()}) : std::minmax({way[i].y(), way[i + 1].y()});
        Run run{level ? way[i].y() : way[i].x(), low, high, span.ends.from, span.ends.output};
        const double wished = run.at;
        for (const double offset :
             level ? std::array{0.0, -6.0, 6.0, -10.0, 10.0, 0.0, 0.0} : std::array{0.0, 8.0, -8.0, 16.0, 24.0, 32.0, 40.0}) {
            run.at = wished + (level ? offset : out * offset);
            if (isTaken(runs, run, NearRun)) continue;
            QList<QPointF> moved = way;
            for (QPointF* p : {&moved[i], &moved[i + 1]}) (level ? p->ry() : p->rx()) = run.at;
            if (offset != 0 && !isClear(moved, span)) continue;
            way = moved;
            break;
        }
        run.at = level ? way[i].y() : way[i].x();
        runs[static_cast<int>(run.at / 16)].push_back(run);
    }
    Route route;
    const double most = way.size() == 4 ? std::max(4.0, (span.b.y() - span.a.y()) / 2) : Radius;
    route.path = roundedPath(way, std::min(Radius, most));
    route.points = std::move(way);
    return route;
}

/// Two lanes, below the source and above the target, and one upright between them: outside of all that lies there, or beside one of
/// the ends. The shortest that is clear; none is empty.
QList<QPointF> Router::laneAround(const Span& span, double y1, double y2) const {
    const auto [a, b] = std::pair(span.a, span.b);
    const double outRight = laneBeside(span.ends, std::max(a.x(), b.x()) + LaneOutside / 2, y1, y2, 1);
    const double outLeft = laneBeside(span.ends, std::min(a.x(), b.x()) - LaneOutside / 2, y1, y2, -1);
    const auto length = [&](double x) { return std::abs(a.x() - x) + std::abs(b.x() - x); };
    QList<QPointF> best;
    double least = std::numeric_limits<double>::max();
    for (const double x : {outRight, outLeft, span.source.right() + LaneOutside, span.source.left() - LaneOutside,
                           span.target.right() + LaneOutside, span.target.left() - LaneOutside}) {
        if (length(x) + 1 >= least) continue;
        QList<QPointF> way{a, {a.x(), y1}, {x, y1}, {x, y2}, {b.x(), y2}, b};
        if (!isClear(way, span)) continue;
        least = length(x);
        best = std::move(way);
    }
    return best;
}

QList<QPointF> Router::detourOf(const Span& span, double y1, double y2) {
    std::vector<QRectF> cards{span.source, span.target};
    const QRectF near = spanning(span.a, span.b, DetourReach);
    const bool all = obstacles_.size() <= MostCards;
    for (const Obstacle& o : obstacles_)
        if (o.id != span.ends.from && o.id != span.ends.to && (all || o.rect.intersects(near))) cards.push_back(o.rect);
    effort_ += cards.size() * cards.size();
    if (cards.size() > MostCards + 2 || effort_ > MostEffort) return {};
    QList<QPointF> way = detour(cards, {span.a.x(), y1}, {span.b.x(), y2});
    if (way.isEmpty()) return {};
    // The lanes go on straight from and to the ports.
    if (way.size() > 1 && way[1].x() == way[0].x()) way.removeFirst();
    if (way.size() > 1 && way[way.size() - 2].x() == way.back().x()) way.removeLast();
    way.prepend(span.a);
    way.append(span.b);
    return isClear(way, span) ? way : QList<QPointF>();
}

Route Router::around(const Span& span) {
    const double y1 = span.a.y() + stub(span.a, 1, span.ends), y2 = span.b.y() - stub(span.b, -1, span.ends);
    QList<QPointF> way = laneAround(span, y1, y2);
    if (way.isEmpty()) way = detourOf(span, y1, y2);
    if (way.isEmpty()) {  // there is none: behind a card rather than not at all
        const double x = laneBeside(span.ends, std::max(span.a.x(), span.b.x()) + LaneOutside / 2, y1, y2, 1);
        way = {span.a, {span.a.x(), y1}, {x, y1}, {x, y2}, {span.b.x(), y2}, span.b};
    }
    return laid(std::move(way), span);
}

Route Router::route(const Span& span) {
    const QPointF a = span.a, b = span.b;
    const double dx = std::abs(b.x() - a.x()), dy = b.y() - a.y();
    if (dy < 2 * Shortest) return around(span);
    if (dx < 0.5) {
        if (!isFree(spanning(a + QPointF(0, 1), b - QPointF(0, 1), Clearance - 1), span.ends)) return around(span);
        Route route;
        route.points = {a, b};
        route.path = roundedPath(route.points, Radius);
        return route;
    }
    const double above = b.y() - std::min(LaneAbove, dy / 2) + (dy < 28 ? 0 : a.x() > b.x() ? span.shift : -span.shift);
    for (const double lane : {above, a.y() + std::min(LaneAbove, dy / 2)})
        if (const QList<QPointF> way{a, {a.x(), lane}, {b.x(), lane}, b}; isClear(way, span)) return laid(way, span);
    return around(span);
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
