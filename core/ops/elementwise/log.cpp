// y = ln x.
#include "core/op/define.h"

namespace nw::ops::log {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy / x
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.divide(c.grad("y"), c.in("x")));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return std::log(x); });
}

}  // namespace nw::ops::log

NW_OPERATOR(log) {
    using namespace nw;
    using namespace nw::ops::log;
    return Op<NoParams>("log")
        .label("Logarithm")
        .doc("The natural logarithm. Zero gives minus infinity, negative numbers NaN.")
        .formula("y = ln x")
        .source("tf.keras.ops.log")
        .keywords({"ln", "natural logarithm"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, 0.3, 2}});
}
