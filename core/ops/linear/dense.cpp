// y = x W + b on the last axis.
#include "core/op/define.h"

namespace nw::ops::dense {

struct Dense {
    std::int64_t units = 64;
    bool useBias = true;
};

Result<Signature> infer(const Dense& p, const Inputs& in) {
    const Type& x = in["x"];
    if (!x.shape) return Signature().output("y", {x.dtype, {}});
    if (x.shape->empty()) return fail(Code::Shape, "x", "needs at least one axis, got a scalar");
    Signature s;
    s.weight("kernel", {x.dtype, Shape{x.shape->back(), p.units}}, "glorot_uniform");
    if (p.useBias) s.weight("bias", {x.dtype, Shape{p.units}}, "zeros");
    s.flops(Dim(2 * p.units) * product(*x.shape));
    Shape y = *x.shape;
    y.back() = p.units;
    return s.output("y", {x.dtype, y});
}

std::vector<Value> body(const Dense& p, Emit& e, std::span<const Value> in) {
    Shape y = e.shape(in[0]);
    y.back() = p.units;
    const Value rows = e.matmul(e.flattenRows(in[0]), in[1]);
    return {e.reshape(p.useBias ? e.add(rows, in[2]) : rows, y)};
}

Grads vjp(const Dense& p, const Pullback& c) {  // dx = dy Wᵀ, dW = xᵀ dy, db = Σ dy
    Emit& e = c.emit();
    Grads g;
    const Value dy = e.flattenRows(c.grad("y"));
    if (c.wants("x")) g.set("x", e.reshapeLike(e.matmul(dy, c.in("kernel"), false, true), c.in("x")));
    if (c.wants("kernel")) g.set("kernel", e.matmul(e.flattenRows(c.in("x")), dy, true));
    if (p.useBias && c.wants("bias")) g.set("bias", e.sum(dy, std::array<std::int64_t, 1>{0}));
    return g;
}

template <class T>
void reference(const Dense& p, const ReferenceArgs& a) {
    const auto x = a.in<T>("x"), w = a.in<T>("kernel");
    const auto y = a.out<T>("y");
    const T* bias = p.useBias ? a.in<T>("bias").data : nullptr;
    const std::int64_t n = x.dim(-1), m = p.units, rows = y.size() / m;
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t j = 0; j < m; ++j) {
            T sum = bias ? bias[j] : T(0);
            for (std::int64_t i = 0; i < n; ++i) sum += x[r * n + i] * w[i * m + j];
            y[r * m + j] = sum;
        }
}

}  // namespace nw::ops::dense

NW_OPERATOR(dense) {
    using namespace nw::ops::dense;
    return nw::Op<Dense>("dense")
        .label("Dense")
        .keywords({"linear", "fully connected", "perceptron"})
        .doc("Every output is a weighted sum of all inputs along the last axis, plus a bias.")
        .formula("y[..., j] = Σᵢ x[..., i] W[i, j] + b[j]")
        .source("Goodfellow, Bengio, Courville 2016, chapter 6; tf.keras.layers.Dense")
        .input("x", "[..., in]", "Features.")
        .output("y", "[..., units]", "Mapped features.")
        .param<&Dense::units>("units", {.label = "Units", .doc = "Width of the output.", .min = 1, .max = 1 << 24})
        .param<&Dense::useBias>("use_bias", {.label = "Add a bias", .doc = "Adds a learned offset to each unit."})
        .activation()
        .infer(infer)
        .body(body)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {2, 3, 5}}, {"kernel", {5, 4}}, {"bias", {4}}}, {.units = 4})
        .sample({{"x", {4, 6}}, {"kernel", {6, 3}}}, {.units = 3, .useBias = false});
}
