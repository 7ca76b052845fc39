// What Adam and AdamW share: slots, ports, parameters and the arithmetic of a step. They differ in the weight that the step begins
// from.
#pragma once
#include "core/op/define.h"

namespace nw {

inline Result<Signature> adamSignature(const Inputs& in) {
    const Type &w = in["weight"], &g = in["gradient"];
    if (w.shape && g.shape && *w.shape != *g.shape)
        return fail(Code::Shape, "gradient", "is " + textOf(*g.shape) + ", but the weight is " + textOf(*w.shape));
    Signature s;
    s.output("weight_next", w);
    s.state("momentum", w, "zeros", true);
    s.state("velocity", w, "zeros", true);
    return s;
}

/// The step as applications. `start`: (weight, rate) -> the weight that the step begins from.
template <class P, class Start>
std::vector<Value> adamBody(const P& p, Emit& e, std::span<const Value> in, Start start) {
    const DType t = e.dtype(in[0]);
    const Value g = in[1], rate = e.cast(in[2], t), step = e.shift(e.cast(in[3], t), 1);
    const Value w = start(in[0], rate);
    const auto correction = [&](double beta) { return e.subtract(e.constant(t, 1), e.power(e.constant(t, beta), step)); };
    const auto moved = [&](Value mean, Value now, double beta) { return e.add(mean, e.scale(e.subtract(now, mean), 1 - beta)); };
    const Value pace = e.divide(e.multiply(rate, e.sqrt(correction(p.beta2))), correction(p.beta1));
    const Value m = moved(in[4], g, p.beta1), v = moved(in[5], e.square(g), p.beta2);
    return {e.subtract(w, e.divide(e.multiply(m, pace), e.shift(e.sqrt(v), p.epsilon))), m, v};
}

/// The step on numbers. `start`: (weight, rate) -> the weight that the step begins from.
template <class T, class P, class Start>
void adamStep(const P& p, const ReferenceArgs& a, Start start) {
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
        y[i] = start(w[i], rate) - mNext[i] * pace / (std::sqrt(vNext[i]) + epsilon);
    }
}

/// Ports, parameters and sample.
template <class P>
Op<P>& declareAdam(Op<P>& op) {
    return op.input("weight", "[...]", "The weight.")
        .input("gradient", "[...]", "The gradient of the loss in the weight.")
        .input("rate", "[]", "Learning rate, float32.")
        .input("step", "[]", "Number of the step, int64; 0 is the first.")
        .output("weight_next", "[...]", "The weight after the step.")
        .template param<&P::beta1>(
            "beta_1", {.label = "Beta 1", .doc = "Share of the mean gradient that each step keeps.", .min = 0, .max = 0.9999999})
        .template param<&P::beta2>(
            "beta_2", {.label = "Beta 2", .doc = "Share of the mean square that each step keeps.", .min = 0, .max = 0.9999999})
        .template param<&P::epsilon>(
            "epsilon",
            {.label = "Epsilon", .doc = "Added to the root against division by zero.", .min = 0, .max = 1, .advanced = true})
        .sample({{"weight", {3, 2}},
                 {"gradient", {3, 2}},
                 {"rate", {}, 0.01, 0.1},
                 {"step", {}, 0, 9, DType::Int64},
                 {"momentum", {3, 2}, -1, 1},
                 {"velocity", {3, 2}, 1, 2}});
}

}  // namespace nw
