// Program: a network as a pure function with state: what compiling gives, and what devices, exporters and trainers take.
#pragma once
#include "core/graph/function.h"

namespace nw {

/// One tensor of state. Sizes are numbers.
struct StateSpec {
    std::string name;  ///< path, e.g. "conv2d/kernel", "adam/conv2d/kernel/momentum"
    TensorType type;
    Params initializer;        ///< an operator of the family initializer, shape and dtype set
    std::uint64_t stream = 0;  ///< of the random key of its initializer
    bool trainable = false;
    double rateFactor = 1;
    bool slot = false;  ///< belongs to an optimizer, not to the model
};

enum class OutputRole : std::uint8_t { Prediction, Loss, Metric };

struct OutputSpec {
    std::string name;  ///< predictions: the exported name; "loss"; metrics: "accuracy", ...
    OutputRole role;
};

/// main: (inputs, state, [rate, seed, step]) -> (next state of those that change, outputs).
struct Program {
    std::shared_ptr<Module> module = std::make_shared<Module>();
    FunctionRef main;
    std::vector<NamedType> inputs;
    std::vector<StateSpec> state;
    bool hasRate = false;             ///< float32 scalar, after the state
    std::vector<std::size_t> next;    ///< indices of the states that the first results replace
    std::vector<OutputSpec> outputs;  ///< the results after those
    std::vector<std::string> classNames;

    const Function& function() const { return (*module)[main]; }
    std::size_t stateParam(std::size_t i) const { return inputs.size() + i; }
    std::size_t rateParam() const { return inputs.size() + state.size(); }
    /// int64 scalars: the run's seed and the number of the step.
    std::size_t seedParam() const { return rateParam() + (hasRate ? 1 : 0); }
    std::size_t stepParam() const { return seedParam() + 1; }
    std::size_t outputResult(std::size_t i) const { return next.size() + i; }
    /// Index of an output by role and (if not empty) name; outputs.size() when there is none.
    std::size_t findOutput(OutputRole role, std::string_view name = {}) const;
};

}  // namespace nw
