// Replays a function on a tape; linearise cuts the joint function where the forward part ends.
#include "core/autodiff/differentiate.h"

#include <algorithm>
#include <functional>

#include "core/autodiff/tape.h"

namespace nw {
namespace {

/// A function's forward pass and the gradients of its parameters, in one builder.
struct Joint {
    std::vector<Value> results, gradients;
    std::size_t forwardNodes = 0;  ///< nodes of the builder that belong to the forward pass
};

/// Writes `f` on a tape over `b`, then pulls `cotangents(results)` back to the parameters with `wanted`.
Joint writeJoint(FunctionBuilder& b, const Function& f, std::span<const Value> params, const std::vector<bool>& wanted,
                 const std::function<std::vector<Value>(const std::vector<Value>&)>& cotangents) {
    Tape tape(b, &b);
    std::vector<Value> asked;
    for (std::size_t i = 0; i < params.size(); ++i)
        if (wanted[i]) {
            tape.watch(params[i]);
            asked.push_back(params[i]);
        }
    std::vector<std::vector<Value>> map{{params.begin(), params.end()}};
    for (const Apply& a : f.nodes) {
        std::vector<Value> inputs;
        for (const Value v : a.inputs) inputs.push_back(v ? map[v.node][v.port] : v);
        b.setName(a.name);
        map.push_back(tape.apply(a.params, inputs, a.differentiated));
    }
    Joint joint;
    for (const Value v : f.results) joint.results.push_back(map[v.node][v.port]);
    joint.forwardNodes = b.function().nodes.size();
    b.setName("loss/grad");
    joint.gradients = tape.gradient(joint.results, cotangents(joint.results), asked);
    b.setName({});
    return joint;
}

/// Cuts a joint function into forward and backward.
class Cut {
public:
    Cut(Module& module, const Function& joint, std::size_t params, std::size_t forwardNodes)
        : module_(module), joint_(joint), params_(params), forwardNodes_(forwardNodes) {}

    Linear run(const std::vector<Value>& results, const std::vector<Value>& gradients) {
        for (std::size_t n = forwardNodes_; n < joint_.nodes.size(); ++n)
            for (const Value v : joint_.nodes[n].inputs) need(v);
        for (const Value v : gradients) need(v);
        // A backward loop learns how often to run from a residual, so there is always one.
        if (residuals_.empty() && params_ > 0) need({0, 0}, true);
        Linear linear;
        linear.residuals = residuals_.size();
        linear.forward = forward(results);
        linear.backward = backward(gradients);
        return linear;
    }

private:
    bool isForward(Value v) const { return v.node == 0 ? v.port < params_ : v.node <= forwardNodes_; }
    /// Made again in the backward pass: what is made from nothing, which is cheaper than to keep it, and lists, which cannot be
    /// kept (an inner loop runs again for its residuals).
    bool isRemade(Value v) const {
        return v.node > 0 && (joint_.nodes[v.node - 1].inputs.empty() || joint_.type(v).form == Form::List);
    }

    void need(Value v, bool always = false) {
        if (!v || !isForward(v) || residuals_.contains(v)) return;
        if (isRemade(v) && !always) {
            for (const Value input : joint_.nodes[v.node - 1].inputs) need(input);
            return;
        }
        NW_CHECK(joint_.type(v).form == Form::Tensor, "a list that a function is given cannot be kept for its gradient");
        residuals_.emplace(v, static_cast<std::uint32_t>(order_.size()));
        order_.push_back(v);
    }

    FunctionRef forward(const std::vector<Value>& results) {
        Function f;
        f.name = joint_.name + "_forward";
        f.params.assign(joint_.params.begin(), joint_.params.begin() + static_cast<std::ptrdiff_t>(params_));
        f.nodes.assign(joint_.nodes.begin(), joint_.nodes.begin() + static_cast<std::ptrdiff_t>(forwardNodes_));
        f.results = results;
        f.results.insert(f.results.end(), order_.begin(), order_.end());
        return module_.add(std::move(f));
    }

    FunctionRef backward(const std::vector<Value>& gradients) {
        Function f;
        f.name = joint_.name + "_backward";
        f.params.assign(joint_.params.begin() + static_cast<std::ptrdiff_t>(params_), joint_.params.end());
        const auto cotangents = static_cast<std::uint32_t>(f.params.size());
        for (const Value v : order_) f.params.push_back({"residual", joint_.type(v)});
        std::map<Value, Value> moved;
        const std::function<Value(Value)> move = [&](Value v) -> Value {
            if (!v) return v;
            if (const auto it = moved.find(v); it != moved.end()) return it->second;
            if (const auto it = residuals_.find(v); it != residuals_.end()) return {0, cotangents + it->second};
            if (v.node == 0) return {0, v.port - static_cast<std::uint32_t>(params_)};
            NW_CHECK(isRemade(v));
            Apply again = joint_.nodes[v.node - 1];
            for (Value& input : again.inputs) input = move(input);
            f.nodes.push_back(std::move(again));
            for (std::uint32_t port = 0; port < f.nodes.back().outputs.size(); ++port)
                moved[{v.node, port}] = {static_cast<std::uint32_t>(f.nodes.size()), port};
            return moved[v];
        };
        for (std::size_t n = forwardNodes_; n < joint_.nodes.size(); ++n) {
            Apply a = joint_.nodes[n];
            for (Value& v : a.inputs) v = move(v);
            f.nodes.push_back(std::move(a));
            for (std::uint32_t port = 0; port < f.nodes.back().outputs.size(); ++port)
                moved[{static_cast<std::uint32_t>(n + 1), port}] = {static_cast<std::uint32_t>(f.nodes.size()), port};
        }
        for (const Value v : gradients) f.results.push_back(move(v));
        return module_.add(std::move(f));
    }

    Module& module_;
    const Function& joint_;
    std::size_t params_, forwardNodes_;
    std::map<Value, std::uint32_t> residuals_;
    std::vector<Value> order_;
};

}  // namespace

Linear GradientBuilder::linearise(FunctionRef function, const std::vector<bool>& wanted) {
    const auto key = std::pair(function.id, wanted);
    if (const auto it = memo_->find(key); it != memo_->end()) return it->second;
    const Function f = module()[function];
    GradientBuilder b(module(), training(), f.name, memo_);
    std::vector<Value> params, cotangents;
    for (const NamedType& p : f.params) params.push_back(b.param(p.name, p.type));
    Linear flags;
    for (std::size_t i = 0; i < params.size(); ++i)
        flags.paramHasGradient.push_back(i < wanted.size() && wanted[i] && isDifferentiable(f.params[i].type.dtype));
    for (const Value v : f.results) {
        flags.resultHasGradient.push_back(isDifferentiable(f.type(v).dtype));
        cotangents.push_back(flags.resultHasGradient.back() ? b.param("cotangent", f.type(v)) : Value{});
    }
    const Joint joint = writeJoint(b, f, params, flags.paramHasGradient, [&](const std::vector<Value>&) { return cotangents; });
    Linear linear = Cut(module(), b.function(), params.size(), joint.forwardNodes).run(joint.results, joint.gradients);
    linear.resultHasGradient = flags.resultHasGradient;
    linear.paramHasGradient = flags.paramHasGradient;
    memo_->emplace(key, linear);
    return linear;
}

FunctionRef differentiate(Module& module, FunctionRef function, std::span<const std::size_t> losses,
                          std::span<const std::size_t> wanted, bool training) {
    const Function f = module[function];
    GradientBuilder b(module, training, f.name);
    std::vector<Value> params;
    for (const NamedType& p : f.params) params.push_back(b.param(p.name, p.type));
    std::vector<bool> flags(params.size(), false);
    for (const std::size_t i : wanted) flags[i] = true;
    Joint joint = writeJoint(b, f, params, flags, [&](const std::vector<Value>& results) {
        std::vector<Value> cotangents(results.size());
        for (const std::size_t i : losses) {
            NW_CHECK(b.rank(results[i]) == 0, "a loss is a scalar");
            cotangents[i] = b.constantLike(results[i], 1);
        }
        return cotangents;
    });
    // The tape answers in the order of the parameters; the caller asked in the order of `wanted`.
    std::vector<std::size_t> order(wanted.begin(), wanted.end());
    std::sort(order.begin(), order.end());
    std::vector<Value> results = joint.results;
    for (const std::size_t i : wanted)
        results.push_back(
            joint.gradients[static_cast<std::size_t>(std::lower_bound(order.begin(), order.end(), i) - order.begin())]);
    return b.finish(std::move(results));
}

}  // namespace nw
