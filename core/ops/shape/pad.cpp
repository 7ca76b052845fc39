// y = zeros, x, zeros along one axis.
#include "core/op/define.h"

namespace nw::ops::pad {

struct Pad {
    std::int64_t axis = 0;
    Shape padding{0, 0};
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
    std::fill_n(y.data, y.size(), T{});
    for (std::int64_t r = 0; r < rows; ++r) std::copy_n(x.data + r * from, from, y.data + r * to + before);
}

}  // namespace nw::ops::pad

NW_OPERATOR(pad) {
    using namespace nw;
    using namespace nw::ops::pad;
    return Op<Pad>("pad")
        .internal()
        .label("Pad")
        .doc("Zeros before and after a tensor along one axis.")
        .formula("y = [0, x, 0] along the axis")
        .input("x", "[..., n, ...]", "Any tensor.")
        .output("y", "[..., before + n + after, ...]", "Padded.")
        .param<&Pad::axis>("axis", {.label = "Axis", .doc = "The axis to pad; negative counts from the end."})
        .param<&Pad::padding>("padding", {.label = "Padding", .doc = "Zeros before and after."})
        .infer(infer)
        .vjp(vjp)
        .kernels(AllTypes(), []<class T>() { return reference<ElementOf<T>>; })
        .sample({{"x", {2, 3}}}, {.axis = 0, .padding = {1, 2}})
        .sample({{"x", {2, 3, 2}}}, {.axis = -2, .padding = {0, 2}})
        .sample({{"x", {2, 3}}}, {.axis = 1});
}
