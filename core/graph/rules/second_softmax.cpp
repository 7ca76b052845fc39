// A softmax of a softmax: removes the second.
#include "core/graph/rules.h"
#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

bool softened(const Node* node) {
    if (!node) return false;
    const auto it = node->settings.find("activation");
    return is(node, "softmax") || (it != node->settings.end() && it->second == Attr(std::string("softmax")));
}

}  // namespace

void secondSoftmax(const Graph& graph, Analysis& analysis) {
    for (const auto& [id, node] : graph.nodes()) {
        if (!is(node.get(), "softmax") || !softened(producer(graph, *node, "x"))) continue;
        analysis.findings.push_back({Rank::Advice,
                                     id,
                                     "x",
                                     "Softmax of softmax",
                                     "The second softmax flattens the probabilities.",
                                     {removeHealing(graph, id, labelWith("Remove ", shownName(*node)))}});
    }
}

}  // namespace nw::rules_of
