// y[i] = x[i] - ln Σⱼ exp(x[j]) along the axis.
#include "core/op/reduction.h"

namespace nw::ops::log_softmax {

struct LogSoftmax {
    std::int64_t axis = -1;
};

Result<Signature> infer(const LogSoftmax& p, const Inputs& in) { return alongAxis(in, p.axis); }

std::vector<Value> body(const LogSoftmax& p, Emit& e, std::span<const Value> in) {  // the largest is subtracted: no overflow
    const std::array<std::int64_t, 1> axis{p.axis};
    const Value z = e.subtract(in[0], e.stopGradient(e.max(in[0], axis, true)));
    return {e.subtract(z, e.log(e.sum(e.exp(z), axis, true)))};
}

Grads vjp(const LogSoftmax& p, const Pullback& c) {  // dx = dy - exp(y) Σ dy
    Emit& e = c.emit();
    Grads g;
    const Value dy = c.grad("y");
    const Value sum = e.sum(dy, std::array<std::int64_t, 1>{p.axis}, true);
    g.set("x", e.subtract(dy, e.multiply(e.exp(c.out("y")), sum)));
    return g;
}

template <class T>
void reference(const LogSoftmax& p, const ReferenceArgs& args) {
    const auto x = args.in<T>("x");
    const auto y = args.out<T>("y");
    const std::int64_t n = x.dim(p.axis);
    eachRow(x, p.axis, [&](std::int64_t at, std::int64_t inner) {
        T top = x[at], sum = 0;
        for (std::int64_t k = 1; k < n; ++k) top = std::max(top, x[at + k * inner]);
        for (std::int64_t k = 0; k < n; ++k) sum += std::exp(x[at + k * inner] - top);
        const T log = top + std::log(sum);
        for (std::int64_t k = 0; k < n; ++k) y[at + k * inner] = x[at + k * inner] - log;
    });
}

}  // namespace nw::ops::log_softmax

NW_OPERATOR(log_softmax) {
    using namespace nw;
    using namespace nw::ops::log_softmax;
    return declareSoftmax(Op<LogSoftmax>("log_softmax")
                              .label("Log softmax")
                              .doc("The logarithm of softmax, without the loss of digits of taking it afterwards.")
                              .caption("scores to logarithms")
                              .formula("y[i] = x[i] - ln Σⱼ exp(x[j]) along the axis")
                              .source("Bridle 1990; tf.keras.activations.log_softmax")
                              .keywords({"log probabilities", "classification", "activation"})
                              .infer(infer)
                              .body(body)
                              .vjp(vjp)
                              .kernel<float>(reference<float>)
                              .kernel<double>(reference<double>));
}
