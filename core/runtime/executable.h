// Executable: a function made ready to run: bound to sizes, planned, with prepared kernels.
#pragma once
#include <list>

#include "core/base/thread_pool.h"
#include "core/graph/function.h"
#include "core/runtime/backend.h"

namespace nw {

class Binding;

/// Where a run spends its time: one row an instruction, in order.
struct InstructionProfile {
    std::string name, op, implementation;
    std::vector<TensorType> outputs;
    std::int64_t chunks = 0;
    double seconds = 0;
    std::int64_t runs = 0;
};

struct ExecutableOptions {
    Phase phase = Phase::Inference;
    Numerics numerics = Numerics::Fast;
    Backends backends;
    std::shared_ptr<ThreadPool> pool;
    /// (parameter, result): the result is written onto the parameter's memory (next state onto state).
    std::vector<std::pair<std::size_t, std::size_t>> inPlace;
};

/// One run at a time. The module and its functions are kept alive.
class Executable {
public:
    Executable(std::shared_ptr<const Module> module, FunctionRef function, ExecutableOptions options);
    ~Executable();

    /// Computes the function. `args` are dense tensors of the parameters' types; named dimensions take their values from them.
    /// `results` entries that are defined are written in place (dense, right type); the others become views of memory that the next
    /// run overwrites, and for in-place results the argument itself. The last 8 combinations of sizes stay bound; with a bound one
    /// nothing is allocated. Errors: Shape, Type (arguments do not fit), Unsupported (no kernel), Memory.
    Result<void> run(std::span<const Tensor> args, std::span<Tensor> results);

    /// Values of the named dimensions that the arguments imply. Error: Shape, Type.
    Result<DimValues> dimensions(std::span<const Tensor> args) const;
    /// The binding for these dimension values, made if need be.
    Result<Binding*> bind(const DimValues& dims);

    const Function& function() const { return (*module_)[function_]; }
    /// Measures every instruction from the next run on (a clock is read around each).
    void setProfiling(bool on) { profiling_ = on; }
    /// Of the newest binding.
    std::vector<InstructionProfile> profile() const;
    /// Bytes of memory planned by the newest binding: arena, constants and scratch.
    std::size_t plannedBytes() const;

private:
    std::shared_ptr<const Module> module_;
    FunctionRef function_;
    ExecutableOptions options_;
    bool profiling_ = false;
    std::list<std::pair<DimValues, std::unique_ptr<Binding>>> bindings_;  ///< newest first
    std::vector<TensorType> lastTypes_;                                   ///< of the arguments of the newest binding
    std::vector<void*> params_, outputs_;                                 ///< of the run, kept so that runs do not allocate
};

}  // namespace nw
