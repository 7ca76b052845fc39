// Binding: a function for given sizes: units, kernels, memory. Runs without allocating.
#pragma once
#include <functional>

#include "core/runtime/executable.h"
#include "core/runtime/list.h"
#include "core/runtime/planner.h"
#include "core/runtime/regions.h"

namespace nw {

/// Executes call, cond, loop and list operations inside a binding. Pointers are to tensors' memory or to ListBuffers.
class ControlUnit {
public:
    virtual ~ControlUnit() = default;
    virtual Result<void> run(std::span<void* const> in, std::span<void* const> out) = 0;
    virtual std::size_t plannedBytes() const { return 0; }
};

class Binding {
public:
    /// Error: Unsupported (an application without kernel), Shape (a size without value), Memory.
    static Result<std::unique_ptr<Binding>> create(const Module& module, const Function& function, const DimValues& dims,
                                                   const ExecutableOptions& options);

    /// Pointers to parameters and results: tensor memory or ListBuffer*. A result may be the memory of its in-place parameter.
    Result<void> run(std::span<void* const> params, std::span<void* const> results, bool profiling = false);

    const TensorType& paramType(std::size_t i) const { return types_[i]; }
    const TensorType& resultType(std::size_t i) const { return types_[flat(function_.results[i])]; }
    bool resultIsList(std::size_t i) const { return function_.type(function_.results[i]).form == Form::List; }
    std::vector<InstructionProfile> profile() const { return profile_; }
    std::size_t plannedBytes() const;

    /// Memory for results that the caller does not provide; made by Executable.
    std::vector<Tensor> outputs;

private:
    /// Where a value lives.
    enum class Home : std::uint8_t { None, Param, Result, Arena, Constant, List };
    struct Root {
        Home home = Home::None;
        std::size_t index = 0;  ///< of the parameter, result, lifetime, constant or list
    };
    struct Instruction {
        std::unique_ptr<Kernel> kernel;
        std::unique_ptr<ControlUnit> control;
        std::vector<void*> in, out;
        std::byte* shared = nullptr;
        std::uint32_t node = 0;
    };
    struct Patch {
        std::size_t instruction, position, index;
        bool output, result;
    };
    struct Copy {
        Root from;
        std::size_t result;
        std::size_t bytes;
    };

    Binding(const Module& module, const Function& function, const ExecutableOptions& options)
        : module_(module), function_(function), options_(options) {}
    std::size_t flat(Value v) const { return base_[v.node] + v.port; }
    Result<void> evaluateTypes(const DimValues& dims);
    Result<void> prepareValues(const DimValues& dims);
    Result<void> prepareUnits(const DimValues& dims);
    Result<void> prepareControl(const Unit& unit, const DimValues& dims, Instruction& instruction);
    Result<bool> evaluateConstant(const Unit& unit, const DimValues& dims);
    void chooseHomes();
    /// By flat index of a root value: the units and inputs that read it, the results that are it.
    struct Uses {
        std::vector<std::vector<std::pair<int, int>>> reads;
        std::vector<std::vector<Value>> results;
    };
    Uses usesOfRoots() const;
    void homeResults(const std::vector<int>& begin);
    bool mayOverwrite(std::size_t param, Value result, int producer, const Uses& uses) const;
    void reuseInputs(const std::vector<int>& end, std::vector<Lifetime>& lifetimes);
    void connect();
    void* pointer(const Root& root, std::span<void* const> params, std::span<void* const> results) const;
    Result<void> runInstruction(Instruction& instruction);
    std::size_t rootOf(std::size_t value) const;

    const Module& module_;
    const Function& function_;
    const ExecutableOptions options_;
    std::vector<std::size_t> base_;   ///< first flat index of each node
    std::vector<TensorType> types_;   ///< by flat index
    std::vector<std::size_t> alias_;  ///< by flat index: the value whose memory it shares, or itself
    std::vector<Root> roots_;         ///< by flat index of a root value
    std::vector<Unit> units_;
    std::vector<Instruction> instructions_;
    std::vector<Tensor> constants_;
    std::vector<std::unique_ptr<ListBuffer>> lists_;
    std::vector<Lifetime> lifetimes_;
    std::vector<Patch> patches_;
    std::vector<Copy> copies_;
    std::shared_ptr<Storage> arena_, scratch_, shared_;
    std::size_t scratchStride_ = 0;
    std::vector<InstructionProfile> profile_;
};

/// The control unit of an application of call, cond, loop, empty_list or add_lists. Error: Unsupported, or of the inner bindings.
Result<std::unique_ptr<ControlUnit>> makeControl(const Module& module, const Apply& apply, std::span<const TensorType> inputs,
                                                 std::span<const TensorType> outputs, const DimValues& dims,
                                                 const ExecutableOptions& options);

}  // namespace nw
