// w ← w − w decay rate; m ← m + (g − m)(1 − β₁), v ← v + (g² − v)(1 − β₂), w ← w − rate √(1 − β₂ᵗ) / (1 − β₁ᵗ) m / (√v + ε).
#include "core/op/adam.h"

namespace nw::ops::adamw {

struct AdamW {
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, weightDecay = 0.004;
};

Result<Signature> infer(const AdamW&, const Inputs& in) { return adamSignature(in); }

std::vector<Value> body(const AdamW& p, Emit& e, std::span<const Value> in) {
    return adamBody(p, e, in, [&](Value w, Value rate) { return e.subtract(w, e.multiply(e.scale(w, p.weightDecay), rate)); });
}

template <class T>
void reference(const AdamW& p, const ReferenceArgs& a) {
    adamStep<T>(p, a, [decay = static_cast<T>(p.weightDecay)](T w, T rate) { return w - w * decay * rate; });
}

}  // namespace nw::ops::adamw

NW_OPERATOR(adamw) {
    using namespace nw::ops::adamw;
    return declareAdam(nw::Op<AdamW>("adamw")
                           .internal()
                           .label("AdamW")
                           .doc("Moves weights along the moving mean of their gradients, each at a pace of its own; weights also "
                                "shrink a little at "
                                "every step.")
                           .formula("w ← w − w decay rate; m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂); w ← w − rate √(1 − "
                                    "β₂ᵗ) / (1 − β₁ᵗ) m / (√v "
                                    "+ ε)")
                           .source("Loshchilov and Hutter 2019; tf.keras.optimizers.AdamW")
                           .infer(infer)
                           .body(body)
                           .kernel<float>(reference<float>)
                           .kernel<double>(reference<double>))
        .param<&AdamW::weightDecay>(
            "weight_decay",
            {.label = "Weight decay", .doc = "Share of a weight that is taken away at a rate of 1.", .min = 0, .max = 1});
}
