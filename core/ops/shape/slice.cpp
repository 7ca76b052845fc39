// y = x[begin, begin + size) along one axis.
#include "core/op/define.h"

namespace nw::ops::slice {

struct Slice {
    std::int64_t axis = 1;
    Shape range{0, 1};
};

Result<Signature> infer(const Slice& p, const Inputs& in) {
    const Type& x = in["x"];
    if (p.range.size() != 2) return fail(Code::Argument, "range", "needs 2 numbers [begin, size], got " + textOf(p.range));
    if (!x.shape) return sameAsInput(in);
    NW_TRY(const std::size_t axis, normalAxis(p.axis, x.shape->size(), "axis"));
    Shape y = *x.shape;
    const Dim &begin = p.range[0], &size = p.range[1], rest = y[axis] - begin - size;
    for (const Dim& d : {begin, size, rest})
        if (d.known() && d.value() < 0)
            return fail(Code::Shape, "x",
                        "has " + y[axis].text() + " elements along axis " + std::to_string(axis) + ", so " + size.text() +
                            " from " + begin.text() + " do not exist");
    y[axis] = size;
    return Signature().output("y", {x.dtype, std::move(y)});
}

Grads vjp(const Slice& p, const Pullback& c) {  // dx = dy between zeros
    Emit& e = c.emit();
    const Value x = c.in("x");
    const auto axis = normalAxis(p.axis, e.rank(x), "axis");
    NW_CHECK(axis);
    const Dim after = e.shape(x)[*axis] - p.range[0] - p.range[1];
    Grads g;
    g.set("x", e.pad(c.grad("y"), static_cast<std::int64_t>(*axis), p.range[0], after));
    return g;
}

template <class T>
void reference(const Slice& p, const ReferenceArgs& args) {
    const auto x = args.in<T>("x");
    const auto y = args.out<T>("y");
    NW_CHECK(p.range[0].known(), "slice begins at " + p.range[0].text());
    const std::int64_t axis = p.axis < 0 ? p.axis + x.rank() : p.axis;
    std::int64_t rows = 1, inner = 1;
    for (std::int64_t d = 0; d < x.rank(); ++d)
        if (d != axis) (d < axis ? rows : inner) *= x.dim(d);
    const std::int64_t from = x.dim(axis) * inner, to = y.dim(axis) * inner, begin = p.range[0].value() * inner;
    for (std::int64_t r = 0; r < rows; ++r) std::copy_n(x.data + r * from + begin, to, y.data + r * to);
}

}  // namespace nw::ops::slice

NW_OPERATOR(slice) {
    using namespace nw;
    using namespace nw::ops::slice;
    return Op<Slice>("slice")
        .label("Slice")
        .doc("A run of neighbours along one axis.")
        .caption("a part")
        .formula("y = x[begin, begin + size) along the axis")
        .source("tf.slice, along one axis")
        .keywords({"crop", "part", "range", "split"})
        .input("x", "[..., n, ...]", "Any tensor.")
        .output("y", "[..., size, ...]", "The part.")
        .param<&Slice::axis>("axis", {.label = "Axis", .doc = "The axis to cut; 0 is the batch; negative counts from the end."})
        .param<&Slice::range>("range", {.label = "Range", .doc = "Where the part begins, and its size."})
        .infer(infer)
        .vjp(vjp)
        .kernels(AllTypes(), []<class T>() { return reference<ElementOf<T>>; })
        .sample({{"x", {4, 3}}}, {.axis = 0, .range = {1, 2}})
        .sample({{"x", {2, 3, 4}}}, {.axis = -1, .range = {0, 4}})
        .sample({{"x", {2, 3, 2}}}, {.axis = 1, .range = {2, 1}});
}
