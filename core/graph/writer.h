// GraphWriter: networks written in code, for templates and tests.
#pragma once
#include "core/graph/patch.h"

namespace nw {

/// Adds nodes one after another. Ids are made from a seed text and the node's name, so that the same code gives the same file.
/// What it is told must be right: NW_CHECK.
/// The id that a writer of this seed gives a name.
NodeId nodeIdFrom(std::string_view seed, std::string_view name);

class GraphWriter {
public:
    using Attrs = std::initializer_list<std::pair<std::string_view, Attr>>;
    explicit GraphWriter(std::string_view seed) : seed_(seed) {}

    /// Adds a node of `op` fed by first outputs, in the order of its declared inputs; names it freely. Returns its id.
    NodeId add(std::string_view op, Attrs params, std::initializer_list<NodeId> inputs, Attrs settings = {});
    /// Connects a port that `add` did not.
    void link(NodeId from, std::string_view output, NodeId to, std::string_view input);
    const Graph& graph() const { return graph_; }

private:
    std::string seed_;
    Graph graph_;
};

}  // namespace nw
