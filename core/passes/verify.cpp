// What must hold of a function between any two passes.
#include <set>

#include "core/op/def.h"
#include "core/passes/pass_log.h"

namespace nw {
namespace {

class Verifier {
public:
    explicit Verifier(const Module& module) : module_(module) {}

    Result<void> run(FunctionRef ref) {
        if (!ref || ref.id > module_.size()) return fail(Code::Type, "module", "has no function " + std::to_string(ref.id));
        if (!seen_.insert(ref.id).second) return {};
        const Function& f = module_[ref];
        for (std::uint32_t n = 1; n <= f.nodes.size(); ++n) NW_RETURN_IF_ERROR(checkNode(f, n, ref));
        for (const Value v : f.results)
            if (!exists(f, v, static_cast<std::uint32_t>(f.nodes.size() + 1)))
                return fail(Code::Type, f.name, "returns a value that does not exist");
        if (!f.resultNames.empty() && f.resultNames.size() != f.results.size())
            return fail(
                Code::Type, f.name,
                "has " + std::to_string(f.resultNames.size()) + " names for " + std::to_string(f.results.size()) + " results");
        return {};
    }

private:
    static bool exists(const Function& f, Value v, std::uint32_t before) {
        if (!v || v.node >= before) return false;
        return v.port < (v.node == 0 ? f.params.size() : f.nodes[v.node - 1].outputs.size());
    }

    Result<void> checkNode(const Function& f, std::uint32_t n, FunctionRef self) {
        const Apply& a = f.nodes[n - 1];
        const std::string place = std::string(a.op().id) + " %" + std::to_string(n) + (a.name.empty() ? "" : " " + a.name);
        for (const FunctionRef inner : functionsOf(a.params)) {
            if (inner.id >= self.id) return fail(Code::Type, place, "refers to a function that is not earlier");
            NW_RETURN_IF_ERROR(run(inner));
        }
        std::vector<const Type*> types;
        for (const Value v : a.inputs) {
            if (v && !exists(f, v, n)) return fail(Code::Type, place, "reads a value that is not made before it");
            types.push_back(v ? &f.type(v) : nullptr);
        }
        NW_RETURN_IF_ERROR(checkPorts(a, place));
        return checkTypes(a, types, place);
    }

    static Result<void> checkPorts(const Apply& a, const std::string& place) {
        std::size_t at = 0;
        for (const PortDoc& port : a.op().inputs) {
            if (port.variadic) break;
            if (!port.optional && (at >= a.inputs.size() || !a.inputs[at]) && !(port.implicit && !a.op().references.empty()))
                return fail(Code::Type, place, "has nothing connected to " + std::string(port.name));
            ++at;
        }
        return {};
    }

    /// The phase is not written in a function, so either may explain the outputs.
    Result<void> checkTypes(const Apply& a, std::span<const Type* const> types, const std::string& place) const {
        std::string problem;
        for (const bool training : {true, false}) {
            const auto signature = inferApply(a.params, types, module_, training);
            if (!signature) {
                problem = signature.error().text();
                continue;
            }
            problem = difference(a, *signature);
            if (problem.empty()) return {};
        }
        return fail(Code::Type, place, problem);
    }

    static std::string difference(const Apply& a, const Signature& signature) {
        std::vector<const Type*> expected;
        for (const NamedType& t : signature.outputs) expected.push_back(&t.type);
        if (a.plainOutputs != expected.size())
            return "says that it has " + std::to_string(a.plainOutputs) + " outputs, but has " + std::to_string(expected.size());
        if (a.differentiated)
            for (const NamedType& t : signature.residuals) expected.push_back(&t.type);
        if (a.outputs.size() != expected.size())
            return "has " + std::to_string(a.outputs.size()) + " values for " + std::to_string(expected.size()) + " ports";
        for (std::size_t i = 0; i < expected.size(); ++i)
            if (!(a.outputs[i] == *expected[i])) return "is " + a.outputs[i].text() + ", but inference says " + expected[i]->text();
        return {};
    }

    const Module& module_;
    std::set<std::uint32_t> seen_;
};

Error wrong(std::string message) { return fail(Code::Type, "program", std::move(message)); }

}  // namespace

Result<void> verify(const Module& module, FunctionRef function) { return Verifier(module).run(function); }

Result<void> verify(const Program& p) {
    NW_RETURN_IF_ERROR(verify(*p.module, p.main));
    const Function& f = p.function();
    const std::size_t params = p.inputs.size() + p.state.size() + (p.hasRate ? 1 : 0);
    if (f.params.size() != params && f.params.size() != params + 2)
        return wrong("has " + std::to_string(f.params.size()) + " parameters for " + std::to_string(params) +
                     " inputs and states, with seed and step or without");
    for (std::size_t i = 0; i < p.inputs.size(); ++i)
        if (!(f.params[i].type == p.inputs[i].type)) return wrong("takes " + p.inputs[i].name + " as " + f.params[i].type.text());
    for (std::size_t i = 0; i < p.state.size(); ++i) {
        const TensorType& t = p.state[i].type;
        if (!(f.params[p.stateParam(i)].type == Type{t.dtype, toShape(t.extents), Form::Tensor}))
            return wrong("keeps " + p.state[i].name + " as " + f.params[p.stateParam(i)].type.text());
    }
    if (f.results.size() != p.next.size() + p.outputs.size())
        return wrong("returns " + std::to_string(f.results.size()) + " values for " +
                     std::to_string(p.next.size() + p.outputs.size()) + " next states and outputs");
    std::set<std::size_t> replaced;
    for (std::size_t i = 0; i < p.next.size(); ++i) {
        if (p.next[i] >= p.state.size() || !replaced.insert(p.next[i]).second) return wrong("replaces a state twice or none");
        if (!(f.type(f.results[i]) == f.params[p.stateParam(p.next[i])].type))
            return wrong("makes " + p.state[p.next[i]].name + " a " + f.type(f.results[i]).text());
    }
    return {};
}

}  // namespace nw
