// y = x, repeated along axes of size 1 and new leading axes to a given shape.
#include "core/op/define.h"

namespace nw::ops::broadcast_to {

struct BroadcastTo {
    Shape shape{};
};

Result<Signature> infer(const BroadcastTo& p, const Inputs& in) {
    const Type& x = in["x"];
    if (x.shape) {
        bool fits = x.shape->size() <= p.shape.size();
        for (std::size_t d = 1; fits && d <= x.shape->size(); ++d) {
            const Dim &from = (*x.shape)[x.shape->size() - d], &to = p.shape[p.shape.size() - d];
            fits =
                from == Dim(1) || from == to || !from.known() || !to.known();  // symbolic sizes are compared when they have values
        }
        if (!fits) return fail(Code::Shape, "x", textOf(*x.shape) + " cannot be stretched to " + textOf(p.shape));
    }
    return Signature().output("y", {x.dtype, p.shape});
}

Grads vjp(const BroadcastTo&, const Pullback& c) {  // dx = dy summed over stretched axes
    Grads g;
    g.set("x", c.emit().sumTo(c.grad("y"), c.in("x")));
    return g;
}

template <class T>
void reference(const BroadcastTo&, const ReferenceArgs& args) {
    const auto x = args.in<T>("x");
    const auto y = args.out<T>("y");
    forEachOffset<1>(y.shape, {broadcastStrides(x.shape, y.shape)},
                     [&](std::int64_t i, const std::array<std::int64_t, 1>& o) { y[i] = x[o[0]]; });
}

}  // namespace nw::ops::broadcast_to

NW_OPERATOR(broadcast_to) {
    using namespace nw;
    using namespace nw::ops::broadcast_to;
    return Op<BroadcastTo>("broadcast_to")
        .internal()
        .label("Broadcast to")
        .doc("Repeats a tensor along its axes of size 1, and along new axes in front, to a given shape.")
        .formula("y[..., i] = x[..., i or 0]")
        .input("x", "[...]", "Any tensor.")
        .output("y", "[shape...]", "Stretched.")
        .param<&BroadcastTo::shape>("shape", {.label = "Shape", .doc = "The whole new shape.", .internal = true})
        .infer(infer)
        .vjp(vjp)
        .kernels(AllTypes(), []<class T>() { return reference<ElementOf<T>>; })
        .sample({{"x", {3, 1}}}, {.shape = {2, 3, 4}})
        .sample({{"x", {}}}, {.shape = {2, 2}})
        .sample({{"x", {1, 3}}}, {.shape = {1, 3}});
}
