// y = 1.
#include "core/op/define.h"

namespace nw::ops::ones {

struct Ones {
    Shape shape;
    DType dtype = DType::Float32;
};

Result<Signature> infer(const Ones& p, const Inputs&) { return Signature().output("y", {p.dtype, p.shape}); }

std::vector<Value> body(const Ones& p, Emit& e, std::span<const Value>) { return {e.fill({p.dtype, p.shape}, 1)}; }

template <class T>
void reference(const Ones&, const ReferenceArgs& a) {
    const auto y = a.out<T>("y");
    std::fill_n(y.data, y.size(), static_cast<T>(1));
}

}  // namespace nw::ops::ones

NW_OPERATOR(ones) {
    using namespace nw::ops::ones;
    return nw::Op<Ones>("ones")
        .internal()
        .label("Ones")
        .doc("Starts a weight with ones.")
        .formula("y = 1")
        .source("tf.keras.initializers.Ones")
        .output("y", "[...]", "The first value of the weight.")
        .param<&Ones::shape>("shape", {.label = "Shape", .doc = "Shape of the weight."})
        .param<&Ones::dtype>("dtype", {.label = "Type", .doc = "Element type of the weight."})
        .infer(infer)
        .body(body)
        .kernels(nw::NumberTypes(), []<class T>() { return reference<T>; })
        .sample({}, {.shape = nw::Shape{2, 3}});
}
