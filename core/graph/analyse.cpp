// Shape inference over a document graph.
#include "core/graph/analyse.h"

#include <algorithm>

#include "core/graph/rules.h"
#include "core/graph/settings.h"
#include "core/op/def.h"

namespace nw {

std::string_view nameOf(Rank rank) {
    switch (rank) {
        case Rank::Open: return "open";
        case Rank::Advice: return "advice";
        case Rank::Contradiction: return "contradiction";
        case Rank::Blocker: return "blocker";
    }
    return "";
}

Type Analysis::type(const PortRef& output) const {
    const auto it = nodes.find(output.node);
    if (it != nodes.end())
        for (const NamedType& t : it->second.outputs)
            if (t.name == output.port) return t.type;
    return {};
}

std::optional<Error> Analysis::fault(const Graph& graph) const {
    for (const Finding& f : findings) {
        if (f.rank != Rank::Contradiction && f.rank != Rank::Blocker) continue;
        const Node* node = graph.find(f.node);
        return fail(Code::Shape, node ? node->name : "network", f.headline + ": " + f.message,
                    f.fixes.empty() ? "" : f.fixes[0].label + ".");
    }
    return std::nullopt;
}

std::vector<const Link*> inputLinks(const Graph& graph, const Node& node) {
    std::vector<const Link*> out;
    for (const PortDoc& port : node.op().inputs) {
        if (!port.variadic) {
            out.push_back(graph.linkInto({node.id, port.name, 0}));
            continue;
        }
        for (const Link& l : graph.linksInto(node.id))
            if (l.to.port == port.name) out.push_back(graph.linkInto(l.to));
    }
    return out;
}

namespace {

bool has(const std::vector<NamedType>& outputs, const std::string& port) {
    return std::any_of(outputs.begin(), outputs.end(), [&](const NamedType& t) { return t.name == port; });
}

/// Links from outputs that a node's parameters have taken away.
void checkSources(const Graph& graph, const Node& node, const std::vector<const Link*>& links, Analysis& analysis) {
    for (const Link* link : links) {
        if (!link) continue;
        const NodeAnalysis& source = analysis.nodes[link->from.node];
        if (!source.signature || has(source.signature->outputs, link->from.port)) continue;
        const std::string& name = graph.find(link->from.node)->name;
        analysis.findings.push_back({Rank::Contradiction,
                                     node.id,
                                     link->to.port,
                                     "No output " + link->from.port,
                                     name + " has no output " + link->from.port + " with these parameters.",
                                     {{"Remove the link from " + name, {RemoveLink{*link}}}}});
    }
}

/// Settings whose values nothing can be done with.
void checkSettings(const Node& node, const Signature* signature, Analysis& analysis) {
    for (const SettingSpec& spec : settingsOf(node.op(), signature)) {
        const auto ok = checkSetting(spec, settingOf(node, spec));
        if (!ok)
            analysis.findings.push_back(
                {Rank::Contradiction,
                 node.id,
                 spec.id,
                 spec.label + " " + ok.error().message,
                 ok.error().hint.empty() ? ok.error().text() : ok.error().hint,
                 {{"Set " + spec.label + " to " + textOf(spec.fallback), {SetSetting{node.id, spec.id, {}}}}}});
    }
}

/// Whether a port that inference needs has no link.
bool hasOpenInput(const Graph& graph, const Node& node) {
    const auto& ports = node.op().inputs;
    return std::any_of(ports.begin(), ports.end(), [&](const PortDoc& port) {
        return !port.variadic && !port.optional && !port.implicit && !graph.linkInto({node.id, port.name, 0});
    });
}

void analyseNode(const Graph& graph, const Node& node, Analysis& analysis) {
    checkSources(graph, node, inputLinks(graph, node), analysis);
    NodeAnalysis& result = analysis.nodes[node.id];
    auto signature = inferNode(graph, node, analysis);
    if (signature) {
        result.outputs = signature->outputs;
        result.signature = *std::move(signature);
        checkSettings(node, &*result.signature, analysis);
        return;
    }
    for (const PortDoc& port : node.op().outputs) result.outputs.push_back({port.name, {}});
    // What an open input makes impossible is not a mistake yet.
    if (hasOpenInput(graph, node) && node.op().inputs.size() == 1) return;
    const Error& e = signature.error();
    analysis.findings.push_back({Rank::Contradiction, node.id, e.place, e.message, e.hint.empty() ? e.message : e.hint, {}});
}

}  // namespace

Result<Signature> inferNode(const Graph& graph, const Node& node, const Analysis& analysis, const Link* extra) {
    std::vector<Type> types;
    std::vector<const Type*> pointers;
    std::vector<const Link*> links = inputLinks(graph, node);
    for (std::size_t i = 0; extra && i < node.op().inputs.size() && !node.op().inputs[i].variadic; ++i)
        if (node.op().inputs[i].name == extra->to.port) links[i] = extra;
    for (const Link* link : links) types.push_back(link ? analysis.type(link->from) : Type{});
    for (std::size_t i = 0; i < links.size(); ++i) pointers.push_back(links[i] ? &types[i] : nullptr);
    return node.op().infer(node.params.raw(), Inputs(node.op(), pointers, nullptr, true));
}

Analysis inferTypes(const Graph& graph) {
    Analysis analysis;
    for (const NodeId id : graph.topologicalOrder()) analyseNode(graph, *graph.find(id), analysis);
    return analysis;
}

Analysis analyse(const Graph& graph) {
    Analysis analysis = inferTypes(graph);
    for (const Rule rule : rules()) rule(graph, analysis);
    std::stable_sort(analysis.findings.begin(), analysis.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.rank > b.rank; });
    return analysis;
}

}  // namespace nw
