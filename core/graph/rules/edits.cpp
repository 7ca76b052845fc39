// Edits that fixes are made of.
#include "core/graph/rules/edits.h"

#include <algorithm>

#include "core/op/registry.h"

namespace nw::rules_of {

std::size_t charactersOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string labelWith(std::string_view before, std::string_view name, std::string_view after) {
    constexpr std::size_t most = 40;
    std::string shown(name);
    const std::size_t words = charactersOf(before) + charactersOf(after);
    if (words + charactersOf(shown) > most) {
        const std::size_t room = most - std::min(words, most - 2);  // for one character of the name at least
        while (charactersOf(shown) >= room) shown.pop_back();
        shown += "…";
    }
    return std::string(before) + shown + std::string(after);
}

Node newNode(const Graph& graph, std::string_view op, Attrs params) {
    const OpDef& def = operatorById(op);
    auto made = Params::make(def, {params.begin(), params.size()});
    NW_CHECK(made, made ? "" : made.error().text());
    return {randomNodeId(), graph.freeName(op), *std::move(made), graph.freeStream(), {}, {}};
}

Patch insertInto(std::span<const Link> links, Node node, std::string label) {
    NW_CHECK(!links.empty());
    const PortRef in{node.id, node.op().inputs[0].name, 0}, out{node.id, node.op().outputs[0].name, 0};
    Patch p{std::move(label), {}};
    for (const Link& l : links) p.edits.push_back(RemoveLink{l});
    p.edits.push_back(AddNode{std::move(node)});
    p.edits.push_back(AddLink{{in, links[0].from}});
    for (const Link& l : links) p.edits.push_back(AddLink{{l.to, out}});
    return p;
}

Patch insertFlatten(const Graph& graph, const Link& link) {
    const std::string reader = shownName(*graph.find(link.to.node));
    return insertInto({&link, 1}, newNode(graph, "flatten"), labelWith("Insert Flatten before ", reader));
}

Patch removeHealing(const Graph& graph, NodeId node, std::string label) {
    Patch p = removeNode(graph, node);
    p.label = std::move(label);
    const Node& gone = *graph.find(node);
    const Link* in = into(graph, gone, gone.op().inputs[0].name);
    for (const Link& l : graph.linksFrom(node))
        if (in && l.from.port == gone.op().outputs[0].name) p.edits.push_back(AddLink{{l.to, in->from}});
    return p;
}

Patch replaceBy(const Graph& graph, NodeId from, Node node, std::span<const std::pair<std::string, std::string>> ports,
                std::string label) {
    Patch p = removeNode(graph, from);
    p.label = std::move(label);
    const NodeId id = node.id;
    p.edits.push_back(AddNode{std::move(node)});
    for (const auto& [before, now] : ports)
        if (const Link* l = graph.linkInto({from, before, 0})) p.edits.push_back(AddLink{{{id, now, 0}, l->from}});
    return p;
}

const Link* into(const Graph& graph, const Node& node, std::string_view port) {
    return graph.linkInto({node.id, std::string(port), 0});
}

const Node* producer(const Graph& graph, const Node& node, std::string_view port) {
    const Link* link = into(graph, node, port);
    return link ? graph.find(link->from.node) : nullptr;
}

std::set<NodeId> neededNodes(const Graph& graph) {
    std::set<NodeId> needed;
    std::vector<NodeId> stack;
    for (const auto& [id, node] : graph.nodes())
        if (isHead(*node) || is(node.get(), "result")) stack.push_back(id);
    while (!stack.empty()) {
        const NodeId id = stack.back();
        stack.pop_back();
        if (!needed.insert(id).second) continue;
        for (const Link& l : graph.linksInto(id)) stack.push_back(l.from.node);
    }
    return needed;
}

std::vector<const Node*> neededInputs(const Graph& graph) {
    std::vector<const Node*> out;
    for (const NodeId id : neededNodes(graph))
        if (const Node* node = graph.find(id); is(node, "input")) out.push_back(node);
    std::sort(out.begin(), out.end(), [](const Node* a, const Node* b) { return a->name < b->name; });  // as topologicalOrder
    return out;
}

std::optional<Patch> mergeInputs(const Graph& graph, const Node& from, const Node& into) {
    for (const char* param : {"shape", "size", "dtype", "rescale"})
        if (!(from.params.get(*from.op().param(param)) == into.params.get(*into.op().param(param)))) return std::nullopt;
    Patch p = removeNode(graph, from.id);
    p.label = labelWith("Use ", tellingName(graph, into), " instead");
    for (const Link& l : graph.linksFrom(from.id)) {
        const bool label = l.from.port == "label";
        if (label && from.params.get<std::string>("target") != into.params.get<std::string>("target")) return std::nullopt;
        p.edits.push_back(AddLink{{l.to, {into.id, l.from.port, 0}}});
    }
    return p;
}

Finding* faultOf(Analysis& analysis, NodeId node) {
    for (Finding& f : analysis.findings)
        if (f.node == node && f.rank == Rank::Contradiction) return &f;
    return nullptr;
}

void replaceFault(Analysis& analysis, Finding finding) {
    std::erase_if(analysis.findings, [&](const Finding& f) { return f.node == finding.node && f.rank == Rank::Contradiction; });
    analysis.findings.push_back(std::move(finding));
}

std::string elementText(const Shape& shape) { return textOf(Shape(shape.begin() + (shape.empty() ? 0 : 1), shape.end())); }

Patch Width::set(std::int64_t to) const { return {"Set " + param + " to " + std::to_string(to), {SetParam{node->id, param, to}}}; }

Width widthBehind(const Graph& graph, const Node& node, std::string_view port) {
    const Node* at = producer(graph, node, port);
    for (std::size_t i = 0; at && i < graph.nodes().size(); ++i) {
        if (is(at, "dense")) return {at, "units"};
        if (is(at, "conv2d")) return {at, "filters"};
        const bool keeps = isActivation(*at) || is(at, "dropout") || is(at, "batch_normalization") ||
                           is(at, "global_average_pooling2d") || is(at, "global_max_pooling2d");
        at = keeps ? producer(graph, *at, at->op().inputs[0].name) : nullptr;
    }
    return {};
}

}  // namespace nw::rules_of
