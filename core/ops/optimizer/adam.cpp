// m ← m + (g − m)(1 − β₁), v ← v + (g² − v)(1 − β₂), w ← w − rate √(1 − β₂ᵗ) / (1 − β₁ᵗ) m / (√v + ε).
#include "core/op/adam.h"

namespace nw::ops::adam {

struct Adam {
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7;
};

Result<Signature> infer(const Adam&, const Inputs& in) { return adamSignature(in); }

std::vector<Value> body(const Adam& p, Emit& e, std::span<const Value> in) {
    return adamBody(p, e, in, [](Value w, Value) { return w; });
}

template <class T>
void reference(const Adam& p, const ReferenceArgs& a) {
    adamStep<T>(p, a, [](T w, T) { return w; });
}

}  // namespace nw::ops::adam

NW_OPERATOR(adam) {
    using namespace nw::ops::adam;
    return declareAdam(
        nw::Op<Adam>("adam")
            .internal()
            .label("Adam")
            .doc("Moves weights along the moving mean of their gradients, each at a pace of its own.")
            .formula("m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂); w ← w − rate √(1 − β₂ᵗ) / (1 − β₁ᵗ) m / (√v + ε)")
            .source("Kingma and Ba 2015; tf.keras.optimizers.Adam")
            .infer(infer)
            .body(body)
            .kernel<float>(reference<float>)
            .kernel<double>(reference<double>));
}
