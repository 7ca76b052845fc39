// results = function(inputs). Without parameters set, a call disappears before planning; its gradient can be given or recomputed.
#include "core/op/define.h"

namespace nw::ops::call {

struct Call {
    FunctionRef function;
    FunctionRef gradient;
    bool recompute = false;
    FunctionRef backward;
    std::int64_t residuals = 0;
    std::vector<std::int64_t> gradInputs, gradResults;
};

Result<Signature> infer(const Call& p, const Inputs& in) {
    const FunctionSignature* f = in.function(p.function);
    if (!f) return fail(Code::Argument, "function", "a call needs a function");
    const std::vector<Type> inputs = in.many("in");
    if (inputs.size() != f->params.size())
        return fail(Code::Type, "in",
                    "the function takes " + std::to_string(f->params.size()) + " values, got " + std::to_string(inputs.size()));
    Signature s;
    const std::size_t results = f->results.size() - static_cast<std::size_t>(p.residuals);
    for (std::size_t i = 0; i < results; ++i) s.output("result" + std::to_string(i), f->results[i]);
    for (std::size_t i = results; i < f->results.size(); ++i) s.residual("residual" + std::to_string(i - results), f->results[i]);
    return s;
}

/// The function takes the inputs; a gradient takes inputs, results and cotangents of the results that can have one.
std::vector<Type> arguments(const Call& p, const Inputs& in, std::string_view param) {
    std::vector<Type> types = in.many("in");
    const FunctionSignature* f = in.function(p.function);
    if (param != "gradient" || !f) return types;
    types.insert(types.end(), f->results.begin(), f->results.end());
    std::copy_if(f->results.begin(), f->results.end(), std::back_inserter(types),
                 [](const Type& t) { return isDifferentiable(t.dtype); });
    return types;
}

FunctionExtras extend(Call&, std::size_t, std::size_t, std::size_t) { return {}; }

Call augment(const Call& p, Emit& e, std::span<const Value> in, std::span<const bool> wanted) {
    Call q = p;
    for (std::size_t i = 0; i < in.size(); ++i)
        if (wanted[i]) q.gradInputs.push_back(static_cast<std::int64_t>(i));
    const FunctionSignature f = *e.functions().signatureOf(p.function);
    for (std::size_t i = 0; i < f.results.size(); ++i)
        if (isDifferentiable(f.results[i].dtype)) q.gradResults.push_back(static_cast<std::int64_t>(i));
    if (p.gradient) return q;
    const Linear linear = e.linearise(p.function, {wanted.begin(), wanted.end()});
    q.backward = linear.backward;
    if (p.recompute) {
        q.gradient = linear.forward;  // run again in the backward pass; its last results are the residuals
        return q;
    }
    q.function = linear.forward;
    q.residuals = static_cast<std::int64_t>(linear.residuals);
    return q;
}

Call plain(const Call& p) {
    Call q;
    q.function = p.function;
    if (!p.backward) q.gradient = p.gradient;
    q.recompute = p.recompute;
    return q;
}

/// What the backward function needs besides cotangents: stored residuals, or those of the forward function run again.
std::vector<Value> residualsOf(const Call& p, const Pullback& c) {
    const std::span<const Value> outputs = c.outputs();
    if (!p.recompute) return {outputs.begin() + static_cast<std::ptrdiff_t>(outputs.size()) - p.residuals, outputs.end()};
    std::vector<Value> kept;
    for (const Value v : c.inputs())
        kept.push_back(c.emit().one("barrier", {}, {v}));  // or the second run would be shared with the first
    const std::vector<Value> again = c.emit().callFunction(p.gradient, kept);
    return {again.begin() + static_cast<std::ptrdiff_t>(outputs.size()), again.end()};
}

Grads vjp(const Call& p, const Pullback& c) {
    std::vector<Value> in;
    if (p.gradient && !p.backward) {  // custom gradient: (inputs, results, cotangents) -> cotangents of all inputs
        in.assign(c.inputs().begin(), c.inputs().end());
        in.insert(in.end(), c.outputs().begin(), c.outputs().end());
    }
    for (const std::int64_t i : p.gradResults) {
        const auto at = static_cast<std::size_t>(i);
        in.push_back(c.gradients()[at] ? c.gradients()[at] : c.emit().zerosLike(c.outputs()[at]));
    }
    std::vector<Value> grads(c.inputs().size());
    if (p.backward) {
        for (const Value v : residualsOf(p, c)) in.push_back(v);
        const std::vector<Value> out = c.emit().callFunction(p.backward, in);
        for (std::size_t i = 0; i < p.gradInputs.size(); ++i) grads[static_cast<std::size_t>(p.gradInputs[i])] = out[i];
    } else {
        grads = c.emit().callFunction(p.gradient, in);
    }
    Grads g;
    g.set("in", std::move(grads));
    return g;
}

}  // namespace nw::ops::call

NW_OPERATOR(call) {
    using namespace nw::ops::call;
    constexpr nw::ParamDoc hidden{.label = "", .doc = "Set by automatic differentiation.", .internal = true};
    return nw::Op<Call>("call")
        .label("Function")
        .keywords({"subgraph", "block", "custom gradient", "checkpoint"})
        .doc("Uses a function of this project as a layer.")
        .formula("y = f(x)")
        .source("tf.function; tf.custom_gradient; tf.recompute_grad")
        .variadic("in", "[...]", "The function's parameters.")
        .variadicOutput("out", "[...]", "The function's results.")
        .param<&Call::function>("function", {.label = "Function", .doc = "What is called."})
        .param<&Call::gradient>("gradient",
                                {.label = "Gradient",
                                 .doc = "(inputs, results, cotangents) -> cotangents of the inputs, in place of the automatic one.",
                                 .advanced = true})
        .param<&Call::recompute>(
            "recompute",
            {.label = "Recompute", .doc = "Computes the function again in the backward pass, to save memory.", .advanced = true})
        .param<&Call::backward>("backward", hidden)
        .param<&Call::residuals>("residuals", hidden)
        .param<&Call::gradInputs>("grad_inputs", hidden)
        .param<&Call::gradResults>("grad_results", hidden)
        .control()
        .functions(arguments, extend)
        .infer(infer)
        .augment(augment, plain)
        .vjp(vjp);
}
