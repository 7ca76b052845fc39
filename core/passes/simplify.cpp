// Passes on functions; each writes a new function.
#include "core/passes/simplify.h"

#include <algorithm>

#include "core/graph/builder.h"
#include "core/op/registry.h"

namespace nw {
namespace {

bool isPlainCall(const Apply& a) { return std::string_view(a.op().id) == "call"; }

/// Rewrites a function node by node: `visit` maps the values of one application (inputs are already mapped) or leaves it out.
class Rewriter {
public:
    Rewriter(const Function& from) : from_(from) {
        to_.name = from.name;
        to_.params = from.params;
        map_.emplace_back();
        for (std::uint32_t i = 0; i < from.params.size(); ++i) map_[0].push_back({0, i});
    }
    Value operator[](Value v) const { return v ? map_[v.node][v.port] : v; }
    Apply mapped(const Apply& a) const {
        Apply b = a;
        for (Value& v : b.inputs) v = (*this)[v];
        return b;
    }
    std::vector<Value> append(Apply a) {
        to_.nodes.push_back(std::move(a));
        std::vector<Value> out;
        for (std::uint32_t i = 0; i < to_.nodes.back().outputs.size(); ++i)
            out.push_back({static_cast<std::uint32_t>(to_.nodes.size()), i});
        return out;
    }
    void define(std::vector<Value> values) { map_.push_back(std::move(values)); }
    void skip(std::size_t outputs) { map_.emplace_back(outputs); }
    Function finish() {
        for (const Value v : from_.results) to_.results.push_back((*this)[v]);
        to_.resultNames = from_.resultNames;
        return std::move(to_);
    }
    const Function& target() const { return to_; }

private:
    const Function& from_;
    Function to_;
    std::vector<std::vector<Value>> map_;
};

std::vector<Value> inlineInto(Rewriter& out, const Module& module, const Function& callee, const std::vector<Value>& args,
                              const std::string& name) {
    std::vector<std::vector<Value>> map{args};
    for (const Apply& a : callee.nodes) {
        Apply b = a;
        for (Value& v : b.inputs) v = v ? map[v.node][v.port] : v;
        if (b.name.empty()) b.name = name;
        map.push_back(isPlainCall(b) ? inlineInto(out, module, module[b.params.get<FunctionRef>("function")], b.inputs, b.name)
                                     : out.append(std::move(b)));
    }
    std::vector<Value> results;
    for (const Value v : callee.results) results.push_back(map[v.node][v.port]);
    return results;
}

}  // namespace

FunctionRef inlineCalls(Module& module, FunctionRef f) {
    const Function source = module[f];
    if (std::none_of(source.nodes.begin(), source.nodes.end(), isPlainCall)) return f;
    Rewriter out(source);
    for (const Apply& a : source.nodes) {
        Apply b = out.mapped(a);
        if (!isPlainCall(b))
            out.define(out.append(std::move(b)));
        else
            out.define(inlineInto(out, module, module[b.params.get<FunctionRef>("function")], b.inputs, b.name));
    }
    return module.add(out.finish());
}

FunctionRef shareEqual(Module& module, FunctionRef f) {
    const Function source = module[f];
    Rewriter out(source);
    std::multimap<std::pair<const OpDef*, std::vector<Value>>, std::uint32_t> known;
    for (const Apply& a : source.nodes) {
        Apply b = out.mapped(a);
        const bool pure = std::string_view(b.op().id) != "barrier";
        const auto key = std::pair(&b.op(), b.inputs);
        std::uint32_t same = 0;
        const auto [begin, end] = known.equal_range(key);
        for (auto it = begin; it != end && pure && same == 0; ++it) {
            const Apply& other = out.target().nodes[it->second - 1];
            if (other.params == b.params && other.outputs.size() == b.outputs.size()) same = it->second;
        }
        if (same == 0) {
            const std::vector<Value> values = out.append(std::move(b));
            known.emplace(key, static_cast<std::uint32_t>(out.target().nodes.size()));
            out.define(values);
            continue;
        }
        std::vector<Value> values;
        for (std::uint32_t i = 0; i < a.outputs.size(); ++i) values.push_back({same, i});
        out.define(std::move(values));
    }
    return module.add(out.finish());
}

FunctionRef pruneUnused(Module& module, FunctionRef f) {
    const Function source = module[f];
    std::vector<bool> used(source.nodes.size() + 1, false);
    for (const Value v : source.results)
        if (v) used[v.node] = true;
    for (std::size_t n = source.nodes.size(); n >= 1; --n)
        if (used[n])
            for (const Value v : source.nodes[n - 1].inputs)
                if (v) used[v.node] = true;
    Rewriter out(source);
    for (std::size_t n = 1; n <= source.nodes.size(); ++n) {
        const Apply& a = source.nodes[n - 1];
        if (used[n])
            out.define(out.append(out.mapped(a)));
        else
            out.skip(a.outputs.size());
    }
    return module.add(out.finish());
}

namespace {

/// Simplifies the functions that loops and branches of `f` run.
FunctionRef simplifyBodies(Module& module, FunctionRef f) {
    const Function source = module[f];
    Rewriter out(source);
    for (const Apply& a : source.nodes) {
        Apply b = out.mapped(a);
        for (const ParamSpec& p : b.op().params) {
            if (p.kind != ParamKind::Function) continue;
            const auto inner = std::get<FunctionRef>(b.params.get(p));
            if (!inner || std::string_view(p.id) == "backward" || std::string_view(p.id).starts_with("backward_")) continue;
            auto changed = b.params.with(p.id, simplify(module, inner));
            NW_CHECK(changed);
            b.params = *std::move(changed);
        }
        out.define(out.append(std::move(b)));
    }
    return module.add(out.finish());
}

}  // namespace

FunctionRef simplify(Module& module, FunctionRef f, PassLog* log) {
    PassLog own(module[f].nodes.size(), {});
    PassLog& told = log ? *log : own;
    f = simplifyBodies(module, inlineCalls(module, f));
    told.done("inline", "Calls become the applications of their functions.", module, f);
    f = shareEqual(module, f);
    told.done("share", "Equal applications become one.", module, f);
    f = pruneUnused(module, f);
    told.done("prune", "What nothing reads is removed.", module, f);
    return f;
}

Program freeze(const Program& program, std::span<const Tensor> state) {
    NW_CHECK(state.size() == program.state.size() && program.next.empty());
    Program out = program;
    out.module = std::make_shared<Module>(*program.module);
    FunctionBuilder b(*out.module, false, "main");
    std::vector<Value> args;
    for (const NamedType& p : program.inputs) args.push_back(b.param(p.name, p.type));
    const OpDef& constant = operatorById("constant");
    for (std::size_t i = 0; i < state.size(); ++i) {
        const std::array<std::pair<std::string_view, Attr>, 1> attrs{{{"value", TensorRef{state[i].contiguous()}}}};
        b.setName(program.state[i].name);
        args.push_back(b.apply(*Params::make(constant, attrs), {})[0]);
    }
    b.setName({});
    if (program.hasRate) args.push_back(b.constant(DType::Float32, 0));
    args.push_back(b.one("fill", {{"dtype", DType::Int64}, {"shape", Shape{}}}, {}));
    args.push_back(b.one("fill", {{"dtype", DType::Int64}, {"shape", Shape{}}}, {}));
    const Function& main = program.function();
    const auto inlined = b.inlineFunction(main, args);
    std::vector<Value> results;
    for (const Value v : main.results) results.push_back(inlined[v]);
    out.main = simplify(*out.module, b.finish(std::move(results), main.resultNames));
    out.state.clear();
    out.hasRate = false;
    return out;
}

}  // namespace nw
