// Reading: FileReader checks a file and walks it, OpReader is what a reader of the table sees of one node.
//
// Values that our operators make channels last keep that order until somebody needs ONNX's, as in writing.
#pragma once
#include <map>

#include "core/formats/onnx/table.h"
#include "core/formats/onnx/tensors.h"
#include "core/graph/builder.h"
#include "core/graph/program.h"

namespace nw::onnx {

/// Errors: Format, Version, Unsupported.
Result<Program> readModel(std::span<const std::uint8_t> bytes);

/// Whole numbers that may depend on the batch: shapes that nodes compute.
struct Sizes {
    Shape dims;
    bool scalar = false;
};

class FileReader {
public:
    explicit FileReader(const pb::Model& model) : model_(model), graph_(model.graph()) {}
    Result<Program> read();

private:
    friend class OpReader;
    struct Orders {
        Value plain, last;  ///< as ONNX has it; channels last
    };
    Result<void> readInputs();
    Result<void> readNode(const pb::Node& node);
    Result<void> readOutputs();
    Result<Value> value(const std::string& name);
    Result<Value> channelsLast(const std::string& name);
    Result<Value> apply(std::string_view op, AttrList attrs, std::span<const Value> inputs);
    Result<Value> transpose(Value v, const std::vector<std::int64_t>& order);

    const pb::Model& model_;
    const pb::Graph& graph_;
    std::int64_t opset_ = 0;
    Program program_;
    std::unique_ptr<FunctionBuilder> builder_;
    std::map<std::string, Orders> values_;
    std::map<std::string, Tensor> constants_;
    std::map<std::string, Sizes> sizes_;  ///< those that are not constants
};

class OpReader {
public:
    OpReader(FileReader& file, const pb::Node& n, const Reading& reading) : node(n), reading(reading), file_(file) {}

    const pb::Node& node;
    const Reading& reading;

    std::size_t inputs() const { return static_cast<std::size_t>(node.input_size()); }
    bool has(std::size_t i) const { return i < inputs() && !node.input(static_cast<int>(i)).empty(); }
    /// Error: Format when it is missing.
    Result<Value> in(std::size_t i);
    Result<std::vector<Value>> all();
    Result<Value> channelsLast(std::size_t i);
    bool isLast(std::size_t i) const;
    /// A constant input; not defined() when it is computed.
    Tensor constant(std::size_t i) const;
    /// Whole numbers of a constant input. Error: Unsupported when it is computed.
    Result<std::vector<std::int64_t>> ints(std::size_t i) const;

    /// A small input of whole numbers, constant or computed from shapes; nothing for any other.
    std::optional<Sizes> sizes(std::size_t i) const;
    /// As above. Error: Unsupported.
    Result<Shape> shapeIn(std::size_t i) const;
    Result<void> outSizes(Sizes sizes);

    const pb::Attribute* attribute(std::string_view name) const;
    std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
    double real(std::string_view name, double otherwise) const;
    std::string text(std::string_view name, std::string_view otherwise) const;
    std::vector<std::int64_t> list(std::string_view name) const;
    /// Axes: an attribute up to opset `last`, then input i; empty when absent.
    Result<std::vector<std::int64_t>> axes(std::int64_t last, std::size_t i) const;
    std::int64_t opset() const { return file_.opset_; }

    const Shape& shape(Value v) const { return *file_.builder_->type(v).shape; }
    DType dtype(Value v) const { return file_.builder_->type(v).dtype; }
    Result<Value> apply(std::string_view op, std::initializer_list<std::pair<std::string_view, Attr>> attrs,
                        std::initializer_list<Value> inputs);
    Result<Value> apply(std::string_view op, AttrList attrs, std::span<const Value> inputs) {
        return file_.apply(op, attrs, inputs);
    }
    Result<Value> constantValue(const Tensor& t) { return apply("constant", {{"value", TensorRef{t}}}, {}); }
    /// A scalar of the type of `like`.
    Result<Value> scalar(Value like, double number);

    Result<void> out(Value v) { return out(0, v); }
    Result<void> out(std::size_t i, Value v);
    Result<void> outLast(Value v);
    /// A constant that later nodes may need as one.
    Result<void> outConstant(const Tensor& t);
    Error refuse(std::string reason) const { return fail(Code::Unsupported, node.op_type().substr(0, 80), std::move(reason)); }

private:
    Result<const std::string*> outputName(std::size_t i) const;

    FileReader& file_;
};

}  // namespace nw::onnx
