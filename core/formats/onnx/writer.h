// Writing: FileWriter assembles a file, OpWriter is what an entry of the table sees of one application.
//
// ONNX's convolutions take channels first. A value has up to two names, one for each order of its axes; a transpose is written when
// the order that somebody needs is not there yet, so that chains of convolutions and elementwise operators need none between them.
#pragma once
#include <map>
#include <set>

#include "core/base/files.h"
#include "core/formats/onnx/table.h"
#include "core/formats/onnx/tensors.h"
#include "core/graph/program.h"

namespace nw::onnx {

class FileWriter {
public:
    /// `program`: legalised.
    explicit FileWriter(const Program& program) : program_(program), function_(program.function()) {}
    Result<Bytes> write();

private:
    friend class OpWriter;
    struct Names {
        std::string last, first;  ///< channels last (as our graph has it), channels first; empty when not there
    };
    /// The further values of a layer are numbered behind a slash: "dense_1" is a layer, "dense/1" a part of "dense".
    std::string unique(const std::string& base);
    std::string baseOf(Value v) const;
    std::string channelsLast(Value v);
    std::string channelsFirst(Value v);
    bool isFirst(Value v) const;  ///< it was made channels first
    std::string addTensor(const Tensor& t, const std::string& base);
    pb::Node& addNode(const char* type, const std::vector<std::string>& inputs, const std::string& output);
    Result<void> addValueInfo(const std::string& name, const nw::Type& type, pb::ValueInfo& to) const;
    Result<void> writeResults();

    const Program& program_;
    const Function& function_;
    pb::Model model_;
    std::map<Value, Names> names_;
    std::map<std::string, int> used_;
};

/// One application.
class OpWriter {
public:
    OpWriter(FileWriter& file, const Application& n, const Entry& e, Value out) : node(n), entry(e), file_(file), out_(out) {}

    const Application node;
    const Entry& entry;

    std::string in(std::size_t i) { return file_.channelsLast(node.apply.inputs[i]); }
    std::vector<std::string> inputs();
    std::string channelsFirst(std::size_t i) { return file_.channelsFirst(node.apply.inputs[i]); }
    bool isFirst(std::size_t i) const { return file_.isFirst(node.apply.inputs[i]); }
    /// A constant of the file.
    std::string constant(const Tensor& t, const char* name);
    std::string ints(const std::vector<std::int64_t>& values, const char* name);

    /// A node with one output; `output` empty: a name between two nodes. The reference holds until the next call.
    pb::Node& add(const char* type, const std::vector<std::string>& inputs, const std::string& output);
    std::string temporary(const char* name);
    /// The name of the result, channels last or first.
    std::string out();
    std::string outFirst();
    /// Elementwise: written channels first when its inputs are there, else channels last. Returns the node.
    pb::Node& elementwise(const char* type, const std::vector<std::string>& more = {});

private:
    /// All inputs channels first, with constants for channels or everything; empty when that is not to be had.
    std::vector<std::string> allFirst();

    FileWriter& file_;
    Value out_;
};

void setInt(pb::Node& node, const char* name, std::int64_t value);
void setInts(pb::Node& node, const char* name, const std::vector<std::int64_t>& values);
void setFloat(pb::Node& node, const char* name, double value);
void setString(pb::Node& node, const char* name, const std::string& value);

/// Inputs in order, layout-free, no attributes.
Result<void> writePlain(OpWriter& w);

/// A scalar of a type. NW_CHECK: a real number type.
Tensor numberAs(DType dtype, double value);

}  // namespace nw::onnx
