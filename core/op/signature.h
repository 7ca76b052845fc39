// What shape inference sees (Inputs) and answers (Signature).
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/op/attr.h"

namespace nw {

struct OpDef;

struct NamedType {
    std::string name;
    Type type;
};

/// Parameter and result types of a function used as a parameter.
struct FunctionSignature {
    std::vector<Type> params, results;
};

/// Looks functions up while types are inferred.
class FunctionTypes {
public:
    virtual ~FunctionTypes() = default;
    /// Null when there is no such function.
    virtual const FunctionSignature* signatureOf(FunctionRef function) const = 0;
};

/// Which input values belong to which declared port, for a given count of inputs. At most one port is variadic.
class PortMap {
public:
    PortMap(const OpDef& op, std::size_t inputs);
    /// Index range [begin, end) of a declared input; empty for an absent optional one. Unknown names: NW_CHECK.
    std::pair<std::size_t, std::size_t> range(std::string_view port) const;
    /// The number of declared inputs, expanded; what follows are weights.
    std::size_t declared() const { return declared_; }

private:
    const OpDef& op_;
    std::size_t variadic_ = 0, declared_ = 0;
};

/// Types of the inputs of an application. A type whose shape is not known has no shape; absent inputs have `present` false.
class Inputs {
public:
    /// `types` null entries stand for absent optional inputs.
    Inputs(const OpDef& op, std::span<const Type* const> types, const FunctionTypes* functions, bool training)
        : map_(op, types.size()), types_(types), functions_(functions), training_(training) {}

    /// A float32 tensor of unknown shape when the port is not connected.
    const Type& operator[](std::string_view port) const;
    bool present(std::string_view port) const;
    std::vector<Type> many(std::string_view port) const;
    const FunctionSignature* function(FunctionRef function) const {
        return functions_ ? functions_->signatureOf(function) : nullptr;
    }
    /// Whether this is a training-phase graph.
    bool training() const { return training_; }

private:
    PortMap map_;
    std::span<const Type* const> types_;
    const FunctionTypes* functions_;
    bool training_;
};

/// A weight or other state that an operator owns: its name in Keras, its type, the operator id of its default initializer.
struct WeightSpec {
    std::string name;
    Type type;
    std::string initializer;
    bool trainable = true;
    /// The output port that carries the next value (moving averages); empty for trained weights.
    std::string next;
};

/// The answer of shape inference: outputs, residual ports (only in a differentiated forward pass), weights, cost.
class Signature {
public:
    Signature& output(std::string_view name, Type type);
    Signature& residual(std::string_view name, Type type);
    Signature& weight(std::string_view name, Type type, std::string_view initializer);
    /// State that is not trained; in training the operator has an output `name` + "_next" after the declared ones with its next
    /// value.
    Signature& state(std::string_view name, Type type, std::string_view initializer, bool updated);
    /// Multiply-adds count two.
    Signature& flops(Dim count);

    std::vector<NamedType> outputs, residuals;
    std::vector<WeightSpec> weights;
    Dim cost{0};
};

// ---- helpers that many inferences share

/// NumPy broadcasting of two shapes. Error: Shape, naming port `b`.
Result<Shape> broadcast(const Shape& a, const Shape& b, std::string_view port);
/// An axis that may count from the end, as 0..rank-1. Error: Argument with the values.
Result<std::size_t> normalAxis(std::int64_t axis, std::size_t rank, std::string_view param);
/// The axes as a sorted list without repeats; empty means all. Error: Argument.
Result<std::vector<std::size_t>> normalAxes(std::span<const std::int64_t> axes, std::size_t rank, std::string_view param);
/// A shape after a reduction over `axes` (empty means all): those axes are 1, or gone unless `keepDims`. Error: Argument.
Result<Shape> reducedShape(const Shape& shape, std::span<const std::int64_t> axes, bool keepDims);

}  // namespace nw
