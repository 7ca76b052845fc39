// q = clamp(round(x / scale) + zero_point), halves away from zero, in float.
#include <limits>

#include "core/op/define.h"

namespace nw::ops::quantize {

struct Quantize {
    std::vector<double> scale{1};
    std::vector<std::int64_t> zeroPoint{0};
    std::int64_t axis = -1;
    DType dtype = DType::Int8;
};

/// Smallest and largest number of a storage type; nothing for types that do not store quantized numbers.
std::optional<std::array<std::int64_t, 2>> rangeOf(DType dtype) {
    switch (dtype) {
        case DType::Int8: return {{-128, 127}};
        case DType::UInt8: return {{0, 255}};
        case DType::Int16: return {{-32768, 32767}};
        case DType::Int32: return {{std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()}};
        default: return std::nullopt;
    }
}

Result<Signature> infer(const Quantize& p, const Inputs& in) {
    const Type& x = in["x"];
    if (!isFloating(x.dtype)) return fail(Code::Type, "x", "is " + std::string(nameOf(x.dtype)) + ", but must be floating point");
    const auto range = rangeOf(p.dtype);
    if (!range)
        return fail(Code::Argument, "dtype", "is " + std::string(nameOf(p.dtype)) + ", but must be int8, uint8, int16 or int32");
    const std::size_t n = p.scale.size();
    if (p.zeroPoint.size() != n)
        return fail(Code::Argument, "zero_point",
                    "has " + std::to_string(p.zeroPoint.size()) + " numbers for " + std::to_string(n) + " scales");
    for (const double s : p.scale)
        if (!(s > 0)) return fail(Code::Argument, "scale", "is " + textOf(Attr(s)) + ", but must be above 0");
    for (const std::int64_t z : p.zeroPoint)
        if (z < (*range)[0] || z > (*range)[1])
            return fail(Code::Argument, "zero_point", std::to_string(z) + " is outside " + std::string(nameOf(p.dtype)));
    if (p.axis < 0 && n != 1) return fail(Code::Argument, "scale", "has " + std::to_string(n) + " numbers, but no axis is given");
    if (p.axis >= 0 && x.shape) {
        NW_TRY(const std::size_t axis, normalAxis(p.axis, x.shape->size(), "axis"));
        const Dim& size = (*x.shape)[axis];
        if (!(size == Dim(static_cast<std::int64_t>(n))))
            return fail(Code::Argument, "scale", "has " + std::to_string(n) + " numbers for an axis of " + size.text());
    }
    Signature s;
    if (x.shape) s.flops(Dim(3) * product(*x.shape));
    return s.output("y", {p.dtype, x.shape});
}

template <class T, class Q>
void store(const Quantize& p, const ReferenceArgs& a) {
    const auto x = a.in<T>("x");
    const auto y = a.out<Q>("y");
    const auto [low, high] = *rangeOf(p.dtype);
    const double least = static_cast<double>(low), most = static_cast<double>(high);
    std::int64_t inner = 1;  // elements that share a scale in a row
    for (std::int64_t d = p.axis + 1; p.axis >= 0 && d < x.rank(); ++d) inner *= x.dim(d);
    for (std::int64_t i = 0, n = y.size(), channels = static_cast<std::int64_t>(p.scale.size()); i < n; ++i) {
        const std::size_t c = static_cast<std::size_t>(i / inner % channels);
        const float rounded = std::round(static_cast<float>(x[i]) / static_cast<float>(p.scale[c]));
        const double q = static_cast<double>(rounded) + static_cast<double>(p.zeroPoint[c]);
        y[i] = static_cast<Q>(!(q > least) ? least : std::min(q, most));  // NaN becomes the least
    }
}

template <class T>
void reference(const Quantize& p, const ReferenceArgs& a) {
    switch (p.dtype) {
        case DType::UInt8: return store<T, std::uint8_t>(p, a);
        case DType::Int16: return store<T, std::int16_t>(p, a);
        case DType::Int32: return store<T, std::int32_t>(p, a);
        default: return store<T, std::int8_t>(p, a);
    }
}

}  // namespace nw::ops::quantize

NW_OPERATOR(quantize) {
    using namespace nw::ops::quantize;
    return nw::Op<Quantize>("quantize")
        .internal()
        .label("Quantize")
        .doc("Stores real numbers as small whole numbers with a scale and a zero point. For inference only: it has no gradient.")
        .formula("y = clamp(round(x / scale) + zero_point), halves away from zero")
        .source("Jacob et al. 2018; TensorFlow Lite quantization specification")
        .input("x", "[...]", "Real numbers.")
        .output("y", "[...]", "Whole numbers.")
        .param<&Quantize::scale>("scale",
                                 {.label = "Scale", .doc = "The real step of one, for the tensor or for each index of the axis."})
        .param<&Quantize::zeroPoint>("zero_point",
                                     {.label = "Zero point", .doc = "The whole number that stands for 0, one for each scale."})
        .param<&Quantize::axis>(
            "axis",
            {.label = "Axis", .doc = "The axis that the scales belong to; -1: one scale for the tensor.", .min = -1, .max = 31})
        .param<&Quantize::dtype>("dtype", {.label = "Type", .doc = "int8, uint8, int16 or int32."})
        .infer(infer)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {3, 4}, -2, 2}}, {.scale = {0.01}, .zeroPoint = {3}})
        .sample({{"x", {2, 3, 2}, -2, 2}},
                {.scale = {0.5, 0.01, 0.002}, .zeroPoint = {128, 0, 7}, .axis = 1, .dtype = nw::DType::UInt8});
}
