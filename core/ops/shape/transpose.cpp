// y = x with its axes in another order.
#include "core/op/define.h"

namespace nw::ops::transpose {

struct Transpose {
    std::vector<std::int64_t> permutation{};
};

/// For each axis of y the axis of x; all axes in reverse when the parameter is empty. Error: Argument.
Result<std::vector<std::size_t>> order(const Transpose& p, std::size_t rank) {
    std::vector<std::size_t> axes;
    if (p.permutation.empty())
        for (std::size_t d = rank; d-- > 0;) axes.push_back(d);
    for (const std::int64_t a : p.permutation) {
        NW_TRY(const std::size_t axis, normalAxis(a, rank, "permutation"));
        if (std::find(axes.begin(), axes.end(), axis) != axes.end())
            return fail(Code::Argument, "permutation", "names axis " + std::to_string(axis) + " twice");
        axes.push_back(axis);
    }
    if (axes.size() != rank)
        return fail(Code::Argument, "permutation",
                    "names " + std::to_string(axes.size()) + " axes of a tensor with " + std::to_string(rank),
                    "Name every axis once, the batch (0) included.");
    return axes;
}

Result<Signature> infer(const Transpose& p, const Inputs& in) {
    const Type& x = in["x"];
    if (!x.shape) return sameAsInput(in);
    NW_TRY(const std::vector<std::size_t> axes, order(p, x.shape->size()));
    Shape y;
    for (const std::size_t axis : axes) y.push_back((*x.shape)[axis]);
    return Signature().output("y", {x.dtype, std::move(y)});
}

Grads vjp(const Transpose& p, const Pullback& c) {  // dx = dy under the inverse permutation
    const auto axes = order(p, c.emit().rank(c.in("x")));
    NW_CHECK(axes);
    std::vector<std::int64_t> inverse(axes->size());
    for (std::size_t d = 0; d < axes->size(); ++d) inverse[(*axes)[d]] = static_cast<std::int64_t>(d);
    Grads g;
    g.set("x", c.emit().transpose(c.grad("y"), inverse));
    return g;
}

template <class T>
void reference(const Transpose& p, const ReferenceArgs& args) {
    const auto x = args.in<T>("x");
    const auto y = args.out<T>("y");
    const auto axes = order(p, x.shape.size());
    NW_CHECK(axes);
    const std::vector<std::int64_t> dense = broadcastStrides(x.shape, x.shape);
    std::vector<std::int64_t> strides;
    for (const std::size_t axis : *axes) strides.push_back(dense[axis]);
    forEachOffset<1>(y.shape, {strides}, [&](std::int64_t i, const std::array<std::int64_t, 1>& o) { y[i] = x[o[0]]; });
}

}  // namespace nw::ops::transpose

NW_OPERATOR(transpose) {
    using namespace nw;
    using namespace nw::ops::transpose;
    return Op<Transpose>("transpose")
        .label("Transpose")
        .doc("Puts the axes in another order.")
        .caption("axes in another order")
        .formula("y[i_p(0), i_p(1), ...] = x[i₀, i₁, ...]")
        .source("tf.transpose; tf.keras.layers.Permute (without the batch)")
        .keywords({"permute", "axes", "swap"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "The same elements, axes reordered.")
        .param<&Transpose::permutation>("permutation",
                                        {.label = "Permutation",
                                         .doc = "For each axis of the output the input's axis, the batch (0) included; none "
                                                "reverses all."})
        .infer(infer)
        .vjp(vjp)
        .kernels(AllTypes(), []<class T>() { return reference<ElementOf<T>>; })
        .sample({{"x", {2, 3}}})
        .sample({{"x", {2, 3, 4}}}, {.permutation = {2, 0, 1}})
        .sample({{"x", {2, 1, 3, 2}}}, {.permutation = {0, 3, 1, -2}});
}
