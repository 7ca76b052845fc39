// y[i] = exp(x[i]) / Σⱼ exp(x[j]) along the axis.
#include "core/op/reduction.h"

namespace nw::ops::softmax {

struct Softmax {
    std::int64_t axis = -1;
};

Result<Signature> infer(const Softmax& p, const Inputs& in) { return alongAxis(in, p.axis); }

std::vector<Value> body(const Softmax& p, Emit& e, std::span<const Value> in) {  // the largest is subtracted: exp cannot overflow
    const std::array<std::int64_t, 1> axis{p.axis};
    const Value exps = e.exp(e.subtract(in[0], e.stopGradient(e.max(in[0], axis, true))));
    return {e.divide(exps, e.sum(exps, axis, true))};
}

Grads vjp(const Softmax& p, const Pullback& c) {  // dx = y (dy - Σ dy y)
    Emit& e = c.emit();
    Grads g;
    const Value y = c.out("y"), dy = c.grad("y");
    const Value mean = e.sum(e.multiply(dy, y), std::array<std::int64_t, 1>{p.axis}, true);
    g.set("x", e.multiply(y, e.subtract(dy, mean)));
    return g;
}

template <class T>
void reference(const Softmax& p, const ReferenceArgs& args) {
    const auto x = args.in<T>("x");
    const auto y = args.out<T>("y");
    const std::int64_t n = x.dim(p.axis);
    eachRow(x, p.axis, [&](std::int64_t at, std::int64_t inner) {
        T top = x[at], sum = 0;
        for (std::int64_t k = 1; k < n; ++k) top = std::max(top, x[at + k * inner]);
        for (std::int64_t k = 0; k < n; ++k) sum += y[at + k * inner] = std::exp(x[at + k * inner] - top);
        for (std::int64_t k = 0; k < n; ++k) y[at + k * inner] /= sum;
    });
}

}  // namespace nw::ops::softmax

NW_OPERATOR(softmax) {
    using namespace nw;
    using namespace nw::ops::softmax;
    return declareSoftmax(Op<Softmax>("softmax")
                              .label("Softmax")
                              .doc("Turns scores into probabilities that sum to one.")
                              .caption("scores to probabilities")
                              .formula("y[i] = exp(x[i]) / Σⱼ exp(x[j]) along the axis")
                              .source("Bridle 1990; tf.keras.layers.Softmax")
                              .keywords({"probabilities", "classification", "activation"})
                              .infer(infer)
                              .body(body)
                              .vjp(vjp)
                              .kernel<float>(reference<float>)
                              .kernel<double>(reference<double>));
}
