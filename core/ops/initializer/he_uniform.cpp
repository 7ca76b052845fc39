// y uniform in [−L, L), L = √(6 / fan_in).
#include "core/op/define.h"
#include "core/op/fans.h"

namespace nw::ops::he_uniform {

struct HeUniform {
    Shape shape;
    DType dtype = DType::Float32;
};

Result<Signature> infer(const HeUniform& p, const Inputs&) {
    if (!isFloating(p.dtype))
        return fail(Code::Type, "dtype", "is " + std::string(nameOf(p.dtype)) + ", but random weights are floating point");
    return Signature().output("y", {p.dtype, p.shape});
}

template <class T>
void reference(const HeUniform&, const ReferenceArgs& a) {
    const auto y = a.out<T>("y");
    const RandomKey key{static_cast<std::uint64_t>(a.in<std::int64_t>("key")[0])};
    const double limit = std::sqrt(6 / fansOf(y.shape).in);
    for (std::int64_t i = 0, n = y.size(); i < n; ++i)
        y[i] = static_cast<T>(limit * (2.0 * uniform24(randomBits(key, static_cast<std::uint64_t>(i))) - 1));
}

}  // namespace nw::ops::he_uniform

NW_OPERATOR(he_uniform) {
    using namespace nw::ops::he_uniform;
    return nw::Op<HeUniform>("he_uniform")
        .internal()
        .label("He uniform")
        .doc("Starts a weight with numbers drawn evenly from a range that fits the number of its inputs.")
        .formula("y uniform in [−L, L), L = √(6 / fan_in)")
        .source("He et al. 2015; tf.keras.initializers.HeUniform")
        .random()
        .output("y", "[...]", "The first value of the weight.")
        .param<&HeUniform::shape>("shape", {.label = "Shape", .doc = "Shape of the weight."})
        .param<&HeUniform::dtype>("dtype", {.label = "Type", .doc = "Element type of the weight."})
        .infer(infer)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{4, 3}})
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{3, 2, 2, 5}});
}
