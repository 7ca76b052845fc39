// v ← ρ v + (1 − ρ) g²; w ← w − rate g / √(v + ε); centered subtracts the square of the mean gradient from v under the root.
#include "core/op/define.h"

namespace nw::ops::rmsprop {

struct RmsProp {
    double rho = 0.9, momentum = 0, epsilon = 1e-7;
    bool centered = false;
};

Result<Signature> infer(const RmsProp& p, const Inputs& in) {
    const Type &w = in["weight"], &g = in["gradient"];
    if (w.shape && g.shape && *w.shape != *g.shape)
        return fail(Code::Shape, "gradient", "is " + textOf(*g.shape) + ", but the weight is " + textOf(*w.shape));
    Signature s;
    s.output("weight_next", w);
    s.state("velocity", w, "zeros", true);
    if (p.momentum > 0) s.state("momentum", w, "zeros", true);
    if (p.centered) s.state("average_gradient", w, "zeros", true);
    return s;
}

std::vector<Value> body(const RmsProp& p, Emit& e, std::span<const Value> in) {
    const Value w = in[0], g = in[1], rate = e.cast(in[2], e.dtype(w));
    const auto moved = [&](Value mean, Value now) { return e.add(e.scale(mean, p.rho), e.scale(now, 1 - p.rho)); };
    const Value v = moved(in[4], e.square(g)), average = p.centered ? moved(in[p.momentum > 0 ? 6 : 5], g) : Value{};
    const Value spread = p.centered ? e.subtract(v, e.square(average)) : v;
    Value move = e.divide(e.multiply(g, rate), e.sqrt(e.shift(spread, p.epsilon)));
    if (p.momentum > 0) move = e.add(e.scale(in[5], p.momentum), move);
    std::vector<Value> out{e.subtract(w, move), v};
    if (p.momentum > 0) out.push_back(move);
    if (p.centered) out.push_back(average);
    return out;
}

template <class T>
void reference(const RmsProp& p, const ReferenceArgs& a) {
    const auto w = a.in<T>("weight"), g = a.in<T>("gradient"), v = a.in<T>("velocity");
    const auto y = a.out<T>("weight_next"), vNext = a.out<T>("velocity_next");
    const bool keeps = p.momentum > 0;
    const View<const T> m = keeps ? a.in<T>("momentum") : View<const T>{},
                        average = p.centered ? a.in<T>("average_gradient") : View<const T>{};
    const View<T> mNext = keeps ? a.out<T>("momentum_next") : View<T>{},
                  averageNext = p.centered ? a.out<T>("average_gradient_next") : View<T>{};
    const T rate =
        a.inputDType("rate") == DType::Float64 ? static_cast<T>(a.in<double>("rate")[0]) : static_cast<T>(a.in<float>("rate")[0]);
    const T rho = static_cast<T>(p.rho), rest = static_cast<T>(1 - p.rho), momentum = static_cast<T>(p.momentum),
            epsilon = static_cast<T>(p.epsilon);
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) {
        T spread = vNext[i] = v[i] * rho + g[i] * g[i] * rest;
        if (p.centered) {
            averageNext[i] = average[i] * rho + g[i] * rest;
            spread -= averageNext[i] * averageNext[i];
        }
        T move = g[i] * rate / std::sqrt(spread + epsilon);
        if (keeps) move = mNext[i] = m[i] * momentum + move;
        y[i] = w[i] - move;
    }
}

}  // namespace nw::ops::rmsprop

NW_OPERATOR(rmsprop) {
    using namespace nw::ops::rmsprop;
    return nw::Op<RmsProp>("rmsprop")
        .internal()
        .label("RMSprop")
        .doc("Divides each gradient by the root of the moving mean of its squares, so that all weights move at a similar pace.")
        .formula("v ← ρ v + (1 − ρ) g²; w ← w − rate g / √(v + ε)")
        .source("Hinton 2012, lecture 6e; tf.keras.optimizers.RMSprop")
        .input("weight", "[...]", "The weight.")
        .input("gradient", "[...]", "The gradient of the loss in the weight.")
        .input("rate", "[]", "Learning rate, float32.")
        .input("step", "[]", "Number of the step, int64; 0 is the first.")
        .output("weight_next", "[...]", "The weight after the step.")
        .param<&RmsProp::rho>("rho", {.label = "Rho", .doc = "Share of the moving means that each step keeps.", .min = 0, .max = 1})
        .param<&RmsProp::momentum>("momentum",
                                   {.label = "Momentum", .doc = "Share of the last movement that is kept.", .min = 0, .max = 1})
        .param<&RmsProp::epsilon>(
            "epsilon",
            {.label = "Epsilon", .doc = "Added under the root against division by zero.", .min = 0, .max = 1, .advanced = true})
        .param<&RmsProp::centered>(
            "centered", {.label = "Divide by the deviation",
                         .doc = "Divides by the deviation of the gradients rather than their root mean square (centered).",
                         .advanced = true})
        .infer(infer)
        .body(body)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"weight", {3, 2}},
                 {"gradient", {3, 2}},
                 {"rate", {}, 0.01, 0.1},
                 {"step", {}, 0, 9, nw::DType::Int64},
                 {"velocity", {3, 2}, 1, 2}})
        .sample({{"weight", {3, 2}},
                 {"gradient", {3, 2}},
                 {"rate", {}, 0.01, 0.1},
                 {"step", {}, 0, 9, nw::DType::Int64},
                 {"velocity", {3, 2}, 1, 2},
                 {"momentum", {3, 2}, -1, 1},
                 {"average_gradient", {3, 2}, -0.1, 0.1}},
                {.momentum = 0.8, .centered = true})
        .sample({{"weight", {3, 2}},
                 {"gradient", {3, 2}},
                 {"rate", {}, 0.01, 0.1},
                 {"step", {}, 0, 9, nw::DType::Int64},
                 {"velocity", {3, 2}, 1, 2},
                 {"average_gradient", {3, 2}, -0.1, 0.1}},
                {.centered = true});
}
