// What layers are called where people read: by their operator's label until somebody names them.
#pragma once
#include "core/graph/graph.h"

namespace nw {

/// Whether somebody named the node: its name is not the one that new nodes of its operator get.
bool isRenamed(const Node& node);
/// The name of a renamed node, else its operator's label: "Dense".
std::string shownName(const Node& node);
/// The same where no other node of the graph shows it too, else the node's own name, which is unique: "dense_1".
std::string tellingName(const Graph& graph, const Node& node);

}  // namespace nw
