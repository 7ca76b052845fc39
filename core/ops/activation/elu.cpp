// y = x where x > 0, else alpha (exp(x) - 1).
#include "core/op/define.h"

namespace nw::ops::elu {

struct Elu {
    double alpha = 1;
};

Result<Signature> infer(const Elu&, const Inputs& in) { return floatAsInput(in); }

std::vector<Value> body(const Elu& p, Emit& e, std::span<const Value> in) {
    const Value zero = e.constantLike(in[0], 0);
    // The minimum keeps the branch that is not taken finite: its gradient would be 0 · ∞.
    const Value bent = e.scale(e.shift(e.exp(e.minimum(in[0], zero)), -1), p.alpha);
    return {e.where(e.greater(in[0], zero), in[0], bent)};
}

Grads vjp(const Elu& p, const Pullback& c) {  // dx = dy where y > 0, else dy (y + alpha): keeps y, so that x may be freed
    Emit& e = c.emit();
    Grads g;
    const Value y = c.out("y"), dy = c.grad("y");
    g.set("x", e.where(e.greater(y, e.constantLike(y, 0)), dy, e.multiply(dy, e.shift(y, p.alpha))));
    return g;
}

template <class T>
void reference(const Elu& p, const ReferenceArgs& args) {
    const T alpha = static_cast<T>(p.alpha);
    mapElements<T, T>(args, "x", "y", [alpha](T x) { return x > T(0) ? x : alpha * std::expm1(x); });
}

}  // namespace nw::ops::elu

NW_OPERATOR(elu) {
    using namespace nw;
    using namespace nw::ops::elu;
    return Op<Elu>("elu")
        .label("ELU")
        .doc("Like ReLU, but negative values bend smoothly towards -alpha.")
        .formula("y = x where x > 0, else alpha (exp(x) - 1)")
        .source("Clevert, Unterthiner, Hochreiter 2016; tf.keras.layers.ELU")
        .keywords({"exponential linear unit", "activation"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .param<&Elu::alpha>("alpha",
                            {.label = "Alpha", .doc = "The value that very negative inputs approach is -alpha.", .max = 100})
        .infer(infer)
        .body(body)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, 0.2, 3}})
        .sample({{"x", {3, 4}, -3, -0.2}})
        .sample({{"x", {2, 3}, -3, -0.2}}, {.alpha = 0.5});
}
