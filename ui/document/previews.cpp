// The thread that evaluates the network for the current sample.
#include "ui/document/previews.h"

#include <algorithm>

#include "core/base/memory.h"
#include "core/op/def.h"
#include "core/passes/expand.h"
#include "core/passes/simplify.h"
#include "core/train/data_binding.h"
#include "ui/document/feature_maps.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace {

/// The part of a graph that can be computed: without layers that have a fault or an open input, and without what depends on them.
Graph computable(const Graph& graph, const std::set<NodeId>& faulty) {
    std::set<NodeId> out = faulty;
    for (const NodeId id : graph.topologicalOrder()) {
        const Node& node = *graph.find(id);
        for (const PortDoc& port : node.op().inputs)
            if (!port.optional && !port.implicit && !port.variadic && !graph.linkInto({id, port.name, 0})) out.insert(id);
        for (const Link& l : graph.linksInto(id))
            if (out.contains(l.from.node)) out.insert(id);
    }
    Graph rest = graph;
    for (const NodeId id : out) {
        const auto removed = removeNode(rest, id).apply(rest);
        NW_CHECK(removed);
    }
    return rest;
}

}  // namespace

/// A graph made ready to run with all its values as results; kept while only the sample or the weights change.
class Previews::Evaluator {
    /// One edit must not take the computer's memory, nor half a minute: a typed digit too many makes gigabytes of weights.
    static constexpr std::size_t MostBytes = 1'000'000'000;

public:
    explicit Evaluator(const Engine& engine) : engine_(engine) {}

    Answer run(const Request& r) {
        if (!graph_ || !(*graph_ == r.graph) || faulty_ != r.faulty) prepare(r);
        Answer answer;
        answer.obstacle = obstacle_;
        if (!executable_ || !r.sample.defined()) return answer;
        const std::vector<Tensor> state = stateFor(r);
        std::vector<Tensor> args{r.sample};
        if (fit_ && r.sample.extents() != *fit_) return answer;
        args.insert(args.end(), state.begin(), state.end());
        args.push_back(Tensor::scalar<std::int64_t>(0));
        args.push_back(Tensor::scalar<std::int64_t>(0));
        std::vector<Tensor> results(executable_->function().results.size());
        if (!executable_->run(args, results)) return answer;
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            answer.values[nodes_[i]] = results[i].clone();
            if (QList<QImage> maps = featureMaps(results[i]); !maps.isEmpty()) answer.maps.insert(nodes_[i], std::move(maps));
        }
        if (head_ < results.size()) answer.scores = results[head_].clone();
        for (std::size_t i = 0; i < state.size(); ++i) answer.weights[program_.state[i].name] = state[i];
        return answer;
    }

private:
    void prepare(const Request& r) {
        graph_ = r.graph;
        faulty_ = r.faulty;
        executable_.reset();
        nodes_.clear();
        initial_.clear();
        obstacle_.clear();
        const Graph rest = computable(r.graph, r.faulty);
        ExpandOptions options{Phase::Inference, false, true};
        auto program = expand(rest, options);
        if (!program || program->inputs.size() != 1) return;
        program_ = *std::move(program);
        const auto sizes = evaluate(*program_.inputs[0].type.shape, {{"batch", 1}});
        fit_ = sizes;
        probe(rest);
        if (const double bytes = bytesNeeded(); bytes > MostBytes) {
            obstacle_ = Previews::tr("It has no live values: they would take %1 of memory, and at most %2 are used for them.")
                            .arg(q(memoryText(static_cast<std::size_t>(std::min(bytes, 1e18)))), q(memoryText(MostBytes)));
            return;
        }
        executable_ = std::make_unique<Executable>(program_.module, program_.main, engine_.executable(Phase::Inference));
    }

    /// Of the weights and all values of one sample.
    double bytesNeeded() const {
        const Function& f = program_.function();
        double bytes = static_cast<double>(stateBytes(program_));
        for (const Value v : f.results) {
            const Type& type = f.type(v);
            const auto extents = type.shape ? evaluate(*type.shape, {{"batch", 1}}) : std::nullopt;
            if (!extents) continue;  // not known before it is computed
            double one = static_cast<double>(sizeOf(type.dtype));
            for (const std::int64_t e : *extents) one *= static_cast<double>(e);
            bytes += one;
        }
        return bytes;
    }

    /// Makes every layer's value a result. A layer without an application of its own gives what it reads.
    void probe(const Graph& rest) {
        Function f = program_.function();
        std::map<std::string, Value> byName;
        for (std::size_t n = 0; n < f.nodes.size(); ++n)
            if (!f.nodes[n].name.empty()) byName[f.nodes[n].name] = {static_cast<std::uint32_t>(n + 1), 0};
        head_ = static_cast<std::size_t>(-1);
        std::vector<Value> results;
        std::map<NodeId, Value> values;
        for (const NodeId id : rest.topologicalOrder()) {
            const Node& node = *rest.find(id);
            Value v;
            if (const auto it = byName.find(node.name); it != byName.end())
                v = it->second;
            else if (node.op().inputs.empty())
                v = {0, 0};
            else if (const Link* l = rest.linkInto({id, node.op().inputs[0].name, 0}); l && values.contains(l->from.node))
                v = values[l->from.node];
            if (!v || f.type(v).form != Form::Tensor) continue;
            if (std::string_view(node.op().family) == "head" && head_ == static_cast<std::size_t>(-1)) head_ = results.size();
            values[id] = v;
            nodes_.push_back(id);
            results.push_back(v);
        }
        f.results = std::move(results);
        f.resultNames.clear();
        program_.main = program_.module->add(std::move(f));
        program_.next.clear();
        program_.outputs.clear();
    }

    std::vector<Tensor> stateFor(const Request& r) {
        if (initial_.empty() || seed_ != r.seed) {
            seed_ = r.seed;
            initial_.clear();
            if (auto state = initialState(program_, r.seed)) initial_ = state->tensors;
        }
        std::vector<Tensor> state = initial_;
        for (std::size_t i = 0; i < state.size() && r.weights; ++i) {
            const Tensor* t = r.weights->find(program_.state[i].name);
            if (t && t->extents() == program_.state[i].type.extents && t->dtype() == program_.state[i].type.dtype) state[i] = *t;
        }
        return state;
    }

    const Engine& engine_;
    std::optional<Graph> graph_;
    std::set<NodeId> faulty_;
    Program program_;
    QString obstacle_;
    std::optional<Extents> fit_;
    std::unique_ptr<Executable> executable_;
    std::vector<NodeId> nodes_;
    std::size_t head_ = 0;
    std::vector<Tensor> initial_;
    std::uint64_t seed_ = 0;
};

Previews::Previews(const Engine& engine, Document& document, CurrentSample& sample, QObject* parent)
    : QObject(parent), engine_(engine), document_(document), sample_(sample) {
    connect(&document, &Document::opened, this, [this] { setWeights(nullptr); });
    connect(&document, &Document::graphChanged, this, [this] { ask(); });
    connect(&document, &Document::trainingChanged, this, [this] { ask(); });
    connect(&sample, &CurrentSample::changed, this, [this] { ask(); });
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

Previews::~Previews() {
    thread_.request_stop();
    wake_.notify_all();
}

Tensor Previews::value(NodeId node) const {
    const auto it = values_.find(node);
    return it == values_.end() ? Tensor() : it->second;
}

Tensor Previews::weight(const std::string& name) const {
    const auto it = shownWeights_.find(name);
    return it == shownWeights_.end() ? Tensor() : it->second;
}

void Previews::setWeights(std::shared_ptr<const State> state) {
    weights_ = std::move(state);
    ask();
}

void Previews::ask() {
    Request r{document_.graph(), {}, weights_, static_cast<std::uint64_t>(document_.project().training.seed), sample_.value()};
    for (const Finding& f : document_.analysis().findings)
        if (f.rank == Rank::Contradiction && f.node != 0 && f.function.empty()) r.faulty.insert(f.node);
    const std::lock_guard lock(mutex_);
    next_ = std::move(r);
    wake_.notify_all();
}

void Previews::work(const std::stop_token& stop) {
    Evaluator evaluator(engine_);
    while (!stop.stop_requested()) {
        std::optional<Request> request;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [&] { return next_.has_value(); })) return;
            request.swap(next_);
        }
        Answer answer;
        try {
            answer = evaluator.run(*request);
        } catch (const std::exception&) { answer = {}; }  // a value that cannot be computed is shown as none
        QMetaObject::invokeMethod(
            this,
            [this, answer = std::move(answer)]() mutable {
                values_ = std::move(answer.values);
                maps_ = std::move(answer.maps);
                scores_ = std::move(answer.scores);
                obstacle_ = std::move(answer.obstacle);
                shownWeights_ = std::move(answer.weights);
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    }
}

}  // namespace nw::ui
