// y = min(max(x, 0), 6).
#include "core/op/define.h"

namespace nw::ops::relu6 {

Result<Signature> infer(const NoParams&, const Inputs& in) { return floatAsInput(in); }

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) {
    return {e.minimum(e.maximum(in[0], e.constantLike(in[0], 0)), e.constantLike(in[0], 6))};
}

Grads vjp(const NoParams&, const Pullback& c) {  // dx = dy where 0 < y < 6: keeps y, so that x may be freed
    Grads g;
    g.set("x", c.emit().one("relu6_grad", {}, {c.out("y"), c.grad("y")}));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<T, T>(args, "x", "y", [](T x) { return x > T(6) ? T(6) : (x < T(0) ? T(0) : x); });
}

}  // namespace nw::ops::relu6

NW_OPERATOR(relu6) {
    using namespace nw;
    using namespace nw::ops::relu6;
    return Op<NoParams>("relu6")
        .label("ReLU6")
        .doc("ReLU that stops at 6, so that few bits are enough for its output.")
        .formula("y = min(max(x, 0), 6)")
        .source("Howard et al. 2017, MobileNets; tf.keras.activations.relu6")
        .keywords({"rectifier", "activation", "clip", "mobilenet"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .body(body)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, 0.2, 5.8}})
        .sample({{"x", {2, 3}, 6.2, 9}})
        .sample({{"x", {2, 3}, -3, -0.2}});
}
