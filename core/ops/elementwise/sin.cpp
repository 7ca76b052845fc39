// y = sin x.
#include "core/op/define.h"

namespace nw::ops::sin {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy cos x
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.multiply(c.grad("y"), e.one("cos", {}, {c.in("x")})));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return std::sin(x); });
}

}  // namespace nw::ops::sin

NW_OPERATOR(sin) {
    using namespace nw;
    using namespace nw::ops::sin;
    return Op<NoParams>("sin")
        .label("Sine")
        .doc("The sine of an angle in radians.")
        .formula("y = sin x")
        .source("tf.keras.ops.sin")
        .keywords({"trigonometry", "positional encoding"})
        .input("x", "[...]", "Angles in radians.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, -4, 4}});
}
