// dropout: the reference's random bits, sixteen blocks at a time.
#include "core/cpu/chunked.h"
#include "core/cpu/vector.h"
#include "core/op/def.h"

namespace nw::cpu {
namespace {

Result<std::unique_ptr<Kernel>> dropout(const KernelRequest& r) {
    if (r.inputs.size() != 2 || r.inputs[0].dtype != DType::Float32) return decline(r, "only float32 is accelerated");
    const double rate = r.params().get<double>("rate");
    const float scale = static_cast<float>(rate < 1 ? 1 / (1 - rate) : 0);
    const bool masked = r.outputs().size() > 1;
    constexpr double cost = 1;
    const Split split = Split::of(r.outputs()[0].elements(), cost, 64);
    auto kernel = kernelOf("vector", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range range = split.range(chunk);
        const auto key = static_cast<std::uint64_t>(*static_cast<const std::int64_t*>(args.in[1]));
        vectors().dropout(floats(args, 0), out(args, 0), masked ? static_cast<bool*>(args.out[1]) : nullptr, range.begin, range.end,
                          key, static_cast<float>(rate), scale);
    });
    kernel->inPlace = {{0, 0}};
    return kernel;
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_dropout(nw::KernelTable& table);
void nw_cpu_dropout(nw::KernelTable& table) { table.add("dropout", nw::cpu::dropout); }
