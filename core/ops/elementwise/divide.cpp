// y = a / b.
#include "core/op/define.h"

namespace nw::ops::divide {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    if (in.present("a") && !isDifferentiable(in["a"].dtype))
        return fail(Code::Type, "a", "is " + std::string(nameOf(in["a"].dtype)) + ", but needs a floating type such as float32",
                    "Insert a cast.");
    return broadcastSignature(in, in["a"].dtype);
}

Grads vjp(const NoParams&, const Pullback& c) {  // da = dy / b, db = -dy y / b, summed over stretched axes
    Emit& e = c.emit();
    Grads g;
    if (c.wants("a")) g.set("a", e.sumTo(e.divide(c.grad("y"), c.in("b")), c.in("a")));
    if (c.wants("b")) g.set("b", e.sumTo(e.negative(e.divide(e.multiply(c.grad("y"), c.out("y")), c.in("b"))), c.in("b")));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapBroadcast<T, T>(args, [](T a, T b) { return a / b; });
}

}  // namespace nw::ops::divide

NW_OPERATOR(divide) {
    using namespace nw;
    using namespace nw::ops::divide;
    return Op<NoParams>("divide")
        .label("Divide")
        .doc("Quotient of two tensors, element by element. Smaller tensors are stretched along axes of size 1.")
        .formula("y = a / b")
        .source("NumPy broadcasting; tf.keras.ops.divide")
        .keywords({"quotient", "ratio"})
        .input("a", "[...]", "Left.")
        .input("b", "[...]", "Right.")
        .output("y", "[...]", "Result.")
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"a", {2, 3}}, {"b", {2, 3}, 0.4, 2}})
        .sample({{"a", {2, 1, 4}}, {"b", {3, 1}, -2, -0.4}});
}
