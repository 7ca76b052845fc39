// What reductions over axes share: ports and parameters, the gradient of extrema, loops along one axis.
#pragma once
#include "core/op/define.h"

namespace nw {

/// Ports, the parameters axis and keepdims, and samples.
template <class P>
Op<P>& declareReduction(Op<P>& op) {
    return op.input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Without the reduced axes, or with size 1 in their place.")
        .template param<&P::axis>("axis",
                                  {.label = "Axes", .doc = "The axes to reduce; negative ones count from the end, none means all."})
        .template param<&P::keepdims>("keepdims", {.label = "Keep axes", .doc = "Keeps the reduced axes with size 1."})
        .sample({{"x", {2, 3, 4}}})
        .sample({{"x", {2, 3, 4}}}, {.axis = {0, -1}})
        .sample({{"x", {2, 3, 4}}}, {.axis = {1}, .keepdims = true});
}

/// The gradient of a maximum or minimum y: dy goes to the elements equal to y, in equal shares.
inline Grads extremumGradient(const Pullback& c, std::span<const std::int64_t> axis) {
    Emit& e = c.emit();
    Grads g;
    const Value x = c.in("x");
    const auto kept = reducedShape(e.shape(x), axis, true);
    NW_CHECK(kept);
    const Value hit = e.equal(x, e.reshape(c.out("y"), *kept));
    const Value one = e.constantLike(x, 1), zero = e.constantLike(x, 0);
    const Value ties = e.sum(e.where(hit, one, zero), axis, true);
    const Value share = e.divide(e.reshape(c.grad("y"), *kept), ties);
    g.set("x", e.where(hit, share, zero));
    return g;
}

/// An extremum of x over axes, from `start`; `beats(x, y)` says whether x takes the place of y. NaN stays.
template <class T, class Beats>
void extremum(const ReferenceArgs& args, std::span<const std::int64_t> axis, T start, Beats beats) {
    const auto x = args.in<T>("x");
    const auto y = args.out<T>("y");
    std::fill_n(y.data, y.size(), start);
    forEachOffset<1>(x.shape, {reducedStrides(x.shape, axis)}, [&](std::int64_t i, const std::array<std::int64_t, 1>& o) {
        if (beats(x[i], y[o[0]]) || x[i] != x[i]) y[o[0]] = x[i];
    });
}

/// The signature of an activation along one axis. Error: Shape, Argument (axis), Type.
inline Result<Signature> alongAxis(const Inputs& in, std::int64_t axis) {
    if (in["x"].shape) {
        if (in["x"].shape->empty()) return fail(Code::Shape, "x", "needs at least one axis, got a scalar");
        NW_TRY([[maybe_unused]] const std::size_t at, normalAxis(axis, in["x"].shape->size(), "axis"));
    }
    return floatAsInput(in);
}

/// Calls f(first, step) for each row along an axis of a view: its elements are first, first + step, ...; x.dim(axis) of them.
template <class View, class F>
void eachRow(const View& x, std::int64_t axis, F f) {
    const std::int64_t n = x.dim(axis);
    std::int64_t inner = 1;  // elements between neighbours along the axis
    for (std::int64_t d = (axis < 0 ? axis + x.rank() : axis) + 1; d < x.rank(); ++d) inner *= x.dim(d);
    for (std::int64_t i = 0, rows = n ? x.size() / n : 0; i < rows; ++i) f(i / inner * n * inner + i % inner, inner);
}

/// Ports, the parameter axis, and samples of softmax and its logarithm.
template <class P>
Op<P>& declareSoftmax(Op<P>& op) {
    return op.input("x", "[..., classes]", "Scores.")
        .output("y", "[..., classes]", "Same shape.")
        .template param<&P::axis>("axis", {.label = "Axis", .doc = "The axis of the classes; negative counts from the end."})
        .sample({{"x", {3, 5}, -3, 3}})
        .sample({{"x", {2, 3, 2}, -3, 3}}, {.axis = 1});
}

}  // namespace nw
