// A network as one function: inputs, states and scalars become parameters; layers are written in order; heads make the results.
#include "core/passes/expand.h"

#include <algorithm>

#include "core/passes/layers.h"

namespace nw {
namespace {

class Expander {
public:
    Expander(const Graph& graph, const ExpandOptions& options, const Analysis& analysis)
        : graph_(graph),
          options_(options),
          place_{graph, graph, analysis, "", 0},
          builder_(*program_.module, options.phase == Phase::Training, "main"),
          table_(program_, options) {}

    Result<Program> run() {
        const std::vector<NodeId> order = usedNodes(graph_, options_);
        for (const NodeId id : order)
            if (isInput(graph_.find(id)->op())) addInputs(*graph_.find(id));
        NW_RETURN_IF_ERROR(table_.collect(place_));
        for (const StateSpec& s : program_.state) {
            states_.states[states_.states.size()] = builder_.param(s.name, {s.type.dtype, toShape(s.type.extents), Form::Tensor});
        }
        LayerWriter layers(table_, options_, place_, states_, addScalars());
        for (const auto& [port, value] : inputs_) layers.set(port, value);
        for (const NodeId id : order) NW_RETURN_IF_ERROR(writeNode(*graph_.find(id), layers));
        builder_.setName({});
        for (const auto& [state, l2] : table_.regularized())
            if (options_.losses && options_.phase == Phase::Training)
                addLoss(builder_.scale(builder_.sum(builder_.square(states_.states.at(state)), {}), l2));
        if (predictions_.empty()) addOpenOutputs(order, layers);
        finish();
        return std::move(program_);
    }

private:
    void addInputs(const Node& node) {
        for (const NamedType& t : place_.of(node).outputs) {
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
            inputs_[{node.id, t.name, 0}] = builder_.param(name, std::move(type));
        }
        if (program_.classNames.empty()) program_.classNames = node.params.get<std::vector<std::string>>("class_names");
    }

    /// The seed and the number of the step; their key where something is random.
    Value addScalars() {
        const Value seed = builder_.param("seed", {DType::Int64, Shape{}, Form::Tensor});
        const Value step = builder_.param("step", {DType::Int64, Shape{}, Form::Tensor});
        return table_.needs(place_).random ? builder_.foldKey(seed, step) : Value{};
    }

    Result<void> writeNode(const Node& node, LayerWriter& layers) {
        builder_.setName(node.name);
        if (isInput(node.op())) {
            writeInput(node, layers);
            return {};
        }
        NW_TRY(const std::vector<Value> out, layers.write(node));
        if (isHead(node.op())) addHead(node, out);
        return {};
    }

    void writeInput(const Node& node, LayerWriter& layers) {
        for (const NamedType& t : place_.of(node).outputs) {
            const auto it = inputs_.find({node.id, t.name, 0});
            if (it == inputs_.end() || isLabel(t.name)) continue;
            Value v = it->second;
            const auto size = node.params.get<std::vector<std::int64_t>>("size");
            if (size.size() == 2) v = builder_.one("resizing", {{"height", size[0]}, {"width", size[1]}}, {v});
            if (const double scale = node.params.get<double>("rescale"); scale != 0 && scale != 1)
                v = builder_.one("rescaling", {{"scale", scale}}, {v});
            layers.set(it->first, v);
        }
    }

    void addLoss(Value v) { loss_ = loss_ ? builder_.add(loss_, v) : v; }

    /// A head's outputs: its prediction, then its loss, then metrics.
    void addHead(const Node& node, const std::vector<Value>& out) {
        const std::vector<NamedType>& ports = place_.of(node).outputs;
        predictions_.emplace_back(node.name, out[0]);
        if (!options_.losses) return;
        addLoss(out[1]);
        for (std::size_t i = 2; i < out.size(); ++i) {
            const bool taken =
                std::any_of(metrics_.begin(), metrics_.end(), [&](const auto& m) { return m.first == ports[i].name; });
            metrics_.emplace_back(taken ? node.name + "/" + ports[i].name : ports[i].name, out[i]);
        }
    }

    /// A network without a head answers with what nothing reads.
    void addOpenOutputs(const std::vector<NodeId>& order, const LayerWriter& layers) {
        for (const NodeId id : order) {
            const Node& node = *graph_.find(id);
            if (!graph_.linksFrom(id).empty() || isInput(node.op()) || place_.of(node).outputs.empty()) continue;
            predictions_.emplace_back(node.name, layers.get({id, place_.of(node).outputs[0].name, 0}));
        }
    }

    void finish() {
        std::vector<Value> results;
        for (const std::size_t state : states_.updated) {
            program_.next.push_back(state);
            results.push_back(states_.states.at(state));
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
    const ExpandOptions& options_;
    Place place_;
    Program program_;
    FunctionBuilder builder_;
    StateTable table_;
    Surroundings states_{builder_};
    std::map<PortRef, Value> inputs_;
    std::vector<std::pair<std::string, Value>> predictions_, metrics_;
    Value loss_;
};

/// What makes it impossible to write the network although labels and heads may be missing.
bool isFault(const Finding& f) {
    return f.rank == Rank::Contradiction || (f.rank == Rank::Blocker && f.node != 0 && !isLabel(f.place));
}

}  // namespace

Result<Program> expand(const Graph& graph, const ExpandOptions& options) {
    if (graph.nodes().empty()) return fail(Code::Argument, "network", "is empty", "Add an Input and layers first.");
    const Analysis analysis = analyse(graph);
    if (options.losses) {
        if (auto fault = firstFault(graph, analysis.findings)) return *std::move(fault);
    } else {
        for (const Finding& f : analysis.findings)
            if (isFault(f)) {
                const Node* node = nodeOf(graph, f);
                return fail(Code::Shape, node ? node->name : "network", f.headline + ": " + f.message);
            }
    }
    return Expander(graph, options, analysis).run();
}

}  // namespace nw
