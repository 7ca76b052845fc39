// probabilities = softmax(scores); loss = mean cross-entropy; accuracy = share of right answers.
#include "core/op/define.h"

namespace nw::ops::classify {

struct Classify {
    std::vector<std::string> classNames;
};

Result<Signature> infer(const Classify& p, const Inputs& in) {
    const Type &scores = in["scores"], &label = in["label"];
    if (!isFloating(scores.dtype))
        return fail(Code::Type, "scores", "is " + std::string(nameOf(scores.dtype)) + ", but scores are floating point");
    if (scores.shape) {
        if (scores.shape->empty()) return fail(Code::Shape, "scores", "needs at least one axis, got a scalar");
        const Dim& classes = scores.shape->back();
        const auto names = static_cast<std::int64_t>(p.classNames.size());
        if (names > 0 && classes.known() && classes.value() < names)
            return fail(Code::Shape, "scores", classes.text() + " scores, but " + std::to_string(names) + " classes");
    }
    Signature s;
    s.output("probabilities", scores);
    if (!in.present("label")) return s;  // inference, or a network that is not finished
    if (label.dtype != DType::Int32 && label.dtype != DType::Int64)
        return fail(Code::Type, "label", "is " + std::string(nameOf(label.dtype)) + ", but classes are int32 or int64",
                    "Insert a cast.");
    if (scores.shape && label.shape) {
        const Shape rows(scores.shape->begin(), scores.shape->end() - 1);
        if (*label.shape != rows)
            return fail(
                Code::Shape, "label",
                "is " + textOf(*label.shape) + ", but scores of " + textOf(*scores.shape) + " need labels of " + textOf(rows));
    }
    return s.output("loss", {scores.dtype, Shape{}}).output("accuracy", {scores.dtype, Shape{}});
}

// Scores that softmax made are already probabilities; its input gives the stable loss.
std::vector<Value> body(const Classify&, Emit& e, std::span<const Value> in) {
    const auto source = e.inputsIfMadeBy(in[0], "softmax");
    const Value logits = source ? source->front() : in[0], probabilities = source ? in[0] : e.softmax(in[0]);
    if (!in[1]) return {probabilities};
    const Value loss = e.mean(e.one("softmax_cross_entropy", {}, {logits, in[1]}), {});
    return {probabilities, loss, e.one("accuracy", {}, {logits, in[1]})};
}

}  // namespace nw::ops::classify

NW_OPERATOR(classify) {
    using namespace nw::ops::classify;
    return nw::Op<Classify>("classify")
        .label("Classify")
        .keywords({"head", "output", "classification", "loss", "softmax", "cross-entropy"})
        .doc("Ends a network that tells classes apart: probabilities for use, loss and accuracy for training.")
        .caption("cross-entropy · accuracy")
        .formula("probabilities = softmax(scores); loss = mean (−log probabilities[label]); accuracy = mean [argmax = label]")
        .source("Bishop 2006, section 4.3.4")
        .input("scores", "[..., classes]", "One score for each class, before or after softmax.")
        .optional("label", "[...]", "True classes from 0; training needs it.")
        .output("probabilities", "[..., classes]", "One probability for each class.")
        .output("loss", "[]", "Mean cross-entropy.")
        .output("accuracy", "[]", "Share of right answers.")
        .param<&Classify::classNames>("class_names", {.label = "Class names", .doc = "A name for each class, in order."})
        .infer(infer)
        .body(body)
        .inference(body)
        .sample({{"scores", {4, 3}, -2, 2}, {"label", {4}, 0, 3, nw::DType::Int32}})
        .sample({{"scores", {2, 2}, -2, 2}, {"label", {2}, 0, 2, nw::DType::Int64}}, {.classNames = {"cat", "dog"}});
}
