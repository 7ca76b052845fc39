// y = max(x, 0); NaN stays NaN.
#include "core/op/define.h"

namespace nw::ops::relu {

Result<Signature> infer(const NoParams&, const Inputs& in) { return sameAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy where y > 0: keeps y, so that x may be freed
    Grads g;
    g.set("x", c.emit().one("relu_grad", {}, {c.out("y"), c.grad("y")}));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return x > T(0) || x != x ? x : T(0); });
}

}  // namespace nw::ops::relu

NW_OPERATOR(relu) {
    using namespace nw::ops::relu;
    return nw::Op<nw::NoParams>("relu")
        .label("ReLU")
        .doc("Passes positive values and replaces negative ones by zero.")
        .formula("y = max(x, 0)")
        .source("Nair and Hinton 2010")
        .keywords({"rectifier", "activation"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}}});
}
