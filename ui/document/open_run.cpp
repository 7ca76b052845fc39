// From one network to another: what differs is taken out, then put in.
#include "ui/document/open_run.h"

#include <set>

namespace nw::ui {

namespace {

/// Nodes of one graph that the other lacks or has differently.
std::set<NodeId> differing(const Graph& graph, const Graph& other) {
    std::set<NodeId> out;
    for (const auto& [id, node] : graph.nodes()) {
        const Node* there = other.find(id);
        if (!there || !(*there == *node)) out.insert(id);
    }
    return out;
}

bool touches(const Link& link, const std::set<NodeId>& nodes) {
    return nodes.contains(link.to.node) || nodes.contains(link.from.node);
}

}  // namespace

ProjectPatch patchTo(const Project& from, const Project& to, const QString& label) {
    ProjectPatch patch;
    patch.label = label;
    if (!(from.training == to.training)) patch.training = to.training;
    if (from.data != to.data) patch.data = to.data;
    const Graph &a = from.graph, &b = to.graph;
    const std::set<NodeId> gone = differing(a, b), come = differing(b, a);
    auto& edits = patch.graph.edits;
    for (const Link& l : a.links())
        if (touches(l, gone) || !b.links().contains(l)) edits.emplace_back(RemoveLink{l});
    for (const NodeId id : gone) edits.emplace_back(RemoveNode{id});
    for (const auto& [name, graph] : b.functions())
        if (const Graph* there = a.function(name); !there || !(*there == *graph)) edits.emplace_back(SetFunction{name, graph});
    for (const NodeId id : come) edits.emplace_back(AddNode{*b.find(id)});
    for (const Link& l : b.links())
        if (touches(l, come) || !a.links().contains(l)) edits.emplace_back(AddLink{l});
    for (const auto& [name, graph] : a.functions())
        if (!b.functions().contains(name)) edits.emplace_back(SetFunction{name, nullptr});
    return patch;
}

}  // namespace nw::ui
