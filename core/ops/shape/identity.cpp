// y = x.
#include "core/op/define.h"

namespace nw::ops::identity {

Result<Signature> infer(const NoParams&, const Inputs& in) { return sameAsInput(in); }

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy
    Grads g;
    g.set("x", c.grad("y"));
    return g;
}

}  // namespace nw::ops::identity

NW_OPERATOR(identity) {
    using namespace nw;
    using namespace nw::ops::identity;
    return Op<NoParams>("identity")
        .label("Identity")
        .doc("Passes its input on unchanged, for example to give a value a name.")
        .formula("y = x")
        .source("tf.keras.layers.Identity")
        .keywords({"pass", "name", "linear"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "The same tensor.")
        .view()
        .infer(infer)
        .vjp(vjp)
        .sample({{"x", {2, 3}}});
}
