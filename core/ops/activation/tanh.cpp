// y = (eˣ - e⁻ˣ) / (eˣ + e⁻ˣ).
#include "core/op/define.h"

namespace nw::ops::tanh {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy (1 - y²)
    Emit& e = c.emit();
    Grads g;
    const Value y = c.out("y");
    g.set("x", e.multiply(c.grad("y"), e.subtract(e.constantLike(y, 1), e.square(y))));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return std::tanh(x); });
}

}  // namespace nw::ops::tanh

NW_OPERATOR(tanh) {
    using namespace nw;
    using namespace nw::ops::tanh;
    return Op<NoParams>("tanh")
        .label("Tanh")
        .doc("Squeezes every number into the range from -1 to 1.")
        .caption("between −1 and 1")
        .formula("y = (eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)")
        .source("LeCun et al. 1998, Efficient BackProp; tf.keras.activations.tanh")
        .keywords({"hyperbolic tangent", "activation"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, -3, 3}});
}
