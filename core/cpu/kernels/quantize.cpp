// Numbers to int8 with one scale: the bits of the operator's body.
#include "core/cpu/int8_region.h"
#include "core/cpu/vnni.h"

namespace nw::cpu {
namespace {

Result<std::unique_ptr<Kernel>> makeQuantize(const KernelRequest& request) {
    const auto scales = request.params().get<std::vector<double>>("scale");
    if (!int8Loops()) return fail(Code::Unsupported, "quantize", "the processor has no AVX-512 VNNI");
    if (scales.size() != 1 || request.inputs[0].dtype != DType::Float32 || request.outputs()[0].dtype != DType::Int8)
        return fail(Code::Unsupported, "quantize", "only float32 to int8 with one scale");
    const auto scale = static_cast<float>(scales[0]);
    const auto zero = static_cast<std::int32_t>(request.params().get<std::vector<std::int64_t>>("zero_point")[0]);
    const std::int64_t n = request.outputs()[0].elements(), chunks = std::clamp<std::int64_t>(n / 65536, 1, 64);
    auto kernel = makeInt8Kernel(
        [=](const KernelArgs& args, std::int64_t chunk) {
            const auto [begin, end] = chunkRange(n, chunk, chunks);
            int8Loops()->quantize(static_cast<const float*>(args.in[0]) + begin, scale, zero,
                                  static_cast<std::int8_t*>(args.out[0]) + begin, end - begin);
        },
        chunks, "vnni:quantize");
    return kernel;
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_quantize(nw::KernelTable& table);
void nw_cpu_quantize(nw::KernelTable& table) { table.add("quantize", nw::cpu::makeQuantize); }
