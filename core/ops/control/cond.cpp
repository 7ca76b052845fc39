// results = condition ? then(inputs) : otherwise(inputs). Only the chosen branch is computed.
#include "core/op/define.h"

namespace nw::ops::cond {

/// The fields from `backwardThen` on are set by augment. Residuals are those of `then`, followed by those of `otherwise`; a branch
/// gives zeros for the other's.
struct Cond {
    FunctionRef then, otherwise;
    FunctionRef backwardThen, backwardOtherwise;
    std::int64_t residuals = 0;
    std::vector<std::int64_t> gradInputs, gradResults;
};

Result<Signature> infer(const Cond& p, const Inputs& in) {
    const FunctionSignature *a = in.function(p.then), *b = in.function(p.otherwise);
    if (!a || !b) return fail(Code::Argument, "then", "a condition needs two branches");
    if (in.present("condition") && in["condition"].dtype != DType::Bool)
        return fail(Code::Type, "condition", "must be bool, is " + std::string(nameOf(in["condition"].dtype)));
    if (a->params.size() != in.many("in").size() || b->params.size() != in.many("in").size())
        return fail(Code::Type, "in", "both branches must take " + std::to_string(in.many("in").size()) + " values");
    if (a->results != b->results) return fail(Code::Type, "otherwise", "both branches must give the same types");
    Signature s;
    const std::size_t results = a->results.size() - static_cast<std::size_t>(p.residuals);
    for (std::size_t i = 0; i < results; ++i) s.output("result" + std::to_string(i), a->results[i]);
    for (std::size_t i = results; i < a->results.size(); ++i) s.residual("residual" + std::to_string(i - results), a->results[i]);
    return s;
}

std::vector<Type> arguments(const Cond&, const Inputs& in, std::string_view) { return in.many("in"); }

FunctionExtras extend(Cond&, std::size_t, std::size_t, std::size_t) { return {}; }

std::vector<Type> typesOf(std::span<const Type> types, std::size_t begin) {
    return {types.begin() + static_cast<std::ptrdiff_t>(begin), types.end()};
}

Cond augment(const Cond& p, Emit& e, std::span<const Value> in, std::span<const bool> wanted) {
    Cond q = p;
    const std::vector<bool> wants(wanted.begin() + 1, wanted.end());
    for (std::size_t i = 0; i < wants.size(); ++i)
        if (wants[i]) q.gradInputs.push_back(static_cast<std::int64_t>(i));
    const FunctionSignature plainThen = *e.functions().signatureOf(p.then);
    for (std::size_t i = 0; i < plainThen.results.size(); ++i)
        if (isDifferentiable(plainThen.results[i].dtype)) q.gradResults.push_back(static_cast<std::int64_t>(i));
    const Linear a = e.linearise(p.then, wants), b = e.linearise(p.otherwise, wants);
    const std::size_t results = plainThen.results.size();
    const std::vector<Type> residualsA = typesOf(e.functions().signatureOf(a.forward)->results, results);
    const std::vector<Type> residualsB = typesOf(e.functions().signatureOf(b.forward)->results, results);
    const auto forward = [&](const Linear& linear, const std::vector<Type>& before, const std::vector<Type>& after) {
        return e.define("branch_forward", plainThen.params, [&](Emit& f, std::span<const Value> v) {
            const std::vector<Value> out = f.callFunction(linear.forward, v);
            std::vector<Value> r(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(results));
            for (const Type& t : before) r.push_back(f.fill(t, 0));
            r.insert(r.end(), out.begin() + static_cast<std::ptrdiff_t>(results), out.end());
            for (const Type& t : after) r.push_back(f.fill(t, 0));
            return r;
        });
    };
    std::vector<Type> params;  // of both backward branches: cotangents, residuals of both
    for (const std::int64_t i : q.gradResults) params.push_back(plainThen.results[static_cast<std::size_t>(i)]);
    params.insert(params.end(), residualsA.begin(), residualsA.end());
    params.insert(params.end(), residualsB.begin(), residualsB.end());
    const auto backward = [&](const Linear& linear, std::size_t skip) {
        return e.define("branch_backward", params, [&](Emit& f, std::span<const Value> v) {
            std::vector<Value> args(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(q.gradResults.size()));
            for (std::size_t i = 0; i < linear.residuals; ++i) args.push_back(v[q.gradResults.size() + skip + i]);
            return f.callFunction(linear.backward, args);
        });
    };
    q.then = forward(a, {}, residualsB);
    q.otherwise = forward(b, residualsA, {});
    q.backwardThen = backward(a, 0);
    q.backwardOtherwise = backward(b, residualsA.size());
    q.residuals = static_cast<std::int64_t>(residualsA.size() + residualsB.size());
    (void)in;
    return q;
}

Cond plain(const Cond& p) { return Cond{p.then, p.otherwise, {}, {}, 0, {}, {}}; }

Grads vjp(const Cond& p, const Pullback& c) {
    std::vector<Value> in{c.in("condition")};
    for (const std::int64_t i : p.gradResults) {
        const auto at = static_cast<std::size_t>(i);
        in.push_back(c.gradients()[at] ? c.gradients()[at] : c.emit().zerosLike(c.outputs()[at]));
    }
    const std::span<const Value> outputs = c.outputs();
    in.insert(in.end(), outputs.end() - p.residuals, outputs.end());
    const std::vector<Value> out = c.emit().call("cond", {{"then", p.backwardThen}, {"otherwise", p.backwardOtherwise}}, in);
    std::vector<Value> grads(c.many("in").size());
    for (std::size_t i = 0; i < p.gradInputs.size(); ++i) grads[static_cast<std::size_t>(p.gradInputs[i])] = out[i];
    Grads g;
    g.set("in", std::move(grads));
    return g;
}

}  // namespace nw::ops::cond

NW_OPERATOR(cond) {
    using namespace nw::ops::cond;
    constexpr nw::ParamDoc hidden{.label = "", .doc = "Set by automatic differentiation.", .internal = true};
    return nw::Op<Cond>("cond")
        .label("Condition")
        .keywords({"if", "branch", "switch"})
        .doc("Computes one of two functions, chosen by a single true or false.")
        .formula("y = c ? f(x) : g(x)")
        .source("tf.cond")
        .input("condition", "[]", "True chooses `then`.")
        .variadic("in", "[...]", "Inputs of both functions.")
        .variadicOutput("out", "[...]", "Results of the chosen function.")
        .param<&Cond::then>("then", {.label = "Then", .doc = "Computed when the condition is true."})
        .param<&Cond::otherwise>("otherwise", {.label = "Otherwise", .doc = "Computed when the condition is false."})
        .param<&Cond::backwardThen>("backward_then", hidden)
        .param<&Cond::backwardOtherwise>("backward_otherwise", hidden)
        .param<&Cond::residuals>("residuals", hidden)
        .param<&Cond::gradInputs>("grad_inputs", hidden)
        .param<&Cond::gradResults>("grad_results", hidden)
        .control()
        .functions(arguments, extend)
        .infer(infer)
        .augment(augment, plain)
        .vjp(vjp);
}
