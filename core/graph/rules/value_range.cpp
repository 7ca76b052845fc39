// Pixels that enter as 0 to 255: rescales them.
#include "core/graph/rules.h"
#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

/// Layers that bring values into a range of their own.
bool rescales(const Node* node) {
    for (const char* op : {"rescaling", "batch_normalization", "layer_normalization", "multiply", "divide", "subtract"})
        if (is(node, op)) return true;
    return false;
}

/// The links of an Input's pixels to layers that take them as they are.
std::vector<Link> rawReaders(const Graph& graph, const Node& input) {
    std::vector<Link> out;
    std::vector<PortRef> open{{input.id, "value", 0}};
    while (!open.empty()) {
        const PortRef from = open.back();
        open.pop_back();
        for (const Link& l : graph.linksFrom(from.node)) {
            if (l.from.port != from.port || rescales(graph.find(l.to.node))) continue;
            if (is(graph.find(l.to.node), "resizing"))
                open.push_back({l.to.node, "y", 0});
            else
                out.push_back(l);
        }
    }
    return out;
}

}  // namespace

void valueRange(const Graph& graph, Analysis& analysis) {
    for (const auto& [id, node] : graph.nodes()) {
        if (!is(node.get(), "input") || node->params.get<double>("rescale") != 0 ||
            node->params.get<std::vector<std::int64_t>>("shape").size() != 3)
            continue;
        const std::vector<Link> links = rawReaders(graph, *node);
        if (links.empty()) continue;
        Finding f{Rank::Advice, id, "rescale", "Values go up to 255", "Networks learn faster from values between 0 and 1.", {}};
        f.fixes.push_back({"Rescale to 0…1", {SetParam{id, "rescale", 1.0 / 255}}});
        std::vector<Link> same;  // one new node serves the readers of one output
        for (const Link& l : links)
            if (l.from == links[0].from) same.push_back(l);
        if (same.size() == links.size()) f.fixes.push_back(insertInto(same, newNode(graph, "rescaling"), "Insert Rescaling"));
        analysis.findings.push_back(std::move(f));
    }
}

}  // namespace nw::rules_of
