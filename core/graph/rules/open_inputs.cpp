// Ports without a link: silent while building, a blocker where a head needs them; connects the only port that fits.
#include <set>

#include "core/graph/rules.h"
#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

bool isLabel(const Node& node, const PortDoc& port) { return isHead(node) && std::string_view(port.name) == "label"; }

/// Outputs of layers that nothing reads.
std::vector<PortRef> freeOutputs(const Graph& graph, const Analysis& analysis) {
    std::set<PortRef> read;
    for (const Link& l : graph.links()) read.insert(l.from);
    std::vector<PortRef> out;
    for (const auto& [id, node] : graph.nodes()) {
        const auto it = analysis.nodes.find(id);
        if (isHead(*node) || it == analysis.nodes.end() || it->second.outputs.empty()) continue;
        const PortRef first{id, it->second.outputs[0].name, 0};  // labels and averages are not for layers
        if (!read.contains(first)) out.push_back(first);
    }
    return out;
}

/// The one output that the port can read; nothing when there are several or none.
std::optional<Link> onlyFitting(const Graph& graph, const Node& node, const PortDoc& port, const std::vector<PortRef>& outputs,
                                const Analysis& analysis) {
    std::optional<Link> found;
    for (const PortRef& from : outputs) {
        if (graph.reaches(node.id, from.node)) continue;
        const Link link{{node.id, port.name, 0}, from};
        if (!inferNode(graph, node, analysis, &link)) continue;
        if (found) return std::nullopt;
        found = link;
    }
    return found;
}

std::vector<Patch> labelFixes(const Graph& graph, const Node& head) {
    std::vector<Patch> out;
    for (const auto& [id, input] : graph.nodes())
        if (is(input.get(), "input") && input->params.get<std::string>("target") != "none")
            out.push_back({"Connect the labels", {AddLink{{{head.id, "label", 0}, {id, "label", 0}}}}});
    return out;
}

/// The finding is at the reader: its name is not needed where both are too long.
std::string connectLabel(const Graph& graph, const Node& source, const Node& reader) {
    const std::string name = tellingName(graph, source), after = " to " + shownName(reader);
    return charactersOf("Connect " + name + after) <= 40 ? "Connect " + name + after : labelWith("Connect ", name);
}

}  // namespace

void openInputs(const Graph& graph, Analysis& analysis) {
    const std::set<NodeId> needed = neededNodes(graph);
    const std::vector<PortRef> outputs = freeOutputs(graph, analysis);
    for (const auto& [id, node] : graph.nodes())
        for (const PortDoc& port : node->op().inputs) {
            const bool label = isLabel(*node, port);  // optional: inference does without
            if ((port.optional && !label) || port.implicit || port.variadic || graph.linkInto({id, port.name, 0})) continue;
            Finding f{needed.contains(id) ? Rank::Blocker : Rank::Open,
                      id,
                      port.name,
                      "Nothing connected to " + std::string(port.name),
                      "Connect " + std::string(port.name) + " of " + shownName(*node) + ".",
                      {}};
            if (label)
                f.fixes = labelFixes(graph, *node);
            else if (const auto link = onlyFitting(graph, *node, port, outputs, analysis))
                f.fixes = {{connectLabel(graph, *graph.find(link->from.node), *node), {AddLink{*link}}}};
            analysis.findings.push_back(std::move(f));
        }
}

}  // namespace nw::rules_of
