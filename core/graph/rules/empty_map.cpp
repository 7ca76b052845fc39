// A kernel or pool that is larger than its map: same padding, or a smaller one.
#include <algorithm>

#include "core/graph/rules.h"
#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

using Ints = std::vector<std::int64_t>;

struct Fault {
    std::string param, what;  ///< kernel_size, kernel; pool_size, pool
    Ints size, reach, largest;
};

/// What does not fit; nothing where all does.
std::optional<Fault> faultOf(const Node& node, const Shape& x) {
    const OpDef& op = node.op();
    const char* param = op.param("kernel_size") ? "kernel_size" : op.param("pool_size") ? "pool_size" : nullptr;
    if (!param || !op.param("padding") || node.params.get<std::string>("padding") != "valid" || x.size() != 4) return std::nullopt;
    Fault f{param, std::string(param) == "kernel_size" ? "kernel" : "pool", node.params.get<Ints>(param), {}, {}};
    const Ints dilation = op.param("dilation_rate") ? node.params.get<Ints>("dilation_rate") : Ints{1, 1};
    bool fits = true;
    for (std::size_t a = 0; a < 2; ++a) {
        if (!x[a + 1].known()) return std::nullopt;
        const std::int64_t map = x[a + 1].value();
        f.reach.push_back((f.size[a] - 1) * dilation[a] + 1);
        f.largest.push_back(std::min(f.size[a], std::max<std::int64_t>((map - 1) / dilation[a] + 1, 1)));
        fits = fits && f.reach[a] <= map;
    }
    return fits ? std::nullopt : std::optional(f);
}

}  // namespace

void emptyMap(const Graph& graph, Analysis& analysis) {
    for (const auto& [id, node] : graph.nodes()) {
        if (node->op().inputs.empty() || !rules_of::faultOf(analysis, id)) continue;
        const Link* link = into(graph, *node, node->op().inputs[0].name);
        const Type type = link ? analysis.type(link->from) : Type{};
        const auto fault = type.shape ? faultOf(*node, *type.shape) : std::nullopt;
        if (!fault) continue;
        const std::string map = textOf(Shape((*type.shape).begin() + 1, (*type.shape).end() - 1));
        Finding f{Rank::Contradiction,
                  id,
                  fault->param,
                  textOf(fault->reach) + " " + fault->what + ", but the map is " + map,
                  "With valid padding the " + fault->what + " must fit into the map; no value would be left.",
                  {}};
        if (fault->reach != fault->size)
            f.message = "Dilation spreads the " + textOf(fault->size) + " " + fault->what + ". " + f.message;
        f.fixes.push_back({"Set padding to same", {SetParam{id, "padding", std::string("same")}}});
        f.fixes.push_back(
            {"Set " + fault->what + " size to " + textOf(fault->largest), {SetParam{id, fault->param, fault->largest}}});
        replaceFault(analysis, std::move(f));
    }
}

}  // namespace nw::rules_of
