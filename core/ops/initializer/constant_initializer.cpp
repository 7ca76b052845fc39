// y = value.
#include "core/op/define.h"

namespace nw::ops::constant_initializer {

struct ConstantInitializer {
    Shape shape;
    DType dtype = DType::Float32;
    double value = 0;
};

Result<Signature> infer(const ConstantInitializer& p, const Inputs&) { return Signature().output("y", {p.dtype, p.shape}); }

std::vector<Value> body(const ConstantInitializer& p, Emit& e, std::span<const Value>) {
    return {e.fill({p.dtype, p.shape}, p.value)};
}

template <class T>
void reference(const ConstantInitializer& p, const ReferenceArgs& a) {
    const auto y = a.out<T>("y");
    std::fill_n(y.data, y.size(), static_cast<T>(p.value));
}

}  // namespace nw::ops::constant_initializer

NW_OPERATOR(constant_initializer) {
    using namespace nw::ops::constant_initializer;
    return nw::Op<ConstantInitializer>("constant_initializer")
        .internal()
        .label("Constant")
        .doc("Starts a weight with one number everywhere.")
        .formula("y = value")
        .source("tf.keras.initializers.Constant")
        .output("y", "[...]", "The first value of the weight.")
        .param<&ConstantInitializer::shape>("shape", {.label = "Shape", .doc = "Shape of the weight."})
        .param<&ConstantInitializer::dtype>("dtype", {.label = "Type", .doc = "Element type of the weight."})
        .param<&ConstantInitializer::value>("value", {.label = "Value", .doc = "The number."})
        .infer(infer)
        .body(body)
        .kernels(nw::NumberTypes(), []<class T>() { return reference<T>; })
        .sample({}, {.shape = nw::Shape{2, 3}, .value = 0.25});
}
