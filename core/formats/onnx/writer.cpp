// The container: initializers, nodes, names.
#include "core/formats/onnx/writer.h"

#include "core/op/reference.h"

namespace nw::onnx {
namespace {

constexpr std::int64_t IrVersion = 8, Opset = 17;

}  // namespace

void setInt(pb::Node& node, const char* name, std::int64_t value) {
    pb::Attribute& a = *node.add_attribute();
    a.set_name(name);
    a.set_i(value);
    a.set_type(2);
}

void setInts(pb::Node& node, const char* name, const std::vector<std::int64_t>& values) {
    pb::Attribute& a = *node.add_attribute();
    a.set_name(name);
    for (const std::int64_t v : values) a.add_ints(v);
    a.set_type(7);
}

void setFloat(pb::Node& node, const char* name, double value) {
    pb::Attribute& a = *node.add_attribute();
    a.set_name(name);
    a.set_f(static_cast<float>(value));
    a.set_type(1);
}

void setString(pb::Node& node, const char* name, const std::string& value) {
    pb::Attribute& a = *node.add_attribute();
    a.set_name(name);
    a.set_s(value);
    a.set_type(3);
}

Tensor numberAs(DType dtype, double value) {
    Tensor t = Tensor::zeros(dtype, {});
    const bool known = withType(AllTypes(), dtype, [&]<class T>() { t.data<T>()[0] = static_cast<T>(value); });
    NW_CHECK(known, std::string(nameOf(dtype)));
    return t;
}

std::string FileWriter::unique(const std::string& base) {
    const int count = used_[base]++;
    return count == 0 ? base : unique(base + "/" + std::to_string(count));
}

std::string FileWriter::baseOf(Value v) const {
    const Apply* a = function_.maker(v);
    return !a ? function_.params[v.port].name : a->name.empty() ? a->op().id : a->name;
}

std::string FileWriter::addTensor(const Tensor& t, const std::string& base) {
    std::string name = unique(base);
    store(t, name, *model_.mutable_graph()->add_initializer());
    return name;
}

pb::Node& FileWriter::addNode(const char* type, const std::vector<std::string>& inputs, const std::string& output) {
    pb::Node& node = *model_.mutable_graph()->add_node();
    node.set_op_type(type);
    node.set_name(output);
    for (const std::string& i : inputs) node.add_input(i);
    node.add_output(output);
    return node;
}

bool FileWriter::isFirst(Value v) const {
    const auto it = names_.find(v);
    return it != names_.end() && !it->second.first.empty();
}

std::string FileWriter::channelsLast(Value v) {
    Names& names = names_[v];
    if (!names.last.empty()) return names.last;
    if (const Tensor t = constantOf(function_, v); t.defined()) return names.last = addTensor(t, baseOf(v));
    NW_CHECK(!names.first.empty());
    names.last = unique(baseOf(v));
    setInts(addNode("Transpose", {names.first}, names.last), "perm", {0, 2, 3, 1});
    return names.last;
}

std::string FileWriter::channelsFirst(Value v) {
    if (std::string known = names_[v].first; !known.empty()) return known;
    const std::string last = channelsLast(v), first = unique(baseOf(v) + "/nchw");
    setInts(addNode("Transpose", {last}, first), "perm", {0, 3, 1, 2});
    return names_[v].first = first;
}

Result<void> FileWriter::addValueInfo(const std::string& name, const nw::Type& type, pb::ValueInfo& to) const {
    const auto number = numberOf(type.dtype);
    if (!number || !type.shape) return fail(Code::Unsupported, name, "ONNX has no tensor of type " + type.text());
    to.set_name(name);
    pb::TensorType& t = *to.mutable_type()->mutable_tensor_type();
    t.set_elem_type(*number);
    t.mutable_shape();
    for (const Dim& d : *type.shape) {
        pb::Dimension& dim = *t.mutable_shape()->add_dim();
        if (d.known())
            dim.set_dim_value(d.value());
        else
            dim.set_dim_param(d.text());
    }
    return {};
}

Result<void> FileWriter::writeResults() {
    for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
        const Value v = function_.results[program_.outputResult(i)];
        const std::string name = program_.outputs[i].name, from = channelsLast(v);
        addNode("Identity", {from}, name);
        NW_RETURN_IF_ERROR(addValueInfo(name, function_.type(v), *model_.mutable_graph()->add_output()));
    }
    return {};
}

Result<Bytes> FileWriter::write() {
    model_.set_ir_version(IrVersion);
    model_.set_producer_name("Netwright");
    pb::OperatorSet& opset = *model_.add_opset_import();
    opset.set_domain("");
    opset.set_version(Opset);
    model_.mutable_graph()->set_name("main");
    for (const OutputSpec& o : program_.outputs)
        if (used_[o.name]++ > 0) return fail(Code::Argument, o.name, "is the name of two outputs");
    for (std::uint32_t i = 0; i < function_.params.size(); ++i) {
        const NamedType& p = function_.params[i];
        names_[{0, i}].last = unique(p.name);
        NW_RETURN_IF_ERROR(addValueInfo(names_[{0, i}].last, p.type, *model_.mutable_graph()->add_input()));
    }
    for (std::uint32_t i = 0; i < function_.nodes.size(); ++i) {
        const Application node{function_, function_.nodes[i]};
        if (node.is("constant")) continue;
        const Entry* entry = findEntry(node.apply.op().id);
        NW_CHECK(entry, node.apply.op().id);
        OpWriter op(*this, node, *entry, {i + 1, 0});
        NW_RETURN_IF_ERROR(entry->write(op));
    }
    NW_RETURN_IF_ERROR(writeResults());
    const std::size_t bytes = model_.ByteSizeLong();
    if (bytes > (std::size_t{1} << 31) - 1)
        return fail(Code::Unsupported, "onnx", "the weights need " + std::to_string(bytes >> 20) + " MiB; one file holds 2 GiB");
    Bytes out(bytes);
    model_.SerializeToArray(out.data(), static_cast<int>(bytes));
    return out;
}

std::vector<std::string> OpWriter::inputs() {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < node.apply.inputs.size(); ++i) all.push_back(node.has(i) ? in(i) : "");
    return all;
}

std::string OpWriter::constant(const Tensor& t, const char* name) { return file_.addTensor(t, file_.baseOf(out_) + "/" + name); }

std::string OpWriter::ints(const std::vector<std::int64_t>& values, const char* name) {
    return constant(Tensor::of<std::int64_t>({static_cast<std::int64_t>(values.size())}, values), name);
}

std::string OpWriter::temporary(const char* name) { return file_.unique(file_.baseOf(out_) + "/" + name); }

pb::Node& OpWriter::add(const char* type, const std::vector<std::string>& inputs, const std::string& output) {
    return file_.addNode(type, inputs, output);
}

std::string OpWriter::out() { return file_.names_[out_].last = file_.unique(file_.baseOf(out_)); }
std::string OpWriter::outFirst() { return file_.names_[out_].first = file_.unique(file_.baseOf(out_) + "/nchw"); }

std::vector<std::string> OpWriter::allFirst() {
    bool any = false;
    for (std::size_t i = 0; i < node.apply.inputs.size(); ++i) any |= isFirst(i);
    if (!any || node.out().shape->size() != 4) return {};
    std::vector<std::string> names;
    for (std::size_t i = 0; i < node.apply.inputs.size(); ++i) {
        const Tensor t = node.constant(i);
        if (t.defined() && t.elements() == 1 && t.extents().size() <= 1) {
            names.push_back(constant(t.reshaped({}), "scalar"));
        } else if (t.defined() && t.extents().size() == 1) {
            names.push_back(constant(t.reshaped({t.extents()[0], 1, 1}), "channels"));
        } else if (isFirst(i)) {
            names.push_back(channelsFirst(i));
        } else {
            return {};
        }
    }
    return names;
}

pb::Node& OpWriter::elementwise(const char* type, const std::vector<std::string>& more) {
    std::vector<std::string> names = allFirst();
    const bool first = !names.empty();
    if (!first) names = inputs();
    names.insert(names.end(), more.begin(), more.end());
    return add(type, names, first ? outFirst() : out());
}

Result<void> writePlain(OpWriter& w) {
    w.elementwise(w.entry.type);
    return {};
}

}  // namespace nw::onnx
