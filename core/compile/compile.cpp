// Building the training step from network, gradients and optimizer.
#include "core/compile/compile.h"

#include <map>

#include "core/autodiff/differentiate.h"
#include "core/op/def.h"
#include "core/op/registry.h"
#include "core/passes/expand.h"
#include "core/passes/simplify.h"

namespace nw {
namespace {

/// Writes the step: the network with gradients, inlined, then one optimizer application for each trained tensor.
class StepBuilder {
public:
    StepBuilder(Program network, const Params& optimizer, PassLog& log)
        : in_(std::move(network)), optimizer_(optimizer), log_(log), b_(*in_.module, true, "step") {}

    Program run() {
        differentiateLoss();
        log_.done("differentiate", "Gradients of the loss by every trained weight.", *in_.module, gradients_);
        Program out = in_;
        out.hasRate = true;
        std::vector<Value> args;
        for (const NamedType& p : in_.inputs) args.push_back(b_.param(p.name, p.type));
        for (const StateSpec& s : in_.state)
            args.push_back(b_.param(s.name, {s.type.dtype, toShape(s.type.extents), Form::Tensor}));
        addSlots(out);
        const Type scalar{DType::Int64, Shape{}, Form::Tensor};
        const Value rate = b_.param("rate", {DType::Float32, Shape{}, Form::Tensor});
        args.push_back(b_.param("seed", scalar));
        args.push_back(b_.param("step", scalar));
        const auto body = b_.inlineFunction((*in_.module)[gradients_], args);
        const Function& g = (*in_.module)[gradients_];
        std::vector<Value> results;
        for (std::size_t i = 0; i < in_.next.size(); ++i) results.push_back(body[g.results[i]]);
        for (std::size_t t = 0; t < trained_.size(); ++t) {
            const Value gradient = body[g.results[in_.next.size() + in_.outputs.size() + t]];
            for (const Value v : update(out, t, args, gradient, rate, args.back())) results.push_back(v);
        }
        for (std::size_t i = 0; i < in_.outputs.size(); ++i) results.push_back(body[g.results[in_.outputResult(i)]]);
        std::vector<std::string> names;
        for (const std::size_t i : out.next) names.push_back(out.state[i].name);
        for (const OutputSpec& o : out.outputs) names.push_back(o.name);
        out.main = b_.finish(std::move(results), std::move(names));
        log_.done("update", "The optimizer makes the next weights and slots.", *out.module, out.main);
        out.main = simplify(*out.module, out.main, &log_);
        return out;
    }

    bool trainsSomething() const {
        for (const StateSpec& s : in_.state)
            if (s.trainable) return true;
        return false;
    }

private:
    void differentiateLoss() {
        std::vector<std::size_t> wanted;
        for (std::size_t i = 0; i < in_.state.size(); ++i)
            if (in_.state[i].trainable) {
                trained_.push_back(i);
                wanted.push_back(in_.stateParam(i));
            }
        const std::array<std::size_t, 1> loss{in_.outputResult(in_.findOutput(OutputRole::Loss))};
        gradients_ = differentiate(*in_.module, in_.main, loss, wanted, true);
    }

    Signature signatureFor(const StateSpec& s) const {
        const Type type{s.type.dtype, toShape(s.type.extents), Form::Tensor};
        const Type rate{DType::Float32, Shape{}, Form::Tensor}, step{DType::Int64, Shape{}, Form::Tensor};
        const std::array<const Type*, 4> types{&type, &type, &rate, &step};
        auto signature = inferApply(optimizer_, types, *in_.module, true);
        NW_CHECK(signature, signature ? "" : signature.error().text());
        return *std::move(signature);
    }

    void addSlots(Program& out) {
        for (const std::size_t i : trained_) {
            slots_.emplace_back();
            for (const WeightSpec& w : signatureFor(in_.state[i]).weights) {
                const TensorType& t = in_.state[i].type;
                const std::array<std::pair<std::string_view, Attr>, 2> attrs{{{"shape", toShape(t.extents)}, {"dtype", t.dtype}}};
                const OpDef& zeros = operatorById(w.initializer);
                slots_.back().push_back(out.state.size());
                slotValues_.push_back({});
                out.state.push_back({std::string(optimizer_.op().id) + "/" + in_.state[i].name + "/" + w.name, t,
                                     *Params::make(zeros, attrs), 0, false, 1, true});
                slotValues_.back() = b_.param(out.state.back().name, {t.dtype, toShape(t.extents), Form::Tensor});
            }
        }
    }

    std::vector<Value> update(Program& out, std::size_t t, const std::vector<Value>& args, Value gradient, Value rate, Value step) {
        const std::size_t state = trained_[t];
        b_.setName(in_.state[state].name);
        if (in_.state[state].rateFactor != 1) rate = b_.scale(rate, in_.state[state].rateFactor);
        std::vector<Value> in{args[in_.stateParam(state)], gradient, rate, step};
        for (std::size_t s = 0; s < slots_[t].size(); ++s) in.push_back(slotValues_[slots_[t][s] - in_.state.size()]);
        const std::vector<Value> next = b_.apply(optimizer_, in);
        out.next.push_back(state);
        for (const std::size_t s : slots_[t]) out.next.push_back(s);
        return next;
    }

    Program in_;
    Params optimizer_;
    PassLog& log_;
    FunctionBuilder b_;
    FunctionRef gradients_;
    std::vector<std::size_t> trained_;             ///< state indices
    std::vector<std::vector<std::size_t>> slots_;  ///< state indices, by trained tensor
    std::vector<Value> slotValues_;
};

/// The network for a phase, told as one pass.
Result<Program> specialised(const Graph& graph, const ExpandOptions& options, PassLog& log) {
    NW_TRY(Program p, expand(graph, options));
    log.done("specialise", "Layers, settings and heads written for the phase.", *p.module, p.main);
    return p;
}

/// NW_CHECK where passes are checked.
Result<Program> checked(Program p) {
    if (passesAreChecked()) {
        const auto ok = verify(p);
        NW_CHECK(ok, ok ? "" : ok.error().text());
    }
    return p;
}

Result<Program> simplified(const Graph& graph, const ExpandOptions& options, const PassObserver& observer) {
    PassLog log(graph.nodes().size(), observer);
    NW_TRY(Program p, specialised(graph, options, log));
    p.main = simplify(*p.module, p.main, &log);
    return checked(std::move(p));
}

}  // namespace

Result<Program> trainingProgram(const Graph& graph, const Params& optimizer, const PassObserver& observer) {
    PassLog log(graph.nodes().size(), observer);
    NW_TRY(Program network, specialised(graph, {Phase::Training, true}, log));
    StepBuilder builder(std::move(network), optimizer, log);
    if (!builder.trainsSomething())
        return fail(Code::Argument, "network", "has no weights to train", "Add a layer with weights, such as Dense.");
    return checked(builder.run());
}

Result<Program> evaluationProgram(const Graph& graph, const PassObserver& observer) {
    return simplified(graph, {Phase::Inference, true}, observer);
}

Result<Program> inferenceProgram(const Graph& graph, const PassObserver& observer) {
    return simplified(graph, {Phase::Inference, false}, observer);
}

}  // namespace nw
