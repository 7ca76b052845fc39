// y = |x|.
#include "core/op/define.h"

namespace nw::ops::abs {

Result<Signature> infer(const NoParams&, const Inputs& in) { return sameAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy sign(x)
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.multiply(c.grad("y"), e.sign(c.in("x"))));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return x < T(0) ? static_cast<T>(-x) : x; });
}

}  // namespace nw::ops::abs

NW_OPERATOR(abs) {
    using namespace nw;
    using namespace nw::ops::abs;
    return Op<NoParams>("abs")
        .label("Absolute value")
        .doc("The distance from zero.")
        .formula("y = |x|")
        .source("tf.keras.ops.abs")
        .keywords({"magnitude", "modulus"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernels(NumberTypes(), []<class T>() { return reference<T>; })
        .sample({{"x", {3, 4}, 0.3, 2}})
        .sample({{"x", {3, 4}, -2, -0.3}})
        .sample({{"x", {3, 4}, -5, 6, DType::Int32}});
}
