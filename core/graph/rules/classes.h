// How many scores a network gives and how many classes there are to tell apart: the one place that decides whether they fit.
#pragma once
#include "core/graph/analyse.h"

namespace nw::rules_of {

/// The names of the classes that a head or its Input stores; empty where neither does.
std::vector<std::string> classNamesOf(const Graph& graph, const Node& head);
/// How many scores Classify gets for each sample; 0 while that is not known.
std::int64_t scoresOf(const Graph& graph, const Analysis& analysis, const Node& head);
/// What is to be said of a Classify that gets `scores` scores where the labels have `classes` classes: fewer scores are a
/// contradiction, more are advice, because they train as in Keras; nothing where they agree or one of them is unknown (0).
std::optional<Finding> classesFinding(const Graph& graph, const Node& head, std::int64_t scores, std::int64_t classes);

}  // namespace nw::rules_of
