// accuracy = the share of rows whose largest score is at the label.
#include "core/op/define.h"

namespace nw::ops::accuracy {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    const Type &scores = in["scores"], &label = in["label"];
    if (!isFloating(scores.dtype))
        return fail(Code::Type, "scores", "is " + std::string(nameOf(scores.dtype)) + ", but scores are floating point");
    if (in.present("label") && label.dtype != DType::Int32 && label.dtype != DType::Int64)
        return fail(Code::Type, "label", "is " + std::string(nameOf(label.dtype)) + ", but classes are int32 or int64",
                    "Insert a cast.");
    if (scores.shape && scores.shape->empty()) return fail(Code::Shape, "scores", "needs at least one axis, got a scalar");
    if (scores.shape && label.shape) {
        const Shape rows(scores.shape->begin(), scores.shape->end() - 1);
        if (*label.shape != rows)
            return fail(
                Code::Shape, "label",
                "is " + textOf(*label.shape) + ", but scores of " + textOf(*scores.shape) + " need labels of " + textOf(rows));
    }
    Signature s;
    if (scores.shape) s.flops(product(*scores.shape));
    return s.output("accuracy", {scores.dtype, Shape{}});
}

Grads vjp(const NoParams&, const Pullback&) { return {}; }  // piecewise constant: zero almost everywhere

template <class T, class Label>
void rows(const ReferenceArgs& a) {  // of equal scores the first counts
    const auto scores = a.in<T>("scores");
    const auto label = a.in<Label>("label");
    const std::int64_t classes = scores.dim(-1), n = label.size();
    std::int64_t right = 0;
    for (std::int64_t r = 0; r < n; ++r) {
        const T* row = scores.data + r * classes;
        right += std::max_element(row, row + classes) - row == static_cast<std::int64_t>(label[r]);
    }
    a.out<T>("accuracy")[0] = n > 0 ? static_cast<T>(static_cast<double>(right) / static_cast<double>(n)) : T(0);
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& a) {
    a.inputDType("label") == DType::Int64 ? rows<T, std::int64_t>(a) : rows<T, std::int32_t>(a);
}

}  // namespace nw::ops::accuracy

NW_OPERATOR(accuracy) {
    using namespace nw::ops::accuracy;
    return nw::Op<nw::NoParams>("accuracy")
        .label("Accuracy")
        .keywords({"metric", "classification", "correct", "top-1"})
        .doc("The share of examples whose highest score is at the true class.")
        .caption("share of right answers")
        .formula("accuracy = mean [argmaxⱼ scores[j] = label]")
        .source("tf.keras.metrics.SparseCategoricalAccuracy")
        .input("scores", "[..., classes]", "Scores or probabilities.")
        .input("label", "[...]", "True classes from 0, int32 or int64.")
        .output("accuracy", "[]", "From 0 to 1.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"scores", {6, 3}}, {"label", {6}, 0, 3, nw::DType::Int32}})
        .sample({{"scores", {2, 3, 4}}, {"label", {2, 3}, -1, 4, nw::DType::Int64}});
}
