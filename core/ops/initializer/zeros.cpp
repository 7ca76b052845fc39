// y = 0.
#include "core/op/define.h"

namespace nw::ops::zeros {

struct Zeros {
    Shape shape;
    DType dtype = DType::Float32;
};

Result<Signature> infer(const Zeros& p, const Inputs&) { return Signature().output("y", {p.dtype, p.shape}); }

std::vector<Value> body(const Zeros& p, Emit& e, std::span<const Value>) { return {e.fill({p.dtype, p.shape}, 0)}; }

template <class T>
void reference(const Zeros&, const ReferenceArgs& a) {
    const auto y = a.out<T>("y");
    std::fill_n(y.data, y.size(), static_cast<T>(0));
}

}  // namespace nw::ops::zeros

NW_OPERATOR(zeros) {
    using namespace nw::ops::zeros;
    return nw::Op<Zeros>("zeros")
        .internal()
        .label("Zeros")
        .doc("Starts a weight with zeros.")
        .formula("y = 0")
        .source("tf.keras.initializers.Zeros")
        .output("y", "[...]", "The first value of the weight.")
        .param<&Zeros::shape>("shape", {.label = "Shape", .doc = "Shape of the weight."})
        .param<&Zeros::dtype>("dtype", {.label = "Type", .doc = "Element type of the weight."})
        .infer(infer)
        .body(body)
        .kernels(nw::NumberTypes(), []<class T>() { return reference<T>; })
        .sample({}, {.shape = nw::Shape{2, 3}});
}
