// y = -x.
#include "core/op/define.h"

namespace nw::ops::negative {

Result<Signature> infer(const NoParams&, const Inputs& in) { return sameAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = -dy
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.negative(c.grad("y")));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return static_cast<T>(-x); });
}

}  // namespace nw::ops::negative

NW_OPERATOR(negative) {
    using namespace nw;
    using namespace nw::ops::negative;
    return Op<NoParams>("negative")
        .label("Negative")
        .doc("The same number with the opposite sign.")
        .formula("y = -x")
        .source("tf.keras.ops.negative")
        .keywords({"minus", "opposite"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernels(NumberTypes(), []<class T>() { return reference<T>; })
        .sample({{"x", {3, 4}}})
        .sample({{"x", {3, 4}, -5, 6, DType::Int32}});
}
