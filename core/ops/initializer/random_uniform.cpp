// y uniform in [minval, maxval).
#include "core/base/philox.h"
#include "core/op/define.h"

namespace nw::ops::random_uniform {

struct RandomUniform {
    Shape shape;
    DType dtype = DType::Float32;
    double minval = -0.05, maxval = 0.05;
};

Result<Signature> infer(const RandomUniform& p, const Inputs&) {
    if (!isFloating(p.dtype))
        return fail(Code::Type, "dtype", "is " + std::string(nameOf(p.dtype)) + ", but random weights are floating point");
    return Signature().output("y", {p.dtype, p.shape});
}

template <class T>
void reference(const RandomUniform& p, const ReferenceArgs& a) {
    const auto y = a.out<T>("y");
    const RandomKey key{static_cast<std::uint64_t>(a.in<std::int64_t>("key")[0])};
    for (std::int64_t i = 0, n = y.size(); i < n; ++i)
        y[i] = static_cast<T>(p.minval + (p.maxval - p.minval) * uniform24(randomBits(key, static_cast<std::uint64_t>(i))));
}

}  // namespace nw::ops::random_uniform

NW_OPERATOR(random_uniform) {
    using namespace nw::ops::random_uniform;
    return nw::Op<RandomUniform>("random_uniform")
        .internal()
        .label("Random uniform")
        .doc("Starts a weight with numbers drawn evenly from a range.")
        .formula("y uniform in [minval, maxval)")
        .source("tf.keras.initializers.RandomUniform")
        .random()
        .output("y", "[...]", "The first value of the weight.")
        .param<&RandomUniform::shape>("shape", {.label = "Shape", .doc = "Shape of the weight."})
        .param<&RandomUniform::dtype>("dtype", {.label = "Type", .doc = "Element type of the weight."})
        .param<&RandomUniform::minval>("minval", {.label = "Minimum", .doc = "Lower end of the range."})
        .param<&RandomUniform::maxval>("maxval", {.label = "Maximum", .doc = "Upper end of the range."})
        .infer(infer)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{4, 3}})
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{3, 2, 2, 5}});
}
