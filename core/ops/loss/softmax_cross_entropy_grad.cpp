// dz[r, j] = (softmax(z)[r, j] − [j = label[r]]) dloss[r]: the gradient of softmax_cross_entropy.
#include "core/op/define.h"

namespace nw::ops::softmax_cross_entropy_grad {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    const Type& z = in["logits"];
    Signature s;
    if (z.shape) s.flops(Dim(5) * product(*z.shape));
    return s.output("dlogits", z);
}

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) {  // a label that is no class has an empty one-hot row
    const Value hot = e.oneHot(in[1], e.shape(in[0]).back(), e.dtype(in[0]));
    const Value counted = e.sum(hot, std::array<std::int64_t, 1>{-1}, true);
    Shape column = e.shape(in[2]);
    column.emplace_back(1);
    return {e.multiply(e.subtract(e.multiply(e.softmax(in[0]), counted), hot), e.reshape(in[2], column))};
}

template <class T, class Label>
void rows(const ReferenceArgs& a) {
    const auto z = a.in<T>("logits"), dloss = a.in<T>("dloss");
    const auto label = a.in<Label>("label");
    const auto dz = a.out<T>("dlogits");
    const std::int64_t classes = z.dim(-1);
    for (std::int64_t r = 0, n = dloss.size(); r < n; ++r) {
        const T* row = z.data + r * classes;
        T* d = dz.data + r * classes;
        const std::int64_t k = label[r];
        std::fill_n(d, classes, T(0));
        if (k < 0 || k >= classes) continue;
        const T top = *std::max_element(row, row + classes);
        T sum = 0;
        for (std::int64_t j = 0; j < classes; ++j) sum += d[j] = std::exp(row[j] - top);
        for (std::int64_t j = 0; j < classes; ++j) d[j] = (d[j] / sum - (j == k ? T(1) : T(0))) * dloss[r];
    }
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& a) {
    a.inputDType("label") == DType::Int64 ? rows<T, std::int64_t>(a) : rows<T, std::int32_t>(a);
}

}  // namespace nw::ops::softmax_cross_entropy_grad

NW_OPERATOR(softmax_cross_entropy_grad) {
    using namespace nw::ops::softmax_cross_entropy_grad;
    return nw::Op<nw::NoParams>("softmax_cross_entropy_grad")
        .internal()
        .label("Softmax cross-entropy gradient")
        .doc("The gradient of softmax cross-entropy: probabilities less the true class, times the cotangent of the loss.")
        .formula("dz[j] = (softmax(z)[j] − [j = label]) dloss")
        .input("logits", "[..., classes]", "Scores before softmax.")
        .input("label", "[...]", "True classes from 0, int32 or int64.")
        .input("dloss", "[...]", "Cotangent of the loss of each example.")
        .output("dlogits", "[..., classes]", "Cotangent of the scores.")
        .infer(infer)
        .body(body)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"logits", {3, 5}, -3, 3}, {"label", {3}, 0, 5, nw::DType::Int32}, {"dloss", {3}}})
        .sample({{"logits", {2, 3, 4}, -3, 3}, {"label", {2, 3}, -1, 5, nw::DType::Int64}, {"dloss", {2, 3}}});
}
