// Writing a graph as one function, node by node in topological order.
#include "core/passes/expand.h"

#include <set>

#include "core/graph/analyse.h"
#include "core/graph/builder.h"
#include "core/graph/settings.h"
#include "core/op/registry.h"

namespace nw {
namespace {

bool isHead(const OpDef& op) { return std::string_view(op.family) == "head"; }
bool isInput(const OpDef& op) { return std::string_view(op.id) == "input"; }
bool isLabel(std::string_view port) { return port == "label"; }  ///< of Input and of heads

class Expander {
public:
    Expander(const Graph& graph, const ExpandOptions& options, Analysis analysis)
        : graph_(graph),
          options_(options),
          analysis_(std::move(analysis)),
          builder_(*program_.module, options.phase == Phase::Training, "main") {}

    Result<Program> run() {
        order_ = usedNodes();
        for (const NodeId id : order_)
            if (isInput(graph_.find(id)->op())) addInputs(*graph_.find(id));
        for (const NodeId id : order_) NW_RETURN_IF_ERROR(addState(*graph_.find(id)));
        addScalars();
        for (const NodeId id : order_) {
            const Node& node = *graph_.find(id);
            builder_.setName(node.name);
            NW_RETURN_IF_ERROR(isInput(node.op()) ? writeInput(node) : writeNode(node));
        }
        builder_.setName({});
        finish();
        return std::move(program_);
    }

private:
    /// What the heads depend on, or everything where there is no head.
    std::vector<NodeId> usedNodes() const {
        std::set<NodeId> used;
        std::vector<NodeId> stack;
        for (const auto& [id, node] : graph_.nodes())
            if (isHead(node->op())) stack.push_back(id);
        if (stack.empty())
            for (const auto& [id, node] : graph_.nodes()) stack.push_back(id);
        while (!stack.empty()) {
            const NodeId id = stack.back();
            stack.pop_back();
            if (!used.insert(id).second) continue;
            const bool labels = options_.losses || !isHead(graph_.find(id)->op());
            for (const Link& l : graph_.linksInto(id))
                if (labels || !isLabel(l.to.port)) stack.push_back(l.from.node);
        }
        std::vector<NodeId> order = graph_.topologicalOrder();
        std::erase_if(order, [&](NodeId id) { return !used.contains(id); });
        return order;
    }

    void addInputs(const Node& node) {
        for (const NamedType& t : analysis_.nodes.at(node.id).outputs) {
            if (isLabel(t.name) && !options_.losses) continue;
            Type type = t.type;
            const auto size = node.params.get<std::vector<std::int64_t>>("size");
            if (!isLabel(t.name) && !size.empty()) {  // what enters has the element's own size
                Shape shape{(*type.shape)[0]};
                for (const std::int64_t e : node.params.get<std::vector<std::int64_t>>("shape")) shape.push_back(e);
                type.shape = std::move(shape);
            }
            const auto name = node.params.get<std::string>(isLabel(t.name) ? "label" : "name");
            program_.inputs.push_back({name, type});
            values_[{node.id, t.name, 0}] = builder_.param(name, std::move(type));
        }
        if (program_.classNames.empty()) program_.classNames = node.params.get<std::vector<std::string>>("class_names");
    }

    const Attr setting(const Node& node, std::string_view id) const {
        for (const SettingSpec& s : settingsOf(node.op(), &*analysis_.nodes.at(node.id).signature))
            if (s.id == id) return settingOf(node, s);
        return std::string();
    }

    Result<void> addState(const Node& node) {
        const NodeAnalysis& a = analysis_.nodes.at(node.id);
        if (!a.signature) return {};
        for (std::size_t i = 0; i < a.signature->weights.size(); ++i) {
            const WeightSpec& w = a.signature->weights[i];
            const auto extents = w.type.shape ? evaluate(*w.type.shape, {}) : std::nullopt;
            if (!extents) return fail(Code::Shape, node.name, "the size of " + w.name + " depends on a size that is not fixed");
            const std::string id = w.trainable ? std::get<std::string>(setting(node, w.name + "_initializer")) : w.initializer;
            const OpDef* op = findOperator(id);
            if (!op) return fail(Code::Argument, node.name, "\"" + id + "\" is not an initializer");
            const std::array<std::pair<std::string_view, Attr>, 2> attrs{{{"shape", toShape(*extents)}, {"dtype", w.type.dtype}}};
            StateSpec spec{node.name + "/" + w.name,
                           {w.type.dtype, *extents},
                           {},
                           (std::uint64_t{node.stream} << 16) + i + 1,
                           w.trainable,
                           1,
                           false};
            NW_TRY(spec.initializer, Params::make(*op, attrs));
            if (w.trainable) {
                spec.trainable = std::get<bool>(setting(node, "trainable"));
                detail::read(setting(node, "learning_rate_factor"), spec.rateFactor);
            }
            stateOf_[node.id].push_back(program_.state.size());
            builder_.param(spec.name, {w.type.dtype, toShape(*extents), Form::Tensor});
            program_.state.push_back(std::move(spec));
        }
        return {};
    }

    void addScalars() {
        const Value seed = builder_.param("seed", {DType::Int64, Shape{}, Form::Tensor});
        const Value step = builder_.param("step", {DType::Int64, Shape{}, Form::Tensor});
        for (const NodeId id : order_)
            if (graph_.find(id)->op().random && options_.phase == Phase::Training && !key_) key_ = builder_.foldKey(seed, step);
    }

    Value stateValue(std::size_t i) const { return {0, static_cast<std::uint32_t>(program_.stateParam(i))}; }

    Result<void> writeInput(const Node& node) {
        for (const NamedType& t : analysis_.nodes.at(node.id).outputs) {
            const auto it = values_.find({node.id, t.name, 0});
            if (it == values_.end() || isLabel(t.name)) continue;
            Value v = it->second;
            const auto size = node.params.get<std::vector<std::int64_t>>("size");
            if (size.size() == 2) v = builder_.one("resizing", {{"height", size[0]}, {"width", size[1]}}, {v});
            if (const double scale = node.params.get<double>("rescale"); scale != 0)
                v = builder_.one("rescaling", {{"scale", scale}}, {v});
            it->second = v;
        }
        return {};
    }

    /// Error: Argument when the node reads a label and the program has none.
    Result<std::vector<Value>> inputsOf(const Node& node) {
        std::vector<Value> in;
        const std::vector<const Link*> links = inputLinks(graph_, node);
        for (const Link* l : links)
            if (l && !values_.contains(l->from) && !(isHead(node.op()) && isLabel(l->to.port)))
                return fail(Code::Argument, node.name, "reads the label, which is not there when the network is used");
        std::size_t at = 0;
        for (const PortDoc& port : node.op().inputs) {
            if (port.variadic) {
                while (at < links.size()) in.push_back(values_.at(links[at++]->from));
                continue;
            }
            const Link* link = links[at++];
            if (port.implicit)
                in.push_back(key_ ? builder_.foldKey(key_, node.stream) : Value{});
            else if (link && values_.contains(link->from))
                in.push_back(values_.at(link->from));
            else if (port.optional)
                in.push_back({});
            else
                return fail(Code::Argument, node.name, "has nothing connected to " + std::string(port.name),
                            "Connect it, or remove the layer.");
        }
        for (const std::size_t i : stateOf_[node.id]) in.push_back(stateValue(i));
        return in;
    }

    Result<void> writeNode(const Node& node) {
        const OpDef& op = node.op();
        NW_TRY(const std::vector<Value> in, inputsOf(node));
        std::vector<Value> out;
        if (options_.phase == Phase::Inference && op.hasInference() && !(isHead(op) && options_.losses))
            out = op.inference(node.params, builder_, in);
        else if (op.references.empty() && op.hasBody())
            out = op.body(node.params, builder_, in);
        else
            out = builder_.apply(node.params, in);
        if (op.activation) {
            const auto activation = std::get<std::string>(setting(node, "activation"));
            if (activation != "linear") out[0] = builder_.apply(Params(operatorById(activation)), std::array{out[0]})[0];
        }
        const std::vector<NamedType>& ports = analysis_.nodes.at(node.id).outputs;
        const std::vector<WeightSpec>& weights = analysis_.nodes.at(node.id).signature->weights;
        for (std::size_t i = 0; i < out.size() && i < ports.size(); ++i) {
            values_[{node.id, ports[i].name, 0}] = out[i];
            for (std::size_t w = 0; w < weights.size(); ++w)
                if (weights[w].next == ports[i].name && options_.phase == Phase::Training)
                    nextStates_.emplace_back(stateOf_[node.id][w], out[i]);
        }
        if (options_.losses && options_.phase == Phase::Training) addRegularizers(node, weights);
        if (isHead(op)) addHead(node, out, ports);
        return {};
    }

    void addRegularizers(const Node& node, const std::vector<WeightSpec>& weights) {
        for (std::size_t w = 0; w < weights.size(); ++w) {
            double l2 = 0;
            if (!weights[w].trainable || !detail::read(setting(node, weights[w].name + "_regularizer"), l2) || l2 == 0) continue;
            const Value v = stateValue(stateOf_[node.id][w]);
            addLoss(builder_.scale(builder_.sum(builder_.square(v), {}), l2));
        }
    }

    void addLoss(Value v) { loss_ = loss_ ? builder_.add(loss_, v) : v; }

    /// A head's outputs: its prediction, then its loss, then metrics.
    void addHead(const Node& node, const std::vector<Value>& out, const std::vector<NamedType>& ports) {
        predictions_.emplace_back(node.name, out[0]);
        if (!options_.losses) return;
        addLoss(out[1]);
        for (std::size_t i = 2; i < out.size(); ++i) {
            const bool taken =
                std::any_of(metrics_.begin(), metrics_.end(), [&](const auto& m) { return m.first == ports[i].name; });
            metrics_.emplace_back(taken ? node.name + "/" + ports[i].name : ports[i].name, out[i]);
        }
    }

    void finish() {
        if (predictions_.empty())
            for (const NodeId id : order_)
                if (graph_.linksFrom(id).empty() && !isInput(graph_.find(id)->op()))
                    predictions_.emplace_back(graph_.find(id)->name, values_.at({id, analysis_.nodes.at(id).outputs[0].name, 0}));
        std::vector<Value> results;
        for (const auto& [state, value] : nextStates_) {
            program_.next.push_back(state);
            results.push_back(value);
        }
        const auto add = [&](const std::string& name, OutputRole role, Value v) {
            program_.outputs.push_back({name, role});
            results.push_back(v);
        };
        for (const auto& [name, v] : predictions_) add(name, OutputRole::Prediction, v);
        if (loss_) add("loss", OutputRole::Loss, loss_);
        for (const auto& [name, v] : metrics_) add(name, OutputRole::Metric, v);
        std::vector<std::string> names;
        for (const std::size_t i : program_.next) names.push_back(program_.state[i].name);
        for (const OutputSpec& o : program_.outputs) names.push_back(o.name);
        program_.main = builder_.finish(std::move(results), std::move(names));
    }

    const Graph& graph_;
    ExpandOptions options_;
    Analysis analysis_;
    Program program_;
    FunctionBuilder builder_;
    std::vector<NodeId> order_;
    std::map<PortRef, Value> values_;
    std::map<NodeId, std::vector<std::size_t>> stateOf_;
    std::vector<std::pair<std::size_t, Value>> nextStates_;
    std::vector<std::pair<std::string, Value>> predictions_, metrics_;
    Value key_, loss_;
};

}  // namespace

Result<Program> expand(const Graph& graph, const ExpandOptions& options) {
    if (graph.nodes().empty()) return fail(Code::Argument, "network", "is empty", "Add an Input and layers first.");
    Analysis analysis = analyse(graph);
    if (options.losses) {
        if (auto fault = analysis.fault(graph)) return *std::move(fault);
    } else {
        for (const Finding& f : analysis.findings)
            if (f.rank == Rank::Contradiction)
                return fail(Code::Shape, graph.find(f.node) ? graph.find(f.node)->name : "network", f.headline + ": " + f.message);
    }
    return Expander(graph, options, std::move(analysis)).run();
}

}  // namespace nw
