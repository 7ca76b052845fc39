// y = scale (x − zero_point), in float.
#include "core/op/define.h"

namespace nw::ops::dequantize {

struct Dequantize {
    std::vector<double> scale{1};
    std::vector<std::int64_t> zeroPoint{0};
    std::int64_t axis = -1;
};

Result<Signature> infer(const Dequantize& p, const Inputs& in) {
    const Type& x = in["x"];
    const DType t = x.dtype;
    if (in.present("x") && t != DType::Int8 && t != DType::UInt8 && t != DType::Int16 && t != DType::Int32)
        return fail(Code::Type, "x", "is " + std::string(nameOf(t)) + ", but must be int8, uint8, int16 or int32");
    const std::size_t n = p.scale.size();
    if (p.zeroPoint.size() != n)
        return fail(Code::Argument, "zero_point",
                    "has " + std::to_string(p.zeroPoint.size()) + " numbers for " + std::to_string(n) + " scales");
    for (const double s : p.scale)
        if (!(s > 0)) return fail(Code::Argument, "scale", "is " + textOf(Attr(s)) + ", but must be above 0");
    if (p.axis < 0 && n != 1) return fail(Code::Argument, "scale", "has " + std::to_string(n) + " numbers, but no axis is given");
    if (p.axis >= 0 && x.shape) {
        NW_TRY(const std::size_t axis, normalAxis(p.axis, x.shape->size(), "axis"));
        const Dim& size = (*x.shape)[axis];
        if (!(size == Dim(static_cast<std::int64_t>(n))))
            return fail(Code::Argument, "scale", "has " + std::to_string(n) + " numbers for an axis of " + size.text());
    }
    Signature s;
    if (x.shape) s.flops(Dim(2) * product(*x.shape));
    return s.output("y", {DType::Float32, x.shape});
}

template <class Q>
void reference(const Dequantize& p, const ReferenceArgs& a) {
    const auto x = a.in<Q>("x");
    const auto y = a.out<float>("y");
    std::int64_t inner = 1;  // elements that share a scale in a row
    for (std::int64_t d = p.axis + 1; p.axis >= 0 && d < x.rank(); ++d) inner *= x.dim(d);
    for (std::int64_t i = 0, n = y.size(), channels = static_cast<std::int64_t>(p.scale.size()); i < n; ++i) {
        const std::size_t c = static_cast<std::size_t>(i / inner % channels);
        y[i] = static_cast<float>(p.scale[c]) * static_cast<float>(static_cast<std::int64_t>(x[i]) - p.zeroPoint[c]);
    }
}

}  // namespace nw::ops::dequantize

NW_OPERATOR(dequantize) {
    using namespace nw::ops::dequantize;
    return nw::Op<Dequantize>("dequantize")
        .internal()
        .label("Dequantize")
        .doc("Turns quantized whole numbers back into float32. For inference only: it has no gradient.")
        .formula("y = scale (x − zero_point)")
        .source("Jacob et al. 2018; TensorFlow Lite quantization specification")
        .input("x", "[...]", "Whole numbers: int8, uint8, int16 or int32.")
        .output("y", "[...]", "Real numbers, float32.")
        .param<&Dequantize::scale>("scale",
                                   {.label = "Scale", .doc = "The real step of one, for the tensor or for each index of the axis."})
        .param<&Dequantize::zeroPoint>("zero_point",
                                       {.label = "Zero point", .doc = "The whole number that stands for 0, one for each scale."})
        .param<&Dequantize::axis>(
            "axis",
            {.label = "Axis", .doc = "The axis that the scales belong to; -1: one scale for the tensor.", .min = -1, .max = 31})
        .infer(infer)
        .kernel<std::int8_t>(reference<std::int8_t>)
        .kernel<std::uint8_t>(reference<std::uint8_t>)
        .kernel<std::int16_t>(reference<std::int16_t>)
        .kernel<std::int32_t>(reference<std::int32_t>)
        .sample({{"x", {3, 4}, -128, 128, nw::DType::Int8}}, {.scale = {0.01}, .zeroPoint = {3}})
        .sample({{"x", {2, 3, 2}, 0, 256, nw::DType::UInt8}}, {.scale = {0.5, 0.01, 0.002}, .zeroPoint = {128, 0, 7}, .axis = 1});
}
