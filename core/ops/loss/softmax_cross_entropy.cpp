// loss[r] = log Σⱼ exp(z[r, j]) − z[r, label[r]].
#include "core/op/define.h"

namespace nw::ops::softmax_cross_entropy {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    const Type &z = in["logits"], &label = in["label"];
    if (!isFloating(z.dtype))
        return fail(Code::Type, "logits", "is " + std::string(nameOf(z.dtype)) + ", but scores are floating point");
    if (in.present("label") && label.dtype != DType::Int32 && label.dtype != DType::Int64)
        return fail(Code::Type, "label", "is " + std::string(nameOf(label.dtype)) + ", but classes are int32 or int64",
                    "Insert a cast.");
    if (!z.shape) return Signature().output("loss", {z.dtype, label.shape});
    if (z.shape->empty()) return fail(Code::Shape, "logits", "needs at least one axis, got a scalar");
    const Shape rows(z.shape->begin(), z.shape->end() - 1);
    if (label.shape && *label.shape != rows)
        return fail(Code::Shape, "label",
                    "is " + textOf(*label.shape) + ", but scores of " + textOf(*z.shape) + " need labels of " + textOf(rows));
    Signature s;
    s.flops(Dim(4) * product(*z.shape));
    return s.output("loss", {z.dtype, rows});
}

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) {  // loss = −Σ onehot(label) log softmax(z)
    const Value hot = e.oneHot(in[1], e.shape(in[0]).back(), e.dtype(in[0]));
    return {e.negative(e.sum(e.multiply(hot, e.logSoftmax(in[0])), std::array<std::int64_t, 1>{-1}))};
}

Grads vjp(const NoParams&, const Pullback& c) {  // dz = (softmax(z) − onehot(label)) dloss
    Grads g;
    if (c.wants("logits"))
        g.set("logits", c.emit().one("softmax_cross_entropy_grad", {}, {c.in("logits"), c.in("label"), c.grad("loss")}));
    return g;
}

template <class T, class Label>
void rows(const ReferenceArgs& a) {
    const auto z = a.in<T>("logits");
    const auto label = a.in<Label>("label");
    const auto loss = a.out<T>("loss");
    const std::int64_t classes = z.dim(-1);
    for (std::int64_t r = 0, n = loss.size(); r < n; ++r) {
        const T* row = z.data + r * classes;
        const std::int64_t k = label[r];
        loss[r] = 0;
        if (k < 0 || k >= classes) continue;
        const T top = *std::max_element(row, row + classes);
        T sum = 0;
        for (std::int64_t j = 0; j < classes; ++j) sum += std::exp(row[j] - top);
        loss[r] = std::log(sum) + (top - row[k]);
    }
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& a) {
    a.inputDType("label") == DType::Int64 ? rows<T, std::int64_t>(a) : rows<T, std::int32_t>(a);
}

}  // namespace nw::ops::softmax_cross_entropy

NW_OPERATOR(softmax_cross_entropy) {
    using namespace nw::ops::softmax_cross_entropy;
    return nw::Op<nw::NoParams>("softmax_cross_entropy")
        .label("Softmax cross-entropy")
        .keywords({"loss", "classification", "log loss", "nll", "sparse categorical crossentropy"})
        .doc(
            "How surprised the scores are by the true class: 0 when they are sure and right, large when they are sure and wrong. "
            "Examples whose label is no class count nothing.")
        .caption("loss of classes")
        .formula("loss = log Σⱼ exp(zⱼ) − z[label]")
        .source("Bridle 1990; tf.nn.sparse_softmax_cross_entropy_with_logits")
        .input("logits", "[..., classes]", "Scores before softmax.")
        .input("label", "[...]", "True classes from 0, int32 or int64.")
        .output("loss", "[...]", "Loss of each example.")
        .infer(infer)
        .body(body)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"logits", {3, 5}, -3, 3}, {"label", {3}, 0, 5, nw::DType::Int32}})
        .sample({{"logits", {2, 3, 4}, -3, 3}, {"label", {2, 3}, -1, 5, nw::DType::Int64}});
}
