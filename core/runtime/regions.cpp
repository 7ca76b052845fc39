// Matching region patterns against a function.
#include "core/runtime/regions.h"

#include <algorithm>
#include <set>

#include "core/op/def.h"

namespace nw {
namespace {

class Matcher {
public:
    Matcher(const Function& function, const std::vector<int>& uses, const std::vector<bool>& claimed)
        : function_(function), uses_(uses), claimed_(claimed) {}

    bool match(const RegionPattern& pattern, std::uint32_t node, bool root) {
        const Apply& a = function_.nodes[node - 1];
        const bool fits = std::find(pattern.ops.begin(), pattern.ops.end(), a.op().id) != pattern.ops.end();
        const bool free = root || pattern.shared || (uses_[node] == 1 && a.outputs.size() == 1);
        if (!fits || !free || (claimed_[node] && !pattern.shared)) {
            if (pattern.optional && !root && !pattern.inputs.empty()) return match(pattern.inputs[0], node, false);
            return false;
        }
        for (std::size_t i = 0; i < pattern.inputs.size() && i < a.inputs.size(); ++i) {
            const RegionPattern& inner = pattern.inputs[i];
            if (inner.ops.empty()) continue;
            const Value v = a.inputs[i];
            if (!v) continue;
            if (v.node == 0 || v.port != 0 || !match(inner, v.node, false)) return false;
        }
        nodes_.insert(node);
        return true;
    }
    const std::set<std::uint32_t>& nodes() const { return nodes_; }

private:
    const Function& function_;
    const std::vector<int>& uses_;
    const std::vector<bool>& claimed_;
    std::set<std::uint32_t> nodes_;
};

Unit unitOf(const Function& function, const std::set<std::uint32_t>& nodes, const RegionRule* rule) {
    Unit unit;
    unit.nodes.assign(nodes.begin(), nodes.end());
    unit.rule = rule;
    for (const std::uint32_t n : unit.nodes)
        for (const Value v : function.nodes[n - 1].inputs)
            if (v && !nodes.contains(v.node) && std::find(unit.inputs.begin(), unit.inputs.end(), v) == unit.inputs.end())
                unit.inputs.push_back(v);
    return unit;
}

/// Number of applications and results that read any output of each node.
std::vector<int> countUses(const Function& function) {
    std::vector<int> uses(function.nodes.size() + 1, 0);
    for (const Apply& a : function.nodes)
        for (const Value v : a.inputs)
            if (v) ++uses[v.node];
    for (const Value v : function.results)
        if (v) uses[v.node] += 2;  // a result must exist outside the region
    return uses;
}

/// The parameters with symbolic sizes replaced by their values.
Params withSizes(const Params& params, const DimValues& dims) {
    Params out = params;
    for (const ParamSpec& spec : params.op().params) {
        if (spec.kind != ParamKind::Shape) continue;
        Shape shape = std::get<Shape>(params.get(spec));
        bool symbolic = false;
        for (Dim& d : shape) {
            if (d.known()) continue;
            const auto value = d.evaluate(dims);
            NW_CHECK(value.has_value(), "size " + d.text() + " is not known");
            d = *value;
            symbolic = true;
        }
        if (symbolic) out = *out.with(spec.id, shape);
    }
    return out;
}

}  // namespace

Unit singleUnit(const Function& function, std::uint32_t node) { return unitOf(function, {node}, nullptr); }

std::vector<Unit> findUnits(const Function& function, const Backends& backends, Numerics numerics,
                            const std::function<bool(const Unit&)>& accept) {
    std::vector<int> uses = countUses(function);
    std::vector<bool> claimed(function.nodes.size() + 1, false);
    std::vector<Unit> units;
    for (auto node = static_cast<std::uint32_t>(function.nodes.size()); node >= 1; --node) {
        if (claimed[node]) continue;
        Unit chosen;
        for (const auto& backend : backends)
            for (const RegionRule& rule : backend->kernels().regions()) {
                if (!chosen.nodes.empty() || (rule.numerics == Numerics::Fast && numerics == Numerics::Exact)) continue;
                Matcher matcher(function, uses, claimed);
                if (!matcher.match(rule.pattern, node, true) || matcher.nodes().size() < 2) continue;
                Unit candidate = unitOf(function, matcher.nodes(), &rule);
                if (accept(candidate)) chosen = std::move(candidate);
            }
        if (chosen.nodes.empty()) {
            if (function.nodes[node - 1].inputs.empty() || uses[node] > 0 || function.nodes[node - 1].op().control)
                units.push_back(singleUnit(function, node));
            claimed[node] = true;
            continue;
        }
        for (const std::uint32_t n : chosen.nodes)
            if (n == node || uses[n] <= 1)
                claimed[n] = true;
            else
                --uses[n];  // a shared node stays for its other users
        units.push_back(std::move(chosen));
    }
    std::reverse(units.begin(), units.end());
    return units;
}

KernelRequest requestFor(const Function& function, const Unit& unit, const DimValues& dims,
                         const std::function<TensorType(Value)>& type, const std::function<const void*(Value)>& constant) {
    KernelRequest request;
    for (const Value v : unit.inputs) {
        request.inputs.push_back(type(v));
        request.constants.push_back(constant(v));
    }
    for (const std::uint32_t n : unit.nodes) {
        const Apply& a = function.nodes[n - 1];
        RegionNode node{withSizes(a.params, dims), {}, {}};
        for (const Value v : a.inputs) {
            const auto inside = v ? std::find(unit.nodes.begin(), unit.nodes.end(), v.node) : unit.nodes.end();
            if (!v)
                node.inputs.push_back(RegionNode::absent);
            else if (v.node > 0 && inside != unit.nodes.end())
                node.inputs.push_back(-1 - static_cast<int>(inside - unit.nodes.begin()));
            else
                node.inputs.push_back(static_cast<int>(std::find(unit.inputs.begin(), unit.inputs.end(), v) - unit.inputs.begin()));
        }
        for (std::uint32_t port = 0; port < a.outputs.size(); ++port) node.outputs.push_back(type({n, port}));
        request.differentiated = a.differentiated;
        request.nodes.push_back(std::move(node));
    }
    return request;
}

}  // namespace nw
