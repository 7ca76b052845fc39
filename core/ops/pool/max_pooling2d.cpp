// y[n, i, j, c] = max over ky, kx of x[n, i s + ky − p, j s + kx − p, c].
#include "core/op/define.h"
#include "core/op/window.h"

namespace nw::ops::max_pooling2d {

struct MaxPooling2d {
    Pair poolSize{2, 2}, strides{0, 0};
    Padding padding = Padding::Valid;
    Window window() const { return poolWindow(poolSize, strides, padding); }
};

Result<Signature> infer(const MaxPooling2d& p, const Inputs& in) {
    const Type& x = in["x"];
    if (!x.shape) return Signature().output("y", {x.dtype, {}}).residual("argmax", {DType::Int32, {}});
    NW_TRY(Shape y, windowShape(*x.shape, p.window(), x.shape->back(), "pooling window"));
    Signature s;
    s.flops(Dim(p.poolSize[0] * p.poolSize[1]) * product(y));
    return s.output("y", {x.dtype, y}).residual("argmax", {DType::Int32, y});
}

Grads vjp(const MaxPooling2d& p, const Pullback& c) {  // dy goes to the cell that was the maximum
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.one("max_pooling2d_grad",
                     {{"pool_size", attrOf(p.poolSize)},
                      {"strides", attrOf(p.strides)},
                      {"padding", attrOf(p.padding)},
                      {"input_shape", e.shape(c.in("x"))}},
                     {c.grad("y"), c.residual("argmax")}));
    return g;
}

// argmax is ky * kw + kx of the first maximum, or of the last NaN, and -1 where all cells are minus infinity.
template <class T>
void reference(const MaxPooling2d& p, const ReferenceArgs& a) {
    const auto x = a.in<T>("x");
    const auto y = a.out<T>("y");
    const auto argmax = a.out<std::int32_t>("argmax");
    const std::int64_t channels = y.dim(3);
    std::fill_n(y.data, y.size(), -std::numeric_limits<T>::infinity());
    if (argmax.present()) std::fill_n(argmax.data, argmax.size(), -1);
    Taps(p.window(), x.shape, y.shape).each([&](std::int64_t from, std::int64_t to, std::int64_t tap) {
        for (std::int64_t c = 0; c < channels; ++c) {
            const T v = x[from * channels + c];
            if (!(v > y[to * channels + c]) && !std::isnan(v)) continue;
            y[to * channels + c] = v;
            if (argmax.present()) argmax[to * channels + c] = static_cast<std::int32_t>(tap);
        }
    });
}

}  // namespace nw::ops::max_pooling2d

NW_OPERATOR(max_pooling2d) {
    using namespace nw::ops::max_pooling2d;
    return nw::Op<MaxPooling2d>("max_pooling2d")
        .label("MaxPooling2D")
        .keywords({"pool", "downsample", "subsample", "maximum"})
        .doc("Shrinks a map by keeping the largest value of each small window, in each channel.")
        .formula("y[n, i, j, c] = max x[n, i·s + ky − p, j·s + kx − p, c] over ky, kx")
        .source("Riesenhuber and Poggio 1999; tf.keras.layers.MaxPooling2D")
        .input("x", "[batch, height, width, channels]", "Images or feature maps.")
        .output("y", "[batch, rows, columns, channels]", "The smaller map.")
        .param<&MaxPooling2d::poolSize>(
            "pool_size", {.label = "Pool size", .doc = "Height and width of the window.", .min = 1, .max = 4096, .unit = "px"})
        .param<&MaxPooling2d::strides>("strides",
                                       {.label = "Strides",
                                        .doc = "How far the window moves from one output to the next; 0 is the pool size.",
                                        .min = 0,
                                        .max = 4096,
                                        .unit = "px"})
        .param<&MaxPooling2d::padding>(
            "padding",
            {.label = "Padding",
             .doc = "Valid: windows stay inside the map. Same: windows may hang over its edge; cells outside do not count.",
             .choices = nw::PaddingChoices})
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {2, 5, 4, 3}}})
        .sample({{"x", {1, 5, 6, 2}}}, {.poolSize = {3, 3}, .strides = {2, 2}, .padding = nw::Padding::Same});
}
