// y = a ∨ b.
#include "core/op/define.h"

namespace nw::ops::logical_or {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    for (const char* port : {"a", "b"})
        if (in.present(port) && in[port].dtype != DType::Bool)
            return fail(Code::Type, port, "is " + std::string(nameOf(in[port].dtype)) + ", but must be bool",
                        "Insert a comparison.");
    return broadcastSignature(in, DType::Bool);
}

void reference(const NoParams&, const ReferenceArgs& args) {
    mapBroadcast<bool, bool>(args, [](bool a, bool b) { return a || b; });
}

}  // namespace nw::ops::logical_or

NW_OPERATOR(logical_or) {
    using namespace nw;
    using namespace nw::ops::logical_or;
    return Op<NoParams>("logical_or")
        .label("Or")
        .doc("True where at least one is true. Smaller tensors are stretched along axes of size 1.")
        .formula("y = a ∨ b")
        .source("NumPy broadcasting; tf.keras.ops.logical_or")
        .keywords({"boolean", "mask", "either"})
        .input("a", "[...]", "Left.")
        .input("b", "[...]", "Right.")
        .output("y", "[...]", "Result.")
        .infer(infer)
        .kernel<bool>(reference)
        .sample({{"a", {2, 3}, 0, 2, DType::Bool}, {"b", {2, 3}, 0, 2, DType::Bool}})
        .sample({{"a", {4, 1}, 0, 2, DType::Bool}, {"b", {3}, 0, 2, DType::Bool}});
}
