// y = value, x, value along one axis; the value is zero where nothing else is said.
#include "core/op/define.h"

namespace nw::ops::pad {

struct Pad {
    std::int64_t axis = 1;
    Shape padding{0, 0};
    double value = 0;
};

Result<Signature> infer(const Pad& p, const Inputs& in) {
    const Type& x = in["x"];
    if (p.padding.size() != 2) return fail(Code::Argument, "padding", "needs 2 numbers [before, after], got " + textOf(p.padding));
    for (const Dim& d : p.padding)
        if (d.known() && d.value() < 0) return fail(Code::Argument, "padding", "is " + d.text() + ", but cannot be negative");
    if (!x.shape) return sameAsInput(in);
    NW_TRY(const std::size_t axis, normalAxis(p.axis, x.shape->size(), "axis"));
    Shape y = *x.shape;
    y[axis] = p.padding[0] + y[axis] + p.padding[1];
    return Signature().output("y", {x.dtype, std::move(y)});
}

/// Zeros, and the value added at the border alone.
std::vector<Value> body(const Pad& p, Emit& e, std::span<const Value> in) {
    const auto axis = normalAxis(p.axis, e.rank(in[0]), "axis");
    NW_CHECK(axis);
    const Value padded = e.pad(in[0], static_cast<std::int64_t>(*axis), p.padding[0], p.padding[1]);
    const Dim& size = e.shape(in[0])[*axis];
    if (p.value == 0) return {padded};
    NW_CHECK(size.known() && p.padding[0].known() && p.padding[1].known(), "a border of unknown size");
    Extents extents(e.rank(in[0]), 1);
    extents[*axis] = e.shape(padded)[*axis].value();
    const Tensor border = Tensor::zeros(DType::Float64, extents);
    const auto values = border.data<double>();
    std::fill_n(values.begin(), p.padding[0].value(), p.value);
    std::fill_n(values.rbegin(), p.padding[1].value(), p.value);
    return {e.add(padded, e.cast(e.one("constant", {{"value", TensorRef{border}}}, {}), e.dtype(in[0])))};
}

Grads vjp(const Pad& p, const Pullback& c) {  // dx = the middle of dy
    Emit& e = c.emit();
    const Value x = c.in("x");
    const auto axis = normalAxis(p.axis, e.rank(x), "axis");
    NW_CHECK(axis);
    const Dim size = e.shape(x)[*axis];
    Grads g;
    g.set("x", e.slice(c.grad("y"), static_cast<std::int64_t>(*axis), p.padding[0], size));
    return g;
}

template <class T>
void reference(const Pad& p, const ReferenceArgs& args) {
    const auto x = args.in<T>("x");
    const auto y = args.out<T>("y");
    NW_CHECK(p.padding[0].known(), "padding of " + p.padding[0].text());
    const std::int64_t axis = p.axis < 0 ? p.axis + x.rank() : p.axis;
    std::int64_t rows = 1, inner = 1;
    for (std::int64_t d = 0; d < x.rank(); ++d)
        if (d != axis) (d < axis ? rows : inner) *= x.dim(d);
    const std::int64_t from = x.dim(axis) * inner, to = y.dim(axis) * inner, before = p.padding[0].value() * inner;
    std::fill_n(y.data, y.size(), static_cast<T>(p.value));
    for (std::int64_t r = 0; r < rows; ++r) std::copy_n(x.data + r * from, from, y.data + r * to + before);
}

}  // namespace nw::ops::pad

NW_OPERATOR(pad) {
    using namespace nw;
    using namespace nw::ops::pad;
    return Op<Pad>("pad")
        .label("Pad")
        .doc("Puts zeros, or another number, before and after a tensor along one axis.")
        .caption("wider by a border")
        .formula("y = [value, x, value] along the axis")
        .source("tf.pad, along one axis")
        .keywords({"zeros", "border", "margin"})
        .input("x", "[..., n, ...]", "Any tensor.")
        .output("y", "[..., before + n + after, ...]", "Padded.")
        .param<&Pad::axis>("axis", {.label = "Axis", .doc = "The axis to pad; 0 is the batch; negative counts from the end."})
        .param<&Pad::padding>("padding", {.label = "Padding", .doc = "How many elements are added before and after."})
        .param<&Pad::value>("value", {.label = "Value", .doc = "The number that fills the border.", .advanced = true})
        .infer(infer)
        .body(body)
        .vjp(vjp)
        .kernels(AllTypes(), []<class T>() { return reference<T>; })
        .sample({{"x", {2, 3}}}, {.axis = 0, .padding = {1, 2}})
        .sample({{"x", {2, 3, 2}}}, {.axis = -2, .padding = {0, 2}})
        .sample({{"x", {2, 3}}})
        .sample({{"x", {2, 3, 2}}}, {.padding = {2, 1}, .value = -1.5});
}
