// y = a - b.
#include "core/op/define.h"

namespace nw::ops::subtract {

Result<Signature> infer(const NoParams&, const Inputs& in) { return broadcastSignature(in, in["a"].dtype); }

Grads vjp(const NoParams&, const Pullback& c) {  // da = dy, db = -dy, summed over stretched axes
    Emit& e = c.emit();
    Grads g;
    if (c.wants("a")) g.set("a", e.sumTo(c.grad("y"), c.in("a")));
    if (c.wants("b")) g.set("b", e.sumTo(e.negative(c.grad("y")), c.in("b")));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapBroadcast<T, T>(args, [](T a, T b) { return static_cast<T>(a - b); });
}

}  // namespace nw::ops::subtract

NW_OPERATOR(subtract) {
    using namespace nw;
    using namespace nw::ops::subtract;
    return Op<NoParams>("subtract")
        .label("Subtract")
        .doc("Difference of two tensors, element by element. Smaller tensors are stretched along axes of size 1.")
        .formula("y = a - b")
        .source("NumPy broadcasting; tf.keras.layers.Subtract")
        .keywords({"difference", "minus"})
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
