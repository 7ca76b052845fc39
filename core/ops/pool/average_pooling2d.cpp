// y[n, i, j, c] = mean over the cells of window (i, j) that lie on the map.
#include "core/op/pooling.h"

namespace nw::ops::average_pooling2d {

struct AveragePooling2d {
    Pair poolSize{2, 2}, strides{0, 0};
    Padding padding = Padding::Valid;
    Window window() const { return poolWindow(poolSize, strides, padding); }
};

Result<Signature> infer(const AveragePooling2d& p, const Inputs& in) { return poolSignature(in, p.window(), false); }

Grads vjp(const AveragePooling2d& p, const Pullback& c) {  // linear: the adjoint spreads dy over its window
    return poolGradient(p, c, "average_pooling2d_grad", {c.grad("y")});
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
    return declarePool(
        nw::Op<AveragePooling2d>("average_pooling2d")
            .label("Average pooling")
            .keywords({"pool", "downsample", "subsample", "mean"})
            .doc("Shrinks a map by averaging each small window, in each channel.")
            .formula("y[n, i, j, c] = mean of x[n, i·s + ky − p, j·s + kx − p, c] over the ky, kx that lie on the map")
            .source("LeCun et al. 1998; tf.keras.layers.AveragePooling2D")
            .infer(infer)
            .vjp(vjp)
            .kernel<float>(reference<float>)
            .kernel<double>(reference<double>));
}
