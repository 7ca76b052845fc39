// Scores against classes.
#include "core/graph/rules/classes.h"

#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

using Words = std::vector<std::string>;

std::string counted(std::int64_t n, const std::string& one, const std::string& many) {
    return std::to_string(n) + " " + (n == 1 ? one : many);
}

}  // namespace

Words classNamesOf(const Graph& graph, const Node& head) {
    Words own = head.params.get<Words>("class_names");
    const Node* input = producer(graph, head, "label");
    return own.empty() && is(input, "input") ? input->params.get<Words>("class_names") : own;
}

std::int64_t scoresOf(const Graph& graph, const Analysis& analysis, const Node& head) {
    const Link* link = into(graph, head, "scores");
    const Type type = link ? analysis.type(link->from) : Type{};
    return type.shape && type.shape->size() == 2 && type.shape->back().known() ? type.shape->back().value() : 0;
}

std::optional<Finding> classesFinding(const Graph& graph, const Node& head, std::int64_t scores, std::int64_t classes) {
    if (classes == 0 || scores == 0 || scores == classes) return std::nullopt;
    const bool fewer = scores < classes;
    Finding f{fewer ? Rank::Contradiction : Rank::Advice,
              head.id,
              "scores",
              counted(scores, "score", "scores") + ", but " + counted(classes, "class", "classes"),
              std::string(producer(graph, head, "scores")->op().label) + " gives " + counted(scores, "number", "numbers") +
                  " for each sample. " +
                  (fewer ? "The labels have " + std::to_string(classes) + " classes."
                         : "Only " + std::to_string(classes) + " of them can be right."),
              {}};
    if (const Width source = widthBehind(graph, head, "scores")) f.fixes.push_back(source.set(classes));
    return f;
}

}  // namespace nw::rules_of
