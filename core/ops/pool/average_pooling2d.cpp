// y[n, i, j, c] = mean over the cells of window (i, j) that lie on the map.
#include "core/op/define.h"
#include "core/op/window.h"

namespace nw::ops::average_pooling2d {

struct AveragePooling2d {
    Pair poolSize{2, 2}, strides{0, 0};
    Padding padding = Padding::Valid;
    Window window() const { return poolWindow(poolSize, strides, padding); }
};

Result<Signature> infer(const AveragePooling2d& p, const Inputs& in) {
    const Type& x = in["x"];
    if (!x.shape) return Signature().output("y", {x.dtype, {}});
    NW_TRY(Shape y, windowShape(*x.shape, p.window(), x.shape->back(), "pooling window"));
    Signature s;
    s.flops(Dim(p.poolSize[0] * p.poolSize[1]) * product(y));
    return s.output("y", {x.dtype, std::move(y)});
}

Grads vjp(const AveragePooling2d& p, const Pullback& c) {  // linear: the adjoint spreads dy over its window
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.one("average_pooling2d_grad",
                     {{"pool_size", attrOf(p.poolSize)},
                      {"strides", attrOf(p.strides)},
                      {"padding", attrOf(p.padding)},
                      {"input_shape", e.shape(c.in("x"))}},
                     {c.grad("y")}));
    return g;
}

template <class T>
void reference(const AveragePooling2d& p, const ReferenceArgs& a) {
    const auto x = a.in<T>("x");
    const auto y = a.out<T>("y");
    const Taps taps(p.window(), x.shape, y.shape);
    const std::int64_t channels = y.dim(3);
    std::fill_n(y.data, y.size(), T(0));
    taps.each([&](std::int64_t from, std::int64_t to, std::int64_t) {
        for (std::int64_t c = 0; c < channels; ++c) y[to * channels + c] += x[from * channels + c];
    });
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) y[i] /= static_cast<T>(taps.count(i / channels));
}

}  // namespace nw::ops::average_pooling2d

NW_OPERATOR(average_pooling2d) {
    using namespace nw::ops::average_pooling2d;
    return nw::Op<AveragePooling2d>("average_pooling2d")
        .label("AveragePooling2D")
        .keywords({"pool", "downsample", "subsample", "mean"})
        .doc("Shrinks a map by averaging each small window, in each channel.")
        .formula("y[n, i, j, c] = mean of x[n, i·s + ky − p, j·s + kx − p, c] over the ky, kx that lie on the map")
        .source("LeCun et al. 1998; tf.keras.layers.AveragePooling2D")
        .input("x", "[batch, height, width, channels]", "Images or feature maps.")
        .output("y", "[batch, rows, columns, channels]", "The smaller map.")
        .param<&AveragePooling2d::poolSize>(
            "pool_size", {.label = "Pool size", .doc = "Height and width of the window.", .min = 1, .max = 4096, .unit = "px"})
        .param<&AveragePooling2d::strides>("strides",
                                           {.label = "Strides",
                                            .doc = "How far the window moves from one output to the next; 0 is the pool size.",
                                            .min = 0,
                                            .max = 4096,
                                            .unit = "px"})
        .param<&AveragePooling2d::padding>(
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
