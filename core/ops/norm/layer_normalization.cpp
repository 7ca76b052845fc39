// y = γ (x − μ) / √(σ² + ε) + β with μ, σ² over the last axis of each row.
#include "core/op/define.h"

namespace nw::ops::layer_normalization {

struct LayerNormalization {
    double epsilon = 1e-3;
    bool center = true, scale = true;
};

Result<Signature> infer(const LayerNormalization& p, const Inputs& in) {
    const Type& x = in["x"];
    Signature s;
    s.output("y", x);
    if (!x.shape) return s;
    if (x.shape->empty()) return fail(Code::Shape, "x", "needs at least one axis, got a scalar");
    const Type last{x.dtype, Shape{x.shape->back()}};
    if (p.scale) s.weight("gamma", last, "ones");
    if (p.center) s.weight("beta", last, "zeros");
    return s.flops(Dim(8) * product(*x.shape));
}

std::vector<Value> body(const LayerNormalization& p, Emit& e, std::span<const Value> in) {
    const std::array<std::int64_t, 1> last{-1};
    const Value centered = e.subtract(in[0], e.mean(in[0], last, true));
    Value y = e.multiply(centered, e.rsqrt(e.shift(e.mean(e.square(centered), last, true), p.epsilon)));
    if (p.scale) y = e.multiply(y, in[1]);
    if (p.center) y = e.add(y, in[p.scale ? 2 : 1]);
    return {y};
}

template <class T>
void reference(const LayerNormalization& p, const ReferenceArgs& a) {  // sums in double
    const auto x = a.in<T>("x");
    const auto y = a.out<T>("y");
    const T* gamma = p.scale ? a.in<T>("gamma").data : nullptr;
    const T* beta = p.center ? a.in<T>("beta").data : nullptr;
    const std::int64_t n = x.dim(-1), rows = n > 0 ? x.size() / n : 0;
    for (std::int64_t r = 0; r < rows; ++r) {
        const T* row = x.data + r * n;
        double sum = 0, squares = 0;
        for (std::int64_t i = 0; i < n; ++i) sum += static_cast<double>(row[i]);
        const double mean = sum / static_cast<double>(n);
        for (std::int64_t i = 0; i < n; ++i) squares += (static_cast<double>(row[i]) - mean) * (static_cast<double>(row[i]) - mean);
        const double rstd = 1 / std::sqrt(squares / static_cast<double>(n) + p.epsilon);
        for (std::int64_t i = 0; i < n; ++i) {
            const double normalized = (static_cast<double>(row[i]) - mean) * rstd;
            const double scaled = gamma ? normalized * static_cast<double>(gamma[i]) : normalized;
            y[r * n + i] = static_cast<T>(beta ? scaled + static_cast<double>(beta[i]) : scaled);
        }
    }
}

}  // namespace nw::ops::layer_normalization

NW_OPERATOR(layer_normalization) {
    using namespace nw::ops::layer_normalization;
    return nw::Op<LayerNormalization>("layer_normalization")
        .label("Layer normalization")
        .keywords({"layer norm", "normalize", "standardize", "transformer"})
        .doc("Brings the features of each example to mean 0 and deviation 1, then scales and shifts them as learned.")
        .formula("y = γ (x − μ) / √(σ² + ε) + β, μ and σ² over the last axis")
        .source("Ba, Kiros, Hinton 2016; tf.keras.layers.LayerNormalization")
        .input("x", "[..., features]", "Features.")
        .output("y", "[..., features]", "Normalized features.")
        .param<&LayerNormalization::epsilon>("epsilon", {.label = "Epsilon",
                                                         .doc = "Added to the variance against division by zero.",
                                                         .min = 1e-12,
                                                         .max = 1,
                                                         .advanced = true})
        .param<&LayerNormalization::center>("center",
                                            {.label = "Learn an offset", .doc = "Learns an offset for each feature (beta)."})
        .param<&LayerNormalization::scale>("scale", {.label = "Learn a factor", .doc = "Learns a factor for each feature (gamma)."})
        .infer(infer)
        .body(body)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {2, 3, 5}}, {"gamma", {5}, 0.5, 1.5}, {"beta", {5}}})
        .sample({{"x", {3, 4}}, {"beta", {4}}}, {.scale = false})
        .sample({{"x", {3, 4}}, {"gamma", {4}, 0.5, 1.5}}, {.center = false});
}
