// Modules, and their listing.
#include "core/graph/function.h"

#include "core/op/def.h"

namespace nw {

FunctionSignature Function::signature() const {
    FunctionSignature s;
    for (const NamedType& p : params) s.params.push_back(p.type);
    for (const Value v : results) s.results.push_back(type(v));
    return s;
}

FunctionRef Module::add(Function function) {
    signatures_.push_back(std::make_shared<const FunctionSignature>(function.signature()));
    functions_.push_back(std::make_shared<const Function>(std::move(function)));
    return {static_cast<std::uint32_t>(functions_.size())};
}

const FunctionSignature* Module::signatureOf(FunctionRef f) const {
    return f && f.id <= signatures_.size() ? signatures_[f.id - 1].get() : nullptr;
}

Result<Signature> inferApply(const Params& params, std::span<const Type* const> inputs, const FunctionTypes& functions,
                             bool training) {
    auto signature = params.op().infer(params.raw(), Inputs(params.op(), inputs, &functions, training));
    if (signature) return signature;
    Error e = signature.error();
    e.place = std::string(params.op().id) + (e.place.empty() || e.place == params.op().id ? "" : "." + e.place);
    return e;
}

Tensor constantOf(const Function& function, Value value) {
    const Apply* a = function.maker(value);
    if (!a || std::string_view(a->op().id) != "constant") return {};
    return a->params.get<TensorRef>("value").tensor.contiguous();
}

std::vector<FunctionRef> functionsOf(const Params& params) {
    std::vector<FunctionRef> out;
    for (const ParamSpec& spec : params.op().params)
        if (spec.kind == ParamKind::Function)
            if (const auto f = std::get<FunctionRef>(params.get(spec))) out.push_back(f);
    return out;
}

namespace {

std::string nameOf(const Function& f, Value v) {
    if (!v) return "-";
    if (v.node == 0) return "%" + (f.params[v.port].name.empty() ? "p" + std::to_string(v.port) : f.params[v.port].name);
    const std::string base = "%" + std::to_string(v.node);
    return f.nodes[v.node - 1].outputs.size() > 1 ? base + "." + std::to_string(v.port) : base;
}

std::string line(const Function& f, std::uint32_t node) {
    const Apply& a = f.nodes[node - 1];
    std::string out = "  ";
    for (std::uint32_t i = 0; i < a.outputs.size(); ++i) out += (i ? ", " : "") + nameOf(f, {node, i});
    out += " = " + std::string(a.op().id) + "(";
    for (std::size_t i = 0; i < a.inputs.size(); ++i) out += (i ? ", " : "") + nameOf(f, a.inputs[i]);
    const Params defaults(a.op());
    for (const ParamSpec& p : a.op().params)
        if (!(a.params.get(p) == defaults.get(p)))
            out += (out.back() == '(' ? "" : ", ") + std::string(p.id) + "=" + textOf(a.params.get(p));
    out += ")";
    if (a.differentiated) out += " differentiated";
    for (const Type& t : a.outputs) out += (&t == &a.outputs[0] ? " : " : ", ") + t.text();
    if (!a.name.empty()) out += "   # " + a.name;
    return out + "\n";
}

}  // namespace

std::string print(const Module& module, FunctionRef function) {
    const Function& f = module[function];
    std::string out = "function " + std::to_string(function.id) + (f.name.empty() ? "" : " " + f.name) + "(";
    for (std::size_t i = 0; i < f.params.size(); ++i)
        out += (i ? ", " : "") + nameOf(f, {0, static_cast<std::uint32_t>(i)}) + ": " + f.params[i].type.text();
    out += ")\n";
    for (std::uint32_t n = 1; n <= f.nodes.size(); ++n) out += line(f, n);
    out += "  return";
    for (std::size_t i = 0; i < f.results.size(); ++i)
        out += (i ? ", " : " ") + (i < f.resultNames.size() ? f.resultNames[i] + "=" : std::string()) + nameOf(f, f.results[i]);
    out += "\n";
    for (const Apply& a : f.nodes)
        for (const FunctionRef inner : functionsOf(a.params)) out += print(module, inner);
    return out;
}

}  // namespace nw
