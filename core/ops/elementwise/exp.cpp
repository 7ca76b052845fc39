// y = eˣ.
#include "core/op/define.h"

namespace nw::ops::exp {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy y
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.multiply(c.grad("y"), c.out("y")));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return std::exp(x); });
}

}  // namespace nw::ops::exp

NW_OPERATOR(exp) {
    using namespace nw;
    using namespace nw::ops::exp;
    return Op<NoParams>("exp")
        .label("Exponential")
        .doc("Euler's number raised to the power x.")
        .formula("y = eˣ")
        .source("tf.keras.ops.exp")
        .keywords({"power"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}}});
}
