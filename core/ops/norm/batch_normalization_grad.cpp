// dβ = Σ dy, dγ = Σ dy x̂, dx = γ r (dy − dβ / n − x̂ dγ / n) with x̂ = (x − μ) r: the gradient of batch_normalization.
#include "core/op/define.h"

namespace nw::ops::batch_normalization_grad {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    const Type &x = in["x"], &mean = in["mean"];
    Signature s;
    s.output("dx", x).output("dgamma", mean).output("dbeta", mean);
    if (x.shape) s.flops(Dim(11) * product(*x.shape));
    return s;
}

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) {
    const Value x = in[0], gamma = in[1], mean = in[2], rstd = in[3], dy = in[4];
    std::vector<std::int64_t> axes;
    for (std::size_t i = 0; i + 1 < e.rank(x); ++i) axes.push_back(static_cast<std::int64_t>(i));
    const Value normalized = e.multiply(e.subtract(x, mean), rstd), product = e.multiply(dy, normalized);
    const Value rest = e.subtract(e.subtract(dy, e.mean(dy, axes)), e.multiply(normalized, e.mean(product, axes)));
    return {e.multiply(rest, gamma ? e.multiply(gamma, rstd) : rstd), e.sum(product, axes), e.sum(dy, axes)};
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& a) {  // sums in double, one channel at a time
    const auto x = a.in<T>("x"), gamma = a.in<T>("gamma"), means = a.in<T>("mean"), rstds = a.in<T>("rstd"), dy = a.in<T>("dy");
    const auto dx = a.out<T>("dx"), dgamma = a.out<T>("dgamma"), dbeta = a.out<T>("dbeta");
    const std::int64_t channels = x.dim(-1), n = x.size();
    const double rows = static_cast<double>(channels > 0 ? n / channels : 0);
    for (std::int64_t c = 0; c < channels; ++c) {
        const double mean = static_cast<double>(means[c]), rstd = static_cast<double>(rstds[c]);
        const auto normalized = [&](std::int64_t i) { return (static_cast<double>(x[i]) - mean) * rstd; };
        double sum = 0, products = 0;
        for (std::int64_t i = c; i < n; i += channels) {
            sum += static_cast<double>(dy[i]);
            products += static_cast<double>(dy[i]) * normalized(i);
        }
        const double by = gamma.present() ? static_cast<double>(gamma[c]) * rstd : rstd;
        for (std::int64_t i = c; i < n; i += channels)
            dx[i] = static_cast<T>(by * (static_cast<double>(dy[i]) - sum / rows - normalized(i) * products / rows));
        dgamma[c] = static_cast<T>(products);
        dbeta[c] = static_cast<T>(sum);
    }
}

}  // namespace nw::ops::batch_normalization_grad

NW_OPERATOR(batch_normalization_grad) {
    using namespace nw::ops::batch_normalization_grad;
    return nw::Op<nw::NoParams>("batch_normalization_grad")
        .internal()
        .label("Batch normalization gradient")
        .doc("The gradient of BatchNormalization in training, from the statistics that its forward pass kept.")
        .formula("dβ = Σ dy, dγ = Σ dy x̂, dx = γ r (dy − dβ / n − x̂ dγ / n), x̂ = (x − μ) r")
        .input("x", "[batch, ..., channels]", "Input of batch_normalization.")
        .optional("gamma", "[channels]", "Its scale; absent: 1.")
        .input("mean", "[channels]", "Mean of the batch.")
        .input("rstd", "[channels]", "1 / √(variance + ε) of the batch.")
        .input("dy", "[batch, ..., channels]", "Cotangent of the output.")
        .output("dx", "[batch, ..., channels]", "Cotangent of x.")
        .output("dgamma", "[channels]", "Cotangent of gamma.")
        .output("dbeta", "[channels]", "Cotangent of beta.")
        .infer(infer)
        .body(body)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {2, 3, 2, 3}}, {"gamma", {3}, 0.5, 1.5}, {"mean", {3}}, {"rstd", {3}, 0.5, 1.5}, {"dy", {2, 3, 2, 3}}})
        .sample({{"x", {6, 2}}, {"mean", {2}}, {"rstd", {2}, 0.5, 1.5}, {"dy", {6, 2}}});
}
