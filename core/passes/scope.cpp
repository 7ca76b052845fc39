// Which layers count, and the table of their states.
#include "core/passes/scope.h"

#include <set>

#include "core/graph/settings.h"
#include "core/op/registry.h"

namespace nw {

bool isHead(const OpDef& op) { return std::string_view(op.family) == "head"; }
bool isInput(const OpDef& op) { return std::string_view(op.id) == "input"; }
bool isLabel(std::string_view port) { return port == "label"; }

namespace {

/// A step of splitmix64 (Steele et al. 2014): spreads the bits of a sum.
std::uint64_t spread(std::uint64_t z) {
    z += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

bool isResult(const OpDef& op) { return std::string_view(op.id) == "result"; }

}  // namespace

Place Place::inside(const Node& node, std::string_view param) const {
    const std::string name = functionOf(node, param);
    const Graph* body = network.function(name);
    const auto inner = of(node).functions.find(param);
    NW_CHECK(body && inner != of(node).functions.end(), node.name + " has no function " + name);
    std::uint64_t mixed = seed ^ node.stream;
    for (const char c : param) mixed = spread(mixed ^ static_cast<unsigned char>(c));
    const auto shared = weightPath(node);
    const std::string part = param == "function" ? "" : std::string(param) + "/";  // a call has one function, a loop has several
    return {network, *body, *inner->second, (shared ? *shared : path + node.name) + "/" + part, spread(mixed) | 1};
}

Result<std::string> Place::weightPath(const Node& node) const {
    std::set<std::string> seen;
    const Node* at = &node;
    while (true) {
        const auto it = at->settings.find("weights_of");
        const std::string* other = it == at->settings.end() ? nullptr : std::get_if<std::string>(&it->second);
        if (!other || other->empty()) return path + at->name;
        if (!seen.insert(at->name).second) return fail(Code::Argument, node.name, "uses the weights of itself");
        at = graph.findByName(*other);
        if (!at) return fail(Code::Argument, node.name, "uses the weights of \"" + *other + "\", which does not exist");
        if (&at->op() != &node.op())
            return fail(Code::Argument, node.name, "cannot use the weights of " + *other + ", another kind of layer");
    }
}

Attr Place::setting(const Node& node, std::string_view id) const {
    for (const SettingSpec& s : settingsOf(node.op(), &*of(node).signature))
        if (s.id == id) return settingOf(node, s);
    return std::string();
}

std::vector<NodeId> usedNodes(const Graph& graph, const ExpandOptions& options) {
    std::set<NodeId> used;
    std::vector<NodeId> stack;
    for (const auto& [id, node] : graph.nodes())
        if (isHead(node->op()) || isResult(node->op())) stack.push_back(id);
    if (stack.empty() || options.everything)
        for (const auto& [id, node] : graph.nodes()) stack.push_back(id);
    while (!stack.empty()) {
        const NodeId id = stack.back();
        stack.pop_back();
        if (!used.insert(id).second) continue;
        const bool labels = options.losses || !isHead(graph.find(id)->op());
        for (const Link& l : graph.linksInto(id))
            if (labels || !isLabel(l.to.port)) stack.push_back(l.from.node);
    }
    std::vector<NodeId> order = graph.topologicalOrder();
    std::erase_if(order, [&](NodeId id) { return !used.contains(id); });
    return order;
}

Result<void> StateTable::collect(const Place& place) {
    for (const NodeId id : usedNodes(place.graph, options_)) {
        const Node& node = *place.graph.find(id);
        NW_RETURN_IF_ERROR(collectNode(place, node));
        for (const auto& [param, analysis] : place.of(node).functions) NW_RETURN_IF_ERROR(collect(place.inside(node, param)));
    }
    return {};
}

Result<StateSpec> StateTable::specOf(const Place& place, const Node& node, std::size_t weight, const std::string& path) const {
    const WeightSpec& w = place.of(node).signature->weights[weight];
    const auto extents = w.type.shape ? evaluate(*w.type.shape, {}) : std::nullopt;
    if (!extents) return fail(Code::Shape, path, "the size of " + w.name + " depends on a size that is not fixed");
    const std::string id = w.trainable ? std::get<std::string>(place.setting(node, w.name + "_initializer")) : w.initializer;
    const OpDef* op = findOperator(id);
    if (!op) return fail(Code::Argument, path, "\"" + id + "\" is not an initializer");
    const std::array<std::pair<std::string_view, Attr>, 2> attrs{{{"shape", toShape(*extents)}, {"dtype", w.type.dtype}}};
    const std::uint64_t stream = (std::uint64_t{node.stream} << 16) + weight + 1;
    StateSpec spec{path + "/" + w.name,
                   {w.type.dtype, *extents},
                   {},
                   place.seed == 0 ? stream : spread(place.seed ^ stream),
                   w.trainable,
                   1,
                   false};
    NW_TRY(spec.initializer, Params::make(*op, attrs));
    if (w.trainable) {
        spec.trainable = std::get<bool>(place.setting(node, "trainable"));
        detail::read(place.setting(node, "learning_rate_factor"), spec.rateFactor);
    }
    return spec;
}

Result<void> StateTable::collectNode(const Place& place, const Node& node) {
    const NodeAnalysis& a = place.of(node);
    if (!a.signature || a.signature->weights.empty()) return {};
    NW_TRY(const std::string path, place.weightPath(node));
    const auto known = states_.find(path);
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < a.signature->weights.size(); ++i) {
        NW_TRY(StateSpec spec, specOf(place, node, i, path));
        if (known != states_.end()) {
            if (known->second.size() != a.signature->weights.size() || !(program_.state[known->second[i]].type == spec.type))
                return fail(Code::Shape, place.path + node.name, "cannot use the weights of " + path + ": their shapes differ");
            continue;
        }
        double l2 = 0;
        if (spec.trainable && detail::read(place.setting(node, a.signature->weights[i].name + "_regularizer"), l2) && l2 != 0)
            regularized_.emplace_back(program_.state.size(), l2);
        indices.push_back(program_.state.size());
        program_.state.push_back(std::move(spec));
    }
    if (known == states_.end()) states_.emplace(path, std::move(indices));
    return {};
}

const std::vector<std::size_t>& StateTable::of(const std::string& weightPath) const {
    static const std::vector<std::size_t> none;
    const auto it = states_.find(weightPath);
    return it == states_.end() ? none : it->second;
}

StateTable::Needs StateTable::needs(const Place& place) const {
    Needs all;
    for (const NodeId id : usedNodes(place.graph, options_)) {
        const Node& node = *place.graph.find(id);
        all.random = all.random || (node.op().random && training_);
        if (const auto path = place.weightPath(node)) {
            const std::vector<std::size_t>& states = of(*path);
            all.states.insert(states.begin(), states.end());
            for (std::size_t i = 0; i < states.size() && training_; ++i)
                if (!place.of(node).signature->weights[i].next.empty()) all.updated.insert(states[i]);
        }
        for (const auto& [param, analysis] : place.of(node).functions) {
            const Needs inner = needs(place.inside(node, param));
            all.states.insert(inner.states.begin(), inner.states.end());
            all.updated.insert(inner.updated.begin(), inner.updated.end());
            all.random = all.random || inner.random;
        }
    }
    return all;
}

}  // namespace nw
