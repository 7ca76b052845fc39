// y ~ N(0, σ²) within 2 deviations of the normal before truncation, σ = √(2 / (fan_in + fan_out)).
#include "core/op/fans.h"

namespace nw::ops::glorot_normal {

struct GlorotNormal {
    Shape shape;
    DType dtype = DType::Float32;
};

Result<Signature> infer(const GlorotNormal& p, const Inputs&) { return randomWeight(p.dtype, p.shape); }

template <class T>
void reference(const GlorotNormal&, const ReferenceArgs& a) {
    drawTruncated<T>(a, std::sqrt(1 / fansOf(a.out<T>("y").shape).average()));
}

}  // namespace nw::ops::glorot_normal

NW_OPERATOR(glorot_normal) {
    using namespace nw::ops::glorot_normal;
    return declareRandomWeight(
        nw::Op<GlorotNormal>("glorot_normal")
            .internal()
            .label("Glorot normal")
            .doc("Starts a weight with truncated normal numbers whose deviation fits the number of its inputs and outputs.")
            .formula("y ~ N(0, σ²) within 2 deviations of the normal before truncation, σ = √(2 / (fan_in + fan_out))")
            .source("Glorot and Bengio 2010; tf.keras.initializers.GlorotNormal")
            .infer(infer)
            .kernel<float>(reference<float>)
            .kernel<double>(reference<double>));
}
