// Writing: FileWriter assembles a file, OpWriter is what an entry of the table sees of one application.
#pragma once
#include "core/base/files.h"
#include "core/formats/tflite/plan.h"
#include "core/formats/tflite/table.h"
#include "core/graph/program.h"

namespace nw::tflite {

/// Tensors, buffers and operators of the file.
class FileWriter {
public:
    /// `program`: legalised.
    explicit FileWriter(const Program& program);
    Result<Bytes> write();

private:
    friend class OpWriter;
    /// The tensor of a value, made at its first use. `layer`: what it is called after, in place of its maker's name.
    Result<int> tensorOf(Value v, const std::string& layer = {});
    int addTensor(std::string name, DType dtype, const Shape& shape, const Quant* quant, const nw::Tensor* data);
    int operatorCode(fb::Builtin code, int version);
    std::string nameOfValue(Value v, const std::string& layer = {});
    Result<void> writeOperators();
    Result<void> writeResults();
    Result<void> copy(int from, const Type& type, const std::string& name, int& to);
    void writeSignature();

    const Program& program_;
    const Function& function_;
    Plan plan_;
    fb::ModelT model_;
    fb::SubGraphT* graph_;
    std::map<Value, int> tensors_;
    std::map<std::string, int> names_;
    std::map<Value, std::string> outputNames_;
};

/// One application. Errors of helpers: Unsupported.
class OpWriter {
public:
    OpWriter(FileWriter& file, const Application& n, const NodePlan& plan, const Entry& e, Value out)
        : node(n), entry(e), activation(plan.activation), integer(plan.integer), file_(file), out_(out) {}

    const Application node;
    const Entry& entry;
    const fb::Activation activation;
    const bool integer;

    /// The tensor of input i: the quantized one for an integer operator.
    Result<int> in(std::size_t i);
    Result<std::vector<int>> inputs();
    Result<int> out() { return file_.tensorOf(file_.plan_.stored(out_), node.apply.name); }
    /// What input i is stored as: int8 for an integer operator.
    DType stored(std::size_t i) const;
    /// A constant that the operator takes: a shape, axes, a permutation.
    int constant(const nw::Tensor& value, std::string_view name);
    int ints(const std::vector<std::int64_t>& values, std::string_view name);
    /// The constant behind input i under another shape (empty: its own) and then axis order; its scales follow.
    Result<int> weight(std::size_t i, const Extents& extents, std::span<const std::size_t> permutation);
    /// The bias in input 2, else zeros for `channels`. `weight`: the tensor whose scales a quantized bias takes.
    Result<int> bias(std::int64_t channels, int weight);
    /// The version by the type of input 0.
    int version() const;

    Result<void> emit(fb::Builtin code, int version, std::vector<int> inputs, fb::OptionsUnion options = {});
    template <class O>
    Result<void> emit(fb::Builtin code, int version, std::vector<int> inputs, O options) {
        fb::OptionsUnion u;
        u.Set(std::move(options));
        return emit(code, version, std::move(inputs), std::move(u));
    }

    /// As emit, but into a new tensor between two operators.
    template <class O>
    Result<int> emitTemporary(fb::Builtin code, int version, std::vector<int> inputs, O options, DType dtype, const Shape& shape) {
        fb::OptionsUnion u;
        u.Set(std::move(options));
        return emitTo(code, version, std::move(inputs), std::move(u), dtype, shape);
    }

private:
    Result<int> emitTo(fb::Builtin code, int version, std::vector<int> inputs, fb::OptionsUnion options, DType dtype,
                       const Shape& shape);
    void push(fb::Builtin code, int version, const std::vector<int>& inputs, int output, fb::OptionsUnion options);
    /// Input i as constant and quantization, looking through dequantize and a reshape of it.
    nw::Tensor stored(std::size_t i, const Quant** quant) const;

    FileWriter& file_;
    Value out_;
};

/// The shape as whole numbers with -1 for the one size that the batch decides; nothing when there are several such.
std::optional<std::vector<std::int64_t>> openShape(const Shape& shape);

}  // namespace nw::tflite
