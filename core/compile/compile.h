// From a graph to programs: training, evaluation, inference; and the first state.
#pragma once
#include "core/graph/graph.h"
#include "core/graph/program.h"
#include "core/passes/pass_log.h"
#include "core/runtime/executable.h"

namespace nw {

/// One step of training: (inputs, state, rate, seed, step) -> (next state, predictions, loss, metrics). `optimizer` is an operator
/// of that family with its parameters. `observer` (may be empty) is told of each pass. Errors: the first fault of the graph;
/// Argument when nothing can be trained.
Result<Program> trainingProgram(const Graph& graph, const Params& optimizer, const PassObserver& observer = {});
/// Predictions, loss and metrics in the inference phase: dropout is off, averages are used.
Result<Program> evaluationProgram(const Graph& graph, const PassObserver& observer = {});
/// Predictions alone, without labels: what exporters take.
Result<Program> inferenceProgram(const Graph& graph, const PassObserver& observer = {});

/// State of a model or of its training, by name.
struct State {
    std::vector<StateSpec> specs;
    std::vector<Tensor> tensors;

    /// Null when there is none of this name.
    const Tensor* find(std::string_view name) const;
    /// The tensors that a program needs, in its order, sharing memory. Errors: NotFound, Shape (the network has changed since).
    Result<std::vector<Tensor>> select(const Program& program) const;
    State clone() const;
};

/// What the state takes: weights, averages and what the optimizer keeps of them; the largest number there is for more than that.
std::size_t stateBytes(const Program& program);
/// The state at step 0: initializers with the keys of `seed`. A pure function of program and seed. Error: Memory, before any is
/// taken.
Result<State> initialState(const Program& program, std::uint64_t seed);

/// Runs a program; holds its executable and the scalars of a step.
class Runner {
public:
    Runner(Program program, ExecutableOptions options);

    /// One run. `inputs` and `state` in the program's order; next state is written onto `state`. The answer's tensors are
    /// valid until the next run, in the order of program().outputs. Allocates nothing once sizes are bound.
    Result<std::span<const Tensor>> run(std::span<const Tensor> inputs, std::span<const Tensor> state, float rate = 0,
                                        std::int64_t seed = 0, std::int64_t step = 0);

    const Program& program() const { return program_; }
    Executable& executable() { return *executable_; }

private:
    Program program_;
    std::unique_ptr<Executable> executable_;
    Tensor rate_, seed_, step_;
    std::vector<Tensor> args_, results_;
};

}  // namespace nw
