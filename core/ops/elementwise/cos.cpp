// y = cos x.
#include "core/op/define.h"

namespace nw::ops::cos {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = -dy sin x
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.negative(e.multiply(c.grad("y"), e.one("sin", {}, {c.in("x")}))));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return std::cos(x); });
}

}  // namespace nw::ops::cos

NW_OPERATOR(cos) {
    using namespace nw;
    using namespace nw::ops::cos;
    return Op<NoParams>("cos")
        .label("Cosine")
        .doc("The cosine of an angle in radians.")
        .formula("y = cos x")
        .source("tf.keras.ops.cos")
        .keywords({"trigonometry", "positional encoding"})
        .input("x", "[...]", "Angles in radians.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, -4, 4}});
}
