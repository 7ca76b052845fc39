// y = x Φ(x), Φ the normal distribution function.
#include "core/op/define.h"

namespace nw::ops::gelu {

struct Gelu {
    bool approximate = false;
};

constexpr double rootHalf = 0.70710678118654752;       // √(1/2)
constexpr double rootTwoOverPi = 0.79788456080286536;  // √(2/π)
constexpr double cubic = 0.044715;

Result<Signature> infer(const Gelu&, const Inputs& in) { return floatAsInput(in); }

/// Φ(x) = (1 + erf(x/√2)) / 2, or (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.
Value normal(const Gelu& p, Emit& e, Value x) {
    const Value step = p.approximate ? e.tanh(e.scale(e.multiply(x, e.shift(e.scale(e.square(x), cubic), 1)), rootTwoOverPi))
                                     : e.erf(e.scale(x, rootHalf));
    return e.scale(e.shift(step, 1), 0.5);
}

std::vector<Value> body(const Gelu& p, Emit& e, std::span<const Value> in) { return {e.multiply(in[0], normal(p, e, in[0]))}; }

Grads vjp(const Gelu& p, const Pullback& c) {  // dx = dy (Φ + x Φ'), computed from x alone: nothing else is kept
    Emit& e = c.emit();
    Grads g;
    const Value x = c.in("x"), phi = normal(p, e, x), square = e.square(x);
    Value density{};
    if (p.approximate)  // Φ' = 2 Φ (1 - Φ) √(2/π) (1 + 3 · 0.044715 x²)
        density = e.multiply(e.multiply(phi, e.subtract(e.constantLike(x, 1), phi)),
                             e.scale(e.shift(e.scale(square, 3 * cubic), 1), 2 * rootTwoOverPi));
    else  // Φ' = exp(-x²/2) / √(2π)
        density = e.scale(e.exp(e.scale(square, -0.5)), rootTwoOverPi / 2);
    g.set("x", e.multiply(c.grad("y"), e.add(phi, e.multiply(x, density))));
    return g;
}

template <class T>
void reference(const Gelu& p, const ReferenceArgs& args) {
    const T a = static_cast<T>(rootHalf), b = static_cast<T>(rootTwoOverPi), k = static_cast<T>(cubic);
    if (p.approximate)
        mapElements<T, T>(args, "x", "y", [=](T x) { return x * (T(1) + std::tanh(b * x * (T(1) + k * x * x))) / 2; });
    else
        mapElements<T, T>(args, "x", "y", [=](T x) { return x * (T(1) + std::erf(a * x)) / 2; });
}

}  // namespace nw::ops::gelu

NW_OPERATOR(gelu) {
    using namespace nw;
    using namespace nw::ops::gelu;
    return Op<Gelu>("gelu")
        .label("GELU")
        .doc("Weighs each value by the share of a normal distribution below it: a smooth ReLU, the usual choice in transformers.")
        .caption("x Φ(x)")
        .formula("y = x Φ(x), Φ the normal distribution function")
        .source("Hendrycks and Gimpel 2016; tf.keras.activations.gelu")
        .keywords({"gaussian error linear unit", "activation", "transformer"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .param<&Gelu::approximate>("approximate",
                                   {.label = "Approximate", .doc = "Uses the formula with tanh instead of the error function."})
        .infer(infer)
        .body(body)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, -3, 3}})
        .sample({{"x", {3, 4}, -3, 3}}, {.approximate = true});
}
