// Walking a file: everything it says is checked before it is used.
#include "core/formats/tflite/reader.h"

#include <algorithm>
#include <cstring>

#include "core/formats/checked_apply.h"
#include "core/passes/simplify.h"

namespace nw::tflite {
namespace {

constexpr std::size_t MaxRank = 8;

Error broken(std::string message) { return fail(Code::Format, "tflite", std::move(message)); }

template <class V>
std::uint32_t count(const V* vector) {
    return vector ? vector->size() : 0;
}

fb::Builtin codeOf(const fb::OperatorCode& c) {
    return static_cast<fb::Builtin>(std::max(static_cast<int>(c.builtin_code()), static_cast<int>(c.deprecated_builtin_code())));
}

std::string nameOfCode(const fb::OperatorCode& c) {
    const fb::Builtin code = codeOf(c);
    if (code == fb::Builtin::CUSTOM) return "CUSTOM:" + (c.custom_code() ? c.custom_code()->str().substr(0, 80) : std::string());
    const char* name = fb::EnumNameBuiltin(code);
    return name && *name ? name : "operator " + std::to_string(static_cast<int>(code));
}

/// The axis of several scales; some files give biases that of their kernel.
std::int32_t axisOf(const fb::Tensor& t) { return count(t.shape()) == 1 ? 0 : t.quantization()->quantized_dimension(); }

/// IEEE half precision.
float fromHalf(std::uint16_t h) {
    const std::uint32_t sign = std::uint32_t{h & 0x8000u} << 16, exponent = h >> 10 & 31u, fraction = h & 1023u;
    if (exponent == 0) return (sign ? -1.0F : 1.0F) * static_cast<float>(fraction) * 0x1p-24F;
    const std::uint32_t bits = sign | (exponent == 31 ? 0x7F800000u : (exponent + 112) << 23) | fraction << 13;
    float f = 0;
    std::memcpy(&f, &bits, sizeof f);
    return f;
}

nw::Tensor widened(const nw::Tensor& half) {
    nw::Tensor out = nw::Tensor::empty(DType::Float32, half.extents());
    for (std::size_t i = 0; i < half.bytes() / 2; ++i) {
        std::uint16_t h = 0;
        std::memcpy(&h, half.raw() + 2 * i, 2);
        out.data<float>()[i] = fromHalf(h);
    }
    return out;
}

}  // namespace

Result<Program> readModel(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < 16 || !fb::ModelBufferHasIdentifier(bytes.data()))
        return broken("is not a TensorFlow Lite model: the identifier TFL3 is missing");
    if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 16 != 0) {  // tables are read in place, so they must be aligned
        const std::vector<std::uint8_t> aligned(bytes.begin(), bytes.end());
        return readModel(aligned);
    }
    flatbuffers::Verifier verifier(bytes.data(), bytes.size(), 64, 4'000'000);
    if (!fb::VerifyModelBuffer(verifier)) return broken("is damaged: a table or vector lies outside the file");
    return FileReader(*fb::GetModel(bytes.data())).read();
}

Result<Program> FileReader::read() {
    NW_RETURN_IF_ERROR(checkModel());
    builder_ = std::make_unique<FunctionBuilder>(*program_.module, false, "main");
    NW_RETURN_IF_ERROR(readInputs());
    for (const fb::Operator* op : *graph_->operators()) {
        if (!op) return broken("an operator is missing");
        NW_RETURN_IF_ERROR(readOperator(*op));
    }
    NW_RETURN_IF_ERROR(readOutputs());
    return std::move(program_);
}

Result<void> FileReader::checkModel() {
    if (model_.version() != 3)
        return fail(Code::Version, "tflite", "has version " + std::to_string(model_.version()) + ", known is 3");
    if (count(model_.subgraphs()) == 0 || count(model_.buffers()) == 0 || !model_.subgraphs()->Get(0))
        return broken("has no graph or no buffers");
    graph_ = model_.subgraphs()->Get(0);
    if (!graph_->tensors() || !graph_->operators() || count(graph_->outputs()) == 0)
        return broken("the main graph has no tensors, operators or outputs");
    const fb::Buffer* first = model_.buffers()->Get(0);
    if (!first || count(first->data()) != 0) return broken("buffer 0 is not empty");
    for (const fb::Tensor* t : *graph_->tensors()) {
        if (!t) return broken("a tensor is missing");
        NW_RETURN_IF_ERROR(checkTensor(*t));
    }
    for (const auto* list : {graph_->inputs(), graph_->outputs()})
        for (std::uint32_t i = 0; i < count(list); ++i)
            if (const std::int32_t t = list->Get(i); t < 0 || static_cast<std::uint32_t>(t) >= graph_->tensors()->size())
                return broken("the graph has an input or output that does not exist");
    return {};
}

Result<void> FileReader::checkTensor(const fb::Tensor& t) const {
    const std::string name = t.name() ? t.name()->str().substr(0, 80) : "a tensor";
    if (t.buffer() >= model_.buffers()->size() || !model_.buffers()->Get(t.buffer()))
        return broken(name + " has a buffer that does not exist");
    if (count(t.shape()) > MaxRank) return broken(name + " has " + std::to_string(count(t.shape())) + " axes");
    std::int64_t elements = 1;
    for (std::uint32_t d = 0; d < count(t.shape()); ++d) {
        const std::int64_t size = t.shape()->Get(d);
        if (size < 0 || __builtin_mul_overflow(elements, size, &elements) || elements > (std::int64_t{1} << 40))
            return broken(name + " has an impossible shape");
    }
    const fb::Quantization* q = t.quantization();
    const std::uint32_t scales = q ? count(q->scale()) : 0;
    if (scales == 0) return {};
    if (count(q->zero_point()) != scales && count(q->zero_point()) != 0) return broken(name + " has scales without zero points");
    const auto axis = static_cast<std::uint32_t>(axisOf(t));
    if (scales > 1 && (axis >= count(t.shape()) || t.shape()->Get(axis) != static_cast<std::int32_t>(scales)))
        return broken(name + " has " + std::to_string(scales) + " scales, which no axis needs");
    return {};
}

std::string FileReader::nameOf(std::uint32_t i) const {
    const auto* name = tensor(i).name();
    return name && name->size() > 0 ? name->str() : "tensor_" + std::to_string(i);
}

std::string FileReader::signatureName(bool input, std::uint32_t index) const {
    if (count(model_.signature_defs()) == 1 && model_.signature_defs()->Get(0)->subgraph_index() == 0) {
        const fb::SignatureDef* s = model_.signature_defs()->Get(0);
        const auto* maps = input ? s->inputs() : s->outputs();
        for (std::uint32_t i = 0; i < count(maps); ++i)
            if (maps->Get(i) && maps->Get(i)->tensor_index() == index && maps->Get(i)->name()) return maps->Get(i)->name()->str();
    }
    return nameOf(index);
}

Result<Type> FileReader::typeOfTensor(std::uint32_t i) const {
    const fb::Tensor& t = tensor(i);
    const auto dtype = dtypeOf(t.type());
    if (!dtype) return fail(Code::Unsupported, nameOf(i), std::string("has elements of type ") + fb::EnumNameTensorType(t.type()));
    const auto* signature = t.shape_signature();
    Shape shape;
    for (std::uint32_t d = 0; d < count(t.shape()); ++d) {
        const bool open = count(signature) == count(t.shape()) && signature->Get(d) == -1;
        shape.push_back(!open ? Dim(t.shape()->Get(d)) : d == 0 ? Dim::named("batch") : Dim::named("size_" + std::to_string(d)));
    }
    return Type{*dtype, std::move(shape)};
}

Result<void> FileReader::readInputs() {
    for (std::uint32_t k = 0; k < count(graph_->inputs()); ++k) {
        const auto i = static_cast<std::uint32_t>(graph_->inputs()->Get(k));
        NW_TRY(Type type, typeOfTensor(i));
        const fb::Quantization* q = tensor(i).quantization();
        const bool quantized = q && count(q->scale()) == 1 && isInteger(type.dtype);
        if (quantized) type.dtype = DType::Float32;
        if (raw_.count(i)) return broken("the input " + nameOf(i) + " occurs twice");
        const Value v = builder_->param(signatureName(true, i), type);
        program_.inputs.push_back({signatureName(true, i), type});
        raw_[i] = v;
        if (quantized) { NW_TRY(raw_[i], this->quantized("quantize", i, v, -1)); }
    }
    return {};
}

Result<nw::Tensor> FileReader::data(std::uint32_t i) const {
    const fb::Tensor& t = tensor(i);
    const fb::Buffer& buffer = *model_.buffers()->Get(t.buffer());
    if (buffer.offset() > 1 && buffer.size() > 1)
        return fail(Code::Unsupported, nameOf(i), "lies outside the FlatBuffer (file over 2 GB)");
    if (count(buffer.data()) == 0 || t.is_variable()) return nw::Tensor();
    if (t.sparsity()) return fail(Code::Unsupported, nameOf(i), "is stored sparsely");
    NW_TRY(const Type type, typeOfTensor(i));
    Extents extents;
    for (std::uint32_t d = 0; d < count(t.shape()); ++d) extents.push_back(t.shape()->Get(d));
    const auto bytes = static_cast<std::uint64_t>(product(extents)) * sizeOf(type.dtype);
    if (bytes != buffer.data()->size())
        return broken(nameOf(i) + " needs " + std::to_string(bytes) + " bytes, but has " + std::to_string(buffer.data()->size()));
    nw::Tensor out = nw::Tensor::empty(type.dtype, extents);
    std::memcpy(out.raw(), buffer.data()->data(), bytes);
    if (type.dtype == DType::Bool)
        std::transform(out.raw(), out.raw() + bytes, out.raw(), [](std::byte b) { return std::byte{b != std::byte{0}}; });
    return type.dtype == DType::Float16 ? widened(out) : out;
}

Result<Value> FileReader::apply(std::string_view op, AttrList attrs, std::span<const Value> inputs) {
    return checkedApply(*builder_, "tflite", op, attrs, inputs);
}

Result<Value> FileReader::quantized(std::string_view op, std::uint32_t i, Value v, std::int64_t axis) {
    const fb::Quantization& q = *tensor(i).quantization();
    std::vector<double> scale(q.scale()->begin(), q.scale()->end());
    std::vector<std::int64_t> zero(scale.size(), 0);
    // Copied: the file may place numbers of eight bytes at addresses that are not multiples of eight.
    if (count(q.zero_point()) == scale.size())
        std::memcpy(zero.data(), q.zero_point()->Data(), zero.size() * sizeof(std::int64_t));
    std::vector<std::pair<std::string_view, Attr>> attrs{
        {"scale", scale}, {"zero_point", zero}, {"axis", scale.size() > 1 ? axis : -1}};
    const auto dtype = dtypeOf(tensor(i).type());
    if (!dtype) return broken(nameOf(i) + " is quantized to a type that is not known here");
    if (op == "quantize") attrs.push_back({"dtype", *dtype});
    return apply(op, attrs, std::array{v});
}

Result<Value> FileReader::raw(std::uint32_t i) {
    if (const auto it = raw_.find(i); it != raw_.end()) return it->second;
    NW_TRY(const nw::Tensor value, data(i));
    if (!value.defined()) return broken(nameOf(i) + " is used before it is computed");
    NW_TRY(const Value v, namedConstant(*builder_, "tflite", nameOf(i), value));
    return raw_[i] = v;
}

Result<Value> FileReader::real(std::uint32_t i) {
    if (const auto it = real_.find(i); it != real_.end()) return it->second;
    NW_TRY(Value v, raw(i));
    const fb::Quantization* q = tensor(i).quantization();
    const DType dtype = builder_->type(v).dtype;
    if (q && count(q->scale()) > 0 && (isInteger(dtype))) { NW_TRY(v, quantized("dequantize", i, v, axisOf(tensor(i)))); }
    return real_[i] = v;
}

Result<void> FileReader::readOperator(const fb::Operator& op) {
    if (op.opcode_index() >= count(model_.operator_codes()) || !model_.operator_codes()->Get(op.opcode_index()))
        return broken("an operator has a code that does not exist");
    const fb::OperatorCode& code = *model_.operator_codes()->Get(op.opcode_index());
    const std::string name = nameOfCode(code);
    if (!op.inputs() || !op.outputs() || op.outputs()->size() == 0) return broken(name + " has no inputs or outputs");
    for (const std::int32_t t : *op.inputs())
        if (t < -1 || t >= static_cast<std::int32_t>(graph_->tensors()->size()))
            return broken(name + " has an input that does not exist");
    for (const std::int32_t t : *op.outputs())
        if (t < 0 || t >= static_cast<std::int32_t>(graph_->tensors()->size()) || raw_.count(static_cast<std::uint32_t>(t)))
            return broken(name + " has an output that does not exist or is written twice");
    const Reading reading = findReading(codeOf(code));
    if (!reading.read) return fail(Code::Unsupported, name, "is an operator that cannot be read yet");
    builder_->setName(nameOf(static_cast<std::uint32_t>(op.outputs()->Get(0))));
    OpReader reader(*this, op, reading.entry, name);
    NW_RETURN_IF_ERROR(reading.read(reader));
    return {};
}

Result<void> FileReader::readOutputs() {
    std::vector<Value> results;
    std::vector<std::string> names;
    builder_->setName({});
    for (const std::int32_t output : *graph_->outputs()) {
        const auto i = static_cast<std::uint32_t>(output);
        NW_TRY(const Value v, real(i));
        results.push_back(v);
        names.push_back(signatureName(false, i));
        program_.outputs.push_back({names.back(), OutputRole::Prediction});
    }
    program_.main = builder_->finish(std::move(results), std::move(names));
    program_.main = pruneUnused(*program_.module, program_.main);
    return {};
}

}  // namespace nw::tflite
