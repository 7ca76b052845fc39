// Passes that keep meaning: inline calls, share equal applications, prune what nothing reads, fold constants, freeze state.
#pragma once
#include "core/passes/pass_log.h"
#include "core/tensor/tensor.h"

namespace nw {

/// Replaces plain calls by the applications of their functions.
FunctionRef inlineCalls(Module& module, FunctionRef f);
/// One application for equal ones (common subexpressions). Applications of random operators are equal when their keys are.
FunctionRef shareEqual(Module& module, FunctionRef f);
/// Removes applications whose outputs nothing reads.
FunctionRef pruneUnused(Module& module, FunctionRef f);
/// All of the above, in functions used by loops and branches as well. `log` (may be null) is told of each.
FunctionRef simplify(Module& module, FunctionRef f, PassLog* log = nullptr);

/// State becomes constants: an inference program of inputs alone. `state` in the order of program.state.
Program freeze(const Program& program, std::span<const Tensor> state);

}  // namespace nw
