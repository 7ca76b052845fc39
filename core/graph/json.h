// Graphs as JSON: the part of a project file that holds the network.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "core/graph/graph.h"

namespace nw {

/// Nodes sorted by id, links sorted; parameters and settings that equal the defaults are left out.
nlohmann::json toJson(const Graph& graph);

/// Reads what toJson writes; every edit goes through Patch, so what is read is a legal graph. Errors: Format (place is the node),
/// Version (an operator or operator version that this program does not know).
Result<Graph> graphFromJson(const nlohmann::json& json);

}  // namespace nw
