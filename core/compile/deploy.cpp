// Constant folding with the engine's own kernels, then folding into linear layers.
#include "core/compile/deploy.h"

#include <algorithm>
#include <map>

#include "core/op/registry.h"
#include "core/passes/fold.h"
#include "core/passes/simplify.h"
#include "core/runtime/executable.h"

namespace nw {
namespace {

constexpr std::int64_t largestFolded = std::int64_t{1} << 26;  ///< elements; broadcasting a constant must not fill memory

/// Whether all is known at compile time: sizes are numbers and inputs constants.
bool foldable(const Function& f, const Apply& a) {
    const std::string_view id = a.op().id;
    if (id == "constant" || id == "dequantize" || id == "barrier" || a.op().control || a.outputs.size() != 1) return false;
    const auto extents = a.outputs[0].shape ? evaluate(*a.outputs[0].shape, {}) : std::nullopt;
    if (!extents || product(*extents) > largestFolded) return false;
    return std::all_of(a.inputs.begin(), a.inputs.end(), [&](Value v) { return !v || constantOf(f, v).defined(); });
}

Result<Tensor> compute(const Function& f, const Apply& a) {
    auto module = std::make_shared<Module>();
    Function single;
    std::vector<Tensor> args;
    Apply b = a;
    for (Value& v : b.inputs) {
        if (!v) continue;
        args.push_back(constantOf(f, v).contiguous());
        single.params.push_back({"x", f.type(v)});
        v = {0, static_cast<std::uint32_t>(single.params.size() - 1)};
    }
    single.nodes.push_back(std::move(b));
    single.results.push_back({1, 0});
    Executable executable(module, module->add(std::move(single)), {});
    std::vector<Tensor> results(1);
    NW_RETURN_IF_ERROR(executable.run(args, results));
    return results[0].clone();
}

}  // namespace

Result<FunctionRef> foldConstants(Module& module, FunctionRef ref) {
    Function f = module[ref];
    for (Apply& a : f.nodes) {
        if (!foldable(f, a)) continue;
        NW_TRY(Tensor value, compute(f, a));
        a = makeConstant(std::move(value), a.name);
    }
    return pruneUnused(module, module.add(std::move(f)));
}

Result<Program> deploy(const Program& frozen) {
    Program out = frozen;
    out.module = std::make_shared<Module>(*frozen.module);
    PassLog log(frozen.function().nodes.size(), {});
    const auto folded = [&](FunctionRef f) { log.done("fold", "", *out.module, f); };
    NW_TRY(FunctionRef f, foldConstants(*out.module, out.main));
    folded(f);
    folded(f = foldLinear(*out.module, f));
    NW_TRY(out.main, foldConstants(*out.module, shareEqual(*out.module, f)));
    folded(out.main);
    return out;
}

}  // namespace nw
