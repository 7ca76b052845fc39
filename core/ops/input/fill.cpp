// y = value everywhere.
#include "core/op/define.h"

namespace nw::ops::fill {

struct Fill {
    DType dtype = DType::Float32;
    Shape shape{};
    double value = 0;
};

Result<Signature> infer(const Fill& p, const Inputs&) { return Signature().output("y", {p.dtype, p.shape}); }

template <class T>
void reference(const Fill& p, const ReferenceArgs& args) {
    const auto y = args.out<T>("y");
    std::fill_n(y.data, y.size(), static_cast<T>(p.value));
}

}  // namespace nw::ops::fill

NW_OPERATOR(fill) {
    using namespace nw;
    using namespace nw::ops::fill;
    return Op<Fill>("fill")
        .internal()
        .label("Fill")
        .doc("A tensor of a given shape with one value everywhere.")
        .formula("y = value")
        .output("y", "[shape...]", "The tensor.")
        .param<&Fill::dtype>("dtype", {.label = "Type", .doc = "The type of the elements."})
        .param<&Fill::shape>("shape", {.label = "Shape", .doc = "The whole shape."})
        .param<&Fill::value>("value", {.label = "Value", .doc = "Every element."})
        .infer(infer)
        .kernels(AllTypes(), []<class T>() { return reference<T>; })
        .sample({}, {.shape = {2, 3}, .value = 1.5})
        .sample({}, {.dtype = DType::Int64, .value = -7})
        .sample({}, {.dtype = DType::Bool, .shape = {4}, .value = 1});
}
