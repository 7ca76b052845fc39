// y = √x.
#include "core/op/define.h"

namespace nw::ops::sqrt {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy / (2 y)
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.divide(e.scale(c.grad("y"), 0.5), c.out("y")));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return std::sqrt(x); });
}

}  // namespace nw::ops::sqrt

NW_OPERATOR(sqrt) {
    using namespace nw;
    using namespace nw::ops::sqrt;
    return Op<NoParams>("sqrt")
        .label("Square root")
        .doc("The number whose square is x. Negative numbers give NaN.")
        .formula("y = √x")
        .source("tf.keras.ops.sqrt")
        .keywords({"root"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, 0.3, 2}});
}
