// y ~ N(mean, stddev²) within mean ± 2 stddev.
#include "core/op/fans.h"

namespace nw::ops::truncated_normal {

struct TruncatedNormal {
    Shape shape;
    DType dtype = DType::Float32;
    double mean = 0, stddev = 0.05;
};

Result<Signature> infer(const TruncatedNormal& p, const Inputs&) { return randomWeight(p.dtype, p.shape); }

template <class T>
void reference(const TruncatedNormal& p, const ReferenceArgs& a) {
    drawEach<T>(a, [&p](RandomKey key, std::uint64_t i) { return p.mean + p.stddev * truncatedNormal(key, i); });
}

}  // namespace nw::ops::truncated_normal

NW_OPERATOR(truncated_normal) {
    using namespace nw::ops::truncated_normal;
    return declareRandomWeight(nw::Op<TruncatedNormal>("truncated_normal")
                                   .internal()
                                   .label("Truncated normal")
                                   .doc("Starts a weight with normally distributed numbers; those further than two deviations from "
                                        "the mean are drawn again.")
                                   .formula("y ~ N(mean, stddev²) within mean ± 2 stddev")
                                   .source("tf.keras.initializers.TruncatedNormal")
                                   .infer(infer)
                                   .kernel<float>(reference<float>)
                                   .kernel<double>(reference<double>))
        .param<&TruncatedNormal::mean>("mean", {.label = "Mean", .doc = "Mean of the numbers."})
        .param<&TruncatedNormal::stddev>("stddev",
                                         {.label = "Deviation", .doc = "Standard deviation of the numbers.", .min = 0, .max = 1e6});
}
