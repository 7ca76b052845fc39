// (state', produced) = repeat body(state, captures, elements of consumed lists) while cond(state, captures) holds, or over the
// lists. The one loop primitive: while_loop, scan, map and recurrent layers are written with it, and its gradient is again a loop.
#include "core/op/define.h"

// Writing graphs is rare and its code long: `cold` keeps the compiler from unrolling it.
namespace nw::ops::loop {

/// Inputs are states, then captures, then consumed lists. The body maps (states, captures, elements) to (states, produced elements,
/// residual elements). The fields from `backward` on are set by augment: the body of the reverse loop and which values it carries.
struct Loop {
    FunctionRef cond, body;
    std::int64_t states = 1, captures = 0, produced = 0, residuals = 0;
    bool reverse = false;
    FunctionRef backward;
    std::vector<std::int64_t> gradStates, gradCaptures, gradElements, gradProduced;
};

[[gnu::cold]] Result<Signature> infer(const Loop& p, const Inputs& in) {
    const std::vector<Type> inputs = in.many("in");
    const FunctionSignature* body = in.function(p.body);
    const auto states = static_cast<std::size_t>(p.states), captures = static_cast<std::size_t>(p.captures);
    if (!body) return fail(Code::Argument, "body", "a loop needs a body");
    if (inputs.size() < states + captures || body->params.size() != inputs.size())
        return fail(
            Code::Type, "in",
            "the body takes " + std::to_string(body->params.size()) + " values, but the loop has " + std::to_string(inputs.size()));
    if (body->results.size() != static_cast<std::size_t>(p.states + p.produced + p.residuals))
        return fail(Code::Type, "body",
                    "gives " + std::to_string(body->results.size()) + " values, but " + std::to_string(p.states + p.produced) +
                        " are needed");
    const std::size_t consumed = inputs.size() - states - captures;
    if (!p.cond && consumed == 0) return fail(Code::Argument, "cond", "a loop needs a condition or a list to consume");
    Signature s;
    for (std::size_t i = 0; i < states; ++i) {
        if (!(body->results[i] == inputs[i]))
            return fail(Code::Type, "body",
                        "state " + std::to_string(i) + " starts as " + inputs[i].text() + ", but the body gives " +
                            body->results[i].text());
        s.output("state" + std::to_string(i), inputs[i]);
    }
    const auto listOf = [](Type t) {
        t.form = Form::List;
        return t;
    };
    for (std::size_t i = 0; i < static_cast<std::size_t>(p.produced); ++i)
        s.output("produced" + std::to_string(i), listOf(body->results[states + i]));
    for (std::size_t i = 0; i < static_cast<std::size_t>(p.residuals); ++i)
        s.residual("residual" + std::to_string(i), listOf(body->results[states + static_cast<std::size_t>(p.produced) + i]));
    return s;
}

/// The condition gets states and captures; the body gets elements of the lists too.
[[gnu::cold]] std::vector<Type> arguments(const Loop& p, const Inputs& in, std::string_view param) {
    std::vector<Type> types = in.many("in");
    const auto fixed = static_cast<std::size_t>(p.states + p.captures);
    if (param == "cond" && types.size() > fixed) types.resize(fixed);
    for (std::size_t i = fixed; i < types.size(); ++i) types[i].form = Form::Tensor;
    return types;
}

[[gnu::cold]] FunctionExtras extend(Loop& p, std::size_t, std::size_t carried, std::size_t captured) {
    const auto states = static_cast<std::size_t>(p.states), captures = static_cast<std::size_t>(p.captures);
    p.states += static_cast<std::int64_t>(carried);
    p.captures += static_cast<std::int64_t>(captured);
    return {states, states + carried + captures, states, "cond"};
}

/// The body of the reverse loop: states are cotangents of states and sums for captures; elements are residuals, then cotangents of
/// produced elements; it produces cotangents of consumed elements.
[[gnu::cold]] FunctionRef reverseBody(const Loop& p, Emit& e, const Linear& linear, std::span<const Type> params,
                                      const FunctionSignature& body) {
    std::vector<Type> types;
    for (const std::int64_t i : p.gradStates) types.push_back(params[static_cast<std::size_t>(i)]);
    for (const std::int64_t i : p.gradCaptures) types.push_back(params[static_cast<std::size_t>(p.states + i)]);
    const FunctionSignature* backward = e.functions().signatureOf(linear.backward);
    const std::size_t cotangents = backward->params.size() - linear.residuals;
    types.insert(types.end(), backward->params.begin() + static_cast<std::ptrdiff_t>(cotangents), backward->params.end());
    for (const std::int64_t i : p.gradProduced) types.push_back(body.results[static_cast<std::size_t>(p.states + i)]);
    return e.define("loop_backward", types, [&](Emit& b, std::span<const Value> v) {
        const std::size_t nState = p.gradStates.size(), nCapture = p.gradCaptures.size();
        std::vector<Value> args;
        for (std::size_t i = 0; i < nState; ++i) args.push_back(v[i]);
        for (std::size_t i = 0; i < p.gradProduced.size(); ++i) args.push_back(v[nState + nCapture + linear.residuals + i]);
        for (std::size_t i = 0; i < linear.residuals; ++i) args.push_back(v[nState + nCapture + i]);
        const std::vector<Value> grads = b.callFunction(linear.backward, args);
        std::vector<Value> results;
        std::size_t at = 0;
        for (std::size_t i = 0; i < nState; ++i) results.push_back(grads[at++]);
        for (std::size_t i = 0; i < nCapture; ++i) results.push_back(b.add(v[nState + i], grads[at++]));
        for (std::size_t i = 0; i < p.gradElements.size(); ++i) results.push_back(grads[at++]);
        return results;
    });
}

[[gnu::cold]] Loop augment(const Loop& p, Emit& e, std::span<const Value> in, std::span<const bool> wanted) {
    Loop q = p;
    std::vector<bool> wants;
    std::vector<Type> params;
    for (std::size_t i = 0; i < in.size(); ++i) {
        Type t = e.type(in[i]);
        t.form = Form::Tensor;
        const auto at = static_cast<std::int64_t>(i);
        // A state may come to depend on what is wanted in a later turn, so every state counts.
        wants.push_back(isDifferentiable(t.dtype) && (at < p.states || wanted[i]));
        if (wants.back()) {
            if (at < p.states)
                q.gradStates.push_back(at);
            else if (at < p.states + p.captures)
                q.gradCaptures.push_back(at - p.states);
            else
                q.gradElements.push_back(at - p.states - p.captures);
        }
        params.push_back(std::move(t));
    }
    const FunctionSignature body = *e.functions().signatureOf(p.body);
    for (std::int64_t i = 0; i < p.produced; ++i)
        if (isDifferentiable(body.results[static_cast<std::size_t>(p.states + i)].dtype)) q.gradProduced.push_back(i);
    const Linear linear = e.linearise(p.body, wants);
    q.body = linear.forward;
    q.residuals = static_cast<std::int64_t>(linear.residuals);
    q.backward = reverseBody(q, e, linear, params, body);
    return q;
}

Loop plain(const Loop& p) {
    Loop q{p.cond, p.body, p.states, p.captures, p.produced + p.residuals, 0, p.reverse, {}, {}, {}, {}, {}};
    return q;
}

[[gnu::cold]] Grads vjp(const Loop& p, const Pullback& c) {
    Emit& e = c.emit();
    std::vector<Value> in;
    const auto gradOf = [&](std::size_t output) {
        const Value g = c.gradients()[output];
        return g ? g : e.zerosLike(c.outputs()[output]);
    };
    for (const std::int64_t i : p.gradStates) in.push_back(gradOf(static_cast<std::size_t>(i)));
    for (const std::int64_t i : p.gradCaptures) in.push_back(e.zerosLike(c.inputs()[static_cast<std::size_t>(p.states + i)]));
    for (std::int64_t i = 0; i < p.residuals; ++i) in.push_back(c.outputs()[static_cast<std::size_t>(p.states + p.produced + i)]);
    for (const std::int64_t i : p.gradProduced) in.push_back(gradOf(static_cast<std::size_t>(p.states + i)));
    const auto states = static_cast<std::int64_t>(p.gradStates.size() + p.gradCaptures.size());
    const std::vector<Value> out = e.call("loop",
                                          {{"body", p.backward},
                                           {"states", states},
                                           {"captures", std::int64_t{0}},
                                           {"produced", static_cast<std::int64_t>(p.gradElements.size())},
                                           {"reverse", !p.reverse}},
                                          in);
    std::vector<Value> grads(c.inputs().size());
    std::size_t at = 0;
    for (const std::int64_t i : p.gradStates) grads[static_cast<std::size_t>(i)] = out[at++];
    for (const std::int64_t i : p.gradCaptures) grads[static_cast<std::size_t>(p.states + i)] = out[at++];
    for (const std::int64_t i : p.gradElements) grads[static_cast<std::size_t>(p.states + p.captures + i)] = out[at++];
    Grads g;
    g.set("in", std::move(grads));
    return g;
}

}  // namespace nw::ops::loop

NW_OPERATOR(loop) {
    using namespace nw::ops::loop;
    constexpr nw::ParamDoc hidden{.label = "", .doc = "Set by automatic differentiation.", .internal = true};
    return nw::Op<Loop>("loop")
        .label("Loop")
        .keywords({"while", "repeat", "scan", "for"})
        .doc(
            "Repeats a function on its own results while a condition holds, or once for each element of lists. An empty list to "
            "consume stands for a "
            "list of zeros as long as the others.")
        .formula("(s, p) = body(s, captures, elements) while cond(s, captures)")
        .source("tf.while_loop; Yu et al. 2018, Dynamic control flow in large-scale machine learning")
        .variadic("in", "[...]", "States, then captures, then lists.")
        .variadicOutput("out", "[...]", "Last states, then produced lists.")
        .param<&Loop::cond>("cond", {.label = "Condition", .doc = "(states, captures) -> bool. Without one, the lists decide."})
        .param<&Loop::body>("body", {.label = "Body", .doc = "(states, captures, elements) -> (states, produced elements)."})
        .param<&Loop::states>("states",
                              {.label = "States", .doc = "How many inputs change from turn to turn.", .min = 0, .max = 4096})
        .param<&Loop::captures>("captures", {.label = "Captures", .doc = "How many inputs stay the same.", .min = 0, .max = 4096})
        .param<&Loop::produced>("produced", {.label = "Produced", .doc = "How many lists the body fills.", .min = 0, .max = 4096})
        .param<&Loop::reverse>("reverse", {.label = "Reverse", .doc = "Consumes and fills lists from the end."})
        .param<&Loop::residuals>("residuals", hidden)
        .param<&Loop::backward>("backward", hidden)
        .param<&Loop::gradStates>("grad_states", hidden)
        .param<&Loop::gradCaptures>("grad_captures", hidden)
        .param<&Loop::gradElements>("grad_elements", hidden)
        .param<&Loop::gradProduced>("grad_produced", hidden)
        .control()
        .iterates()
        .functions(arguments, extend)
        .infer(infer)
        .augment(augment, plain)
        .vjp(vjp);
}
