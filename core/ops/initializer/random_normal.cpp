// y ~ N(mean, stddev²).
#include "core/base/philox.h"
#include "core/op/define.h"

namespace nw::ops::random_normal {

struct RandomNormal {
    Shape shape;
    DType dtype = DType::Float32;
    double mean = 0, stddev = 0.05;
};

Result<Signature> infer(const RandomNormal& p, const Inputs&) {
    if (!isFloating(p.dtype))
        return fail(Code::Type, "dtype", "is " + std::string(nameOf(p.dtype)) + ", but random weights are floating point");
    return Signature().output("y", {p.dtype, p.shape});
}

template <class T>
void reference(const RandomNormal& p, const ReferenceArgs& a) {
    const auto y = a.out<T>("y");
    const RandomKey key{static_cast<std::uint64_t>(a.in<std::int64_t>("key")[0])};
    for (std::int64_t i = 0, n = y.size(); i < n; ++i)
        y[i] = static_cast<T>(p.mean + p.stddev * normal(key, static_cast<std::uint64_t>(i)));
}

}  // namespace nw::ops::random_normal

NW_OPERATOR(random_normal) {
    using namespace nw::ops::random_normal;
    return nw::Op<RandomNormal>("random_normal")
        .internal()
        .label("Random normal")
        .doc("Starts a weight with normally distributed numbers.")
        .formula("y ~ N(mean, stddev²)")
        .source("tf.keras.initializers.RandomNormal")
        .random()
        .output("y", "[...]", "The first value of the weight.")
        .param<&RandomNormal::shape>("shape", {.label = "Shape", .doc = "Shape of the weight."})
        .param<&RandomNormal::dtype>("dtype", {.label = "Type", .doc = "Element type of the weight."})
        .param<&RandomNormal::mean>("mean", {.label = "Mean", .doc = "Mean of the numbers."})
        .param<&RandomNormal::stddev>("stddev",
                                      {.label = "Deviation", .doc = "Standard deviation of the numbers.", .min = 0, .max = 1e6})
        .infer(infer)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{4, 3}})
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{3, 2, 2, 5}});
}
