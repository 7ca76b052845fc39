// y = min(a, b).
#include "core/op/define.h"

namespace nw::ops::minimum {

Result<Signature> infer(const NoParams&, const Inputs& in) { return broadcastSignature(in, in["a"].dtype); }

Grads vjp(const NoParams&, const Pullback& c) {  // dy goes to a where a ≤ b, else to b; summed over stretched axes
    Emit& e = c.emit();
    Grads g;
    const Value left = e.greaterEqual(c.in("b"), c.in("a")), dy = c.grad("y"), zero = e.constantLike(dy, 0);
    if (c.wants("a")) g.set("a", e.sumTo(e.where(left, dy, zero), c.in("a")));
    if (c.wants("b")) g.set("b", e.sumTo(e.where(left, zero, dy), c.in("b")));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapBroadcast<T, T>(args, [](T a, T b) { return a < b || a != a ? a : b; });
}

}  // namespace nw::ops::minimum

NW_OPERATOR(minimum) {
    using namespace nw;
    using namespace nw::ops::minimum;
    return Op<NoParams>("minimum")
        .label("Minimum")
        .doc("The smaller of two tensors, element by element. Smaller tensors are stretched along axes of size 1.")
        .formula("y = min(a, b)")
        .source("NumPy broadcasting; tf.keras.layers.Minimum")
        .keywords({"smaller", "min", "clip"})
        .input("a", "[...]", "Left.")
        .input("b", "[...]", "Right.")
        .output("y", "[...]", "Result.")
        .infer(infer)
        .vjp(vjp)
        .kernels(NumberTypes(), []<class T>() { return reference<T>; })
        .sample({{"a", {2, 3}}, {"b", {2, 3}}})
        .sample({{"a", {2, 1, 4}}, {"b", {3, 1}}})
        .sample({{"a", {4}, -5, 6, DType::Int32}, {"b", {2, 1}, -5, 6, DType::Int32}});
}
