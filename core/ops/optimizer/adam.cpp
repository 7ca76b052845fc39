// m ← m + (g − m)(1 − β₁), v ← v + (g² − v)(1 − β₂), w ← w − rate √(1 − β₂ᵗ) / (1 − β₁ᵗ) m / (√v + ε).
#include "core/op/define.h"

namespace nw::ops::adam {

struct Adam {
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7;
};

Result<Signature> infer(const Adam&, const Inputs& in) {
    const Type &w = in["weight"], &g = in["gradient"];
    if (w.shape && g.shape && *w.shape != *g.shape)
        return fail(Code::Shape, "gradient", "is " + textOf(*g.shape) + ", but the weight is " + textOf(*w.shape));
    Signature s;
    s.output("weight_next", w);
    s.state("momentum", w, "zeros", true);
    s.state("velocity", w, "zeros", true);
    return s;
}

std::vector<Value> body(const Adam& p, Emit& e, std::span<const Value> in) {
    const DType t = e.dtype(in[0]);
    const Value g = in[1], rate = e.cast(in[2], t), step = e.shift(e.cast(in[3], t), 1);
    const Value w = in[0];
    const auto correction = [&](double beta) { return e.subtract(e.constant(t, 1), e.power(e.constant(t, beta), step)); };
    const auto moved = [&](Value mean, Value now, double beta) { return e.add(mean, e.scale(e.subtract(now, mean), 1 - beta)); };
    const Value pace = e.divide(e.multiply(rate, e.sqrt(correction(p.beta2))), correction(p.beta1));
    const Value m = moved(in[4], g, p.beta1), v = moved(in[5], e.square(g), p.beta2);
    return {e.subtract(w, e.divide(e.multiply(m, pace), e.shift(e.sqrt(v), p.epsilon))), m, v};
}

template <class T>
void reference(const Adam& p, const ReferenceArgs& a) {
    const auto w = a.in<T>("weight"), g = a.in<T>("gradient"), m = a.in<T>("momentum"), v = a.in<T>("velocity");
    const auto y = a.out<T>("weight_next"), mNext = a.out<T>("momentum_next"), vNext = a.out<T>("velocity_next");
    const T rate =
        a.inputDType("rate") == DType::Float64 ? static_cast<T>(a.in<double>("rate")[0]) : static_cast<T>(a.in<float>("rate")[0]);
    const T step = static_cast<T>(a.in<std::int64_t>("step")[0]) + 1, beta1 = static_cast<T>(p.beta1),
            beta2 = static_cast<T>(p.beta2);
    const T pace = rate * std::sqrt(1 - std::pow(beta2, step)) / (1 - std::pow(beta1, step));
    const T rest1 = static_cast<T>(1 - p.beta1), rest2 = static_cast<T>(1 - p.beta2), epsilon = static_cast<T>(p.epsilon);
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) {
        mNext[i] = m[i] + (g[i] - m[i]) * rest1;
        vNext[i] = v[i] + (g[i] * g[i] - v[i]) * rest2;
        y[i] = w[i] - mNext[i] * pace / (std::sqrt(vNext[i]) + epsilon);
    }
}

}  // namespace nw::ops::adam

NW_OPERATOR(adam) {
    using namespace nw::ops::adam;
    return nw::Op<Adam>("adam")
        .internal()
        .label("Adam")
        .doc("Moves weights along the moving mean of their gradients, each at a pace of its own.")
        .formula("m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂); w ← w − rate √(1 − β₂ᵗ) / (1 − β₁ᵗ) m / (√v + ε)")
        .source("Kingma and Ba 2015; tf.keras.optimizers.Adam")
        .input("weight", "[...]", "The weight.")
        .input("gradient", "[...]", "The gradient of the loss in the weight.")
        .input("rate", "[]", "Learning rate, float32.")
        .input("step", "[]", "Number of the step, int64; 0 is the first.")
        .output("weight_next", "[...]", "The weight after the step.")
        .param<&Adam::beta1>(
            "beta_1", {.label = "Beta 1", .doc = "Share of the mean gradient that each step keeps.", .min = 0, .max = 0.9999999})
        .param<&Adam::beta2>(
            "beta_2", {.label = "Beta 2", .doc = "Share of the mean square that each step keeps.", .min = 0, .max = 0.9999999})
        .param<&Adam::epsilon>(
            "epsilon",
            {.label = "Epsilon", .doc = "Added to the root against division by zero.", .min = 0, .max = 1, .advanced = true})
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
