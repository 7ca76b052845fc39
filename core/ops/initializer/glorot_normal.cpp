// y ~ N(0, σ²) within 2 deviations of the normal before truncation, σ = √(2 / (fan_in + fan_out)).
#include "core/op/define.h"
#include "core/op/fans.h"

namespace nw::ops::glorot_normal {

struct GlorotNormal {
    Shape shape;
    DType dtype = DType::Float32;
};

Result<Signature> infer(const GlorotNormal& p, const Inputs&) {
    if (!isFloating(p.dtype))
        return fail(Code::Type, "dtype", "is " + std::string(nameOf(p.dtype)) + ", but random weights are floating point");
    return Signature().output("y", {p.dtype, p.shape});
}

template <class T>
void reference(const GlorotNormal&, const ReferenceArgs& a) {
    const auto y = a.out<T>("y");
    const RandomKey key{static_cast<std::uint64_t>(a.in<std::int64_t>("key")[0])};
    const double stddev = std::sqrt(1 / fansOf(y.shape).average()) / TruncatedNormalDeviation;
    for (std::int64_t i = 0, n = y.size(); i < n; ++i)
        y[i] = static_cast<T>(stddev * truncatedNormal(key, static_cast<std::uint64_t>(i)));
}

}  // namespace nw::ops::glorot_normal

NW_OPERATOR(glorot_normal) {
    using namespace nw::ops::glorot_normal;
    return nw::Op<GlorotNormal>("glorot_normal")
        .internal()
        .label("Glorot normal")
        .doc("Starts a weight with truncated normal numbers whose deviation fits the number of its inputs and outputs.")
        .formula("y ~ N(0, σ²) within 2 deviations of the normal before truncation, σ = √(2 / (fan_in + fan_out))")
        .source("Glorot and Bengio 2010; tf.keras.initializers.GlorotNormal")
        .random()
        .output("y", "[...]", "The first value of the weight.")
        .param<&GlorotNormal::shape>("shape", {.label = "Shape", .doc = "Shape of the weight."})
        .param<&GlorotNormal::dtype>("dtype", {.label = "Type", .doc = "Element type of the weight."})
        .infer(infer)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{4, 3}})
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{3, 2, 2, 5}});
}
