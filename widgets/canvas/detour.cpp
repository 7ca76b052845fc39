// The shortest way (A*) on the grid of all lanes beside cards; a corner costs as much as a stretch of 48, a narrow lane half as
// much again.
#include "widgets/canvas/detour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <queue>

namespace nw::canvas {

namespace {

constexpr double Keep = 6, Corner = 48, Narrow = 1.5;
constexpr std::size_t MostPoints = 40000;

enum Way { Down, Up, Right, Left };
constexpr Way opposite(Way way) { return static_cast<Way>(way ^ 1); }

/// The places of lanes along one axis, and how dear it is to run in them.
class Lanes {
public:
    void add(double at, double price) { lanes_.push_back({at, price}); }
    void close() {
        std::sort(lanes_.begin(), lanes_.end(), [](const Lane& a, const Lane& b) { return a.at < b.at; });
        std::vector<Lane> kept;
        for (const Lane& lane : lanes_)
            if (!kept.empty() && lane.at - kept.back().at < 0.5)
                kept.back().price = std::min(kept.back().price, lane.price);
            else
                kept.push_back(lane);
        lanes_ = std::move(kept);
    }
    int size() const { return static_cast<int>(lanes_.size()); }
    double at(int i) const { return lanes_[static_cast<std::size_t>(i)].at; }
    double price(int i) const { return lanes_[static_cast<std::size_t>(i)].price; }
    /// The last one before `at`, or the first of all.
    int before(double at) const {
        int low = 0;
        while (low + 1 < size() && this->at(low + 1) <= at) ++low;
        return low;
    }
    int nearest(double at) const {
        int best = 0;
        for (int i = 1; i < size(); ++i)
            if (std::abs(this->at(i) - at) < std::abs(this->at(best) - at)) best = i;
        return best;
    }

private:
    struct Lane {
        double at, price;
    };
    std::vector<Lane> lanes_;
};

class Maze {
public:
    Maze(const std::vector<QRectF>& cards, QPointF from, QPointF to);
    QList<QPointF> solve();

private:
    struct Open {
        double cost;
        int state;
        bool operator<(const Open& other) const { return cost > other.cost; }  // the cheapest comes first
    };
    int pointOf(int x, int y) const { return y * xs_.size() + x; }
    void block(const QRectF& card);
    /// The point one step further and what the step costs; -1 where a card is in the way.
    int next(int point, Way way, double& cost) const;
    double rest(int point) const;
    QList<QPointF> traced(int state) const;

    Lanes xs_, ys_;
    std::vector<bool> blockedRight_, blockedDown_;  ///< the step from a point
    std::vector<double> cost_;
    std::vector<int> before_;
    int from_ = 0, to_ = 0;
};

Maze::Maze(const std::vector<QRectF>& cards, QPointF from, QPointF to) {
    for (const QPointF& end : {from, to}) xs_.add(end.x(), 1), ys_.add(end.y(), 1);
    for (const QRectF& card : cards) {
        for (const double away : {36.0, 8.0})
            for (const double x : {card.left() - away, card.right() + away}) xs_.add(x, away < 16 ? Narrow : 1);
        for (const double away : {16.0, 8.0})
            for (const double y : {card.top() - away, card.bottom() + away}) ys_.add(y, away < 16 ? Narrow : 1);
    }
    xs_.close();
    ys_.close();
    from_ = pointOf(xs_.nearest(from.x()), ys_.nearest(from.y()));
    to_ = pointOf(xs_.nearest(to.x()), ys_.nearest(to.y()));
    const std::size_t points = static_cast<std::size_t>(xs_.size()) * static_cast<std::size_t>(ys_.size());
    if (points > MostPoints) return;
    blockedRight_.resize(points);
    blockedDown_.resize(points);
    for (const QRectF& card : cards) block(card.adjusted(-Keep, -Keep, Keep, Keep));
}

void Maze::block(const QRectF& card) {
    const int left = xs_.before(card.left());
    for (int y = ys_.before(card.top()); y < ys_.size() && ys_.at(y) < card.bottom(); ++y)
        for (int x = left; x < xs_.size() && xs_.at(x) < card.right(); ++x) {
            const auto point = static_cast<std::size_t>(pointOf(x, y));
            const bool reachesX = x + 1 < xs_.size() && xs_.at(x + 1) > card.left(),
                       reachesY = y + 1 < ys_.size() && ys_.at(y + 1) > card.top();
            if (reachesX && ys_.at(y) > card.top()) blockedRight_[point] = true;
            if (reachesY && xs_.at(x) > card.left()) blockedDown_[point] = true;
        }
}

int Maze::next(int point, Way way, double& cost) const {
    const int x = point % xs_.size(), y = point / xs_.size();
    const int toX = x + (way == Right) - (way == Left), toY = y + (way == Down) - (way == Up);
    if (toX < 0 || toY < 0 || toX >= xs_.size() || toY >= ys_.size()) return -1;
    const bool level = way == Right || way == Left;
    const auto step = static_cast<std::size_t>(pointOf(std::min(x, toX), std::min(y, toY)));
    if ((level ? blockedRight_ : blockedDown_)[step]) return -1;
    cost += level ? std::abs(xs_.at(toX) - xs_.at(x)) * ys_.price(y) : std::abs(ys_.at(toY) - ys_.at(y)) * xs_.price(x);
    return pointOf(toX, toY);
}

double Maze::rest(int point) const {
    return std::abs(xs_.at(point % xs_.size()) - xs_.at(to_ % xs_.size())) +
           std::abs(ys_.at(point / xs_.size()) - ys_.at(to_ / xs_.size()));
}

QList<QPointF> Maze::traced(int state) const {
    QList<QPointF> out;
    for (int last = -1; state >= 0; last = state, state = before_[static_cast<std::size_t>(state)]) {
        const QPointF at(xs_.at(state / 4 % xs_.size()), ys_.at(state / 4 / xs_.size()));
        const bool straight = last >= 0 && last % 4 == state % 4, same = last >= 0 && last / 4 == state / 4;
        if ((straight || same) && state / 4 != from_) continue;
        out.prepend(at);
    }
    return out;
}

QList<QPointF> Maze::solve() {
    if (blockedRight_.empty()) return {};
    const std::size_t states = blockedRight_.size() * 4;
    cost_.assign(states, std::numeric_limits<double>::max());
    before_.assign(states, -1);
    std::priority_queue<Open> open;
    const auto reach = [&](int point, Way way, double cost, int before) {
        const int state = point * 4 + way;
        if (cost >= cost_[static_cast<std::size_t>(state)]) return;
        cost_[static_cast<std::size_t>(state)] = cost;
        before_[static_cast<std::size_t>(state)] = before;
        open.push({cost + rest(point), state});
    };
    reach(from_, Down, 0, -1);
    while (!open.empty()) {
        const auto [estimate, state] = open.top();
        open.pop();
        const int point = state / 4;
        const Way way = static_cast<Way>(state % 4);
        if (point == to_ && way == Down) return traced(state);
        const double cost = cost_[static_cast<std::size_t>(state)];
        if (estimate > cost + rest(point) + 1e-6) continue;  // reached more cheaply since
        if (point == to_ && way != Up) reach(point, Down, cost + Corner, state);
        for (const Way turn : {Down, Up, Right, Left}) {
            if (turn == opposite(way)) continue;
            double total = cost + (turn == way ? 0 : Corner);
            if (const int to = next(point, turn, total); to >= 0) reach(to, turn, total, state);
        }
    }
    return {};
}

}  // namespace

QList<QPointF> detour(const std::vector<QRectF>& cards, QPointF from, QPointF to) { return Maze(cards, from, to).solve(); }

}  // namespace nw::canvas
