// What entries of the table use to write one operator.
#include <algorithm>

#include "core/formats/tflite/writer.h"
#include "core/op/def.h"

namespace nw::tflite {

Result<int> OpWriter::in(std::size_t i) {
    const Value v = node.apply.inputs[i];
    return file_.tensorOf(file_.plan_.stored(integer ? file_.plan_.quantizedSource(v) : v));
}

Result<std::vector<int>> OpWriter::inputs() {
    std::vector<int> all;
    for (std::size_t i = 0; i < node.apply.inputs.size(); ++i) {
        NW_TRY(const int t, in(i));
        all.push_back(t);
    }
    return all;
}

DType OpWriter::stored(std::size_t i) const {
    const Value v = node.apply.inputs[i];
    return node.function.type(integer ? file_.plan_.quantizedSource(v) : v).dtype;
}

int OpWriter::version() const {
    const DType t = node.apply.inputs.empty() ? DType::Float32 : stored(0);
    return t == DType::Int8 || t == DType::UInt8 ? entry.version8 : t == DType::Int16 ? entry.version16 : 1;
}

int OpWriter::constant(const nw::Tensor& value, std::string_view name) {
    const std::string base = node.apply.name.empty() ? node.apply.op().id : node.apply.name;
    return file_.addTensor(base + "/" + std::string(name), value.dtype(), toShape(value.extents()), nullptr, &value);
}

int OpWriter::ints(const std::vector<std::int64_t>& values, std::string_view name) {
    const std::vector<std::int32_t> narrow(values.begin(), values.end());
    return constant(nw::Tensor::of<std::int32_t>({static_cast<std::int64_t>(narrow.size())}, narrow), name);
}

nw::Tensor OpWriter::stored(std::size_t i, const Quant** quant) const {
    Value v = node.apply.inputs[i];
    const Extents* extents = nullptr;
    Extents under;
    if (const Apply* shape = node.maker(i, "reshape_to")) {
        v = shape->inputs[0];
        for (const Dim& d : *shape->outputs[0].shape) under.push_back(d.known() ? d.value() : -1);
        extents = &under;
    }
    const Value source = file_.plan_.quantizedSource(v);
    if (source == v) return node.constant(i);
    *quant = file_.plan_.quant(source);
    const nw::Tensor t = constantOf(node.function, source);
    return t.defined() && extents && (*quant)->axis < 0 ? t.reshaped(*extents) : t;
}

Result<int> OpWriter::weight(std::size_t i, const Extents& extents, std::span<const std::size_t> permutation) {
    const Quant* quant = nullptr;
    nw::Tensor data = stored(i, &quant);
    if (!data.defined()) return node.refuse("needs constant weights");
    Quant moved = quant ? *quant : Quant{};
    const std::size_t scales = moved.scale.size();
    std::size_t axis = static_cast<std::size_t>(std::max<std::int64_t>(moved.axis, 0));
    if (!extents.empty()) {
        data = data.reshaped(extents);
        if (scales > 1) axis = extents.size() - 1;  // weights keep their filters last
        const auto filters = static_cast<std::size_t>(extents.back());
        if (scales > 1 && filters % scales != 0) return node.refuse("has scales for another axis than its filters");
        if (scales > 1 && scales != filters) {  // one for each channel, whose filters are neighbours
            Quant each;
            for (std::size_t f = 0; f < filters; ++f) {
                each.scale.push_back(moved.scale[f / (filters / scales)]);
                each.zeroPoint.push_back(moved.zeroPoint[f / (filters / scales)]);
            }
            moved = each;
        }
    }
    if (!permutation.empty()) {
        data = transposed(data, permutation);
        axis = static_cast<std::size_t>(std::find(permutation.begin(), permutation.end(), axis) - permutation.begin());
    }
    moved.axis = static_cast<std::int64_t>(axis);
    const Apply* maker = node.function.maker(node.apply.inputs[i]);
    std::string name = maker ? maker->name : "";
    if (name.empty()) name = (node.apply.name.empty() ? node.apply.op().id : node.apply.name) + std::string("/kernel");
    return file_.addTensor(std::move(name), data.dtype(), toShape(data.extents()), quant ? &moved : nullptr, &data);
}

Result<int> OpWriter::bias(std::int64_t channels, int weight) {
    if (node.has(2)) return in(2);
    const std::string base = (node.apply.name.empty() ? node.apply.op().id : node.apply.name) + std::string("/bias");
    if (!integer) {
        const nw::Tensor zeros = nw::Tensor::zeros(DType::Float32, {channels});
        return file_.addTensor(base, DType::Float32, Shape{channels}, nullptr, &zeros);
    }
    const Quant* x = file_.plan_.quant(file_.plan_.quantizedSource(node.apply.inputs[0]));
    const auto& scales = file_.graph_->tensors[static_cast<std::size_t>(weight)]->quantization->scale;
    Quant quant;
    for (const float s : scales) quant.scale.push_back(x->scale[0] * static_cast<double>(s));
    quant.zeroPoint.assign(scales.size(), 0);
    quant.axis = 0;
    const nw::Tensor zeros = nw::Tensor::zeros(DType::Int32, {channels});
    return file_.addTensor(base, DType::Int32, Shape{channels}, &quant, &zeros);
}

void OpWriter::push(fb::Builtin code, int version, const std::vector<int>& inputs, int output, fb::OptionsUnion options) {
    auto op = std::make_unique<fb::OperatorT>();
    op->opcode_index = static_cast<std::uint32_t>(file_.operatorCode(code, version));
    op->inputs.assign(inputs.begin(), inputs.end());
    op->outputs = {output};
    op->builtin_options = std::move(options);
    file_.graph_->operators.push_back(std::move(op));
}

Result<void> OpWriter::emit(fb::Builtin code, int version, std::vector<int> inputs, fb::OptionsUnion options) {
    NW_TRY(const int output, out());
    push(code, version, inputs, output, std::move(options));
    return {};
}

Result<int> OpWriter::emitTo(fb::Builtin code, int version, std::vector<int> inputs, fb::OptionsUnion options, DType dtype,
                             const Shape& shape) {
    const std::string base = node.apply.name.empty() ? node.apply.op().id : node.apply.name;
    const int output = file_.addTensor(base + "/part", dtype, shape, nullptr, nullptr);
    push(code, version, inputs, output, std::move(options));
    return output;
}

Result<void> writePlain(OpWriter& w) {
    NW_TRY(std::vector<int> inputs, w.inputs());
    return w.emit(w.entry.code, w.version(), std::move(inputs));
}

}  // namespace nw::tflite
