// y = γ (x − μ) / √(σ² + ε) + β for each channel; μ, σ² of the batch in training, moving averages in inference.
#include "core/op/define.h"

namespace nw::ops::batch_normalization {

struct BatchNormalization {
    double momentum = 0.99, epsilon = 1e-3;
    bool center = true, scale = true;
};

Result<Signature> infer(const BatchNormalization& p, const Inputs& in) {
    const Type& x = in["x"];
    Signature s;
    s.output("y", x);
    if (!x.shape) return s;
    if (x.shape->size() < 2)
        return fail(Code::Shape, "x", "needs at least 2 axes [batch, ..., channels], got " + std::to_string(x.shape->size()));
    const Type channel{x.dtype, Shape{x.shape->back()}};
    if (p.scale) s.weight("gamma", channel, "ones");
    if (p.center) s.weight("beta", channel, "zeros");
    s.state("moving_mean", channel, "zeros", in.training());
    s.state("moving_variance", channel, "ones", in.training());
    if (in.training()) s.residual("mean", channel).residual("rstd", channel);
    return s.flops(Dim(8) * product(*x.shape));
}

/// The inputs by name: x, gamma and beta where they exist, moving_mean, moving_variance.
struct Named {
    Value x, gamma, beta, mean, variance;
    Named(const BatchNormalization& p, std::span<const Value> in) {
        std::size_t i = 0;
        x = in[i++];
        if (p.scale) gamma = in[i++];
        if (p.center) beta = in[i++];
        mean = in[i++];
        variance = in[i++];
    }
};

std::vector<Value> inference(const BatchNormalization& p, Emit& e, std::span<const Value> in) {  // y = x a + (β − μ a)
    const Named v(p, in);
    const Value rstd = e.rsqrt(e.shift(v.variance, p.epsilon));
    const Value a = p.scale ? e.multiply(v.gamma, rstd) : rstd;
    const Value shift = e.multiply(v.mean, a);
    return {e.add(e.multiply(v.x, a), p.center ? e.subtract(v.beta, shift) : e.negative(shift))};
}

std::vector<Value> body(const BatchNormalization& p, Emit& e, std::span<const Value> in) {
    if (!e.training()) return inference(p, e, in);
    const Named v(p, in);
    std::vector<std::int64_t> axes;
    for (std::size_t i = 0; i + 1 < e.rank(v.x); ++i) axes.push_back(static_cast<std::int64_t>(i));
    const Value mean = e.mean(v.x, axes), centered = e.subtract(v.x, mean);
    const Value variance = e.mean(e.square(centered), axes), rstd = e.rsqrt(e.shift(variance, p.epsilon));
    Value y = e.multiply(centered, rstd);
    if (p.scale) y = e.multiply(y, v.gamma);
    if (p.center) y = e.add(y, v.beta);
    const auto moved = [&](Value average, Value now) {  // an assignment: no gradient passes
        return e.stopGradient(e.add(e.scale(average, p.momentum), e.scale(now, 1 - p.momentum)));
    };
    return {y, moved(v.mean, mean), moved(v.variance, variance), mean, rstd};
}

Grads vjp(const BatchNormalization& p, const Pullback& c) {
    const std::array<Value, 5> in{c.in("x"), p.scale ? c.in("gamma") : Value{}, c.residual("mean"), c.residual("rstd"),
                                  c.gradOrZero("y")};
    const std::vector<Value> d = c.emit().call("batch_normalization_grad", {}, in);
    Grads g;
    g.set("x", d[0]);
    if (p.scale) g.set("gamma", d[1]);
    if (p.center) g.set("beta", d[2]);
    return g;
}

template <class T>
void reference(const BatchNormalization& p, const ReferenceArgs& a) {  // sums in double, one channel at a time
    const auto x = a.in<T>("x"), movingMean = a.in<T>("moving_mean"), movingVariance = a.in<T>("moving_variance");
    const auto y = a.out<T>("y"), nextMean = a.out<T>("moving_mean_next"), nextVariance = a.out<T>("moving_variance_next");
    const auto meanOut = a.out<T>("mean"), rstdOut = a.out<T>("rstd");
    const T* gamma = p.scale ? a.in<T>("gamma").data : nullptr;
    const T* beta = p.center ? a.in<T>("beta").data : nullptr;
    const std::int64_t channels = x.dim(-1), n = x.size();
    const double rows = static_cast<double>(channels > 0 ? n / channels : 0);
    const auto moved = [&](double average, double now) { return static_cast<T>(average * p.momentum + now * (1 - p.momentum)); };
    for (std::int64_t c = 0; c < channels; ++c) {
        double sum = 0, squares = 0;
        for (std::int64_t i = c; i < n; i += channels) sum += static_cast<double>(x[i]);
        const double mean = sum / rows;
        for (std::int64_t i = c; i < n; i += channels)
            squares += (static_cast<double>(x[i]) - mean) * (static_cast<double>(x[i]) - mean);
        const double variance = squares / rows, rstd = 1 / std::sqrt(variance + p.epsilon);
        const double by = gamma ? static_cast<double>(gamma[c]) * rstd : rstd, plus = beta ? static_cast<double>(beta[c]) : 0;
        for (std::int64_t i = c; i < n; i += channels) y[i] = static_cast<T>((static_cast<double>(x[i]) - mean) * by + plus);
        nextMean[c] = moved(static_cast<double>(movingMean[c]), mean);
        nextVariance[c] = moved(static_cast<double>(movingVariance[c]), variance);
        if (meanOut.present()) meanOut[c] = static_cast<T>(mean);
        if (rstdOut.present()) rstdOut[c] = static_cast<T>(rstd);
    }
}

}  // namespace nw::ops::batch_normalization

NW_OPERATOR(batch_normalization) {
    using namespace nw::ops::batch_normalization;
    return nw::Op<BatchNormalization>("batch_normalization")
        .label("Batch normalization")
        .keywords({"batch norm", "bn", "normalize", "standardize"})
        .doc(
            "Brings each channel to mean 0 and deviation 1 over the batch, then scales and shifts it as learned. Inference uses "
            "the "
            "averages that training collected.")
        .formula("y = γ (x − μ) / √(σ² + ε) + β; average ← m · average + (1 − m) · now")
        .source("Ioffe and Szegedy 2015; tf.keras.layers.BatchNormalization")
        .input("x", "[batch, ..., channels]", "Features.")
        .output("y", "[batch, ..., channels]", "Normalized features.")
        .param<&BatchNormalization::momentum>(
            "momentum", {.label = "Momentum", .doc = "Share of the moving averages that each step keeps.", .min = 0, .max = 1})
        .param<&BatchNormalization::epsilon>("epsilon", {.label = "Epsilon",
                                                         .doc = "Added to the variance against division by zero.",
                                                         .min = 1e-12,
                                                         .max = 1,
                                                         .advanced = true})
        .param<&BatchNormalization::center>("center",
                                            {.label = "Learn an offset", .doc = "Learns an offset for each channel (beta)."})
        .param<&BatchNormalization::scale>("scale", {.label = "Learn a factor", .doc = "Learns a factor for each channel (gamma)."})
        .infer(infer)
        .inference(inference)
        .body(body)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {2, 3, 2, 3}},
                 {"gamma", {3}, 0.5, 1.5},
                 {"beta", {3}},
                 {"moving_mean", {3}},
                 {"moving_variance", {3}, 0.5, 1.5}})
        .sample({{"x", {6, 2}}, {"moving_mean", {2}}, {"moving_variance", {2}, 0.5, 1.5}},
                {.momentum = 0.9, .center = false, .scale = false});
}
