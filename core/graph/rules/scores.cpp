// Scores of Classify: one row for each sample, with one score for each class.
#include "core/graph/rules.h"
#include "core/graph/rules/classes.h"
#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

/// The Dense that a head reads, looking through activations.
const Node* denseBefore(const Graph& graph, const Node& head) {
    const Node* node = producer(graph, head, "scores");
    for (std::size_t i = 0; node && isActivation(*node) && i < graph.nodes().size(); ++i)
        node = producer(graph, *node, node->op().inputs[0].name);
    return is(node, "dense") ? node : nullptr;
}

/// More axes than a row, and labels that say a row is meant.
void checkAxes(const Graph& graph, const Node& head, const Shape& scores, Analysis& analysis) {
    const Link* label = into(graph, head, "label");
    if (label && analysis.nodes.at(head.id).signature) return;  // one class for each pixel is legal
    const Node* dense = denseBefore(graph, head);
    Finding f{Rank::Contradiction,
              head.id,
              "scores",
              "Scores have " + std::to_string(scores.size()) + (scores.size() == 1 ? " axis, needs 2" : " axes, needs 2"),
              "Each sample needs one row of scores, but it has " + elementText(scores) + ".",
              {}};
    const Node* below = dense ? dense : &head;
    const Link* link = into(graph, *below, below->op().inputs[0].name);
    if (link && scores.size() > 2) f.fixes.push_back(insertFlatten(graph, *link));
    replaceFault(analysis, std::move(f));
}

void checkClasses(const Graph& graph, const Node& head, Analysis& analysis) {
    const auto classes = static_cast<std::int64_t>(classNamesOf(graph, head).size());
    auto f = classesFinding(graph, head, scoresOf(graph, analysis, head), classes);
    if (f && f->rank == Rank::Contradiction)
        replaceFault(analysis, *std::move(f));
    else if (f)
        analysis.findings.push_back(*std::move(f));
}

}  // namespace

void scores(const Graph& graph, Analysis& analysis) {
    for (const auto& [id, node] : graph.nodes()) {
        const Link* link = is(node.get(), "classify") ? into(graph, *node, "scores") : nullptr;
        const Type type = link ? analysis.type(link->from) : Type{};
        if (!type.shape || type.shape->empty()) continue;
        if (type.shape->size() != 2)
            checkAxes(graph, *node, *type.shape, analysis);
        else
            checkClasses(graph, *node, analysis);
    }
}

}  // namespace nw::rules_of
