// y = x, with gradient zero.
#include "core/op/define.h"

namespace nw::ops::stop_gradient {

Result<Signature> infer(const NoParams&, const Inputs& in) { return sameAsInput(in); }

Grads vjp(const NoParams&, const Pullback&) { return {}; }  // dx = 0

}  // namespace nw::ops::stop_gradient

NW_OPERATOR(stop_gradient) {
    using namespace nw;
    using namespace nw::ops::stop_gradient;
    return Op<NoParams>("stop_gradient")
        .label("Stop gradient")
        .doc("Passes its input on unchanged, but training does not look behind it: what comes before is not changed by this path.")
        .formula("y = x, dx = 0")
        .source("tf.keras.ops.stop_gradient")
        .keywords({"freeze", "detach", "constant"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "The same tensor.")
        .view()
        .infer(infer)
        .vjp(vjp)
        .sample({{"x", {2, 3}}});
}
