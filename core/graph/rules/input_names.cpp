// Two Inputs of one name: data sets and exported files tell them apart by their names.
#include <algorithm>

#include "core/graph/rules.h"
#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

/// The name with _1, _2, ... that no Input gives to a value or a label.
std::string freeInputName(const Graph& graph, const std::string& base) {
    const auto taken = [&](const std::string& name) {
        return std::any_of(graph.nodes().begin(), graph.nodes().end(), [&](const auto& n) {
            return is(n.second.get(), "input") && (n.second->params.template get<std::string>("name") == name ||
                                                   n.second->params.template get<std::string>("label") == name);
        });
    };
    for (int i = 1;; ++i)
        if (std::string name = base + "_" + std::to_string(i); !taken(name)) return name;
}

}  // namespace

void inputNames(const Graph& graph, Analysis& analysis) {
    std::map<std::string, const Node*> first;
    for (const Node* input : neededInputs(graph)) {
        const auto name = input->params.get<std::string>("name");
        const auto [it, fresh] = first.emplace(name, input);
        if (fresh) continue;
        Finding f{Rank::Contradiction,
                  input->id,
                  "name",
                  "Two Inputs are called " + name,
                  "Data sets and exported files know " + tellingName(graph, *input) + " and " + tellingName(graph, *it->second) +
                      " by that name.",
                  {}};
        if (auto merged = mergeInputs(graph, *input, *it->second)) f.fixes.push_back(*std::move(merged));
        const std::string other = freeInputName(graph, name);
        f.fixes.push_back({labelWith("Call it ", other), {SetParam{input->id, "name", other}}});
        analysis.findings.push_back(std::move(f));
    }
}

}  // namespace nw::rules_of
