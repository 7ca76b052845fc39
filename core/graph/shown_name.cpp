// What layers are called where people read.
#include "core/graph/shown_name.h"

#include <algorithm>

#include "core/op/def.h"

namespace nw {

bool isRenamed(const Node& node) {
    const std::string id = node.op().id;
    if (node.name == id) return false;
    if (node.name.size() <= id.size() + 1 || !node.name.starts_with(id + "_")) return true;
    return node.name.find_first_not_of("0123456789", id.size() + 1) != std::string::npos;
}

std::string shownName(const Node& node) { return isRenamed(node) ? node.name : std::string(node.op().label); }

std::string tellingName(const Graph& graph, const Node& node) {
    const std::string shown = shownName(node);
    const auto& nodes = graph.nodes();
    const bool alone = std::none_of(nodes.begin(), nodes.end(),
                                    [&](const auto& other) { return other.first != node.id && shownName(*other.second) == shown; });
    return alone ? shown : node.name;
}

}  // namespace nw
