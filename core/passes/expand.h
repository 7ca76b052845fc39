// expand: a document graph as a program: weights, settings, heads and random streams made explicit, for one phase.
#pragma once
#include "core/graph/graph.h"
#include "core/graph/program.h"
#include "core/op/kernel.h"

namespace nw {

struct ExpandOptions {
    Phase phase = Phase::Training;
    /// Heads keep losses and metrics and read labels. Without: heads become their predictions and labels disappear.
    bool losses = true;
    /// Layers that no head reads are written too.
    bool everything = false;
};

/// Errors: Shape, Type, Argument: the first fault of the graph (see analyse).
Result<Program> expand(const Graph& graph, const ExpandOptions& options);

}  // namespace nw
