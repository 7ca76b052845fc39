// What readers of the table use to read one operator.
#include "core/formats/tflite/reader.h"

#include "core/formats/checked_apply.h"

namespace nw::tflite {

Result<Value> OpReader::in(std::size_t i) {
    if (!has(i)) return fail(Code::Format, name_, "has no input " + std::to_string(i));
    return file_.real(static_cast<std::uint32_t>(op_.inputs()->Get(static_cast<unsigned>(i))));
}

Result<std::vector<Value>> OpReader::all() {
    std::vector<Value> values;
    for (std::size_t i = 0; i < inputs(); ++i) {
        NW_TRY(const Value v, in(i));
        values.push_back(v);
    }
    return values;
}

Result<std::vector<std::int64_t>> OpReader::ints(std::size_t i) {
    if (!has(i)) return fail(Code::Format, name_, "has no input " + std::to_string(i));
    const auto index = static_cast<std::uint32_t>(op_.inputs()->Get(static_cast<unsigned>(i)));
    const auto* sizes = file_.tensor(index).shape();
    if (sizes && sizes->size() == 1 && sizes->Get(0) == 0) return std::vector<std::int64_t>();
    NW_TRY(const nw::Tensor t, file_.data(index));
    if (!t.defined()) return refuse("takes input " + std::to_string(i) + " from another operator, but only constants can be read");
    if (t.dtype() != DType::Int32 && t.dtype() != DType::Int64)
        return fail(Code::Format, name_, "has input " + std::to_string(i) + " of type " + std::string(nameOf(t.dtype())));
    std::vector<std::int64_t> out;
    for (std::int64_t k = 0; k < t.elements(); ++k)
        out.push_back(t.dtype() == DType::Int32 ? t.data<std::int32_t>()[static_cast<std::size_t>(k)]
                                                : t.data<std::int64_t>()[static_cast<std::size_t>(k)]);
    return out;
}

Result<Value> OpReader::weight(std::size_t i, std::span<const std::size_t> permutation, const Extents& extents) {
    if (!has(i)) return fail(Code::Format, name_, "has no input " + std::to_string(i));
    const auto index = static_cast<std::uint32_t>(op_.inputs()->Get(static_cast<unsigned>(i)));
    NW_TRY(const nw::Tensor data, file_.data(index));
    const auto rank = data.defined()                ? data.extents().size()
                      : file_.tensor(index).shape() ? file_.tensor(index).shape()->size()
                                                    : 0u;
    if (rank != permutation.size()) return fail(Code::Format, name_, "has weights with " + std::to_string(rank) + " axes");
    Value v;
    if (data.defined() && !file_.raw_.count(index)) {
        NW_TRY(v, namedConstant(*file_.builder_, "tflite", file_.nameOf(index), transposed(data, permutation)));
        const fb::Quantization* q = file_.tensor(index).quantization();
        std::int64_t axis = 0;
        for (std::size_t d = 0; q && d < permutation.size(); ++d)
            if (static_cast<std::int32_t>(permutation[d]) == q->quantized_dimension()) axis = static_cast<std::int64_t>(d);
        if (q && q->scale() && q->scale()->size() > 0 && isInteger(data.dtype())) {
            NW_TRY(v, file_.quantized("dequantize", index, v, axis));
        }
    } else {
        NW_TRY(v, in(i));
        NW_TRY(v, apply("transpose", {{"permutation", std::vector<std::int64_t>(permutation.begin(), permutation.end())}}, {v}));
    }
    return extents.empty() ? v : apply("reshape_to", {{"shape", toShape(extents)}}, {v});
}

Result<Value> OpReader::apply(std::string_view op, std::initializer_list<std::pair<std::string_view, Attr>> attrs,
                              std::initializer_list<Value> inputs) {
    return file_.apply(op, {attrs.begin(), attrs.size()}, {inputs.begin(), inputs.size()});
}

Result<Value> OpReader::constant(const nw::Tensor& value) { return apply("constant", {{"value", TensorRef{value}}}, {}); }

Result<void> OpReader::out(Value v, fb::Activation activation) {
    const char* op = activation == fb::Activation::RELU ? "relu" : activation == fb::Activation::RELU6 ? "relu6" : "tanh";
    if (activation != fb::Activation::NONE) {
        if (activation != fb::Activation::RELU && activation != fb::Activation::RELU6 && activation != fb::Activation::TANH)
            return refuse("has a fused activation that cannot be read");
        NW_TRY(v, apply(op, {}, {v}));
    }
    return out(std::size_t{0}, v);
}

Result<void> OpReader::out(std::size_t i, Value v) {
    if (i >= outputs()) return fail(Code::Format, name_, "has too few outputs");
    const auto index = static_cast<std::uint32_t>(op_.outputs()->Get(static_cast<unsigned>(i)));
    if (file_.raw_.count(index)) return fail(Code::Format, name_, "writes an output twice");
    const fb::Quantization* q = file_.tensor(index).quantization();
    const bool quantized = q && q->scale() && q->scale()->size() > 0 && file_.builder_->type(v).dtype == DType::Float32 &&
                           file_.tensor(index).type() != fb::TensorType::FLOAT32;
    if (quantized) { NW_TRY(v, file_.quantized("quantize", index, v, q->quantized_dimension())); }
    const auto declared = dtypeOf(file_.tensor(index).type());
    const DType dtype = file_.builder_->type(v).dtype;
    if (!declared || (*declared != dtype && *declared != DType::Float16))
        return fail(
            Code::Unsupported, name_,
            "gives " + std::string(nameOf(dtype)) + ", but the file says " + fb::EnumNameTensorType(file_.tensor(index).type()));
    file_.raw_[index] = v;
    return {};
}

Result<Type> OpReader::outType() const { return file_.typeOfTensor(static_cast<std::uint32_t>(op_.outputs()->Get(0))); }

Result<void> readPlain(OpReader& r) {
    NW_TRY(const std::vector<Value> inputs, r.all());
    if (inputs.empty()) return r.refuse("has no inputs");
    NW_TRY(const Value y, r.apply(r.entry->op, AttrList{}, inputs));
    return r.out(y);
}

}  // namespace nw::tflite
