// Shape inference over a document graph.
#include "core/graph/analyse.h"

#include <algorithm>
#include <deque>
#include <tuple>

#include "core/graph/rules.h"
#include "core/graph/rules/edits.h"
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

std::optional<Error> firstFault(const Graph& graph, std::span<const Finding> findings) {
    for (const Finding& f : findings) {
        if (f.rank != Rank::Contradiction && f.rank != Rank::Blocker) continue;
        const Node* node = nodeOf(graph, f);
        return fail(Code::Shape, node ? node->name : "network", f.headline + ": " + f.message,
                    f.fixes.empty() ? "" : f.fixes[0].label + ".");
    }
    return std::nullopt;
}

std::int64_t parameterCount(const Graph& network, const Node& node, const NodeAnalysis& analysis) {
    if (const auto it = node.settings.find("weights_of"); it != node.settings.end() && it->second != Attr(std::string())) return 0;
    std::int64_t count = 0;
    if (analysis.signature)
        for (const WeightSpec& w : analysis.signature->weights)
            if (w.type.shape)
                if (const auto extents = evaluate(*w.type.shape, {})) count += product(*extents);
    for (const auto& [param, inner] : analysis.functions)
        for (const auto& [id, a] : inner->nodes)
            count += parameterCount(network, *network.function(functionOf(node, param))->find(id), a);
    return count;
}

std::int64_t parameterCount(const Graph& graph, const Analysis& analysis) {
    std::int64_t count = 0;
    for (const auto& [id, a] : analysis.nodes) count += parameterCount(graph, *graph.find(id), a);
    return count;
}

const Node* nodeOf(const Graph& graph, const Finding& finding) {
    const Graph* owner = finding.function.empty() ? &graph : graph.function(finding.function);
    return owner ? owner->find(finding.node) : nullptr;
}

std::vector<const Node*> placesOf(const Graph& function, std::string_view op) {
    std::vector<std::pair<std::int64_t, const Node*>> found;
    for (const auto& [id, node] : function.nodes())
        if (op == node->op().id) found.emplace_back(node->params.get<std::int64_t>("index"), node.get());
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return std::tie(a.first, a.second->name) < std::tie(b.first, b.second->name); });
    std::vector<const Node*> out;
    for (const auto& [index, node] : found) out.push_back(node);
    return out;
}

std::size_t argumentCount(const Graph& function) {
    const std::vector<const Node*> arguments = placesOf(function, "argument");
    return arguments.empty() ? 0 : static_cast<std::size_t>(arguments.back()->params.get<std::int64_t>("index")) + 1;
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
        const std::string name = tellingName(graph, *graph.find(link->from.node));
        analysis.findings.push_back({Rank::Contradiction,
                                     node.id,
                                     link->to.port,
                                     "No output " + link->from.port,
                                     name + " has no output " + link->from.port + " with these parameters.",
                                     {{rules_of::labelWith("Remove the link from ", name), {RemoveLink{*link}}}}});
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

/// Signatures of the functions of one node, known to its shape inference.
class NodeFunctions final : public FunctionTypes {
public:
    FunctionRef add(FunctionSignature signature) {
        signatures_.push_back(std::move(signature));
        return {static_cast<std::uint32_t>(signatures_.size())};
    }
    const FunctionSignature* signatureOf(FunctionRef f) const override {
        return f.id > 0 && f.id <= signatures_.size() ? &signatures_[f.id - 1] : nullptr;
    }

private:
    std::deque<FunctionSignature> signatures_;
};

/// Analyses a network, and its functions anew wherever they are used: their types depend on what they get.
class Analyser {
public:
    explicit Analyser(const Graph& network) : network_(network) {}

    /// `arguments`: of the function that `graph` is; null for the network itself.
    Analysis run(const Graph& graph, const std::vector<Type>* arguments) {
        Analysis analysis;
        for (const NodeId id : graph.topologicalOrder()) {
            ++nodes_;
            analyseNode(graph, *graph.find(id), arguments, analysis);
        }
        return analysis;
    }

private:
    static constexpr std::size_t most = 50000;  ///< nodes: functions that use functions can grow without end

    struct NodeInputs {
        std::vector<const Link*> links;
        std::vector<Type> types;
        std::vector<const Type*> pointers;  ///< null where an input is open
        bool open = false;                  ///< one that is needed is
    };

    static NodeInputs inputsOf(const Graph& graph, const Node& node, const Analysis& analysis) {
        NodeInputs in;
        in.links = inputLinks(graph, node);
        for (const Link* link : in.links) in.types.push_back(link ? analysis.type(link->from) : Type{});
        for (std::size_t i = 0; i < in.links.size(); ++i) in.pointers.push_back(in.links[i] ? &in.types[i] : nullptr);
        for (std::size_t at = 0; at < node.op().inputs.size() && !node.op().inputs[at].variadic; ++at)
            in.open = in.open || (!in.links[at] && !node.op().inputs[at].optional && !node.op().inputs[at].implicit);
        return in;
    }

    void analyseNode(const Graph& graph, const Node& node, const std::vector<Type>* arguments, Analysis& analysis) {
        const NodeInputs in = inputsOf(graph, node, analysis);
        checkSources(graph, node, in.links, analysis);
        checkPlace(node, arguments != nullptr, analysis);
        NodeAnalysis& result = analysis.nodes[node.id];
        if (isBypassed(node)) {
            const Type type = in.types.empty() ? Type{} : in.types[0];
            result.signature = Signature().output(node.op().outputs[0].name, type);
            result.outputs = result.signature->outputs;
            return;
        }
        NodeFunctions functions;
        Params params = node.params;
        if (!addFunctions(node, in, params, functions, analysis, result)) {
            for (const PortDoc& port : node.op().outputs) result.outputs.push_back({port.name, {}});
            return;
        }
        auto signature = node.op().infer(params.raw(), Inputs(node.op(), in.pointers, &functions, true));
        if (signature) {
            if (arguments && std::string_view(node.op().id) == "argument") {
                const auto index = static_cast<std::size_t>(node.params.get<std::int64_t>("index"));
                signature->outputs[0].type = index < arguments->size() ? (*arguments)[index] : Type{};
            }
            result.outputs = signature->outputs;
            result.signature = *std::move(signature);
            checkSettings(node, &*result.signature, analysis);
            return;
        }
        for (const PortDoc& port : node.op().outputs) result.outputs.push_back({port.name, {}});
        // What an open input makes impossible is not a mistake yet.
        if (in.open && in.links.size() == 1) return;
        const Error& e = signature.error();
        analysis.findings.push_back({Rank::Contradiction, node.id, e.place, e.message, e.hint.empty() ? e.message : e.hint, {}});
    }

    /// Arguments and results belong into functions, inputs and heads outside.
    static void checkPlace(const Node& node, bool inFunction, Analysis& analysis) {
        const std::string_view id = node.op().id, family = node.op().family;
        const bool inside = id == "argument" || id == "result", outside = id == "input" || family == "head";
        if (inFunction ? !outside : !inside) return;
        analysis.findings.push_back({Rank::Blocker,
                                     node.id,
                                     "",
                                     std::string(node.op().label) + (inFunction ? " in a function" : " outside a function"),
                                     inFunction
                                         ? "A function gets its values from Arguments and gives them through Results."
                                         : "Arguments and Results are the ends of a function; the network has Input and heads.",
                                     {}});
    }

    /// Analyses the functions that a node uses and puts them into its parameters. False: one is missing, which is said.
    bool addFunctions(const Node& node, const NodeInputs& in, Params& params, NodeFunctions& functions, Analysis& analysis,
                      NodeAnalysis& result) {
        const auto fault = [&](const ParamSpec& spec, std::string headline, std::string message) {
            analysis.findings.push_back({Rank::Contradiction, node.id, spec.id, std::move(headline), std::move(message), {}});
            return false;
        };
        for (const ParamSpec* spec : functionParams(node.op())) {
            const std::string name = functionOf(node, spec->id);
            if (name.empty()) continue;
            const Graph* body = network_.function(name);
            if (!body) return fault(*spec, "No function " + name, "The project has no function of this name.");
            if (nodes_ > most)
                return fault(*spec, "Too many layers", "Functions in functions make more layers than can be computed.");
            FunctionSignature signature{node.op().arguments(params, Inputs(node.op(), in.pointers, &functions, true), spec->id),
                                        {}};
            auto inner = std::make_shared<Analysis>(run(*body, &signature.params));
            for (const Rule rule : functionRules()) rule(*body, *inner);
            signature.params.resize(std::max(signature.params.size(), argumentCount(*body)));
            for (const Node* r : placesOf(*body, "result")) signature.results.push_back(inner->type({r->id, "y", 0}));
            addFindings(name, *inner, analysis);
            const auto with = params.with(spec->id, functions.add(std::move(signature)));
            NW_CHECK(with);
            params = *with;
            result.functions.emplace(spec->id, std::move(inner));
        }
        return true;
    }

    /// Findings of a function, once each although it may be used many times.
    static void addFindings(const std::string& function, const Analysis& inner, Analysis& analysis) {
        for (Finding f : inner.findings) {
            if (f.function.empty()) {
                f.function = function;
                for (Patch& fix : f.fixes) fix.function = function;
            }
            const bool known = std::any_of(analysis.findings.begin(), analysis.findings.end(), [&](const Finding& o) {
                return o.function == f.function && o.node == f.node && o.place == f.place && o.headline == f.headline;
            });
            if (!known) analysis.findings.push_back(std::move(f));
        }
    }

    const Graph& network_;
    std::size_t nodes_ = 0;
};

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

Analysis inferTypes(const Graph& graph) { return Analyser(graph).run(graph, nullptr); }

Analysis analyse(const Graph& graph) {
    Analysis analysis = inferTypes(graph);
    for (const Rule rule : rules()) rule(graph, analysis);
    std::stable_sort(analysis.findings.begin(), analysis.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.rank > b.rank; });
    return analysis;
}

}  // namespace nw
