// Optimizers in place: the next weight and slots are written onto the old ones.
#include <cmath>

#include "core/cpu/chunked.h"
#include "core/cpu/vector.h"
#include "core/op/def.h"

namespace nw::cpu {
namespace {

/// Inputs are weight, gradient, rate, step, slots; outputs weight, slots.
bool fits(const KernelRequest& r) {
    if (r.inputs.size() < 4 || r.inputs[2].dtype != DType::Float32 || r.inputs[3].dtype != DType::Int64) return false;
    for (std::size_t i = 0; i < r.inputs.size(); ++i)
        if (i != 2 && i != 3 && (r.inputs[i].dtype != DType::Float32 || r.inputs[i].extents != r.inputs[0].extents)) return false;
    return true;
}

template <class Fill>
std::unique_ptr<Kernel> step(const KernelRequest& r, void (*VectorKernels::*loop)(const OptimizerStep&, std::int64_t, std::int64_t),
                             Fill fill) {
    constexpr double cost = 0.6;
    const Split split = Split::of(r.outputs()[0].elements(), cost, 64);
    auto kernel = kernelOf("vector", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        OptimizerStep s{};
        s.weight = floats(args, 0);
        s.gradient = floats(args, 1);
        s.rate = floats(args, 2)[0];
        s.weightNext = out(args, 0);
        fill(s, args, static_cast<float>(*static_cast<const std::int64_t*>(args.in[3])) + 1);
        const Range range = split.range(chunk);
        (vectors().*loop)(s, range.begin, range.end);
    });
    kernel->inPlace = {{0, 0}, {1, 0}};
    for (int slot = 4; slot < static_cast<int>(r.inputs.size()); ++slot) kernel->inPlace.emplace_back(slot, slot - 3);
    return kernel;
}

Result<std::unique_ptr<Kernel>> adam(const KernelRequest& r) {
    if (!fits(r)) return decline(r, "only float32 is accelerated");
    const Params& p = r.params();
    const double beta1 = p.get<double>("beta_1"), beta2 = p.get<double>("beta_2");
    const float epsilon = static_cast<float>(p.get<double>("epsilon"));
    const bool decays = std::string_view(p.op().id) == "adamw";
    const float decay = decays ? static_cast<float>(p.get<double>("weight_decay")) : 0.0f;
    return step(r, &VectorKernels::adam, [=](OptimizerStep& s, const KernelArgs& args, float t) {
        s.first = floats(args, 4);
        s.second = floats(args, 5);
        s.firstNext = out(args, 1);
        s.secondNext = out(args, 2);
        s.rest1 = static_cast<float>(1 - beta1);
        s.rest2 = static_cast<float>(1 - beta2);
        s.epsilon = epsilon;
        s.decay = decay;
        s.pace = s.rate * std::sqrt(1 - std::pow(static_cast<float>(beta2), t)) / (1 - std::pow(static_cast<float>(beta1), t));
    });
}

Result<std::unique_ptr<Kernel>> sgd(const KernelRequest& r) {
    if (!fits(r)) return decline(r, "only float32 is accelerated");
    const float momentum = static_cast<float>(r.params().get<double>("momentum"));
    const bool nesterov = r.params().get<bool>("nesterov"), keeps = r.inputs.size() > 4;
    return step(r, &VectorKernels::sgd, [=](OptimizerStep& s, const KernelArgs& args, float) {
        s.momentum = momentum;
        s.nesterov = nesterov;
        s.first = keeps ? floats(args, 4) : nullptr;
        s.firstNext = keeps ? out(args, 1) : nullptr;
    });
}

Result<std::unique_ptr<Kernel>> rmsprop(const KernelRequest& r) {
    if (!fits(r)) return decline(r, "only float32 is accelerated");
    if (r.inputs.size() > 5) return decline(r, "momentum and centering are not accelerated");
    const double rho = r.params().get<double>("rho");
    const float epsilon = static_cast<float>(r.params().get<double>("epsilon"));
    return step(r, &VectorKernels::rmsprop, [=](OptimizerStep& s, const KernelArgs& args, float) {
        s.second = floats(args, 4);
        s.secondNext = out(args, 1);
        s.rest1 = static_cast<float>(rho);
        s.rest2 = static_cast<float>(1 - rho);
        s.epsilon = epsilon;
    });
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_optimizer(nw::KernelTable& table);
void nw_cpu_optimizer(nw::KernelTable& table) {
    table.add("adam", nw::cpu::adam);
    table.add("adamw", nw::cpu::adam);
    table.add("sgd", nw::cpu::sgd);
    table.add("rmsprop", nw::cpu::rmsprop);
}
