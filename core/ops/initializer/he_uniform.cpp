// y uniform in [−L, L), L = √(6 / fan_in).
#include "core/op/fans.h"

namespace nw::ops::he_uniform {

struct HeUniform {
    Shape shape;
    DType dtype = DType::Float32;
};

Result<Signature> infer(const HeUniform& p, const Inputs&) { return randomWeight(p.dtype, p.shape); }

template <class T>
void reference(const HeUniform&, const ReferenceArgs& a) {
    drawUniform<T>(a, std::sqrt(6 / fansOf(a.out<T>("y").shape).in));
}

}  // namespace nw::ops::he_uniform

NW_OPERATOR(he_uniform) {
    using namespace nw::ops::he_uniform;
    return declareRandomWeight(
        nw::Op<HeUniform>("he_uniform")
            .internal()
            .label("He uniform")
            .doc("Starts a weight with numbers drawn evenly from a range that fits the number of its inputs.")
            .formula("y uniform in [−L, L), L = √(6 / fan_in)")
            .source("He et al. 2015; tf.keras.initializers.HeUniform")
            .infer(infer)
            .kernel<float>(reference<float>)
            .kernel<double>(reference<double>));
}
