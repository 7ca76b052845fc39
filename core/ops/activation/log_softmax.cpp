// y[i] = x[i] - ln Σⱼ exp(x[j]) along the axis.
#include "core/op/define.h"

namespace nw::ops::log_softmax {

struct LogSoftmax {
    std::int64_t axis = -1;
};

Result<Signature> infer(const LogSoftmax& p, const Inputs& in) {
    if (in["x"].shape) {
        if (in["x"].shape->empty()) return fail(Code::Shape, "x", "needs at least one axis, got a scalar");
        NW_TRY([[maybe_unused]] const std::size_t axis, normalAxis(p.axis, in["x"].shape->size(), "axis"));
    }
    return floatAsInput(in);
}

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
    std::int64_t inner = 1;  // elements between neighbours along the axis
    for (std::int64_t d = (p.axis < 0 ? p.axis + x.rank() : p.axis) + 1; d < x.rank(); ++d) inner *= x.dim(d);
    for (std::int64_t i = 0, rows = n ? x.size() / n : 0; i < rows; ++i) {
        const std::int64_t at = i / inner * n * inner + i % inner;
        T top = x[at], sum = 0;
        for (std::int64_t k = 1; k < n; ++k) top = std::max(top, x[at + k * inner]);
        for (std::int64_t k = 0; k < n; ++k) sum += std::exp(x[at + k * inner] - top);
        const T log = top + std::log(sum);
        for (std::int64_t k = 0; k < n; ++k) y[at + k * inner] = x[at + k * inner] - log;
    }
}

}  // namespace nw::ops::log_softmax

NW_OPERATOR(log_softmax) {
    using namespace nw;
    using namespace nw::ops::log_softmax;
    return Op<LogSoftmax>("log_softmax")
        .label("Log softmax")
        .doc("The logarithm of softmax, without the loss of digits of taking it afterwards.")
        .formula("y[i] = x[i] - ln Σⱼ exp(x[j]) along the axis")
        .source("Bridle 1990; tf.keras.activations.log_softmax")
        .keywords({"log probabilities", "classification", "activation"})
        .input("x", "[..., classes]", "Scores.")
        .output("y", "[..., classes]", "Same shape.")
        .param<&LogSoftmax::axis>("axis", {.label = "Axis", .doc = "The axis of the classes; negative counts from the end."})
        .infer(infer)
        .body(body)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 5}, -3, 3}})
        .sample({{"x", {2, 3, 2}, -3, 3}}, {.axis = 1});
}
