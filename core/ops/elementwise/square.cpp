// y = x².
#include "core/op/define.h"

namespace nw::ops::square {

Result<Signature> infer(const NoParams&, const Inputs& in) { return sameAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = 2 x dy
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.multiply(c.grad("y"), e.scale(c.in("x"), 2)));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return static_cast<T>(x * x); });
}

}  // namespace nw::ops::square

NW_OPERATOR(square) {
    using namespace nw;
    using namespace nw::ops::square;
    return Op<NoParams>("square")
        .label("Square")
        .doc("The number times itself.")
        .formula("y = x²")
        .source("tf.keras.ops.square")
        .keywords({"power", "x2"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernels(NumberTypes(), []<class T>() { return reference<T>; })
        .sample({{"x", {3, 4}}})
        .sample({{"x", {3, 4}, -5, 6, DType::Int32}});
}
