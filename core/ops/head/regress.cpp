// value = the network's answer; loss = mean squared error; mean_absolute_error = mean |value − label|.
#include "core/op/define.h"

namespace nw::ops::regress {

/// Whether labels of shape `label` can be compared with values of shape `value`: equal, or values with one more axis of size 1.
bool fits(Shape value, const Shape& label) {
    if (value.size() == label.size() + 1 && value.back() == Dim(1)) value.pop_back();
    return value == label;
}

Result<Signature> infer(const NoParams&, const Inputs& in) {
    const Type &value = in["value"], &label = in["label"];
    if (!isFloating(value.dtype))
        return fail(Code::Type, "value", "is " + std::string(nameOf(value.dtype)) + ", but predictions are floating point");
    if (value.shape && value.shape->empty()) return fail(Code::Shape, "value", "needs a batch axis, got a scalar");
    Signature s;
    s.output("value", value);
    if (!in.present("label")) return s;  // inference, or a network that is not finished
    if (value.shape && label.shape && !fits(*value.shape, *label.shape))
        return fail(Code::Shape, "label", "is " + textOf(*label.shape) + ", but the value is " + textOf(*value.shape));
    return s.output("loss", {value.dtype, Shape{}}).output("mean_absolute_error", {value.dtype, Shape{}});
}

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) {
    if (!in[1]) return {in[0]};
    const Value label = e.reshapeLike(e.cast(in[1], e.dtype(in[0])), in[0]);
    const Value loss = e.mean(e.one("mean_squared_error", {}, {in[0], label}), {});
    return {in[0], loss, e.mean(e.abs(e.subtract(in[0], label)), {})};
}

}  // namespace nw::ops::regress

NW_OPERATOR(regress) {
    using namespace nw::ops::regress;
    return nw::Op<nw::NoParams>("regress")
        .label("Regress")
        .keywords({"head", "output", "regression", "loss", "mse", "mae"})
        .doc("Ends a network that predicts numbers: the value for use, squared and absolute error for training.")
        .caption("mean squared error")
        .formula("loss = mean (value − label)²; mean_absolute_error = mean |value − label|")
        .source("Bishop 2006, section 3.1")
        .input("value", "[batch, ...]", "The predicted numbers.")
        .optional("label", "[batch, ...]", "The true numbers; training needs them.")
        .output("value", "[batch, ...]", "The predicted numbers.")
        .output("loss", "[]", "Mean squared error.")
        .output("mean_absolute_error", "[]", "Mean absolute error.")
        .infer(infer)
        .body(body)
        .inference(body)
        .sample({{"value", {4, 2}, 1, 2}, {"label", {4, 2}, -1, 0}})
        .sample({{"value", {3, 1}, 1, 2}, {"label", {3}, -1, 0}});
}
