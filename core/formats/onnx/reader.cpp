// Walking a file: everything it says is checked before it is used.
#include "core/formats/onnx/reader.h"

#include "core/formats/checked_apply.h"
#include "core/formats/onnx/writer.h"
#include "core/passes/simplify.h"

namespace nw::onnx {
namespace {

constexpr std::int64_t OldestOpset = 7, NewestOpset = 17;

Error broken(std::string message) { return fail(Code::Format, "onnx", std::move(message)); }

Result<Type> typeOf(const pb::ValueInfo& info) {
    const std::string name = info.name().substr(0, 80);
    if (!info.type().has_tensor_type()) return fail(Code::Unsupported, name, "is no tensor");
    const pb::TensorType& t = info.type().tensor_type();
    const auto dtype = dtypeOf(t.elem_type());
    if (!dtype) return fail(Code::Unsupported, name, "has elements of type number " + std::to_string(t.elem_type()));
    if (!t.has_shape()) return fail(Code::Unsupported, name, "has no shape");
    if (t.shape().dim_size() > 8) return broken(name + " has " + std::to_string(t.shape().dim_size()) + " axes");
    Shape shape;
    std::int64_t elements = 1;
    for (int d = 0; d < t.shape().dim_size(); ++d) {
        const pb::Dimension& dim = t.shape().dim(d);
        if (!dim.has_dim_value() || dim.dim_value() <= 0) {  // some write 0 or -1 for an open size
            shape.push_back(d == 0 ? Dim::named("batch") : Dim::named("size_" + std::to_string(d)));
            if (dim.has_dim_value() && dim.dim_value() == 0) shape.back() = 0;
            continue;
        }
        if (__builtin_mul_overflow(elements, dim.dim_value(), &elements) || elements > (std::int64_t{1} << 40))
            return broken(name + " has an impossible shape");
        shape.push_back(dim.dim_value());
    }
    return Type{*dtype, std::move(shape)};
}

}  // namespace

Result<Program> readModel(std::span<const std::uint8_t> bytes) {
    pb::Model model;
    if (bytes.empty() || bytes.size() > (std::size_t{1} << 31) - 1 ||
        !model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return broken("is not an ONNX model, or a damaged one");
    return FileReader(model).read();
}

Result<Program> FileReader::read() {
    if (!model_.has_graph()) return broken("has no graph");
    for (const pb::OperatorSet& o : model_.opset_import())
        if (o.domain().empty() || o.domain() == "ai.onnx") opset_ = o.version();
    if (opset_ < OldestOpset || opset_ > NewestOpset)
        return fail(Code::Version, "onnx", "uses opset " + std::to_string(opset_) + "; 7 to 17 can be read");
    builder_ = std::make_unique<FunctionBuilder>(*program_.module, false, "main");
    for (const pb::Tensor& t : graph_.initializer()) {
        NW_TRY(Tensor tensor, load(t));
        constants_[t.name()] = std::move(tensor);
    }
    NW_RETURN_IF_ERROR(readInputs());
    for (const pb::Node& node : graph_.node()) NW_RETURN_IF_ERROR(readNode(node));
    NW_RETURN_IF_ERROR(readOutputs());
    return std::move(program_);
}

Result<void> FileReader::readInputs() {
    for (const pb::ValueInfo& info : graph_.input()) {
        if (constants_.count(info.name())) continue;
        if (values_.count(info.name())) return broken("the input " + info.name().substr(0, 80) + " occurs twice");
        NW_TRY(const Type type, typeOf(info));
        values_[info.name()].plain = builder_->param(info.name(), type);
        program_.inputs.push_back({info.name(), type});
    }
    return {};
}

Result<Value> FileReader::apply(std::string_view op, AttrList attrs, std::span<const Value> inputs) {
    return checkedApply(*builder_, "onnx", op, attrs, inputs);
}

Result<Value> FileReader::transpose(Value v, const std::vector<std::int64_t>& order) {
    const std::pair<std::string_view, Attr> attr{"permutation", order};
    return apply("transpose", {&attr, 1}, std::array{v});
}

Result<Value> FileReader::value(const std::string& name) {
    const auto it = values_.find(name);
    if (it != values_.end() && it->second.plain) return it->second.plain;
    if (it != values_.end()) {
        const Shape shape = builder_->shape(it->second.last);
        const bool pixel = shape[1] == Dim(1) && shape[2] == Dim(1);  // one pixel has its channels in either order
        const std::pair<std::string_view, Attr> attr{"shape", Shape{shape[0], shape[3], 1, 1}};
        NW_TRY(const Value plain,
               pixel ? apply("reshape_to", {&attr, 1}, std::array{it->second.last}) : transpose(it->second.last, {0, 3, 1, 2}));
        return it->second.plain = plain;
    }
    const auto constant = constants_.find(name);
    if (constant == constants_.end() && sizes_.count(name))
        return fail(Code::Unsupported, name.substr(0, 80), "computes with a size that only data decide");
    if (constant == constants_.end()) return broken(name.substr(0, 80) + " is used before it is computed");
    NW_TRY(const Value v, namedConstant(*builder_, "onnx", name, constant->second));
    return values_[name].plain = v;
}

Result<Value> FileReader::channelsLast(const std::string& name) {
    if (const auto it = values_.find(name); it != values_.end() && it->second.last) return it->second.last;
    NW_TRY(const Value plain, value(name));
    if (builder_->rank(plain) != 4)
        return fail(Code::Unsupported, name.substr(0, 80), "has no 4 axes; only images can be read here");
    NW_TRY(const Value last, transpose(plain, {0, 2, 3, 1}));
    return values_[name].last = last;
}

Result<void> FileReader::readNode(const pb::Node& node) {
    const std::string type = node.op_type().substr(0, 80);
    if (!node.domain().empty() && node.domain() != "ai.onnx")
        return fail(Code::Unsupported, type, "belongs to the domain " + node.domain().substr(0, 80) + ", which cannot be read");
    const Reading* reading = findReading(node.op_type());
    if (!reading) return fail(Code::Unsupported, type, "is an operator that cannot be read yet");
    builder_->setName(node.name().empty() && node.output_size() > 0 ? node.output(0) : node.name());
    OpReader reader(*this, node, *reading);
    return reading->read(reader);
}

Result<void> FileReader::readOutputs() {
    if (graph_.output_size() == 0) return broken("has no outputs");
    std::vector<Value> results;
    std::vector<std::string> names;
    builder_->setName({});
    for (const pb::ValueInfo& info : graph_.output()) {
        NW_TRY(const Value v, value(info.name()));
        results.push_back(v);
        names.push_back(info.name());
        program_.outputs.push_back({info.name(), OutputRole::Prediction});
    }
    program_.main = builder_->finish(std::move(results), std::move(names));
    program_.main = pruneUnused(*program_.module, program_.main);
    return {};
}

Result<Value> OpReader::in(std::size_t i) {
    if (!has(i)) return fail(Code::Format, node.op_type().substr(0, 80), "has no input " + std::to_string(i));
    return file_.value(node.input(static_cast<int>(i)));
}

Result<std::vector<Value>> OpReader::all() {
    std::vector<Value> values;
    for (std::size_t i = 0; i < inputs(); ++i) {
        NW_TRY(const Value v, in(i));
        values.push_back(v);
    }
    return values;
}

Result<Value> OpReader::channelsLast(std::size_t i) {
    if (!has(i)) return fail(Code::Format, node.op_type().substr(0, 80), "has no input " + std::to_string(i));
    return file_.channelsLast(node.input(static_cast<int>(i)));
}

bool OpReader::isLast(std::size_t i) const {
    const auto it = has(i) ? file_.values_.find(node.input(static_cast<int>(i))) : file_.values_.end();
    return it != file_.values_.end() && it->second.last && !it->second.plain;
}

Tensor OpReader::constant(std::size_t i) const {
    const auto it = has(i) ? file_.constants_.find(node.input(static_cast<int>(i))) : file_.constants_.end();
    return it == file_.constants_.end() ? Tensor() : it->second;
}

Result<std::vector<std::int64_t>> OpReader::ints(std::size_t i) const {
    const Tensor t = constant(i);
    if (!t.defined()) return refuse("takes input " + std::to_string(i) + " from another node, but only constants can be read");
    if (t.dtype() != DType::Int32 && t.dtype() != DType::Int64) return refuse("has sizes or axes that are no whole numbers");
    std::vector<std::int64_t> out;
    for (std::size_t k = 0; k < static_cast<std::size_t>(t.elements()); ++k)
        out.push_back(t.dtype() == DType::Int64 ? t.data<std::int64_t>()[k] : t.data<std::int32_t>()[k]);
    return out;
}

std::optional<Sizes> OpReader::sizes(std::size_t i) const {
    if (!has(i)) return std::nullopt;
    const auto it = file_.sizes_.find(node.input(static_cast<int>(i)));
    if (it != file_.sizes_.end()) return it->second;
    const Tensor t = constant(i);
    if (!t.defined() || t.dtype() != DType::Int64 || t.extents().size() > 1 || t.elements() > 64) return std::nullopt;
    Sizes out{{}, t.extents().empty()};
    for (const std::int64_t n : t.data<std::int64_t>()) out.dims.push_back(n);
    return out;
}

Result<Shape> OpReader::shapeIn(std::size_t i) const {
    const auto known = sizes(i);
    if (!known || known->scalar) return refuse("takes its shape from other nodes, but only constants and shapes can be read");
    return known->dims;
}

Result<void> OpReader::outSizes(Sizes sizes) {
    std::vector<std::int64_t> numbers;
    for (const Dim& d : sizes.dims)
        if (d.known()) numbers.push_back(d.value());
    if (numbers.size() == sizes.dims.size()) {
        const auto n = static_cast<std::int64_t>(numbers.size());
        return outConstant(Tensor::of<std::int64_t>(sizes.scalar ? Extents{} : Extents{n}, numbers));
    }
    NW_TRY(const std::string* name, outputName(0));
    file_.sizes_[*name] = std::move(sizes);
    return {};
}

const pb::Attribute* OpReader::attribute(std::string_view name) const {
    for (const pb::Attribute& a : node.attribute())
        if (a.name() == name) return &a;
    return nullptr;
}

std::int64_t OpReader::integer(std::string_view name, std::int64_t otherwise) const {
    const auto* a = attribute(name);
    return a ? a->i() : otherwise;
}

double OpReader::real(std::string_view name, double otherwise) const {
    const auto* a = attribute(name);
    return a ? static_cast<double>(a->f()) : otherwise;
}

std::string OpReader::text(std::string_view name, std::string_view otherwise) const {
    const auto* a = attribute(name);
    return a ? a->s() : std::string(otherwise);
}

std::vector<std::int64_t> OpReader::list(std::string_view name) const {
    const auto* a = attribute(name);
    return a ? std::vector<std::int64_t>(a->ints().begin(), a->ints().end()) : std::vector<std::int64_t>();
}

Result<std::vector<std::int64_t>> OpReader::axes(std::int64_t last, std::size_t i) const {
    if (opset() <= last) return list("axes");
    return has(i) ? ints(i) : Result<std::vector<std::int64_t>>(std::vector<std::int64_t>());
}

Result<Value> OpReader::apply(std::string_view op, std::initializer_list<std::pair<std::string_view, Attr>> attrs,
                              std::initializer_list<Value> inputs) {
    return file_.apply(op, {attrs.begin(), attrs.size()}, {inputs.begin(), inputs.size()});
}

Result<Value> OpReader::scalar(Value like, double number) {
    if (dtype(like) == DType::Float16 || dtype(like) == DType::BFloat16) return refuse("computes with 16-bit numbers");
    return constantValue(numberAs(dtype(like), number));
}

Result<const std::string*> OpReader::outputName(std::size_t i) const {
    if (i >= static_cast<std::size_t>(node.output_size()))
        return fail(Code::Format, node.op_type().substr(0, 80), "has too few outputs");
    const std::string& name = node.output(static_cast<int>(i));
    if (file_.values_.count(name) || file_.constants_.count(name) || file_.sizes_.count(name))
        return fail(Code::Format, node.op_type().substr(0, 80), "writes " + name.substr(0, 80) + " a second time");
    return &name;
}

Result<void> OpReader::out(std::size_t i, Value v) {
    NW_TRY(const std::string* name, outputName(i));
    file_.values_[*name].plain = v;
    return {};
}

Result<void> OpReader::outLast(Value v) {
    NW_TRY(const std::string* name, outputName(0));
    file_.values_[*name].last = v;
    return {};
}

Result<void> OpReader::outConstant(const Tensor& t) {
    NW_TRY(const std::string* name, outputName(0));
    file_.constants_[*name] = t;
    return {};
}

}  // namespace nw::onnx
