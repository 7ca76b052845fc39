// w ← w − w decay rate; m ← m + (g − m)(1 − β₁), v ← v + (g² − v)(1 − β₂), w ← w − rate √(1 − β₂ᵗ) / (1 − β₁ᵗ) m / (√v + ε).
#include "core/op/define.h"

namespace nw::ops::adamw {

struct AdamW {
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, weightDecay = 0.004;
};

Result<Signature> infer(const AdamW&, const Inputs& in) {
    const Type &w = in["weight"], &g = in["gradient"];
    if (w.shape && g.shape && *w.shape != *g.shape)
        return fail(Code::Shape, "gradient", "is " + textOf(*g.shape) + ", but the weight is " + textOf(*w.shape));
    Signature s;
    s.output("weight_next", w);
    s.state("momentum", w, "zeros", true);
    s.state("velocity", w, "zeros", true);
    return s;
}

std::vector<Value> body(const AdamW& p, Emit& e, std::span<const Value> in) {
    const DType t = e.dtype(in[0]);
    const Value g = in[1], rate = e.cast(in[2], t), step = e.shift(e.cast(in[3], t), 1);
    const Value w = e.subtract(in[0], e.multiply(e.scale(in[0], p.weightDecay), rate));
    const auto correction = [&](double beta) { return e.subtract(e.constant(t, 1), e.power(e.constant(t, beta), step)); };
    const auto moved = [&](Value mean, Value now, double beta) { return e.add(mean, e.scale(e.subtract(now, mean), 1 - beta)); };
    const Value pace = e.divide(e.multiply(rate, e.sqrt(correction(p.beta2))), correction(p.beta1));
    const Value m = moved(in[4], g, p.beta1), v = moved(in[5], e.square(g), p.beta2);
    return {e.subtract(w, e.divide(e.multiply(m, pace), e.shift(e.sqrt(v), p.epsilon))), m, v};
}

template <class T>
void reference(const AdamW& p, const ReferenceArgs& a) {
    const auto w = a.in<T>("weight"), g = a.in<T>("gradient"), m = a.in<T>("momentum"), v = a.in<T>("velocity");
    const auto y = a.out<T>("weight_next"), mNext = a.out<T>("momentum_next"), vNext = a.out<T>("velocity_next");
    const T rate =
        a.inputDType("rate") == DType::Float64 ? static_cast<T>(a.in<double>("rate")[0]) : static_cast<T>(a.in<float>("rate")[0]);
    const T step = static_cast<T>(a.in<std::int64_t>("step")[0]) + 1, beta1 = static_cast<T>(p.beta1),
            beta2 = static_cast<T>(p.beta2);
    const T pace = rate * std::sqrt(1 - std::pow(beta2, step)) / (1 - std::pow(beta1, step));
    const T rest1 = static_cast<T>(1 - p.beta1), rest2 = static_cast<T>(1 - p.beta2), epsilon = static_cast<T>(p.epsilon);
    const T decay = static_cast<T>(p.weightDecay);
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) {
        mNext[i] = m[i] + (g[i] - m[i]) * rest1;
        vNext[i] = v[i] + (g[i] * g[i] - v[i]) * rest2;
        const T decayed = w[i] - w[i] * decay * rate;
        y[i] = decayed - mNext[i] * pace / (std::sqrt(vNext[i]) + epsilon);
    }
}

}  // namespace nw::ops::adamw

NW_OPERATOR(adamw) {
    using namespace nw::ops::adamw;
    return nw::Op<AdamW>("adamw")
        .internal()
        .label("AdamW")
        .doc(
            "Moves weights along the moving mean of their gradients, each at a pace of its own; weights also shrink a little at "
            "every step.")
        .formula(
            "w ← w − w decay rate; m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂); w ← w − rate √(1 − β₂ᵗ) / (1 − β₁ᵗ) m / (√v "
            "+ ε)")
        .source("Loshchilov and Hutter 2019; tf.keras.optimizers.AdamW")
        .input("weight", "[...]", "The weight.")
        .input("gradient", "[...]", "The gradient of the loss in the weight.")
        .input("rate", "[]", "Learning rate, float32.")
        .input("step", "[]", "Number of the step, int64; 0 is the first.")
        .output("weight_next", "[...]", "The weight after the step.")
        .param<&AdamW::beta1>(
            "beta_1", {.label = "Beta 1", .doc = "Share of the mean gradient that each step keeps.", .min = 0, .max = 0.9999999})
        .param<&AdamW::beta2>(
            "beta_2", {.label = "Beta 2", .doc = "Share of the mean square that each step keeps.", .min = 0, .max = 0.9999999})
        .param<&AdamW::epsilon>(
            "epsilon",
            {.label = "Epsilon", .doc = "Added to the root against division by zero.", .min = 0, .max = 1, .advanced = true})
        .param<&AdamW::weightDecay>(
            "weight_decay",
            {.label = "Weight decay", .doc = "Share of a weight that is taken away at a rate of 1.", .min = 0, .max = 1})
        .infer(infer)
        .body(body)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"weight", {3, 2}},
                 {"gradient", {3, 2}},
                 {"rate", {}, 0.01, 0.1},
                 {"step", {}, 0, 9, nw::DType::Int64},
                 {"momentum", {3, 2}, -1, 1},
                 {"velocity", {3, 2}, 1, 2}});
}
