// y uniform in [−L, L), L = √(6 / (fan_in + fan_out)).
#include "core/op/define.h"
#include "core/op/fans.h"

namespace nw::ops::glorot_uniform {

struct GlorotUniform {
    Shape shape;
    DType dtype = DType::Float32;
};

Result<Signature> infer(const GlorotUniform& p, const Inputs&) {
    if (!isFloating(p.dtype))
        return fail(Code::Type, "dtype", "is " + std::string(nameOf(p.dtype)) + ", but random weights are floating point");
    return Signature().output("y", {p.dtype, p.shape});
}

template <class T>
void reference(const GlorotUniform&, const ReferenceArgs& a) {
    const auto y = a.out<T>("y");
    const RandomKey key{static_cast<std::uint64_t>(a.in<std::int64_t>("key")[0])};
    const double limit = std::sqrt(3 / fansOf(y.shape).average());
    for (std::int64_t i = 0, n = y.size(); i < n; ++i)
        y[i] = static_cast<T>(limit * (2.0 * uniform24(randomBits(key, static_cast<std::uint64_t>(i))) - 1));
}

}  // namespace nw::ops::glorot_uniform

NW_OPERATOR(glorot_uniform) {
    using namespace nw::ops::glorot_uniform;
    return nw::Op<GlorotUniform>("glorot_uniform")
        .internal()
        .label("Glorot uniform")
        .doc("Starts a weight with numbers drawn evenly from a range that fits the number of its inputs and outputs.")
        .formula("y uniform in [−L, L), L = √(6 / (fan_in + fan_out))")
        .source("Glorot and Bengio 2010; tf.keras.initializers.GlorotUniform")
        .random()
        .output("y", "[...]", "The first value of the weight.")
        .param<&GlorotUniform::shape>("shape", {.label = "Shape", .doc = "Shape of the weight."})
        .param<&GlorotUniform::dtype>("dtype", {.label = "Type", .doc = "Element type of the weight."})
        .infer(infer)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{4, 3}})
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{3, 2, 2, 5}});
}
