// How a gradient or a composition is written: values, and an Emit that is a graph builder or an eager evaluator.
#pragma once
#include <functional>
#include <limits>

#include "core/op/params.h"
#include "core/op/signature.h"

namespace nw {

/// One output of one application inside a function. Null: absent (an unconnected optional input, a zero cotangent).
struct Value {
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t node = none;
    std::uint32_t port = 0;
    explicit operator bool() const { return node != none; }
    auto operator<=>(const Value&) const = default;
};

/// forward: params -> results, then residuals. backward: cotangents of results, residuals -> cotangents of the wanted parameters.
struct Linear {
    FunctionRef forward, backward;
    std::size_t residuals = 0;
    /// Which results have a cotangent parameter in `backward` (the differentiable ones).
    std::vector<bool> resultHasGradient;
    /// Which parameters have a result in `backward` (differentiable and wanted).
    std::vector<bool> paramHasGradient;
};

class Emit;
using FunctionBody = std::function<std::vector<Value>(Emit&, std::span<const Value> params)>;

/// The primitive part of Emit; vocabulary.h adds a method for each operator that gradients and bodies use.
class EmitBase {
public:
    virtual ~EmitBase() = default;
    /// Applies an operator. The result has its declared outputs, then residuals if `differentiated`. Errors of inference here are a
    /// programmer's: NW_CHECK.
    virtual std::vector<Value> apply(const Params& params, std::span<const Value> inputs, bool differentiated = false) = 0;
    virtual const Type& type(Value value) const = 0;
    virtual bool training() const = 0;
    /// The inputs of the application that made `value`, if that was operator `op` (a head looks for the softmax before it).
    virtual std::optional<std::vector<Value>> inputsIfMadeBy(Value value, std::string_view op) const = 0;
    /// A new function of the same module, written through its own Emit.
    virtual FunctionRef define(std::string_view name, std::span<const Type> params, const FunctionBody& body) = 0;
    virtual const FunctionTypes& functions() const = 0;
    /// Splits a function for reverse mode. `wanted`: parameters whose cotangent is asked for.
    virtual Linear linearise(FunctionRef function, const std::vector<bool>& wanted) = 0;

    /// Applies an operator by id with parameters by id.
    std::vector<Value> call(std::string_view op, std::initializer_list<std::pair<std::string_view, Attr>> params,
                            std::span<const Value> inputs);
    Value one(std::string_view op, std::initializer_list<std::pair<std::string_view, Attr>> params,
              std::initializer_list<Value> inputs);
    const Shape& shape(Value value) const;
    std::size_t rank(Value value) const { return shape(value).size(); }
    DType dtype(Value value) const { return type(value).dtype; }
};

}  // namespace nw
