// y ~ N(mean, stddev²) within mean ± 2 stddev.
#include "core/op/define.h"
#include "core/op/fans.h"

namespace nw::ops::truncated_normal {

struct TruncatedNormal {
    Shape shape;
    DType dtype = DType::Float32;
    double mean = 0, stddev = 0.05;
};

Result<Signature> infer(const TruncatedNormal& p, const Inputs&) {
    if (!isFloating(p.dtype))
        return fail(Code::Type, "dtype", "is " + std::string(nameOf(p.dtype)) + ", but random weights are floating point");
    return Signature().output("y", {p.dtype, p.shape});
}

template <class T>
void reference(const TruncatedNormal& p, const ReferenceArgs& a) {
    const auto y = a.out<T>("y");
    const RandomKey key{static_cast<std::uint64_t>(a.in<std::int64_t>("key")[0])};
    for (std::int64_t i = 0, n = y.size(); i < n; ++i)
        y[i] = static_cast<T>(p.mean + p.stddev * truncatedNormal(key, static_cast<std::uint64_t>(i)));
}

}  // namespace nw::ops::truncated_normal

NW_OPERATOR(truncated_normal) {
    using namespace nw::ops::truncated_normal;
    return nw::Op<TruncatedNormal>("truncated_normal")
        .internal()
        .label("Truncated normal")
        .doc("Starts a weight with normally distributed numbers; those further than two deviations from the mean are drawn again.")
        .formula("y ~ N(mean, stddev²) within mean ± 2 stddev")
        .source("tf.keras.initializers.TruncatedNormal")
        .random()
        .output("y", "[...]", "The first value of the weight.")
        .param<&TruncatedNormal::shape>("shape", {.label = "Shape", .doc = "Shape of the weight."})
        .param<&TruncatedNormal::dtype>("dtype", {.label = "Type", .doc = "Element type of the weight."})
        .param<&TruncatedNormal::mean>("mean", {.label = "Mean", .doc = "Mean of the numbers."})
        .param<&TruncatedNormal::stddev>("stddev",
                                         {.label = "Deviation", .doc = "Standard deviation of the numbers.", .min = 0, .max = 1e6})
        .infer(infer)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{4, 3}})
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}}, {.shape = nw::Shape{3, 2, 2, 5}});
}
