// The container: tensors, buffers, operator codes, signature.
#include "core/formats/tflite/writer.h"

#include <algorithm>

#include "core/op/def.h"

namespace nw::tflite {

std::optional<std::vector<std::int64_t>> openShape(const Shape& shape) {
    std::vector<std::int64_t> out;
    for (const Dim& d : shape) out.push_back(d.known() ? d.value() : -1);
    if (std::count(out.begin(), out.end(), -1) > 1) return std::nullopt;
    return out;
}

FileWriter::FileWriter(const Program& program) : program_(program), function_(program.function()), plan_(function_) {
    model_.version = 3;
    model_.description = "Written by Netwright";
    model_.buffers.push_back(std::make_unique<fb::BufferT>());
    model_.subgraphs.push_back(std::make_unique<fb::SubGraphT>());
    graph_ = model_.subgraphs[0].get();
    graph_->name = "main";
    for (std::size_t i = 0; i < program.outputs.size(); ++i)
        outputNames_.emplace(plan_.stored(function_.results[program.outputResult(i)]), program.outputs[i].name);
}

std::string FileWriter::nameOfValue(Value v, const std::string& layer) {
    std::string name;
    if (const auto it = outputNames_.find(v); it != outputNames_.end()) {
        name = it->second;
    } else if (!layer.empty()) {
        name = layer;
    } else if (const Apply* a = function_.maker(v)) {
        name = a->name.empty() ? a->op().id : a->name;
    } else {
        name = function_.params[v.port].name;
    }
    const int count = names_[name]++;  // behind a slash: "dense_1" is a layer, "dense/1" a part of "dense"
    return count == 0 ? name : name + "/" + std::to_string(count);
}

int FileWriter::addTensor(std::string name, DType dtype, const Shape& shape, const Quant* quant, const nw::Tensor* data) {
    auto t = std::make_unique<fb::TensorT>();
    t->name = std::move(name);
    t->type = *typeOf(dtype);
    t->has_rank = true;
    bool open = false;
    for (const Dim& d : shape) {
        t->shape.push_back(d.known() ? static_cast<std::int32_t>(d.value()) : 1);
        t->shape_signature.push_back(d.known() ? t->shape.back() : -1);
        open |= !d.known();
    }
    if (!open) t->shape_signature.clear();
    if (quant) {
        t->quantization = std::make_unique<fb::QuantizationT>();
        t->quantization->scale.assign(quant->scale.begin(), quant->scale.end());
        t->quantization->zero_point = quant->zeroPoint;
        t->quantization->quantized_dimension = static_cast<std::int32_t>(std::max<std::int64_t>(quant->axis, 0));
    }
    if (data) {
        t->buffer = static_cast<std::uint32_t>(model_.buffers.size());
        model_.buffers.push_back(std::make_unique<fb::BufferT>());
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(data->raw());
        model_.buffers.back()->data.assign(bytes, bytes + data->bytes());
    }
    graph_->tensors.push_back(std::move(t));
    return static_cast<int>(graph_->tensors.size() - 1);
}

Result<int> FileWriter::tensorOf(Value v, const std::string& layer) {
    if (const auto it = tensors_.find(v); it != tensors_.end()) return it->second;
    const Type& type = function_.type(v);
    if (!type.shape || !typeOf(type.dtype))
        return fail(Code::Unsupported, nameOfValue(v), "TensorFlow Lite has no tensor of type " + type.text());
    for (const Dim& d : *type.shape)
        if (d.known() && d.value() > std::numeric_limits<std::int32_t>::max())
            return fail(Code::Unsupported, nameOfValue(v), "has more than 2³¹ cells along one axis");
    const nw::Tensor data = constantOf(function_, v);
    const Quant* quant = type.dtype == DType::Float32 ? nullptr : plan_.quant(v);
    return tensors_[v] = addTensor(nameOfValue(v, layer), type.dtype, *type.shape, quant, data.defined() ? &data : nullptr);
}

int FileWriter::operatorCode(fb::Builtin code, int version) {
    for (std::size_t i = 0; i < model_.operator_codes.size(); ++i)
        if (model_.operator_codes[i]->builtin_code == code && model_.operator_codes[i]->version == version)
            return static_cast<int>(i);
    auto row = std::make_unique<fb::OperatorCodeT>();
    row->builtin_code = code;
    row->deprecated_builtin_code = static_cast<std::int8_t>(std::min(static_cast<int>(code), 127));
    row->version = version;
    model_.operator_codes.push_back(std::move(row));
    return static_cast<int>(model_.operator_codes.size() - 1);
}

Result<void> FileWriter::writeOperators() {
    for (std::uint32_t i = 0; i < function_.nodes.size(); ++i) {
        const Apply& a = function_.nodes[i];
        if (plan_[i].skipped) continue;
        const Entry* entry = findEntry(a.op().id);
        NW_CHECK(entry, a.op().id);
        OpWriter op(*this, Application{function_, a}, plan_[i], *entry, {i + 1, 0});
        NW_RETURN_IF_ERROR(entry->write(op));
    }
    return {};
}

/// y = x by RESHAPE, for outputs that are inputs, constants or other outputs at the same time.
Result<void> FileWriter::copy(int from, const Type& type, const std::string& name, int& to) {
    const auto shape = openShape(*type.shape);
    if (!shape) return fail(Code::Unsupported, name, "has several sizes that data decide");
    std::vector<std::int32_t> sizes(shape->begin(), shape->end());
    const nw::Tensor data = nw::Tensor::of<std::int32_t>({static_cast<std::int64_t>(sizes.size())}, sizes);
    const int sizesTensor = addTensor(name + "/shape", DType::Int32, toShape(data.extents()), nullptr, &data);
    to = addTensor(name, type.dtype, *type.shape, nullptr, nullptr);
    auto op = std::make_unique<fb::OperatorT>();
    op->opcode_index = static_cast<std::uint32_t>(operatorCode(fb::Builtin::RESHAPE, 1));
    op->inputs = {from, sizesTensor};
    op->outputs = {to};
    graph_->operators.push_back(std::move(op));
    return {};
}

Result<void> FileWriter::writeResults() {
    for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
        const Value v = plan_.stored(function_.results[program_.outputResult(i)]);
        NW_TRY(int tensor, tensorOf(v));
        const bool taken = std::find(graph_->outputs.begin(), graph_->outputs.end(), tensor) != graph_->outputs.end();
        if (v.node == 0 || constantOf(function_, v).defined() || taken)
            NW_RETURN_IF_ERROR(copy(tensor, function_.type(v), program_.outputs[i].name + "/copy", tensor));
        graph_->outputs.push_back(tensor);
    }
    return {};
}

void FileWriter::writeSignature() {
    auto signature = std::make_unique<fb::SignatureDefT>();
    signature->signature_key = "serving_default";
    const auto map = [](const std::string& name, int tensor) {
        auto entry = std::make_unique<fb::TensorMapT>();
        entry->name = name;
        entry->tensor_index = static_cast<std::uint32_t>(tensor);
        return entry;
    };
    for (std::size_t i = 0; i < program_.inputs.size(); ++i)
        signature->inputs.push_back(map(program_.inputs[i].name, graph_->inputs[i]));
    for (std::size_t i = 0; i < program_.outputs.size(); ++i)
        signature->outputs.push_back(map(program_.outputs[i].name, graph_->outputs[i]));
    model_.signature_defs.push_back(std::move(signature));
}

Result<Bytes> FileWriter::write() {
    for (std::uint32_t i = 0; i < function_.params.size(); ++i) {
        const Value stored = plan_.stored({0, i});
        outputNames_.emplace(stored, function_.params[i].name);
        NW_TRY(const int tensor, tensorOf(stored));
        graph_->inputs.push_back(tensor);
    }
    NW_RETURN_IF_ERROR(writeOperators());
    NW_RETURN_IF_ERROR(writeResults());
    writeSignature();
    std::uint64_t bytes = 0;
    for (const auto& b : model_.buffers) bytes += b->data.size();
    if (bytes > (std::uint64_t{1} << 31) - (1 << 24))
        return fail(Code::Unsupported, "tflite", "the weights need " + std::to_string(bytes >> 20) + " MiB; a file holds 2 GiB");
    flatbuffers::FlatBufferBuilder builder(static_cast<std::size_t>(bytes) + (1 << 16));
    fb::FinishModelBuffer(builder, fb::CreateModel(builder, &model_));
    return Bytes(builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize());
}

}  // namespace nw::tflite
