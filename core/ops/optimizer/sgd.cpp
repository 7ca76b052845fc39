// m ← μ m − rate g, w ← w + m; with Nesterov w ← w + μ m − rate g; without momentum w ← w − rate g.
#include "core/op/define.h"

namespace nw::ops::sgd {

struct Sgd {
    double momentum = 0;
    bool nesterov = false;
};

Result<Signature> infer(const Sgd& p, const Inputs& in) {
    const Type &w = in["weight"], &g = in["gradient"];
    if (w.shape && g.shape && *w.shape != *g.shape)
        return fail(Code::Shape, "gradient", "is " + textOf(*g.shape) + ", but the weight is " + textOf(*w.shape));
    Signature s;
    s.output("weight_next", w);
    if (p.momentum != 0) s.state("momentum", w, "zeros", true);
    return s;
}

std::vector<Value> body(const Sgd& p, Emit& e, std::span<const Value> in) {
    const Value w = in[0], move = e.multiply(in[1], e.cast(in[2], e.dtype(w)));
    if (p.momentum == 0) return {e.subtract(w, move)};
    const Value m = e.subtract(e.scale(in[4], p.momentum), move);
    return {e.add(w, p.nesterov ? e.subtract(e.scale(m, p.momentum), move) : m), m};
}

template <class T>
void reference(const Sgd& p, const ReferenceArgs& a) {
    const auto w = a.in<T>("weight"), g = a.in<T>("gradient");
    const auto y = a.out<T>("weight_next");
    const T rate =
        a.inputDType("rate") == DType::Float64 ? static_cast<T>(a.in<double>("rate")[0]) : static_cast<T>(a.in<float>("rate")[0]);
    const std::int64_t n = y.size();
    if (p.momentum == 0) {
        for (std::int64_t i = 0; i < n; ++i) y[i] = w[i] - g[i] * rate;
        return;
    }
    const auto m = a.in<T>("momentum");
    const auto next = a.out<T>("momentum_next");
    const T momentum = static_cast<T>(p.momentum);
    for (std::int64_t i = 0; i < n; ++i) {
        const T moved = m[i] * momentum - g[i] * rate;
        y[i] = w[i] + (p.nesterov ? moved * momentum - g[i] * rate : moved);
        next[i] = moved;
    }
}

}  // namespace nw::ops::sgd

NW_OPERATOR(sgd) {
    using namespace nw::ops::sgd;
    return nw::Op<Sgd>("sgd")
        .internal()
        .label("SGD")
        .doc("Moves weights against their gradient; momentum keeps part of the last movement.")
        .formula("m ← μ m − rate g; w ← w + m; Nesterov: w ← w + μ m − rate g")
        .source("Robbins and Monro 1951; Sutskever et al. 2013; tf.keras.optimizers.SGD")
        .input("weight", "[...]", "The weight.")
        .input("gradient", "[...]", "The gradient of the loss in the weight.")
        .input("rate", "[]", "Learning rate, float32.")
        .input("step", "[]", "Number of the step, int64; 0 is the first.")
        .output("weight_next", "[...]", "The weight after the step.")
        .param<&Sgd::momentum>("momentum",
                               {.label = "Momentum", .doc = "Share of the last movement that is kept.", .min = 0, .max = 1})
        .param<&Sgd::nesterov>("nesterov", {.label = "Look ahead", .doc = "Looks ahead along the momentum (Nesterov)."})
        .infer(infer)
        .body(body)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"weight", {3, 2}}, {"gradient", {3, 2}}, {"rate", {}, 0.01, 0.1}, {"step", {}, 0, 9, nw::DType::Int64}})
        .sample({{"weight", {3, 2}},
                 {"gradient", {3, 2}},
                 {"rate", {}, 0.01, 0.1},
                 {"step", {}, 0, 9, nw::DType::Int64},
                 {"momentum", {3, 2}, -1, 1}},
                {.momentum = 0.9})
        .sample({{"weight", {3, 2}},
                 {"gradient", {3, 2}},
                 {"rate", {}, 0.01, 0.1},
                 {"step", {}, 0, 9, nw::DType::Int64},
                 {"momentum", {3, 2}, -1, 1}},
                {.momentum = 0.9, .nesterov = true});
}
