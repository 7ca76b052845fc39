// y = x / (1 + exp(-x)).
#include "core/op/define.h"

namespace nw::ops::swish {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) { return {e.multiply(in[0], e.sigmoid(in[0]))}; }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy s (1 + x (1 - s)), s = sigmoid(x), from x alone: nothing else is kept
    Emit& e = c.emit();
    Grads g;
    const Value x = c.in("x"), s = e.sigmoid(x), rest = e.subtract(e.constantLike(x, 1), s);
    g.set("x", e.multiply(c.grad("y"), e.multiply(s, e.shift(e.multiply(x, rest), 1))));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return x / (T(1) + std::exp(-x)); });
}

}  // namespace nw::ops::swish

NW_OPERATOR(swish) {
    using namespace nw;
    using namespace nw::ops::swish;
    return Op<NoParams>("swish")
        .label("Swish")
        .doc("Weighs each value by its own sigmoid: a smooth ReLU with a small dip below zero. Also called SiLU.")
        .formula("y = x / (1 + exp(-x))")
        .source("Ramachandran, Zoph, Le 2017; tf.keras.activations.silu")
        .keywords({"silu", "activation"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .body(body)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, -4, 4}});
}
