// Eager evaluation: an Emit that computes at once, with the kernels that plans use.
#pragma once
#include "core/op/vocabulary.h"
#include "core/runtime/executable.h"

namespace nw {

class Eager final : public Emit {
public:
    using Lineariser = std::function<Linear(Module&, FunctionRef, const std::vector<bool>& wanted)>;
    /// `lineariser` splits functions for gradients of loops, branches and calls; null: those have none here.
    Eager(bool training, Backends backends, std::shared_ptr<ThreadPool> pool, Lineariser lineariser = nullptr);

    /// A value with this content (shared, not copied).
    Value value(Tensor tensor);
    /// The content of a value. NW_CHECK: it is a tensor.
    const Tensor& tensor(Value value) const;

    // Emit
    std::vector<Value> apply(const Params& params, std::span<const Value> inputs, bool differentiated = false) override;
    const Type& type(Value value) const override { return values_[value.node].type; }
    bool training() const override { return training_; }
    std::optional<std::vector<Value>> inputsIfMadeBy(Value value, std::string_view op) const override;
    FunctionRef define(std::string_view name, std::span<const Type> params, const FunctionBody& body) override;
    const FunctionTypes& functions() const override { return *module_; }
    Linear linearise(FunctionRef function, const std::vector<bool>& wanted) override;
    Module& module() { return *module_; }

private:
    struct Slot {
        Type type;
        Tensor tensor;
        std::shared_ptr<class ListBuffer> list;
        const OpDef* maker = nullptr;
        std::vector<Value> inputs;  ///< of the maker
    };
    std::vector<Value> store(const Apply& apply, std::vector<Tensor> tensors, std::vector<std::shared_ptr<ListBuffer>> lists);

    bool training_;
    Backends backends_;
    std::shared_ptr<ThreadPool> pool_;
    Lineariser lineariser_;
    std::shared_ptr<Module> module_ = std::make_shared<Module>();
    std::vector<Slot> values_;  ///< by Value::node; ports are not used
};

}  // namespace nw
