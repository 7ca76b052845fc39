// y uniform in [−L, L), L = √(6 / (fan_in + fan_out)).
#include "core/op/fans.h"

namespace nw::ops::glorot_uniform {

struct GlorotUniform {
    Shape shape;
    DType dtype = DType::Float32;
};

Result<Signature> infer(const GlorotUniform& p, const Inputs&) { return randomWeight(p.dtype, p.shape); }

template <class T>
void reference(const GlorotUniform&, const ReferenceArgs& a) {
    drawUniform<T>(a, std::sqrt(3 / fansOf(a.out<T>("y").shape).average()));
}

}  // namespace nw::ops::glorot_uniform

NW_OPERATOR(glorot_uniform) {
    using namespace nw::ops::glorot_uniform;
    return declareRandomWeight(
        nw::Op<GlorotUniform>("glorot_uniform")
            .internal()
            .label("Glorot uniform")
            .doc("Starts a weight with numbers drawn evenly from a range that fits the number of its inputs and outputs.")
            .formula("y uniform in [−L, L), L = √(6 / (fan_in + fan_out))")
            .source("Glorot and Bengio 2010; tf.keras.initializers.GlorotUniform")
            .infer(infer)
            .kernel<float>(reference<float>)
            .kernel<double>(reference<double>));
}
