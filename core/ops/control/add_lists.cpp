// y[i] = a[i] + b[i]; an empty list counts as zeros.
#include "core/op/define.h"

namespace nw::ops::add_lists {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    if (!(in["a"] == in["b"])) return fail(Code::Type, "b", "is a " + in["b"].text() + ", but the other is a " + in["a"].text());
    return Signature().output("y", in["a"]);
}

Grads vjp(const NoParams&, const Pullback& c) {
    Grads g;
    g.set("a", c.grad("y"));
    g.set("b", c.grad("y"));
    return g;
}

}  // namespace nw::ops::add_lists

NW_OPERATOR(add_lists) {
    using namespace nw::ops::add_lists;
    return nw::Op<nw::NoParams>("add_lists")
        .internal()
        .control()
        .label("Add lists")
        .doc("Adds two lists element by element; used where two gradients of one list meet.")
        .formula("y[i] = a[i] + b[i]")
        .input("a", "[...]", "A list.")
        .input("b", "[...]", "A list.")
        .output("y", "[...]", "The sums.")
        .infer(infer)
        .vjp(vjp);
}
