// y = a + b with broadcasting.
#include "core/op/define.h"

namespace nw::ops::add {

Result<Signature> infer(const NoParams&, const Inputs& in) { return broadcastSignature(in, in["a"].dtype); }

Grads vjp(const NoParams&, const Pullback& c) {  // da = db = dy, summed over stretched axes
    Grads g;
    if (c.wants("a")) g.set("a", c.emit().sumTo(c.grad("y"), c.in("a")));
    if (c.wants("b")) g.set("b", c.emit().sumTo(c.grad("y"), c.in("b")));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapBroadcast<T, T>(args, [](T a, T b) { return static_cast<T>(a + b); });
}

}  // namespace nw::ops::add

NW_OPERATOR(add) {
    using namespace nw::ops::add;
    return nw::Op<nw::NoParams>("add")
        .label("Add")
        .doc("Sum of two tensors, element by element. Smaller tensors are stretched along axes of size 1.")
        .formula("y = a + b")
        .source("NumPy broadcasting; tf.keras.layers.Add")
        .keywords({"sum", "plus", "residual", "skip"})
        .input("a", "[...]", "Left.")
        .input("b", "[...]", "Right.")
        .output("y", "[...]", "Sum.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .kernel<std::int32_t>(reference<std::int32_t>)
        .kernel<std::int64_t>(reference<std::int64_t>)
        .sample({{"a", {2, 3}}, {"b", {2, 3}}})
        .sample({{"a", {2, 3}}, {"b", {3}}})
        .sample({{"a", {2, 1, 4}}, {"b", {3, 1}}});
}
