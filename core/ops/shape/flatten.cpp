// y = x as [batch, everything else].
#include "core/op/define.h"

namespace nw::ops::flatten {

Shape flat(const Shape& x) { return {x[0], product(Shape(x.begin() + 1, x.end()))}; }

Result<Signature> infer(const NoParams&, const Inputs& in) {
    const Type& x = in["x"];
    if (!x.shape) return sameAsInput(in);
    if (x.shape->empty()) return fail(Code::Shape, "x", "needs at least one axis [batch, ...], got a scalar");
    return Signature().output("y", {x.dtype, flat(*x.shape)});
}

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) { return {e.reshape(in[0], flat(e.shape(in[0])))}; }

}  // namespace nw::ops::flatten

NW_OPERATOR(flatten) {
    using namespace nw;
    using namespace nw::ops::flatten;
    return Op<NoParams>("flatten")
        .label("Flatten")
        .doc("Lines up everything but the batch in one axis, as a dense layer after an image needs it.")
        .caption("to a vector")
        .formula("y[n, i] = x[n, ...] in row-major order")
        .source("tf.keras.layers.Flatten")
        .keywords({"reshape", "vector"})
        .input("x", "[batch, ...]", "Any tensor.")
        .output("y", "[batch, features]", "The same elements in one axis.")
        .view()
        .infer(infer)
        .body(body)
        .sample({{"x", {2, 3, 4}}})
        .sample({{"x", {3}}});
}
