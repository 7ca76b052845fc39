// y = x m / (1 − rate) with m[i] = (u[i] ≥ rate), u uniform from the random stream.
#include "core/base/philox.h"
#include "core/op/define.h"

namespace nw::ops::dropout {

struct Dropout {
    double rate = 0.5;
    /// What keeps the mean; with rate 1 nothing is kept.
    double scale() const { return rate < 1 ? 1 / (1 - rate) : 0; }
};

Result<Signature> infer(const Dropout&, const Inputs& in) {
    const Type& x = in["x"];
    return Signature().output("y", x).residual("mask", {DType::Bool, x.shape});
}

std::vector<Value> inference(const Dropout&, Emit&, std::span<const Value> in) { return {in[0]}; }

Grads vjp(const Dropout& p, const Pullback& c) {  // the same mask and scale
    Emit& e = c.emit();
    const Value dy = c.grad("y");
    Grads g;
    g.set("x", e.where(c.residual("mask"), e.scale(dy, p.scale()), e.zerosLike(dy)));
    return g;
}

template <class T>
void reference(const Dropout& p, const ReferenceArgs& a) {
    const auto x = a.in<T>("x");
    const auto y = a.out<T>("y");
    const auto mask = a.out<bool>("mask");
    const RandomKey key{static_cast<std::uint64_t>(a.in<std::int64_t>("key")[0])};
    const float rate = static_cast<float>(p.rate);
    const T scale = static_cast<T>(p.scale());
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) {
        const bool keep = uniform24(randomBits(key, static_cast<std::uint64_t>(i))) >= rate;
        y[i] = keep ? x[i] * scale : T(0);
        if (mask.present()) mask[i] = keep;
    }
}

}  // namespace nw::ops::dropout

NW_OPERATOR(dropout) {
    using namespace nw::ops::dropout;
    return nw::Op<Dropout>("dropout")
        .label("Dropout")
        .keywords({"regularization", "overfitting", "noise", "random"})
        .doc("While training, sets a random share of the values to zero and enlarges the rest, so that no unit is relied on alone.")
        .formula("y[i] = x[i] / (1 − rate) where u[i] ≥ rate, else 0; u uniform in [0, 1); in inference y = x")
        .source("Srivastava et al. 2014; tf.keras.layers.Dropout")
        .input("x", "[...]", "Any tensor.")
        .random()
        .output("y", "[...]", "Same shape.")
        .param<&Dropout::rate>("rate", {.label = "Rate", .doc = "Share of the values that is dropped.", .min = 0, .max = 1})
        .infer(infer)
        .inference(inference)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 5}}, {"key", {}, 0, 1000, nw::DType::Int64}}, {.rate = 0.4})
        .sample({{"x", {2, 2, 3}}, {"key", {}, 0, 1000, nw::DType::Int64}}, {.rate = 0});
}
