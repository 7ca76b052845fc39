// y = a where condition, else b, with broadcasting.
#include "core/op/define.h"

namespace nw::ops::where {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    const Type& condition = in["condition"];
    if (in.present("condition") && condition.dtype != DType::Bool)
        return fail(Code::Type, "condition", "is " + std::string(nameOf(condition.dtype)) + ", but must be bool",
                    "Insert a comparison.");
    NW_TRY(Signature s, broadcastSignature(in, in.present("a") ? in["a"].dtype : in["b"].dtype));
    Type& y = s.outputs[0].type;
    if (!y.shape || !condition.shape) {
        y.shape.reset();
        return s;
    }
    NW_TRY(y.shape, broadcast(*y.shape, *condition.shape, "condition"));
    return s;
}

Grads vjp(const NoParams&, const Pullback& c) {  // da = dy where condition, db = dy elsewhere, summed over stretched axes
    Emit& e = c.emit();
    Grads g;
    const Value condition = c.in("condition"), dy = c.grad("y"), zero = e.constantLike(dy, 0);
    if (c.wants("a")) g.set("a", e.sumTo(e.where(condition, dy, zero), c.in("a")));
    if (c.wants("b")) g.set("b", e.sumTo(e.where(condition, zero, dy), c.in("b")));
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    const auto condition = args.in<bool>("condition");
    const auto a = args.in<T>("a"), b = args.in<T>("b");
    const auto y = args.out<T>("y");
    const auto strides = [&](const auto& view) { return broadcastStrides(view.shape, y.shape); };
    forEachOffset<3>(y.shape, {strides(condition), strides(a), strides(b)},
                     [&](std::int64_t i, const std::array<std::int64_t, 3>& o) { y[i] = condition[o[0]] ? a[o[1]] : b[o[2]]; });
}

}  // namespace nw::ops::where

NW_OPERATOR(where) {
    using namespace nw;
    using namespace nw::ops::where;
    return Op<NoParams>("where")
        .label("Where")
        .doc("Takes each element from one of two tensors, as the condition says.")
        .caption("a or b, by the condition")
        .formula("y = a where condition, else b")
        .source("NumPy broadcasting; tf.keras.ops.where")
        .keywords({"select", "mask", "if", "condition"})
        .input("condition", "[...]", "Truth values: true takes from a.")
        .input("a", "[...]", "Taken where the condition is true.")
        .input("b", "[...]", "Taken where the condition is false.")
        .output("y", "[...]", "The chosen elements.")
        .infer(infer)
        .vjp(vjp)
        .kernelBy("a")
        .kernels(AllTypes(), []<class T>() { return reference<ElementOf<T>>; })
        .sample({{"condition", {3, 4}, 0, 2, DType::Bool}, {"a", {3, 4}}, {"b", {3, 4}}})
        .sample({{"condition", {3, 1}, 0, 2, DType::Bool}, {"a", {4}}, {"b", {}}})
        .sample({{"condition", {2, 3}, 0, 2, DType::Bool}, {"a", {2, 3}, 0, 9, DType::Int32}, {"b", {3}, 0, 9, DType::Int32}})
        .sample({{"condition", {2, 1}, 0, 2, DType::Bool}, {"a", {2, 3}, 0, 2, DType::Bool}, {"b", {}, 0, 2, DType::Bool}});
}
