// y = x with a new axis of size 1.
#include "core/op/define.h"

namespace nw::ops::expand_dims {

struct ExpandDims {
    std::int64_t axis = -1;
};

Result<Shape> expanded(const ExpandDims& p, Shape x) {
    NW_TRY(const std::size_t axis, normalAxis(p.axis, x.size() + 1, "axis"));
    x.insert(x.begin() + static_cast<std::ptrdiff_t>(axis), Dim(1));
    return x;
}

Result<Signature> infer(const ExpandDims& p, const Inputs& in) {
    const Type& x = in["x"];
    if (!x.shape) return sameAsInput(in);
    NW_TRY(Shape y, expanded(p, *x.shape));
    return Signature().output("y", {x.dtype, std::move(y)});
}

std::vector<Value> body(const ExpandDims& p, Emit& e, std::span<const Value> in) {
    const auto y = expanded(p, e.shape(in[0]));
    NW_CHECK(y);
    return {e.reshape(in[0], *y)};
}

}  // namespace nw::ops::expand_dims

NW_OPERATOR(expand_dims) {
    using namespace nw;
    using namespace nw::ops::expand_dims;
    return Op<ExpandDims>("expand_dims")
        .label("Expand dims")
        .doc("Inserts an axis of size 1.")
        .formula("y[..., 0, ...] = x[...]")
        .source("tf.keras.ops.expand_dims")
        .keywords({"unsqueeze", "axis", "shape"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[..., 1, ...]", "The same elements.")
        .param<&ExpandDims::axis>("axis",
                                  {.label = "Axis", .doc = "Where the output has the new axis; negative counts from the end."})
        .view()
        .infer(infer)
        .body(body)
        .sample({{"x", {2, 3}}})
        .sample({{"x", {2, 3}}}, {.axis = 1})
        .sample({{"x", {}}}, {.axis = 0});
}
