// y = (a ≥ b).
#include "core/op/define.h"

namespace nw::ops::greater_equal {

Result<Signature> infer(const NoParams&, const Inputs& in) { return broadcastSignature(in, DType::Bool); }

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapBroadcast<bool, T>(args, [](T a, T b) { return a >= b; });
}

}  // namespace nw::ops::greater_equal

NW_OPERATOR(greater_equal) {
    using namespace nw;
    using namespace nw::ops::greater_equal;
    return Op<NoParams>("greater_equal")
        .label("Greater or equal")
        .doc("True where the left number is not smaller. Smaller tensors are stretched along axes of size 1.")
        .formula("y = (a ≥ b)")
        .source("NumPy broadcasting; tf.keras.ops.greater_equal")
        .keywords({"compare", "at least", "threshold"})
        .input("a", "[...]", "Left.")
        .input("b", "[...]", "Right.")
        .output("y", "[...]", "Result.")
        .infer(infer)
        .kernels(RealTypes(), []<class T>() { return reference<T>; })
        .sample({{"a", {2, 3}}, {"b", {2, 3}}})
        .sample({{"a", {4, 1}, 0, 3, DType::Int32}, {"b", {3}, 0, 3, DType::Int32}});
}
