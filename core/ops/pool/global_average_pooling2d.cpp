// y[n, c] = mean over the whole map of x[n, :, :, c].
#include "core/op/pooling.h"

namespace nw::ops::global_average_pooling2d {

struct Global {
    bool keepdims = false;
};

Result<Signature> infer(const Global& p, const Inputs& in) { return globalSignature(in, p.keepdims); }

std::vector<Value> body(const Global& p, Emit& e, std::span<const Value> in) {
    return {e.mean(in[0], std::array<std::int64_t, 2>{1, 2}, p.keepdims)};
}

template <class T>
void reference(const Global&, const ReferenceArgs& a) {
    const auto x = a.in<T>("x");
    const auto y = a.out<T>("y");
    const std::int64_t channels = x.dim(3), map = x.dim(1) * x.dim(2) * channels;
    std::fill_n(y.data, y.size(), T(0));
    for (std::int64_t i = 0, n = x.size(); i < n; ++i) y[i / map * channels + i % channels] += x[i];
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) y[i] /= static_cast<T>(map / channels);
}

}  // namespace nw::ops::global_average_pooling2d

NW_OPERATOR(global_average_pooling2d) {
    using namespace nw::ops::global_average_pooling2d;
    return declareGlobalPool(nw::Op<Global>("global_average_pooling2d")
                                 .label("Global average pooling")
                                 .keywords({"pool", "flatten", "average"})
                                 .doc("Averages each channel over the whole map: one number for each channel.")
                                 .caption("mean of each map")
                                 .formula("y[n, c] = mean of x[n, i, j, c] over i, j")
                                 .source("Lin, Chen, Yan 2013 (Network in Network); tf.keras.layers.GlobalAveragePooling2D")
                                 .infer(infer)
                                 .body(body)
                                 .kernel<float>(reference<float>)
                                 .kernel<double>(reference<double>));
}
