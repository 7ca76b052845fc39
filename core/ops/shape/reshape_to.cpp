// y = x under another shape of as many elements.
#include "core/op/define.h"

namespace nw::ops::reshape_to {

struct ReshapeTo {
    Shape shape{};
};

Result<Signature> infer(const ReshapeTo& p, const Inputs& in) {
    const Type& x = in["x"];
    if (x.shape) {
        const Dim from = product(*x.shape), to = product(p.shape);
        if (from.known() && to.known() && !(from == to))  // symbolic ones may agree in ways their text does not show
            return fail(Code::Shape, "x", textOf(*x.shape) + " cannot be seen as " + textOf(p.shape));
    }
    return Signature().output("y", {x.dtype, p.shape});
}

Grads vjp(const ReshapeTo&, const Pullback& c) {  // dx = dy under the shape of x
    Grads g;
    g.set("x", c.emit().reshapeLike(c.grad("y"), c.in("x")));
    return g;
}

}  // namespace nw::ops::reshape_to

NW_OPERATOR(reshape_to) {
    using namespace nw;
    using namespace nw::ops::reshape_to;
    return Op<ReshapeTo>("reshape_to")
        .internal()
        .label("Reshape to")
        .doc("The same elements in row-major order under a given shape, batch included.")
        .formula("y = x as shape")
        .input("x", "[...]", "Any tensor.")
        .output("y", "[shape...]", "The same elements.")
        .param<&ReshapeTo::shape>("shape", {.label = "Shape", .doc = "The whole new shape.", .internal = true})
        .view()
        .infer(infer)
        .vjp(vjp)
        .sample({{"x", {2, 6}}}, {.shape = {3, 4}})
        .sample({{"x", {1, 1}}}, {.shape = {}});
}
