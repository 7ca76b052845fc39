// What the passes that read documents share: the layers of a network or function that count, and where their state is.
#pragma once
#include "core/graph/analyse.h"
#include "core/graph/program.h"
#include "core/passes/expand.h"

namespace nw {

bool isHead(const OpDef& op);
bool isInput(const OpDef& op);
bool isLabel(std::string_view port);  ///< of Input and of heads

/// A network or one use of a function, with the types that it has there.
struct Place {
    const Graph& network;  ///< has the functions
    const Graph& graph;    ///< the network itself or a function of it
    const Analysis& analysis;
    std::string path;        ///< before the names of its layers: "" or "block1/"
    std::uint64_t seed = 0;  ///< tells uses of a function apart; 0: the network itself

    const NodeAnalysis& of(const Node& node) const { return analysis.nodes.at(node.id); }
    /// The function that a node uses. NW_CHECK: it has one.
    Place inside(const Node& node, std::string_view param) const;
    /// The path of the layer whose weights a node uses: its own, or that of `weights_of`. Error: Argument.
    Result<std::string> weightPath(const Node& node) const;
    /// A node's setting, or its default.
    Attr setting(const Node& node, std::string_view id) const;
};

/// Layers in the order of computing: what heads or results depend on; everything where there is neither, or where it is asked for.
std::vector<NodeId> usedNodes(const Graph& graph, const ExpandOptions& options);

/// The state of all layers of a network, those in functions too, made before anything is written.
class StateTable {
public:
    StateTable(Program& program, const ExpandOptions& options)
        : program_(program), options_(options), training_(options.phase == Phase::Training) {}

    /// Adds the states of a place to the program. Errors: Shape (a size is not fixed), Argument (weights_of).
    Result<void> collect(const Place& place);
    /// States of a layer, by the path of its weights.
    const std::vector<std::size_t>& of(const std::string& weightPath) const;

    /// What the layers of a place need from outside.
    struct Needs {
        std::set<std::size_t> states, updated;  ///< the second is part of the first
        bool random = false;
    };
    Needs needs(const Place& place) const;

    /// Penalties on weights: state and factor.
    const std::vector<std::pair<std::size_t, double>>& regularized() const { return regularized_; }

private:
    Result<void> collectNode(const Place& place, const Node& node);
    Result<StateSpec> specOf(const Place& place, const Node& node, std::size_t weight, const std::string& path) const;

    Program& program_;
    const ExpandOptions& options_;
    bool training_;
    std::map<std::string, std::vector<std::size_t>> states_;
    std::vector<std::pair<std::size_t, double>> regularized_;
};

}  // namespace nw
