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
    StepBuilder(Program network, const Params& optimizer)
        : in_(std::move(network)), optimizer_(optimizer), b_(*in_.module, true, "step") {}

    Program run() {
        differentiateLoss();
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
        out.main = simplify(*out.module, b_.finish(std::move(results), std::move(names)));
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
    FunctionBuilder b_;
    FunctionRef gradients_;
    std::vector<std::size_t> trained_;             ///< state indices
    std::vector<std::vector<std::size_t>> slots_;  ///< state indices, by trained tensor
    std::vector<Value> slotValues_;
};

}  // namespace

Result<Program> trainingProgram(const Graph& graph, const Params& optimizer) {
    NW_TRY(Program network, expand(graph, {Phase::Training, true}));
    StepBuilder builder(std::move(network), optimizer);
    if (!builder.trainsSomething())
        return fail(Code::Argument, "network", "has no weights to train", "Add a layer with weights, such as Dense.");
    return builder.run();
}

Result<Program> evaluationProgram(const Graph& graph) {
    NW_TRY(Program p, expand(graph, {Phase::Inference, true}));
    p.main = simplify(*p.module, p.main);
    return p;
}

Result<Program> inferenceProgram(const Graph& graph) {
    NW_TRY(Program p, expand(graph, {Phase::Inference, false}));
    p.main = simplify(*p.module, p.main);
    return p;
}

}  // namespace nw
