// y = x where x > 0, else negative_slope · x.
#include "core/op/define.h"

namespace nw::ops::leaky_relu {

struct LeakyRelu {
    double negativeSlope = 0.3;
};

Result<Signature> infer(const LeakyRelu&, const Inputs& in) { return floatAsInput(in); }

std::vector<Value> body(const LeakyRelu& p, Emit& e, std::span<const Value> in) {
    return {e.where(e.greater(in[0], e.constantLike(in[0], 0)), in[0], e.scale(in[0], p.negativeSlope))};
}

Grads vjp(const LeakyRelu& p, const Pullback& c) {  // from y, which has the sign of x, so that x may be freed
    Emit& e = c.emit();
    Grads g;
    const Value y = c.out("y"), dy = c.grad("y");
    g.set("x", e.where(e.greater(y, e.constantLike(y, 0)), dy, e.scale(dy, p.negativeSlope)));
    return g;
}

template <class T>
void reference(const LeakyRelu& p, const ReferenceArgs& args) {
    const T slope = static_cast<T>(p.negativeSlope);
    mapElements<T, T>(args, "x", "y", [slope](T x) { return x > T(0) ? x : slope * x; });
}

}  // namespace nw::ops::leaky_relu

NW_OPERATOR(leaky_relu) {
    using namespace nw;
    using namespace nw::ops::leaky_relu;
    return Op<LeakyRelu>("leaky_relu")
        .label("Leaky ReLU")
        .doc("ReLU that lets a small share of negative values through.")
        .formula("y = x where x > 0, else negative_slope · x")
        .source("Maas, Hannun, Ng 2013; tf.keras.layers.LeakyReLU")
        .keywords({"rectifier", "activation"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .param<&LeakyRelu::negativeSlope>("negative_slope",
                                          {.label = "Negative slope", .doc = "Share of negative values that passes.", .max = 1})
        .infer(infer)
        .body(body)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, 0.2, 3}})
        .sample({{"x", {3, 4}, -3, -0.2}})
        .sample({{"x", {2, 3}, -3, -0.2}}, {.negativeSlope = 0.01});
}
