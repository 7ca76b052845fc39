// y = a tensor that never changes.
#include "core/op/define.h"

namespace nw::ops::constant {

struct Constant {
    TensorRef value{Tensor::scalar(0.0F)};
};

Result<Signature> infer(const Constant& p, const Inputs&) {
    if (!p.value.tensor.defined()) return fail(Code::Argument, "value", "is missing");
    return Signature().output("y", {p.value.tensor.dtype(), toShape(p.value.tensor.extents())});
}

template <class T>
void reference(const Constant& p, const ReferenceArgs& args) {
    const Tensor dense = p.value.tensor.contiguous();
    std::copy_n(dense.data<T>().data(), dense.elements(), args.out<T>("y").data);
}

/// 1, 2, 3; 4, 5, 6.
TensorRef example() {
    constexpr std::array<float, 6> values{1, 2, 3, 4, 5, 6};
    return {Tensor::of<float>({2, 3}, values)};
}

}  // namespace nw::ops::constant

NW_OPERATOR(constant) {
    using namespace nw;
    using namespace nw::ops::constant;
    return Op<Constant>("constant")
        .label("Constant")
        .doc("A tensor that never changes.")
        .formula("y = value")
        .source("tf.constant")
        .keywords({"number", "literal", "tensor"})
        .output("y", "[...]", "The value.")
        .param<&Constant::value>("value", {.label = "Value", .doc = "The tensor."})
        .infer(infer)
        .kernels(AllTypes(), []<class T>() { return reference<T>; })
        .sample({})
        .sample({}, {.value = example()});
}
