// y ~ N(0, σ²) within 2 deviations of the normal before truncation, σ = √(2 / fan_in).
#include "core/op/fans.h"

namespace nw::ops::he_normal {

struct HeNormal {
    Shape shape;
    DType dtype = DType::Float32;
};

Result<Signature> infer(const HeNormal& p, const Inputs&) { return randomWeight(p.dtype, p.shape); }

template <class T>
void reference(const HeNormal&, const ReferenceArgs& a) {
    drawTruncated<T>(a, std::sqrt(2 / fansOf(a.out<T>("y").shape).in));
}

}  // namespace nw::ops::he_normal

NW_OPERATOR(he_normal) {
    using namespace nw::ops::he_normal;
    return declareRandomWeight(
        nw::Op<HeNormal>("he_normal")
            .internal()
            .label("He normal")
            .doc("Starts a weight with truncated normal numbers whose deviation fits the number of its inputs.")
            .formula("y ~ N(0, σ²) within 2 deviations of the normal before truncation, σ = √(2 / fan_in)")
            .source("He et al. 2015; tf.keras.initializers.HeNormal")
            .infer(infer)
            .kernel<float>(reference<float>)
            .kernel<double>(reference<double>));
}
