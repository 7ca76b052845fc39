// Layered layout in one pass: depths by longest path, chains of nodes that belong together, columns for chains by barycentre.
#include "widgets/canvas/layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "widgets/canvas/geometry.h"

namespace nw::canvas {

namespace {

struct Vertex {
    QSizeF size;
    std::vector<int> before, after;  ///< neighbours over links that go downward, in the order of ports
    int row = 0;
    int below = 0;  ///< rows of the longest way down from here
    int chain = -1;
    int component = -1;
};

struct Chain {
    std::vector<int> members;  ///< from top to bottom, one a row at most
    int column = 0;
    bool placed = false;
};

class Layered {
public:
    explicit Layered(const CanvasModel& model);
    void findRows();
    void findChains();
    void findComponents();
    void findColumns();
    QHash<NodeId, QPointF> places() const;
    const std::vector<int>& order() const { return order_; }

private:
    void sortTopologically(std::vector<std::vector<int>> after);
    void growChain(int from);
    void place(int chain);
    double barycentre(const Chain& chain) const;
    bool isFree(int component, int column, const Chain& chain) const;
    void occupy(const Chain& chain, bool taken);
    int component(const Chain& c) const { return vertices_[static_cast<std::size_t>(c.members.front())].component; }
    Vertex& at(int i) { return vertices_[static_cast<std::size_t>(i)]; }
    const Vertex& at(int i) const { return vertices_[static_cast<std::size_t>(i)]; }

    const CanvasModel& model_;
    std::vector<Vertex> vertices_;
    std::vector<int> order_;
    std::vector<Chain> chains_;
    std::map<std::pair<int, int>, std::vector<bool>> taken_;  ///< (component, column) → rows in use
    int components_ = 0;
};

Layered::Layered(const CanvasModel& model) : model_(model), vertices_(static_cast<std::size_t>(model.nodes.size())) {
    QHash<NodeId, int> index;
    for (qsizetype i = 0; i < model.nodes.size(); ++i) {
        index.insert(model.nodes[i].id, static_cast<int>(i));
        at(static_cast<int>(i)).size = nodeSize(model.nodes[i]);
    }
    struct Edge {
        int from, to, output, input;
    };
    std::vector<Edge> edges;
    for (const Link& link : model.links) {
        const int from = index.value(link.ends.from, -1), to = index.value(link.ends.to, -1);
        if (from < 0 || to < 0 || from == to) continue;
        edges.push_back(
            {from, to, indexOf(model.nodes[from].outputs, link.ends.output), indexOf(model.nodes[to].inputs, link.ends.input)});
    }
    std::stable_sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
        return std::tie(a.from, a.output, a.input) < std::tie(b.from, b.output, b.input);
    });
    std::vector<std::vector<int>> after(vertices_.size());
    for (const Edge& e : edges) after[static_cast<std::size_t>(e.from)].push_back(e.to);
    sortTopologically(std::move(after));
}

/// Depth first without recursion; links back to an open vertex close a cycle and are left out.
void Layered::sortTopologically(std::vector<std::vector<int>> after) {
    const auto n = static_cast<int>(vertices_.size());
    std::vector<int> incoming(vertices_.size(), 0), ready;
    for (const auto& list : after)
        for (const int to : list) ++incoming[static_cast<std::size_t>(to)];
    std::vector<bool> done(vertices_.size(), false);
    // A heap of ready vertices in the model's order, so that ties are stable; a cycle opens at its first vertex.
    const auto later = [](int a, int b) { return a > b; };
    for (int i = 0; i < n; ++i)
        if (incoming[static_cast<std::size_t>(i)] == 0) ready.push_back(i);
    std::make_heap(ready.begin(), ready.end(), later);
    int next = 0;
    while (static_cast<int>(order_.size()) < n) {
        if (ready.empty()) {
            while (done[static_cast<std::size_t>(next)]) ++next;
            ready.push_back(next);
        }
        std::pop_heap(ready.begin(), ready.end(), later);
        const int v = ready.back();
        ready.pop_back();
        if (done[static_cast<std::size_t>(v)]) continue;
        done[static_cast<std::size_t>(v)] = true;
        order_.push_back(v);
        for (const int to : after[static_cast<std::size_t>(v)]) {
            if (done[static_cast<std::size_t>(to)]) continue;
            at(v).after.push_back(to);
            at(to).before.push_back(v);
            if (--incoming[static_cast<std::size_t>(to)] > 0) continue;
            ready.push_back(to);
            std::push_heap(ready.begin(), ready.end(), later);
        }
    }
}

void Layered::findRows() {
    for (const int v : order_)
        for (const int to : at(v).after) at(to).row = std::max(at(to).row, at(v).row + 1);
    for (auto it = order_.rbegin(); it != order_.rend(); ++it)
        for (const int to : at(*it).after) at(*it).below = std::max(at(*it).below, at(to).below + 1);
    // What nothing feeds stands just above what it feeds, not at the top of the graph.
    for (auto it = order_.rbegin(); it != order_.rend(); ++it) {
        Vertex& v = at(*it);
        if (!v.before.empty() || v.after.empty()) continue;
        int lowest = at(v.after.front()).row;
        for (const int to : v.after) lowest = std::min(lowest, at(to).row);
        v.row = std::max(v.row, lowest - 1);
    }
}

/// Follows the longest way down: the next member is a neighbour whose own deepest predecessor is this vertex.
void Layered::growChain(int from) {
    Chain chain;
    const int id = static_cast<int>(chains_.size());
    for (int v = from; v >= 0;) {
        at(v).chain = id;
        chain.members.push_back(v);
        int next = -1;
        for (const int to : at(v).after) {
            if (at(to).chain >= 0) continue;
            const auto& before = at(to).before;
            const int main =
                *std::max_element(before.begin(), before.end(), [this](int a, int b) { return at(a).row < at(b).row; });
            if (at(main).row == at(v).row && (next < 0 || at(to).below > at(next).below)) next = to;
        }
        v = next;
    }
    chains_.push_back(std::move(chain));
}

void Layered::findChains() {
    for (const int v : order_)
        if (at(v).chain < 0) growChain(v);
}

void Layered::findComponents() {
    for (std::size_t i = 0; i < vertices_.size(); ++i) {
        if (vertices_[i].component >= 0) continue;
        std::vector<int> stack{static_cast<int>(i)};
        vertices_[i].component = components_;
        while (!stack.empty()) {
            const int v = stack.back();
            stack.pop_back();
            for (const auto* list : {&at(v).before, &at(v).after})
                for (const int w : *list)
                    if (at(w).component < 0) {
                        at(w).component = components_;
                        stack.push_back(w);
                    }
        }
        ++components_;
    }
}

double Layered::barycentre(const Chain& chain) const {
    double sum = 0;
    int count = 0;
    for (const int end : {chain.members.front(), chain.members.back()})
        for (const auto* list : {&at(end).before, &at(end).after})
            for (const int w : *list) {
                const Chain& other = chains_[static_cast<std::size_t>(at(w).chain)];
                if (&other == &chain || !other.placed) continue;
                sum += other.column;
                ++count;
            }
    return count == 0 ? 0 : sum / count;
}

bool Layered::isFree(int component, int column, const Chain& chain) const {
    const auto it = taken_.find({component, column});
    if (it == taken_.end()) return true;
    const int first = at(chain.members.front()).row, last = at(chain.members.back()).row;
    for (int row = first; row <= last && row < static_cast<int>(it->second.size()); ++row)
        if (it->second[static_cast<std::size_t>(row)]) return false;
    return true;
}

void Layered::occupy(const Chain& chain, bool taken) {
    std::vector<bool>& rows = taken_[{component(chain), chain.column}];
    const auto first = static_cast<std::size_t>(at(chain.members.front()).row),
               last = static_cast<std::size_t>(at(chain.members.back()).row);
    if (rows.size() <= last) rows.resize(last + 1, false);
    for (std::size_t row = first; row <= last; ++row) rows[row] = taken;
}

void Layered::place(int id) {
    Chain& chain = chains_[static_cast<std::size_t>(id)];
    if (chain.placed) occupy(chain, false);
    const double wished = barycentre(chain);
    const int start = static_cast<int>(std::lround(wished));
    // Extra ports stand right of the first, so branches that stand right in their order cross least; left is twice as far.
    for (int cost = 0;; ++cost) {
        const int left = cost >= 3 && cost % 2 == 1 ? start - cost / 2 : start + cost;
        if (isFree(component(chain), start + cost, chain)) {
            chain.column = start + cost;
            break;
        }
        if (isFree(component(chain), left, chain)) {
            chain.column = left;
            break;
        }
    }
    chain.placed = true;
    occupy(chain, true);
}

void Layered::findColumns() {
    std::vector<int> ids(chains_.size());
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<int>(i);
    // Trunks first: the longest chain stands at column 0 and is not moved by its branches.
    std::stable_sort(ids.begin(), ids.end(), [this](int a, int b) {
        return chains_[static_cast<std::size_t>(a)].members.size() > chains_[static_cast<std::size_t>(b)].members.size();
    });
    for (const int id : ids) place(id);
    std::vector<bool> trunk(static_cast<std::size_t>(components_), false);
    for (int sweep = 0; sweep < 2; ++sweep)
        for (const int id : ids) {
            const auto c = static_cast<std::size_t>(component(chains_[static_cast<std::size_t>(id)]));
            if (sweep == 0 && !trunk[c])
                trunk[c] = true;
            else if (chains_[static_cast<std::size_t>(id)].members.size() <
                     chains_[static_cast<std::size_t>(ids[0])].members.size())
                place(id);
        }
}

QHash<NodeId, QPointF> Layered::places() const {
    int rows = 0;
    std::map<std::pair<int, int>, double> widths;  // (component, column) → widest node, in the order of columns
    for (const Vertex& v : vertices_) rows = std::max(rows, v.row + 1);
    std::vector<double> heights(static_cast<std::size_t>(rows), 0), tops(static_cast<std::size_t>(rows) + 1, 0);
    for (const Vertex& v : vertices_) {
        auto& height = heights[static_cast<std::size_t>(v.row)];
        height = std::max(height, v.size.height());
        double& width = widths[{v.component, chains_[static_cast<std::size_t>(v.chain)].column}];
        width = std::max(width, v.size.width());
    }
    for (std::size_t i = 0; i < heights.size(); ++i)
        tops[i + 1] = std::ceil((tops[i] + heights[i] + NodeGap) / GridStep) * GridStep;
    std::map<std::pair<int, int>, double> centres;
    double x = 0;
    for (const auto& [key, width] : widths) {
        centres[key] = x + width / 2;
        x += width + ColumnGap;
    }
    QHash<NodeId, QPointF> out;
    out.reserve(model_.nodes.size());
    for (std::size_t i = 0; i < vertices_.size(); ++i) {
        const Vertex& v = vertices_[i];
        const double centre = centres[{v.component, chains_[static_cast<std::size_t>(v.chain)].column}];
        out.insert(model_.nodes[static_cast<qsizetype>(i)].id,
                   {centre - v.size.width() / 2, tops[static_cast<std::size_t>(v.row)]});
    }
    return out;
}

}  // namespace

QHash<NodeId, QPointF> layoutOf(const CanvasModel& model) {
    Layered layered(model);
    layered.findRows();
    layered.findChains();
    layered.findComponents();
    layered.findColumns();
    return layered.places();
}

QList<NodeId> topologicalOrder(const CanvasModel& model) {
    const Layered layered(model);
    QList<NodeId> out;
    for (const int i : layered.order()) out.append(model.nodes[i].id);
    return out;
}

}  // namespace nw::canvas
