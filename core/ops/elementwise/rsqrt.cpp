// y = 1 / √x.
#include "core/op/define.h"

namespace nw::ops::rsqrt {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = -dy y³ / 2
    Emit& e = c.emit();
    Grads g;
    const Value y = c.out("y");
    g.set("x", e.multiply(e.scale(c.grad("y"), -0.5), e.multiply(y, e.square(y))));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return T(1) / std::sqrt(x); });
}

}  // namespace nw::ops::rsqrt

NW_OPERATOR(rsqrt) {
    using namespace nw;
    using namespace nw::ops::rsqrt;
    return Op<NoParams>("rsqrt")
        .label("Reciprocal square root")
        .doc("One divided by the square root, as normalization uses it.")
        .formula("y = 1 / √x")
        .source("tf.math.rsqrt")
        .keywords({"inverse root"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, 0.3, 2}});
}
