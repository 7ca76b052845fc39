// y = ¬x.
#include "core/op/define.h"

namespace nw::ops::logical_not {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    if (in.present("x") && in["x"].dtype != DType::Bool)
        return fail(Code::Type, "x", "is " + std::string(nameOf(in["x"].dtype)) + ", but must be bool", "Insert a comparison.");
    return Signature().output("y", {DType::Bool, in["x"].shape});
}

void reference(const NoParams&, const ReferenceArgs& args) {
    mapElements<bool, bool>(args, "x", "y", [](bool x) { return !x; });
}

}  // namespace nw::ops::logical_not

NW_OPERATOR(logical_not) {
    using namespace nw;
    using namespace nw::ops::logical_not;
    return Op<NoParams>("logical_not")
        .label("Not")
        .doc("True where the input is false.")
        .formula("y = ¬x")
        .source("tf.keras.ops.logical_not")
        .keywords({"boolean", "mask", "invert"})
        .input("x", "[...]", "Truth values.")
        .output("y", "[...]", "Same shape.")
        .infer(infer)
        .kernel<bool>(reference)
        .sample({{"x", {3, 4}, 0, 2, DType::Bool}});
}
