// QuantizeLinear and DequantizeLinear: quantized graphs stay as they are.
#include "core/formats/onnx/reader.h"
#include "core/formats/onnx/writer.h"

namespace nw::onnx {
namespace {

Result<void> acceptsStorage(const Application& n) {
    const DType t = n.is("quantize") ? n.out().dtype : n.type(0).dtype;
    const bool known = t == DType::Int8 || t == DType::UInt8 || (t == DType::Int32 && n.is("dequantize"));
    return known ? Result<void>() : n.refuse("ONNX quantizes to int8 and uint8 up to opset 17, not " + std::string(nameOf(t)));
}

Result<void> writeLinear(OpWriter& w) {
    const auto scale = w.node.get<std::vector<double>>("scale");
    const auto zero = w.node.ints("zero_point");
    const std::int64_t axis = w.node.get<std::int64_t>("axis");
    const DType stored = w.node.is("quantize") ? w.node.out().dtype : w.node.type(0).dtype;
    const auto n = static_cast<std::int64_t>(scale.size());
    const Extents extents = axis < 0 ? Extents{} : Extents{n};
    const std::string x = w.in(0);
    const std::string s = w.constant(Tensor::of<float>(extents, std::vector<float>(scale.begin(), scale.end())), "scale");
    std::vector<std::string> inputs{x, s};
    Tensor points = Tensor::zeros(stored, extents);
    for (std::size_t i = 0; i < zero.size(); ++i)
        if (stored != DType::Int32) points.raw()[i] = static_cast<std::byte>(zero[i]);
    inputs.push_back(w.constant(points, "zero_point"));
    pb::Node& node = w.add(w.entry.type, inputs, w.out());
    if (axis >= 0) setInt(node, "axis", axis);
    return {};
}

Result<void> readLinear(OpReader& r) {
    const bool forward = r.node.op_type() == "QuantizeLinear";
    NW_TRY(const Value x, r.in(0));
    const Tensor scale = r.constant(1), zero = r.constant(2);
    if (!scale.defined() || scale.dtype() != DType::Float32 || (r.has(2) && !zero.defined()))
        return r.refuse("needs constant scales");
    const std::vector<double> scales = toDoubles(scale);
    std::vector<std::int64_t> points(scales.size(), 0);
    if (zero.defined() && zero.elements() != scale.elements()) return r.refuse("has another number of zero points than scales");
    if (zero.defined() && !isInteger(zero.dtype())) return r.refuse("has zero points that are no whole numbers");
    const std::vector<double> zeros = zero.defined() ? toDoubles(zero) : std::vector<double>();
    for (std::size_t i = 0; i < zeros.size(); ++i) points[i] = static_cast<std::int64_t>(zeros[i]);
    std::int64_t axis = -1;
    if (scales.size() > 1) {
        NW_TRY(const std::size_t at, normalAxis(r.integer("axis", 1), r.shape(x).size(), "axis"));
        axis = static_cast<std::int64_t>(at);
    }
    std::vector<std::pair<std::string_view, Attr>> attrs{{"scale", scales}, {"zero_point", points}, {"axis", axis}};
    if (forward) attrs.push_back({"dtype", zero.defined() ? zero.dtype() : DType::UInt8});
    NW_TRY(const Value y, r.apply(forward ? "quantize" : "dequantize", attrs, std::array{x}));
    return r.out(y);
}

}  // namespace

Family quantization() {
    return {{{"quantize", "QuantizeLinear", {DType::Float32}, writeLinear, acceptsStorage},
             {"dequantize", "DequantizeLinear", {DType::Int8, DType::UInt8, DType::Int32}, writeLinear, acceptsStorage}},
            {{"QuantizeLinear", readLinear}, {"DequantizeLinear", readLinear}}};
}

}  // namespace nw::onnx
