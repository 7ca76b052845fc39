// y = 2/√π ∫₀ˣ exp(-t²) dt.
#include "core/op/define.h"

namespace nw::ops::erf {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy 2/√π exp(-x²)
    Emit& e = c.emit();
    Grads g;
    constexpr double slope = 1.1283791670955126;  // 2/√π
    g.set("x", e.multiply(e.scale(c.grad("y"), slope), e.exp(e.negative(e.square(c.in("x"))))));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return std::erf(x); });
}

}  // namespace nw::ops::erf

NW_OPERATOR(erf) {
    using namespace nw;
    using namespace nw::ops::erf;
    return Op<NoParams>("erf")
        .label("Error function")
        .doc("The error function of Gauss, the smooth step inside the exact GELU.")
        .formula("y = 2/√π ∫₀ˣ exp(-t²) dt")
        .source("Abramowitz and Stegun 1964, 7.1.1; tf.keras.ops.erf")
        .keywords({"gauss", "normal distribution"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, -2, 2}});
}
