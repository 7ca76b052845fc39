// loss[n] = mean over all but the first axis of (prediction − target)².
#include "core/op/define.h"

namespace nw::ops::mean_squared_error {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    const Type &y = in["prediction"], &t = in["target"];
    if (in.present("prediction") && in.present("target") && y.dtype != t.dtype)
        return fail(Code::Type, "target",
                    "is " + std::string(nameOf(t.dtype)) + ", but the prediction is " + std::string(nameOf(y.dtype)),
                    "Insert a cast.");
    if (y.shape && t.shape && *y.shape != *t.shape)
        return fail(Code::Shape, "target", "is " + textOf(*t.shape) + ", but the prediction is " + textOf(*y.shape));
    const std::optional<Shape>& shape = y.shape ? y.shape : t.shape;
    if (!shape) return Signature().output("loss", {y.dtype, {}});
    if (shape->empty()) return fail(Code::Shape, "prediction", "needs a batch axis, got a scalar");
    Signature s;
    s.flops(Dim(3) * product(*shape));
    return s.output("loss", {y.dtype, Shape{shape->front()}});
}

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) {
    const Value squares = e.square(e.subtract(in[0], in[1]));
    std::vector<std::int64_t> axes;
    for (std::size_t i = 1; i < e.rank(squares); ++i) axes.push_back(static_cast<std::int64_t>(i));
    return {axes.empty() ? squares : e.mean(squares, axes)};
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& a) {
    const auto y = a.in<T>("prediction"), t = a.in<T>("target");
    const auto loss = a.out<T>("loss");
    for (std::int64_t r = 0, n = loss.size(), row = n > 0 ? y.size() / n : 0; r < n; ++r) {
        T sum = 0;
        for (std::int64_t i = r * row; i < (r + 1) * row; ++i) sum += (y[i] - t[i]) * (y[i] - t[i]);
        loss[r] = sum / static_cast<T>(row);
    }
}

}  // namespace nw::ops::mean_squared_error

NW_OPERATOR(mean_squared_error) {
    using namespace nw::ops::mean_squared_error;
    return nw::Op<nw::NoParams>("mean_squared_error")
        .label("Mean squared error")
        .keywords({"loss", "regression", "mse", "l2"})
        .doc("The mean of the squared differences between prediction and target, for each example.")
        .caption("squared differences")
        .formula("loss[n] = mean (prediction[n, ...] − target[n, ...])²")
        .source("Gauss 1809; tf.keras.losses.MeanSquaredError")
        .input("prediction", "[batch, ...]", "What the network says.")
        .input("target", "[batch, ...]", "What is true; same shape.")
        .output("loss", "[batch]", "Loss of each example.")
        .infer(infer)
        .body(body)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"prediction", {3, 2, 2}}, {"target", {3, 2, 2}}})
        .sample({{"prediction", {4}}, {"target", {4}}});
}
