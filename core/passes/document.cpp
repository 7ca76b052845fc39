// Writing a graph application by application.
#include "core/passes/document.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/graph/analyse.h"
#include "core/graph/patch.h"
#include "core/graph/settings.h"
#include "core/graph/writer.h"
#include "core/op/def.h"
#include "core/op/registry.h"
#include "core/passes/layer_names.h"

namespace nw {
namespace {

using Ints = std::vector<std::int64_t>;
using Attrs = std::vector<std::pair<std::string_view, Attr>>;

bool isOp(const Apply& a, std::string_view id) { return id == a.op().id; }

/// The numbers behind a dequantize of a constant; not defined() for anything else.
Tensor dequantized(const Function& f, Value v) {
    const Apply* a = f.maker(v);
    if (!a || !isOp(*a, "dequantize")) return {};
    const Tensor from = constantOf(f, a->inputs[0]);
    if (!from.defined()) return {};
    const auto scale = a->params.get<std::vector<double>>("scale");
    const auto zero = a->params.get<Ints>("zero_point");
    const auto axis = a->params.get<std::int64_t>("axis");
    const Extents& e = from.extents();
    std::int64_t inner = 1;
    const auto rank = static_cast<std::int64_t>(e.size());
    for (std::int64_t d = axis < 0 ? axis + rank + 1 : axis + 1; d < rank; ++d) inner *= e[static_cast<std::size_t>(d)];
    const std::vector<double> stored = toDoubles(from);
    Tensor out = Tensor::empty(DType::Float32, e);
    for (std::size_t i = 0; i < stored.size(); ++i) {
        const std::size_t c = scale.size() == 1 ? 0 : i / static_cast<std::size_t>(inner) % scale.size();
        out.data<float>()[i] = static_cast<float>((stored[i] - static_cast<double>(zero[std::min(c, zero.size() - 1)])) * scale[c]);
    }
    return out;
}

class DocumentWriter {
public:
    DocumentWriter(const Program& program, std::string_view seed) : p_(program), f_(program.function()), seed_(seed) {}

    Result<Document> run() {
        countUses();
        NW_RETURN_IF_ERROR(writeInputs());
        for (std::uint32_t n = 1; n <= f_.nodes.size(); ++n) {
            const auto written = writeNode(n);
            if (!written) return written.error();
        }
        NW_RETURN_IF_ERROR(writeOutputs());
        Patch patch;
        for (Node& node : nodes_) patch.edits.push_back(AddNode{std::move(node)});
        for (const Link& l : links_) patch.edits.push_back(AddLink{l});
        Document out;
        NW_RETURN_IF_ERROR(patch.apply(out.graph));
        NW_RETURN_IF_ERROR(checkTypes(out.graph));
        out.weights = std::move(weights_);
        return out;
    }

private:
    void countUses() {
        for (std::uint32_t n = 1; n <= f_.nodes.size(); ++n)
            for (const Value v : f_.nodes[n - 1].inputs)
                if (v) uses_[v].push_back(n);
        for (const Value v : f_.results) results_.insert(v);
        for (const Apply& a : f_.nodes) wanted_.insert(layerName(a.name, a.op().id));
    }

    Tensor constantAt(Value v) const {
        const Tensor t = constantOf(f_, v);
        return t.defined() ? t : dequantized(f_, v);
    }

    std::string freeName(const std::string& base) {
        std::string name = base;
        for (int i = 1; (i > 1 && wanted_.contains(name)) || !names_.insert(name).second; ++i)
            name = base + "_" + std::to_string(i);
        return name;
    }

    Result<Node*> add(std::string_view op, const Attrs& attrs, const std::string& name) {
        NW_TRY(Params params, Params::make(operatorById(op), attrs));
        return add(std::move(params), name);
    }
    Node* add(Params params, const std::string& name) {
        Node node{0, freeName(name), std::move(params), static_cast<std::uint32_t>(nodes_.size() + 1), {}, {}};
        node.id = nodeIdFrom(seed_, std::to_string(nodes_.size()));  // names still change
        index_[node.id] = nodes_.size();
        nodes_.push_back(std::move(node));
        return &nodes_.back();
    }
    void link(const Node& to, std::string_view port, std::uint32_t index, const PortRef& from) {
        links_.push_back({{to.id, std::string(port), index}, from});
    }
    static PortRef firstOutput(const Node& node) { return {node.id, node.op().outputs[0].name, 0}; }

    /// Images that a file takes channels first enter channels last, as all do here.
    bool entersChannelsFirst(std::uint32_t input) const {
        const auto it = uses_.find({0, input});
        if (it == uses_.end() || results_.contains({0, input})) return false;
        return std::all_of(it->second.begin(), it->second.end(), [&](std::uint32_t n) {
            const Apply& a = f_.nodes[n - 1];
            return isOp(a, "transpose") && a.params.get<Ints>("permutation") == Ints{0, 2, 3, 1};
        });
    }

    Result<void> writeInputs() {
        for (std::uint32_t i = 0; i < p_.inputs.size(); ++i) {
            const NamedType& input = p_.inputs[i];
            const auto wrong = [&](const std::string& what) { return fail(Code::Unsupported, input.name.substr(0, 80), what); };
            if (!input.type.shape || input.type.shape->empty()) return wrong("is an input without a batch");
            const Shape& s = *input.type.shape;
            const auto e = evaluate(Shape(s.begin() + 1, s.end()), {});
            if (!e) return wrong("is an input of open size " + textOf(s) + ", but a project's input has a fixed one");
            batches_.insert(s[0].text());
            Ints shape(e->begin(), e->end());
            const bool turned = shape.size() == 3 && entersChannelsFirst(i);
            if (turned) shape = {shape[1], shape[2], shape[0]};
            Attrs attrs{{"shape", shape},
                        {"dtype", input.type.dtype},
                        {"name", input.name},
                        {"label", std::string(input.name == "label" ? "target" : "label")},
                        {"target", std::string("none")}};
            if (shape.size() == 3 && isFloating(input.type.dtype)) attrs.push_back({"rescale", 1.0});  // the weights know the range
            NW_TRY(const Node* node, add("input", attrs, i == 0 ? "input" : layerName(input.name, "input")));
            values_[{0, i}] = firstOutput(*node);
            inputs_.push_back(node->id);
            if (turned)
                for (const std::uint32_t n : uses_.at({0, i})) values_[{n, 0}] = firstOutput(*node);
        }
        return {};
    }

    /// Where a value comes from in the graph; a constant that is no weight becomes a node.
    Result<PortRef> portOf(Value v) {
        if (const auto it = values_.find(v); it != values_.end()) return it->second;
        const Tensor t = constantAt(v);
        NW_CHECK(t.defined());
        const Apply* a = f_.maker(v);
        NW_TRY(const Node* node, add("constant", {{"value", TensorRef{t}}}, layerName(a ? a->name : "", "constant")));
        return values_[v] = firstOutput(*node);
    }

    Error refuse(const Apply& a) const {
        const std::string_view id = a.op().id;
        if (id == "quantize" || id == "dequantize")
            return fail(Code::Unsupported, "quantize",
                        "computes with whole numbers of 8 or 16 bits, but a project holds a float network",
                        "Import the float version; eval, predict, run and export read the quantized file itself.");
        return fail(Code::Unsupported, id, "is a part of networks that no layer of a project stands for", "");
    }

    Result<void> writeNode(std::uint32_t n) {
        const Apply& a = f_.nodes[n - 1];
        if (isOp(a, "constant") || (isOp(a, "dequantize") && dequantized(f_, {n, 0}).defined())) return {};
        if (values_.contains({n, 0})) return {};  // a transpose that Input stands for
        if (foldActivation(a, n)) return {};
        if (isOp(a, "reshape_to")) return writeReshape(a, n);
        if (a.op().internal || a.op().control || !functionsOf(a.params).empty()) return refuse(a);
        std::vector<const Type*> types;
        for (const Value v : a.inputs) types.push_back(v ? &f_.type(v) : nullptr);
        NW_TRY(const Signature signature, inferApply(a.params, types, *p_.module, false));
        const std::size_t declared = a.inputs.size() - std::min(a.inputs.size(), signature.weights.size());
        for (std::size_t i = 0; i < signature.weights.size(); ++i)
            if (declared + i >= a.inputs.size() || !constantAt(a.inputs[declared + i]).defined())
                return fail(Code::Unsupported, a.op().id, "takes its " + signature.weights[i].name + " from another layer",
                            "Only fixed weights can be trained further.");
        std::vector<std::pair<std::size_t, PortRef>> sources;  // before the node: they may add nodes
        for (std::size_t i = 0; i < declared; ++i)
            if (a.inputs[i]) {
                NW_TRY(PortRef from, portOf(a.inputs[i]));
                sources.emplace_back(i, std::move(from));
            }
        NW_TRY(Params params, storable(a.params));
        const Node& node = *add(std::move(params), layerName(a.name, a.op().id));
        for (const auto& [i, from] : sources) {
            const auto& ports = a.op().inputs;
            const PortDoc& port = ports[std::min(i, ports.size() - 1)];
            link(node, port.name, port.variadic ? static_cast<std::uint32_t>(i + 1 - ports.size()) : 0, from);
        }
        for (std::size_t i = 0; i < signature.weights.size(); ++i)
            weights_[node.name + "/" + signature.weights[i].name] = constantAt(a.inputs[declared + i]);
        for (std::uint32_t o = 0; o < signature.outputs.size() && o < a.outputs.size(); ++o)
            values_[{n, o}] = {node.id, signature.outputs[o].name, 0};
        return {};
    }

    /// Files of projects hold no infinite numbers; the border of a pool is as low as numbers go.
    static Result<Params> storable(Params params) {
        for (const ParamSpec& spec : params.op().params)
            if (const Attr value = params.get(spec); const auto* d = std::get_if<double>(&value))
                if (std::isinf(*d)) {
                    constexpr double most = std::numeric_limits<float>::max();
                    NW_TRY(params, params.with(spec.id, *d > 0 ? most : -most));
                }
        return params;
    }

    /// relu after conv2d becomes its setting `activation`.
    bool foldActivation(const Apply& a, std::uint32_t n) {
        if (std::string_view(a.op().family) != "activation" || a.op().internal || a.inputs.size() != 1 ||
            !(a.params == Params(a.op())))
            return false;
        const Value v = a.inputs[0];
        const auto it = values_.find(v);
        if (it == values_.end() || uses_[v].size() != 1 || results_.contains(v)) return false;
        Node& layer = nodes_[index_.at(it->second.node)];
        if (!layer.op().activation || layer.settings.contains("activation")) return false;
        layer.settings.emplace("activation", std::string(a.op().id));
        values_[{n, 0}] = it->second;
        return true;
    }

    bool isBatch(const Dim& d) const { return batches_.contains(d.text()); }

    Result<void> writeReshape(const Apply& a, std::uint32_t n) {
        const Shape& to = *a.outputs[0].shape;
        const auto e = to.empty() ? std::nullopt : evaluate(Shape(to.begin() + 1, to.end()), {});
        if (!e || !isBatch(to[0]) || std::count(e->begin(), e->end(), 0) > 0)
            return fail(Code::Unsupported, "reshape",
                        "mixes the batch with other axes: " + f_.type(a.inputs[0]).text() + " to " + textOf(to));
        NW_TRY(const PortRef from, portOf(a.inputs[0]));
        const bool flat = e->size() == 1;
        const Attrs attrs = flat ? Attrs{} : Attrs{{"target_shape", Ints(e->begin(), e->end())}};
        NW_TRY(const Node* node, add(flat ? "flatten" : "reshape", attrs, layerName(a.name, flat ? "flatten" : "reshape")));
        link(*node, "x", 0, from);
        values_[{n, 0}] = firstOutput(*node);
        return {};
    }

    bool endsInSoftmax(const PortRef& from, const Type& type) const {
        if (f_.results.size() != 1 || !type.shape || type.shape->size() != 2 || !type.shape->back().known()) return false;
        const Node& node = nodes_[index_.at(from.node)];
        const auto it = node.settings.find("activation");
        return std::string_view(node.op().id) == "softmax" ||
               (it != node.settings.end() && it->second == Attr(std::string("softmax")));
    }

    Result<void> writeOutputs() {
        for (std::size_t i = 0; i < f_.results.size(); ++i) {
            const Value v = f_.results[i];
            NW_TRY(const PortRef from, portOf(v));
            const std::string name = outputName(p_.outputs[i].name);
            if (endsInSoftmax(from, f_.type(v)) && !inputs_.empty()) {
                NW_RETURN_IF_ERROR(writeClassify(from, name));
                continue;
            }
            Node& last = nodes_[index_.at(from.node)];
            const bool own = last.op().outputs.size() == 1 && !uses_.contains(v) && v.node > 0 && outputs_.insert(last.id).second;
            if (own && (last.name == name || !names_.contains(name))) {
                rename(last, name);
                continue;
            }
            NW_TRY(const Node* node, add("identity", {}, name));
            link(*node, "x", 0, from);
        }
        return {};
    }

    /// Exported files name their outputs after these nodes, so a legal name stays as it is.
    static std::string outputName(const std::string& name) {
        const bool legal = !name.empty() && name.size() <= 200 && std::none_of(name.begin(), name.end(), [](unsigned char c) {
            return c < 0x20 || c == '/' || c == 0x7F;
        });
        return legal ? name : layerName(name, "output");
    }

    void rename(Node& node, const std::string& name) {
        std::map<std::string, Tensor> moved;
        for (auto& [key, tensor] : weights_) {
            const bool mine = key.starts_with(node.name + "/");  // layers' names hold no slash
            moved.emplace(mine ? name + key.substr(node.name.size()) : key, std::move(tensor));
        }
        weights_ = std::move(moved);
        names_.erase(node.name);
        names_.insert(name);
        node.name = name;
    }

    Result<void> writeClassify(const PortRef& from, const std::string& name) {
        for (Node& node : nodes_)  // the head has the name of the output, as exports do
            if (node.name == name) rename(node, freeName(node.op().id));
        NW_TRY(const Node* head, add("classify", {}, name));
        link(*head, "scores", 0, from);
        Node& input = nodes_[index_.at(inputs_[0])];
        NW_TRY(input.params, input.params.with("target", std::string("class")));
        NW_TRY(input.params, input.params.with("class_names", p_.classNames));
        link(*head, "label", 0, {input.id, "label", 0});
        return {};
    }

    /// What the graph infers must be what the program said, with the batch in front.
    Result<void> checkTypes(const Graph& graph) const {
        const Analysis analysis = inferTypes(graph);
        for (const Finding& f : analysis.findings)
            if (f.rank == Rank::Contradiction) return fail(Code::Shape, graph.find(f.node)->name, f.headline + ": " + f.message);
        for (const auto& [value, port] : values_) {
            const Type is = analysis.type(port), was = f_.type(value);
            if (value.node == 0 || constantAt(value).defined()) continue;
            bool same = is.dtype == was.dtype && is.shape && was.shape && is.shape->size() == was.shape->size() &&
                        !is.shape->empty() && (*is.shape)[0] == Dim::named("batch") && isBatch((*was.shape)[0]);
            for (std::size_t d = 1; same && d < is.shape->size(); ++d) same = (*is.shape)[d] == (*was.shape)[d];
            if (!same)
                return fail(Code::Shape, graph.find(port.node)->name,
                            "is " + is.text() + " in a project, but " + was.text() + " in the file: the batch is not kept apart");
        }
        return {};
    }

    const Program& p_;
    const Function& f_;
    std::string seed_;
    std::vector<Node> nodes_;
    std::vector<Link> links_;
    std::vector<NodeId> inputs_;
    std::map<NodeId, std::size_t> index_;  ///< into nodes_
    std::map<Value, PortRef> values_;
    std::map<Value, std::vector<std::uint32_t>> uses_;
    std::set<Value> results_;
    std::set<std::string> wanted_;  ///< names of the file's layers: only they get them
    std::set<std::string> names_, batches_;
    std::set<NodeId> outputs_;
    std::map<std::string, Tensor> weights_;
};

}  // namespace

Result<Document> documentOf(const Program& program, std::string_view seed) {
    if (!program.state.empty() || program.hasRate)
        return fail(Code::Argument, "import", "the program still has state", "Freeze it first.");
    try {
        return DocumentWriter(program, seed).run();
    } catch (const InternalError& e) {  // sizes whose arithmetic overflows are found where they are computed
        return fail(Code::Format, "import", std::string("the file describes an impossible network: ") + e.what());
    }
}

}  // namespace nw
