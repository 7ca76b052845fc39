// y = 1 / (1 + exp(-x)).
#include "core/op/define.h"

namespace nw::ops::sigmoid {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy y (1 - y)
    Emit& e = c.emit();
    Grads g;
    const Value y = c.out("y");
    g.set("x", e.multiply(c.grad("y"), e.multiply(y, e.subtract(e.constantLike(y, 1), y))));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return T(1) / (T(1) + std::exp(-x)); });
}

}  // namespace nw::ops::sigmoid

NW_OPERATOR(sigmoid) {
    using namespace nw;
    using namespace nw::ops::sigmoid;
    return Op<NoParams>("sigmoid")
        .label("Sigmoid")
        .doc("Squeezes every number into the range from 0 to 1.")
        .formula("y = 1 / (1 + exp(-x))")
        .source("Rumelhart, Hinton, Williams 1986; tf.keras.activations.sigmoid")
        .keywords({"logistic", "activation"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, -4, 4}});
}
