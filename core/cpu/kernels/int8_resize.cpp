// Exact int8 bilinear resizing, as TensorFlow Lite's reference kernel: places in 1/1024 of a cell, sums in 1/2²⁰, rounded half away
// from zero.
#include "core/cpu/int8_arithmetic.h"
#include "core/cpu/int8_region.h"

namespace nw::cpu {
namespace {

constexpr std::int32_t One = 1 << 10;

/// Where an output cell looks: between cells low and high, `weight` of 1/1024 towards the second.
struct Place10 {
    std::int32_t low, high, weight;
};

std::vector<Place10> placesOf(std::int64_t in, std::int64_t out) {
    const auto scale = static_cast<std::int32_t>((One * in + out / 2) / out);
    std::vector<Place10> places;
    for (std::int32_t i = 0; i < out; ++i) {
        const std::int32_t at = i * scale + scale / 2 - One / 2, low = std::max(at / One, 0);
        const std::int32_t high = std::min((at + One - 1) / One, static_cast<std::int32_t>(in - 1));
        places.push_back({std::min(low, static_cast<std::int32_t>(in - 1)), high, at - One * low});
    }
    return places;
}

Result<std::unique_ptr<Kernel>> makeResize(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (r.op.params.get<std::string>("interpolation") != "bilinear")
        return fail(Code::Unsupported, "resizing", "only the bilinear one has arithmetic of its own");
    if (static_cast<float>(r.operands[0].scale()) != static_cast<float>(r.outScale) || r.operands[0].zeroPoint != r.outZero)
        return fail(Code::Unsupported, "resizing", "the scales differ");
    const Extents in = r.operands[0].type.extents, out = r.output.extents;
    const auto [least, most] = std::minmax({in[1], in[2], out[1], out[2]});
    if (least < 1 || most >= 1 << 20)  // places are 32 bit
        return fail(Code::Unsupported, "resizing", "the images are empty or too large");
    const std::int64_t channels = out[3], rows = out[0] * out[1], chunks = std::clamp<std::int64_t>(rows / 16, 1, 64);
    return makeInt8Kernel(
        [=, vertical = placesOf(in[1], out[1]), horizontal = placesOf(in[2], out[2])](const KernelArgs& args, std::int64_t chunk) {
            const auto* x = operand<std::int8_t>(args, r.operands[0]);
            auto* y = static_cast<std::int8_t*>(args.out[0]);
            const auto [first, last] = chunkRange(rows, chunk, chunks);
            for (std::int64_t row = first; row < last; ++row) {
                const Place10 v = vertical[static_cast<std::size_t>(row % out[1])];
                const std::int8_t* image = x + row / out[1] * in[1] * in[2] * channels;
                const std::int8_t *top = image + v.low * in[2] * channels, *bottom = image + v.high * in[2] * channels;
                std::int8_t* to = y + row * out[2] * channels;
                for (const Place10 h : horizontal)
                    for (std::int64_t c = 0; c < channels; ++c) {
                        const std::int64_t left = h.low * channels + c, right = h.high * channels + c;
                        const std::int64_t sum =
                            std::int64_t{top[left] * (One - h.weight) + top[right] * h.weight} * (One - v.weight) +
                            std::int64_t{bottom[left] * (One - h.weight) + bottom[right] * h.weight} * v.weight;
                        *to++ = static_cast<std::int8_t>((sum + (sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20));
                    }
            }
        },
        chunks, "resizing");
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_int8_resize(nw::KernelTable& table);
void nw_cpu_int8_resize(nw::KernelTable& table) {
    using namespace nw::cpu;
    table.addRegion({"int8 resizing", int8Pattern({"resizing"}, 1, false), makeResize, nw::Numerics::Exact, 0});
}
