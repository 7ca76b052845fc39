// FunctionBuilder: the Emit that writes a Function.
#pragma once
#include "core/graph/function.h"
#include "core/op/vocabulary.h"

namespace nw {

class FunctionBuilder : public Emit {
public:
    FunctionBuilder(Module& module, bool training, std::string name = {});

    Value param(std::string name, Type type);
    /// Applications from here on carry this name.
    void setName(std::string name) { name_ = std::move(name); }
    const std::string& name() const { return name_; }
    /// Another name for an application that is written already, by its index among function().nodes.
    void rename(std::size_t index, std::string name) { function_.nodes[index].name = std::move(name); }
    /// Ends the function and adds it to the module; the builder must not be used again.
    FunctionRef finish(std::vector<Value> results, std::vector<std::string> names = {});

    const Function& function() const { return function_; }
    Module& module() const { return module_; }
    /// Copies the applications of `source` with its parameters replaced by `args`, all nodes in order; returns the new value of
    /// each of the source's values through `lookup(value)` semantics: the mapping of node i, port p.
    class Inlined {
    public:
        Value operator[](Value v) const { return !v ? v : map_[v.node][v.port]; }

    private:
        friend class FunctionBuilder;
        std::vector<std::vector<Value>> map_;
    };
    Inlined inlineFunction(const Function& source, std::span<const Value> args);

    // Emit
    std::vector<Value> apply(const Params& params, std::span<const Value> inputs, bool differentiated = false) override;
    const Type& type(Value value) const override { return function_.type(value); }
    bool training() const override { return training_; }
    std::optional<std::vector<Value>> inputsIfMadeBy(Value value, std::string_view op) const override;
    FunctionRef define(std::string_view name, std::span<const Type> params, const FunctionBody& body) override;
    const FunctionTypes& functions() const override { return module_; }
    Linear linearise(FunctionRef function, const std::vector<bool>& wanted) override;

protected:
    /// A builder of the same kind for a nested function.
    virtual std::unique_ptr<FunctionBuilder> nested(std::string name);

private:
    Module& module_;
    Function function_;
    bool training_;
    std::string name_;
};

}  // namespace nw
