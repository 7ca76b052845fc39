// y[n, i, j, c] = max over ky, kx of x[n, i s + ky − p, j s + kx − p, c].
#include "core/op/pooling.h"

namespace nw::ops::max_pooling2d {

struct MaxPooling2d {
    Pair poolSize{2, 2}, strides{0, 0};
    Padding padding = Padding::Valid;
    Window window() const { return poolWindow(poolSize, strides, padding); }
};

Result<Signature> infer(const MaxPooling2d& p, const Inputs& in) { return poolSignature(in, p.window(), true); }

Grads vjp(const MaxPooling2d& p, const Pullback& c) {  // dy goes to the cell that was the maximum
    return poolGradient(p, c, "max_pooling2d_grad", {c.grad("y"), c.residual("argmax")});
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
    return declarePool(nw::Op<MaxPooling2d>("max_pooling2d")
                           .label("Max pooling")
                           .keywords({"pool", "downsample", "subsample", "maximum"})
                           .doc("Shrinks a map by keeping the largest value of each small window, in each channel.")
                           .formula("y[n, i, j, c] = max x[n, i·s + ky − p, j·s + kx − p, c] over ky, kx")
                           .source("Riesenhuber and Poggio 1999; tf.keras.layers.MaxPooling2D")
                           .infer(infer)
                           .vjp(vjp)
                           .kernel<float>(reference<float>)
                           .kernel<double>(reference<double>));
}
