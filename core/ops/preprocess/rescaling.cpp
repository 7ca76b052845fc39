// y = x scale + offset.
#include "core/op/define.h"

namespace nw::ops::rescaling {

struct Rescaling {
    double scale = 1.0 / 255, offset = 0;
};

Result<Signature> infer(const Rescaling&, const Inputs& in) {  // whole numbers become float32
    const Type& x = in["x"];
    if (!isFloating(x.dtype) && !isInteger(x.dtype))
        return fail(Code::Type, "x", "is " + std::string(nameOf(x.dtype)) + ", but must be numbers", "Insert a cast.");
    return Signature().output("y", {isFloating(x.dtype) ? x.dtype : DType::Float32, x.shape});
}

std::vector<Value> body(const Rescaling& p, Emit& e, std::span<const Value> in) {
    const DType from = e.dtype(in[0]);
    const Value scaled = e.scale(e.cast(in[0], isFloating(from) ? from : DType::Float32), p.scale);
    return {p.offset == 0 ? scaled : e.shift(scaled, p.offset)};
}

template <class T>
void reference(const Rescaling& p, const ReferenceArgs& a) {
    using Y = std::conditional_t<std::is_floating_point_v<T>, T, float>;
    mapElements<Y, T>(a, "x", "y", [scale = static_cast<Y>(p.scale), offset = static_cast<Y>(p.offset)](T x) {
        return static_cast<Y>(x) * scale + offset;
    });
}

}  // namespace nw::ops::rescaling

NW_OPERATOR(rescaling) {
    using namespace nw::ops::rescaling;
    return nw::Op<Rescaling>("rescaling")
        .label("Rescaling")
        .keywords({"normalize", "255", "pixels", "scale"})
        .doc("Multiplies all values by a number and adds another, for example to bring pixels from 0…255 to 0…1.")
        .formula("y = x · scale + offset")
        .source("tf.keras.layers.Rescaling")
        .input("x", "[...]", "Any tensor of numbers.")
        .output("y", "[...]", "Same shape; whole numbers become float32.")
        .param<&Rescaling::scale>("scale", {.label = "Scale", .doc = "What values are multiplied by."})
        .param<&Rescaling::offset>("offset", {.label = "Offset", .doc = "What is added afterwards."})
        .infer(infer)
        .body(body)
        .kernels(nw::RealTypes(), []<class T>() { return reference<T>; })
        .sample({{"x", {2, 3}, 0, 255}})
        .sample({{"x", {2, 3}, 0, 256, nw::DType::UInt8}})
        .sample({{"x", {2, 3}, 0, 255}}, {.scale = 1 / 127.5, .offset = -1});
}
