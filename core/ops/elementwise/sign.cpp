// y = 1 where x > 0, -1 where x < 0, else 0.
#include "core/op/define.h"

namespace nw::ops::sign {

Result<Signature> infer(const NoParams&, const Inputs& in) { return sameAsInput(in); }

Grads vjp(const NoParams&, const Pullback&) { return {}; }  // constant between its steps: dx = 0

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return static_cast<T>((x > T(0)) - (x < T(0))); });
}

}  // namespace nw::ops::sign

NW_OPERATOR(sign) {
    using namespace nw;
    using namespace nw::ops::sign;
    return Op<NoParams>("sign")
        .label("Sign")
        .doc("Minus one, zero or one, as the number is negative, zero or positive.")
        .caption("−1, 0 or 1")
        .formula("y = 1 where x > 0, -1 where x < 0, else 0")
        .source("tf.keras.ops.sign")
        .keywords({"signum"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernels(NumberTypes(), []<class T>() { return reference<T>; })
        .sample({{"x", {3, 4}, 0.3, 2}})
        .sample({{"x", {3, 4}, -2, -0.3}})
        .sample({{"x", {3, 4}, -5, 6, DType::Int32}});
}
