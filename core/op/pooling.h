// What pooling layers share: signature, gradient and parameters of windows, and the signature of pools over the whole map.
#pragma once
#include "core/op/window.h"

namespace nw {

/// The signature of a pool with windows; `argmax` adds the residual that max pooling needs.
inline Result<Signature> poolSignature(const Inputs& in, const Window& window, bool argmax) {
    const Type& x = in["x"];
    Signature s;
    std::optional<Shape> y;
    if (x.shape) {
        NW_RETURN_IF_ERROR(needImages(*x.shape));  // before its last axis is asked for: a scalar has none
        NW_TRY(y, windowShape(*x.shape, window, x.shape->back(), "pooling window"));
        s.flops(Dim(window.size[0] * window.size[1]) * product(*y));
    }
    s.output("y", {x.dtype, y});
    if (argmax) s.residual("argmax", {DType::Int32, y});
    return s;
}

/// dx by the operator `op`, which reads dy and `more`.
template <class P>
Grads poolGradient(const P& p, const Pullback& c, std::string_view op, std::initializer_list<Value> inputs) {
    Grads g;
    g.set("x", c.emit().one(op,
                            {{"pool_size", attrOf(p.poolSize)},
                             {"strides", attrOf(p.strides)},
                             {"padding", attrOf(p.padding)},
                             {"input_shape", c.emit().shape(c.in("x"))}},
                            inputs));
    return g;
}

/// Ports, parameters and samples of a pool with windows.
template <class P>
Op<P>& declarePool(Op<P>& op) {
    return op.input("x", "[batch, height, width, channels]", "Images or feature maps.")
        .output("y", "[batch, rows, columns, channels]", "The smaller map.")
        .template param<&P::poolSize>(
            "pool_size", {.label = "Pool size", .doc = "Height and width of the window.", .min = 1, .max = 4096, .unit = "px"})
        .template param<&P::strides>("strides",
                                     {.label = "Strides",
                                      .doc = "How far the window moves from one output to the next; auto (0) is the pool size.",
                                      .min = 0,
                                      .max = 4096,
                                      .unit = "px",
                                      .zero = "auto"})
        .template param<&P::padding>(
            "padding",
            {.label = "Padding",
             .doc = "Valid: windows stay inside the map. Same: windows may hang over its edge; cells outside do not count.",
             .choices = PaddingChoices})
        .sample({{"x", {2, 5, 4, 3}}})
        .sample({{"x", {1, 5, 6, 2}}}, {.poolSize = {3, 3}, .strides = {2, 2}, .padding = Padding::Same});
}

/// The signature of a pool over the whole map.
inline Result<Signature> globalSignature(const Inputs& in, bool keepDims) {
    const Type& x = in["x"];
    if (!x.shape) return Signature().output("y", {x.dtype, {}});
    NW_RETURN_IF_ERROR(needImages(*x.shape));
    const Shape& s = *x.shape;
    Signature signature;
    signature.flops(product(s));
    return signature.output("y", {x.dtype, keepDims ? Shape{s[0], 1, 1, s[3]} : Shape{s[0], s[3]}});
}

/// Ports, parameter and samples of a pool over the whole map.
template <class P>
Op<P>& declareGlobalPool(Op<P>& op) {
    return op.input("x", "[batch, height, width, channels]", "Feature maps.")
        .output("y", "[batch, channels]", "One value for each channel.")
        .template param<&P::keepdims>("keepdims",
                                      {.label = "Keep axes", .doc = "Keeps height and width as axes of size 1.", .advanced = true})
        .sample({{"x", {2, 3, 4, 5}}})
        .sample({{"x", {1, 2, 1, 3}}}, {.keepdims = true});
}

}  // namespace nw
