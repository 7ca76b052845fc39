// y = x; passes neither move, merge nor simplify anything across it.
#include "core/op/define.h"

namespace nw::ops::barrier {

Result<Signature> infer(const NoParams&, const Inputs& in) { return sameAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy
    Grads g;
    g.set("x", c.grad("y"));
    return g;
}

}  // namespace nw::ops::barrier

NW_OPERATOR(barrier) {
    using namespace nw;
    using namespace nw::ops::barrier;
    return Op<NoParams>("barrier")
        .internal()
        .label("Barrier")
        .doc(
            "Passes its input on unchanged and keeps optimization from reaching across, so that recomputed values stay recomputed.")
        .formula("y = x")
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "The same tensor.")
        .view()
        .infer(infer)
        .vjp(vjp)
        .sample({{"x", {2, 3}}});
}
