// y = (a > b).
#include "core/op/define.h"

namespace nw::ops::greater {

Result<Signature> infer(const NoParams&, const Inputs& in) { return broadcastSignature(in, DType::Bool); }

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapBroadcast<bool, T>(args, [](T a, T b) { return a > b; });
}

}  // namespace nw::ops::greater

NW_OPERATOR(greater) {
    using namespace nw;
    using namespace nw::ops::greater;
    return Op<NoParams>("greater")
        .label("Greater")
        .doc("True where the left number is larger. Smaller tensors are stretched along axes of size 1.")
        .formula("y = (a > b)")
        .source("NumPy broadcasting; tf.keras.ops.greater")
        .keywords({"compare", "larger", "threshold"})
        .input("a", "[...]", "Left.")
        .input("b", "[...]", "Right.")
        .output("y", "[...]", "Result.")
        .infer(infer)
        .kernels(RealTypes(), []<class T>() { return reference<T>; })
        .sample({{"a", {2, 3}}, {"b", {2, 3}}})
        .sample({{"a", {4, 1}, 0, 3, DType::Int32}, {"b", {3}, 0, 3, DType::Int32}});
}
