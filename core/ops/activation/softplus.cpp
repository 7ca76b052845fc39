// y = ln(1 + exp(x)).
#include "core/op/define.h"

namespace nw::ops::softplus {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) {  // max(x, 0) + ln(1 + exp(-|x|)) does not overflow
    const Value tail = e.log(e.shift(e.exp(e.negative(e.abs(in[0]))), 1));
    return {e.add(e.maximum(in[0], e.constantLike(in[0], 0)), tail)};
}

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy sigmoid(x): the body's has a kink at zero
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.multiply(c.grad("y"), e.sigmoid(c.in("x"))));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return (x > T(0) ? x : T(0)) + std::log1p(std::exp(-std::abs(x))); });
}

}  // namespace nw::ops::softplus

NW_OPERATOR(softplus) {
    using namespace nw;
    using namespace nw::ops::softplus;
    return Op<NoParams>("softplus")
        .label("Softplus")
        .doc("A smooth ReLU that is positive everywhere.")
        .formula("y = ln(1 + exp(x))")
        .source("Dugas et al. 2001; tf.keras.activations.softplus")
        .keywords({"activation", "smooth relu"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .body(body)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, -4, 4}});
}
