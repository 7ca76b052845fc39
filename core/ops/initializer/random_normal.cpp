// y ~ N(mean, stddev²).
#include "core/op/fans.h"

namespace nw::ops::random_normal {

struct RandomNormal {
    Shape shape;
    DType dtype = DType::Float32;
    double mean = 0, stddev = 0.05;
};

Result<Signature> infer(const RandomNormal& p, const Inputs&) { return randomWeight(p.dtype, p.shape); }

template <class T>
void reference(const RandomNormal& p, const ReferenceArgs& a) {
    drawEach<T>(a, [&p](RandomKey key, std::uint64_t i) { return p.mean + p.stddev * normal(key, i); });
}

}  // namespace nw::ops::random_normal

NW_OPERATOR(random_normal) {
    using namespace nw::ops::random_normal;
    return declareRandomWeight(nw::Op<RandomNormal>("random_normal")
                                   .internal()
                                   .label("Random normal")
                                   .doc("Starts a weight with normally distributed numbers.")
                                   .formula("y ~ N(mean, stddev²)")
                                   .source("tf.keras.initializers.RandomNormal")
                                   .infer(infer)
                                   .kernel<float>(reference<float>)
                                   .kernel<double>(reference<double>))
        .param<&RandomNormal::mean>("mean", {.label = "Mean", .doc = "Mean of the numbers."})
        .param<&RandomNormal::stddev>("stddev",
                                      {.label = "Deviation", .doc = "Standard deviation of the numbers.", .min = 0, .max = 1e6});
}
