// Reverse mode: each recorded application is pulled back with its operator's vjp, newest first.
#include "core/autodiff/tape.h"

namespace nw {

Signature Tape::signatureOf(const Params& params, std::span<const Value> inputs) const {
    std::vector<const Type*> types;
    for (const Value v : inputs) types.push_back(v ? &inner_.type(v) : nullptr);
    auto signature = params.op().infer(params.raw(), Inputs(params.op(), types, &inner_.functions(), inner_.training()));
    NW_CHECK(signature, signature ? "" : signature.error().text());
    return *std::move(signature);
}

std::vector<Value> Tape::apply(const Params& given, std::span<const Value> inputs, bool differentiated) {
    const OpDef& op = given.op();
    std::vector<bool> wanted;
    bool any = false;
    for (const Value v : inputs) {
        wanted.push_back(v && active_.contains(v) && isDifferentiable(type(v).dtype));
        any = any || wanted.back();
    }
    if (!any || (!op.hasVjp() && !op.hasBody())) return inner_.apply(given, inputs, differentiated);
    const Params plain = differentiated ? op.plain(given) : given;
    if (!op.hasVjp()) return op.body(plain, *this, inputs);

    Step step{plain, {inputs.begin(), inputs.end()}, {}, 0, wanted, names_ ? names_->name() : std::string()};
    if (op.hasAugment()) {
        const std::unique_ptr<bool[]> flags(new bool[wanted.size()]);
        std::copy(wanted.begin(), wanted.end(), flags.get());
        step.params = op.augment(plain, inner_, inputs, {flags.get(), wanted.size()});
    }
    step.plain = signatureOf(plain, inputs).outputs.size();
    step.outputs = inner_.apply(step.params, inputs, true);
    for (const Value v : step.outputs)
        if (isDifferentiable(type(v).dtype)) active_.insert(v);
    std::vector<Value> out = step.outputs;
    // What the caller did not ask for stays here. Residuals of the application as it was given are plain outputs of `plain`.
    if (!differentiated || op.hasAugment()) out.resize(step.plain);
    steps_.push_back(std::move(step));
    return out;
}

void Tape::accumulate(Emit& emit, Cotangents& into, Value at, Value gradient) {
    if (!gradient) return;
    const auto [it, fresh] = into.try_emplace(at, gradient);
    if (!fresh) it->second = emit.add(it->second, gradient);
}

namespace {

/// The applications from `first` on that one port's gradient needs and no other's get its name: conv2d/grad/kernel.
void nameByPort(FunctionBuilder& builder, std::size_t first, const std::string& base, const Grads& grads) {
    const Function& f = builder.function();
    constexpr int none = -1, several = -2;
    std::vector<int> port(f.nodes.size() - first, none);
    const auto mark = [&](Value v, int p) {
        if (!v || v.node <= first) return;
        int& at = port[v.node - 1 - first];
        at = at == none || at == p ? p : several;
    };
    int number = 0;
    std::vector<std::string> names;
    for (const auto& [name, values] : grads.entries) {
        names.emplace_back(name);
        for (const Value v : values) mark(v, number);
        ++number;
    }
    for (std::size_t n = f.nodes.size(); n-- > first;)
        for (const Value v : f.nodes[n].inputs) mark(v, port[n - first]);
    for (std::size_t n = first; n < f.nodes.size(); ++n)
        if (const int p = port[n - first]; p >= 0) builder.rename(n, base + "/" + names[static_cast<std::size_t>(p)]);
}

}  // namespace

Grads Tape::namedVjp(const Step& step, const Pullback& pullback) {
    if (!names_) return step.params.op().vjp(step.params, pullback);
    const std::size_t first = names_->function().nodes.size();
    Grads grads = step.params.op().vjp(step.params, pullback);
    nameByPort(*names_, first, names_->name(), grads);
    return grads;
}

void Tape::pullBack(Emit& emit, const Step& step, const std::vector<Value>& gradients, Cotangents& into) {
    const OpDef& op = step.params.op();
    if (names_) names_->setName(step.name.empty() ? std::string(op.id) + "/grad" : step.name + "/grad");
    for (std::size_t i = step.plain; i < gradients.size(); ++i)
        if (gradients[i]) return replay(emit, step, gradients, into);
    const std::unique_ptr<bool[]> wanted(new bool[step.wanted.size()]);
    std::copy(step.wanted.begin(), step.wanted.end(), wanted.get());
    const Signature signature = signatureOf(step.params, step.inputs);
    const Pullback pullback(emit, op, signature, step.inputs, step.outputs, gradients, {wanted.get(), step.wanted.size()});
    for (const auto& [port, values] : namedVjp(step, pullback).entries) {
        const std::size_t begin = pullback.range(port).first;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (step.wanted[begin + i]) accumulate(emit, into, step.inputs[begin + i], values[i]);
    }
}

/// A cotangent has reached a residual: its own dependence on the inputs counts. The application is done again in a form whose
/// residuals are ordinary values (its body, or the augmented application as a plain one) and that is pulled back instead.
void Tape::replay(Emit& emit, const Step& step, const std::vector<Value>& gradients, Cotangents& into) {
    const OpDef& op = step.params.op();
    Tape again(emit, names_);
    std::vector<Value> wanted;
    for (std::size_t i = 0; i < step.inputs.size(); ++i)
        if (step.wanted[i]) {
            again.watch(step.inputs[i]);
            wanted.push_back(step.inputs[i]);
        }
    NW_CHECK(op.hasAugment() || op.hasBody(), std::string(op.id) + " has float residuals and needs a body");
    const std::vector<Value> outputs =
        op.hasAugment() ? again.apply(op.plain(step.params), step.inputs) : op.body(step.params, again, step.inputs);
    const std::vector<Value> results = again.gradient(std::span(outputs).first(gradients.size()), gradients, wanted);
    for (std::size_t i = 0; i < wanted.size(); ++i) accumulate(emit, into, wanted[i], results[i]);
}

std::vector<Value> Tape::gradient(std::span<const Value> outputs, std::span<const Value> cotangents, std::span<const Value> inputs,
                                  bool record) {
    Emit& emit = record ? static_cast<Emit&>(*this) : inner_;
    Cotangents cotangent;
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (cotangents[i] && active_.contains(outputs[i])) accumulate(emit, cotangent, outputs[i], cotangents[i]);
    for (std::size_t s = steps_.size(); s-- > 0;) {
        const Step step = steps_[s];  // a copy: recording may append
        std::vector<Value> gradients;
        bool any = false;
        for (const Value v : step.outputs) {
            const auto it = cotangent.find(v);
            gradients.push_back(it == cotangent.end() ? Value{} : it->second);
            any = any || gradients.back();
        }
        if (any) pullBack(emit, step, gradients, cotangent);
    }
    std::vector<Value> out;
    for (const Value v : inputs) {
        const auto it = cotangent.find(v);
        out.push_back(it == cotangent.end() ? emit.zerosLike(v) : it->second);
    }
    return out;
}

}  // namespace nw
