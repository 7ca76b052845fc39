// Two shapes that cannot be stretched to one: reshapes one side to the nearest shape that can.
#include "core/graph/rules.h"
#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

/// The sizes of `x` (without the batch) spread over the axes of `to`, the last ones first: 16 over 8×8×16 is 1×1×16. Nothing where
/// they do not occur in this order.
std::optional<std::vector<std::int64_t>> spread(const Shape& x, const Shape& to) {
    std::vector<std::int64_t> out(to.size() - 1, 1);
    std::size_t at = to.size();
    for (std::size_t i = x.size(); i-- > 1;) {
        if (!x[i].known()) return std::nullopt;
        if (x[i] == Dim(1)) continue;
        do {
            if (--at == 0) return std::nullopt;
        } while (!(to[at] == x[i]));
        out[at - 1] = x[i].value();
    }
    return out;
}

/// The element sizes of `to` where `x` has as many elements.
std::optional<std::vector<std::int64_t>> same(const Shape& x, const Shape& to) {
    if (!(product(x) == product(to))) return std::nullopt;
    const auto sizes = evaluate(Shape(to.begin() + 1, to.end()), {});
    return sizes ? std::optional(std::vector<std::int64_t>(sizes->begin(), sizes->end())) : std::nullopt;
}

/// A Reshape in one link that makes the node's inference work; nothing when no shape does.
std::optional<Patch> reshaped(const Graph& graph, const Node& node, const Link& link, const Shape& x, const Shape& to) {
    if (x.empty() || to.size() < 2 || !(x[0] == to[0])) return std::nullopt;
    for (const auto& target : {same(x, to), spread(x, to)}) {
        if (!target) continue;
        const std::string text = textOf(*target);
        const std::string source = tellingName(graph, *graph.find(link.from.node));
        Patch p = insertInto({&link, 1}, newNode(graph, "reshape", {{"target_shape", *target}}),
                             labelWith("Reshape ", source, " to " + text));
        Graph trial = graph;
        if (p.apply(trial) && inferTypes(trial).nodes.at(node.id).signature) return p;
    }
    return std::nullopt;
}

}  // namespace

void broadcast(const Graph& graph, Analysis& analysis) {
    for (const auto& [id, node] : graph.nodes()) {
        const Finding* fault = faultOf(analysis, id);
        if (!fault || is(node.get(), "matmul") || !node->op().input("a") || !node->op().input("b")) continue;
        const Link *a = into(graph, *node, "a"), *b = into(graph, *node, "b");
        if (!a || !b) continue;
        const Type left = analysis.type(a->from), right = analysis.type(b->from);
        if (!left.shape || !right.shape || left.dtype != right.dtype) continue;
        Finding f = *fault;
        f.headline = elementText(*left.shape) + " and " + elementText(*right.shape) + " do not combine";
        f.message = "Sizes must be equal or 1, counted from the last axis.";
        const bool first = left.shape->size() < right.shape->size();
        for (const bool turn : {first, !first})
            if (auto fix = turn ? reshaped(graph, *node, *a, *left.shape, *right.shape)
                                : reshaped(graph, *node, *b, *right.shape, *left.shape))
                f.fixes.push_back(*std::move(fix));
        replaceFault(analysis, std::move(f));
    }
}

}  // namespace nw::rules_of
