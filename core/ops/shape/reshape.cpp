// y = x as [batch, target_shape...].
#include "core/op/define.h"

namespace nw::ops::reshape {

struct Reshape {
    std::vector<std::int64_t> targetShape{-1};
};

Result<Shape> target(const Reshape& p, const Shape& x) {
    if (x.empty()) return fail(Code::Shape, "x", "needs at least one axis [batch, ...], got a scalar");
    const Dim elements = product(Shape(x.begin() + 1, x.end()));
    Shape y{x[0]};
    Dim known = 1;
    std::size_t open = 0;  // position of -1
    for (const std::int64_t size : p.targetShape) {
        if (size == 0 || (size == -1 && open != 0))
            return fail(Code::Argument, "target_shape",
                        size == 0 ? "contains the size 0" : "is " + textOf(p.targetShape) + ", but only one size can be -1");
        if (size == -1)
            open = y.size();
        else
            known = known * size;
        y.push_back(size);
    }
    const std::optional<Dim> rest = exactDiv(elements, known);
    if (!rest || (open == 0 && !(*rest == Dim(1))))
        return fail(Code::Shape, "x",
                    textOf(Shape(x.begin() + 1, x.end())) + " has " + elements.text() +
                        " elements without the batch, which do not " + (open ? "divide into " : "fit into ") +
                        textOf(p.targetShape));
    if (open) y[open] = *rest;
    return y;
}

Result<Signature> infer(const Reshape& p, const Inputs& in) {
    const Type& x = in["x"];
    if (!x.shape) return sameAsInput(in);
    NW_TRY(Shape y, target(p, *x.shape));
    return Signature().output("y", {x.dtype, std::move(y)});
}

std::vector<Value> body(const Reshape& p, Emit& e, std::span<const Value> in) {
    const auto y = target(p, e.shape(in[0]));
    NW_CHECK(y);
    return {e.reshape(in[0], *y)};
}

}  // namespace nw::ops::reshape

NW_OPERATOR(reshape) {
    using namespace nw;
    using namespace nw::ops::reshape;
    return Op<Reshape>("reshape")
        .label("Reshape")
        .doc("The same elements in row-major order under another shape. The batch stays as it is.")
        .caption("another shape")
        .formula("y = x as [batch, target_shape...]")
        .source("tf.keras.layers.Reshape")
        .keywords({"view", "shape", "unflatten"})
        .input("x", "[batch, ...]", "Any tensor.")
        .output("y", "[batch, ...]", "The same elements.")
        .param<&Reshape::targetShape>("target_shape", {.label = "Target shape",
                                                       .doc = "Sizes without the batch; one of them may be -1: what is left.",
                                                       .min = -1,
                                                       .max = 1 << 30})
        .view()
        .infer(infer)
        .body(body)
        .sample({{"x", {2, 12}}}, {.targetShape = {3, 4}})
        .sample({{"x", {2, 3, 4}}}, {.targetShape = {2, -1, 3}})
        .sample({{"x", {2, 3, 4}}});
}
