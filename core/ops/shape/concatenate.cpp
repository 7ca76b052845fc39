// y = the inputs, one after another along an axis.
#include "core/op/define.h"

namespace nw::ops::concatenate {

struct Concatenate {
    std::int64_t axis = -1;
};

Result<Signature> infer(const Concatenate& p, const Inputs& in) {
    const std::vector<Type> xs = in.many("x");
    if (xs.empty()) return Signature().output("y", {});
    for (const Type& x : xs)
        if (!x.shape) return Signature().output("y", {xs[0].dtype, {}});
    Shape y = *xs[0].shape;
    if (y.empty()) return fail(Code::Shape, "x", "needs at least one axis, got a scalar");
    NW_TRY(const std::size_t axis, normalAxis(p.axis, y.size(), "axis"));
    for (std::size_t i = 1; i < xs.size(); ++i) {
        const Shape& x = *xs[i].shape;
        if (xs[i].dtype != xs[0].dtype)
            return fail(Code::Type, "x",
                        "input " + std::to_string(i + 1) + " is " + std::string(nameOf(xs[i].dtype)) + ", but the first is " +
                            std::string(nameOf(xs[0].dtype)),
                        "Insert a cast.");
        bool fits = x.size() == y.size();
        for (std::size_t d = 0; fits && d < y.size(); ++d) fits = d == axis || x[d] == y[d];
        if (!fits)
            return fail(Code::Shape, "x",
                        "input " + std::to_string(i + 1) + " is " + textOf(x) + ", the first is " + textOf(*xs[0].shape),
                        "All sizes but that of axis " + std::to_string(axis) + " must agree.");
        y[axis] = y[axis] + x[axis];
    }
    return Signature().output("y", {xs[0].dtype, y});
}

Grads vjp(const Concatenate& p, const Pullback& c) {  // dx[i] = the slice of dy that came from x[i]
    Emit& e = c.emit();
    const auto xs = c.many("x");
    const auto wants = c.wantsMany("x");
    const auto axis = normalAxis(p.axis, e.rank(xs[0]), "axis");
    NW_CHECK(axis);
    std::vector<Value> dxs(xs.size());
    Dim begin = 0;
    for (std::size_t i = 0; i < xs.size(); ++i) {
        const Dim size = e.shape(xs[i])[*axis];
        if (wants[i]) dxs[i] = e.slice(c.grad("y"), static_cast<std::int64_t>(*axis), begin, size);
        begin = begin + size;
    }
    Grads g;
    g.set("x", std::move(dxs));
    return g;
}

template <class T>
void reference(const Concatenate& p, const ReferenceArgs& args) {
    const auto y = args.out<T>("y");
    const std::int64_t axis = p.axis < 0 ? p.axis + y.rank() : p.axis;
    std::int64_t rows = 1;
    for (std::int64_t d = 0; d < axis; ++d) rows *= y.dim(d);
    if (rows == 0) return;
    const std::int64_t width = y.size() / rows;  // elements of y at one place of the axes before
    std::int64_t begin = 0;
    for (const auto& x : args.many<T>("x")) {
        const std::int64_t part = x.size() / rows;
        for (std::int64_t r = 0; r < rows; ++r) std::copy_n(x.data + r * part, part, y.data + r * width + begin);
        begin += part;
    }
}

}  // namespace nw::ops::concatenate

NW_OPERATOR(concatenate) {
    using namespace nw;
    using namespace nw::ops::concatenate;
    return Op<Concatenate>("concatenate")
        .label("Concatenate")
        .doc("Puts tensors one after another along an axis.")
        .caption("one after another")
        .formula("y = [x₁, x₂, ...] along the axis")
        .source("tf.keras.layers.Concatenate")
        .keywords({"join", "merge", "stack", "skip"})
        .variadic("x", "[..., size, ...]", "Tensors that agree in all other axes.")
        .output("y", "[..., sum of sizes, ...]", "All of them.")
        .param<&Concatenate::axis>("axis", {.label = "Axis", .doc = "The axis to join along; negative counts from the end."})
        .infer(infer)
        .vjp(vjp)
        .kernels(AllTypes(), []<class T>() { return reference<ElementOf<T>>; })
        .sample({{"x", {2, 3}}, {"x", {2, 1}}, {"x", {2, 2}}})
        .sample({{"x", {2, 1, 3}}, {"x", {2, 2, 3}}}, {.axis = 1})
        .sample({{"x", {1, 3}}, {"x", {2, 3}}}, {.axis = -2});
}
