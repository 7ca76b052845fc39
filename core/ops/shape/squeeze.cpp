// y = x without axes of size 1.
#include "core/op/define.h"

namespace nw::ops::squeeze {

struct Squeeze {
    std::vector<std::int64_t> axis{};
};

/// Without named axes the first one stays: a batch of one must keep the shape that any other batch has.
Result<Shape> squeezed(const Squeeze& p, const Shape& x) {
    Shape y;
    if (p.axis.empty()) {
        for (std::size_t d = 0; d < x.size(); ++d)
            if (d == 0 || !(x[d] == Dim(1))) y.push_back(x[d]);
        return y;
    }
    NW_TRY(const std::vector<std::size_t> axes, normalAxes(p.axis, x.size(), "axis"));
    for (std::size_t d = 0; d < x.size(); ++d) {
        if (!std::binary_search(axes.begin(), axes.end(), d))
            y.push_back(x[d]);
        else if (!(x[d] == Dim(1)))
            return fail(Code::Shape, "x",
                        "has size " + x[d].text() + " along axis " + std::to_string(d) + ", so it cannot be dropped",
                        "Only axes of size 1 can.");
    }
    return y;
}

Result<Signature> infer(const Squeeze& p, const Inputs& in) {
    const Type& x = in["x"];
    if (!x.shape) return sameAsInput(in);
    NW_TRY(Shape y, squeezed(p, *x.shape));
    return Signature().output("y", {x.dtype, std::move(y)});
}

std::vector<Value> body(const Squeeze& p, Emit& e, std::span<const Value> in) {
    const auto y = squeezed(p, e.shape(in[0]));
    NW_CHECK(y);
    return {e.reshape(in[0], *y)};
}

}  // namespace nw::ops::squeeze

NW_OPERATOR(squeeze) {
    using namespace nw;
    using namespace nw::ops::squeeze;
    return Op<Squeeze>("squeeze")
        .label("Squeeze")
        .doc("Drops axes of size 1.")
        .formula("y[...] = x[..., 0, ...]")
        .source("tf.keras.ops.squeeze")
        .keywords({"axis", "shape"})
        .input("x", "[..., 1, ...]", "Any tensor.")
        .output("y", "[...]", "The same elements.")
        .param<&Squeeze::axis>("axis",
                               {.label = "Axes",
                                .doc = "The axes to drop; negative ones count from the end, none means every axis of size 1 "
                                       "but the first."})
        .view()
        .infer(infer)
        .body(body)
        .sample({{"x", {1, 3, 1}}})
        .sample({{"x", {2, 1, 3, 1}}}, {.axis = {-1}})
        .sample({{"x", {1, 1}}}, {.axis = {0, 1}});
}
