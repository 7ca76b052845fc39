// y[n, c] = max over the whole map of x[n, :, :, c].
#include "core/op/pooling.h"

namespace nw::ops::global_max_pooling2d {

struct Global {
    bool keepdims = false;
};

Result<Signature> infer(const Global& p, const Inputs& in) { return globalSignature(in, p.keepdims); }

std::vector<Value> body(const Global& p, Emit& e, std::span<const Value> in) {
    return {e.max(in[0], std::array<std::int64_t, 2>{1, 2}, p.keepdims)};
}

template <class T>
void reference(const Global&, const ReferenceArgs& a) {
    const auto x = a.in<T>("x");
    const auto y = a.out<T>("y");
    const std::int64_t channels = x.dim(3), map = x.dim(1) * x.dim(2) * channels;
    std::fill_n(y.data, y.size(), -std::numeric_limits<T>::infinity());
    for (std::int64_t i = 0, n = x.size(); i < n; ++i) {
        T& top = y[i / map * channels + i % channels];
        if (x[i] > top || std::isnan(x[i])) top = x[i];
    }
}

}  // namespace nw::ops::global_max_pooling2d

NW_OPERATOR(global_max_pooling2d) {
    using namespace nw::ops::global_max_pooling2d;
    return declareGlobalPool(nw::Op<Global>("global_max_pooling2d")
                                 .label("Global max pooling")
                                 .keywords({"pool", "flatten", "maximum"})
                                 .doc("Keeps the largest value of each channel over the whole map: one number for each channel.")
                                 .caption("largest of each map")
                                 .formula("y[n, c] = max of x[n, i, j, c] over i, j")
                                 .source("Oquab et al. 2015; tf.keras.layers.GlobalMaxPooling2D")
                                 .infer(infer)
                                 .body(body)
                                 .kernel<float>(reference<float>)
                                 .kernel<double>(reference<double>));
}
