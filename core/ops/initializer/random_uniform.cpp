// y uniform in [minval, maxval).
#include "core/op/fans.h"

namespace nw::ops::random_uniform {

struct RandomUniform {
    Shape shape;
    DType dtype = DType::Float32;
    double minval = -0.05, maxval = 0.05;
};

Result<Signature> infer(const RandomUniform& p, const Inputs&) { return randomWeight(p.dtype, p.shape); }

template <class T>
void reference(const RandomUniform& p, const ReferenceArgs& a) {
    drawEach<T>(a,
                [&p](RandomKey key, std::uint64_t i) { return p.minval + (p.maxval - p.minval) * uniform24(randomBits(key, i)); });
}

}  // namespace nw::ops::random_uniform

NW_OPERATOR(random_uniform) {
    using namespace nw::ops::random_uniform;
    return declareRandomWeight(nw::Op<RandomUniform>("random_uniform")
                                   .internal()
                                   .label("Random uniform")
                                   .doc("Starts a weight with numbers drawn evenly from a range.")
                                   .formula("y uniform in [minval, maxval)")
                                   .source("tf.keras.initializers.RandomUniform")
                                   .infer(infer)
                                   .kernel<float>(reference<float>)
                                   .kernel<double>(reference<double>))
        .param<&RandomUniform::minval>("minval", {.label = "Minimum", .doc = "Lower end of the range."})
        .param<&RandomUniform::maxval>("maxval", {.label = "Maximum", .doc = "Upper end of the range."});
}
