// Reading: FileReader checks a file and walks it, OpReader is what a reader of the table sees of one operator.
#pragma once
#include <map>

#include "core/formats/tflite/table.h"
#include "core/graph/builder.h"
#include "core/graph/program.h"

namespace nw::tflite {

/// Errors: Format, Version, Unsupported.
Result<Program> readModel(std::span<const std::uint8_t> bytes);

/// The main graph of a verified model while it becomes a function.
class FileReader {
public:
    explicit FileReader(const fb::Model& model) : model_(model) {}
    Result<Program> read();

private:
    friend class OpReader;
    Result<void> checkModel();
    Result<void> checkTensor(const fb::Tensor& t) const;
    Result<void> readInputs();
    Result<void> readOperator(const fb::Operator& op);
    Result<void> readOutputs();
    std::string signatureName(bool input, std::uint32_t tensor) const;
    std::string nameOf(std::uint32_t tensor) const;
    Result<Type> typeOfTensor(std::uint32_t tensor) const;
    /// A constant's elements; not defined() when the tensor has none.
    Result<nw::Tensor> data(std::uint32_t tensor) const;
    /// The value as stored, and as real numbers.
    Result<Value> raw(std::uint32_t tensor);
    Result<Value> real(std::uint32_t tensor);
    const fb::Tensor& tensor(std::uint32_t i) const { return *graph_->tensors()->Get(i); }
    Result<Value> apply(std::string_view op, AttrList attrs, std::span<const Value> inputs);
    Result<Value> quantized(std::string_view op, std::uint32_t tensor, Value v, std::int64_t axis);

    const fb::Model& model_;
    const fb::SubGraph* graph_ = nullptr;
    Program program_;
    std::unique_ptr<FunctionBuilder> builder_;
    std::map<std::uint32_t, Value> raw_, real_;
};

class OpReader {
public:
    OpReader(FileReader& file, const fb::Operator& op, const Entry* e, std::string name)
        : entry(e), file_(file), op_(op), name_(std::move(name)) {}

    const Entry* const entry;

    std::size_t inputs() const { return op_.inputs()->size(); }
    bool has(std::size_t i) const { return i < inputs() && op_.inputs()->Get(static_cast<unsigned>(i)) >= 0; }
    /// Input i as real numbers (whole numbers that are not quantized stay). Error: Format when it is missing.
    Result<Value> in(std::size_t i);
    Result<std::vector<Value>> all();
    /// Whole numbers that must be in the file. Error: Unsupported.
    Result<std::vector<std::int64_t>> ints(std::size_t i);
    /// Input i in another axis order and then shape: constants are moved, others transposed. Scales follow.
    Result<Value> weight(std::size_t i, std::span<const std::size_t> permutation, const Extents& extents);
    const Shape& shape(Value v) const { return *file_.builder_->type(v).shape; }
    Emit& emit() { return *file_.builder_; }
    /// Null when the options are absent or of another kind.
    template <class O>
    const O* options() const {
        return op_.builtin_options_as<O>();
    }
    Result<Value> apply(std::string_view op, std::initializer_list<std::pair<std::string_view, Attr>> attrs,
                        std::initializer_list<Value> inputs);
    Result<Value> apply(std::string_view op, AttrList attrs, std::span<const Value> inputs) {
        return file_.apply(op, attrs, inputs);
    }
    Result<Value> constant(const nw::Tensor& value);
    /// Ends the operator: applies the activation, quantizes if the file's tensor is.
    Result<void> out(Value v, fb::Activation activation = fb::Activation::NONE);
    /// Several outputs.
    Result<void> out(std::size_t i, Value v);
    std::size_t outputs() const { return op_.outputs()->size(); }
    /// The type that the file says output 0 has.
    Result<Type> outType() const;
    Error refuse(std::string reason) const { return fail(Code::Unsupported, name_, std::move(reason)); }

private:
    FileReader& file_;
    const fb::Operator& op_;
    std::string name_;
};

}  // namespace nw::tflite
