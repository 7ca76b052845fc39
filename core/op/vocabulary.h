// The operators that gradients and bodies are written in, as methods of Emit. The only place in op/ that names operators.
#pragma once
#include "core/op/emit.h"

namespace nw {

/// Axes of reductions; empty means all axes.
using Axes = std::span<const std::int64_t>;

class Emit : public EmitBase {
public:
    // constants and types
    Value constant(DType dtype, double value);  ///< a scalar
    Value constantLike(Value like, double value) { return constant(dtype(like), value); }
    Value fill(const Type& type, double value);            ///< a tensor of the type's shape, all `value`
    Value zerosLike(Value x) { return fill(type(x), 0); }  ///< an empty list for a list
    Value cast(Value x, DType dtype);                      ///< itself if it has the dtype
    Value stopGradient(Value x);

    // elementwise with NumPy broadcasting
    Value add(Value a, Value b);
    Value subtract(Value a, Value b);
    Value multiply(Value a, Value b);
    Value divide(Value a, Value b);
    Value maximum(Value a, Value b);
    Value minimum(Value a, Value b);
    Value scale(Value x, double by) { return multiply(x, constantLike(x, by)); }
    Value shift(Value x, double by) { return add(x, constantLike(x, by)); }
    Value negative(Value x);
    Value square(Value x);
    Value sqrt(Value x);
    Value rsqrt(Value x);
    Value exp(Value x);
    Value log(Value x);
    Value abs(Value x);
    Value sign(Value x);
    Value sigmoid(Value x);
    Value tanh(Value x);
    Value erf(Value x);
    Value power(Value a, Value b);
    Value equal(Value a, Value b);
    Value less(Value a, Value b);
    Value greater(Value a, Value b);
    Value greaterEqual(Value a, Value b);
    Value logicalAnd(Value a, Value b);
    Value where(Value condition, Value a, Value b);

    // linear algebra and reductions
    Value matmul(Value a, Value b, bool transposeA = false, bool transposeB = false);
    Value sum(Value x, Axes axes, bool keepDims = false);
    Value mean(Value x, Axes axes, bool keepDims = false);
    Value max(Value x, Axes axes, bool keepDims = false);
    Value softmax(Value x);  ///< over the last axis
    Value logSoftmax(Value x);

    Value stretch(Value reduced, Axes axes, Value like);  ///< a reduction's result back over the reduced axes of `like`
    Value sizeOf(const Dim& dim, DType dtype);            ///< a dimension as a scalar

    // shapes
    Value reshape(Value x, const Shape& shape);  ///< itself if it has the shape
    Value reshapeLike(Value x, Value like) { return reshape(x, shape(like)); }
    Value flattenRows(Value x);                      ///< [..., n] as [rows, n]
    Value broadcastTo(Value x, const Shape& shape);  ///< itself if it has the shape
    Value sumTo(Value x, const Shape& shape);        ///< the adjoint of broadcastTo
    Value sumTo(Value x, Value like) { return sumTo(x, Shape(shape(like))); }
    Value transpose(Value x, std::span<const std::int64_t> permutation);
    Value concatenate(std::span<const Value> xs, std::int64_t axis);
    Value slice(Value x, std::int64_t axis, const Dim& begin, const Dim& size);
    Value pad(Value x, std::int64_t axis, const Dim& before, const Dim& after);  ///< with zeros
    Value oneHot(Value indices, const Dim& depth, DType dtype);

    // random
    Value foldKey(Value key, std::int64_t number);  ///< the key of a substream
    Value foldKey(Value key, Value number);

    // control
    std::vector<Value> callFunction(FunctionRef function, std::span<const Value> inputs);
};

}  // namespace nw
