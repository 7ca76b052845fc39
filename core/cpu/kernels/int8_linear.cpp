// Exact int8 convolution, depthwise convolution and dense: acc = b + Σ w (x − zx) in int32, then scaled, shifted and clamped.
#include "core/cpu/int8_window.h"

namespace nw::cpu {
namespace {

/// Calls tap(index of the pixel, ky * kw + kx) for every tap inside the map.
template <class Tap>
void forEachTap(const Window& s, std::int64_t image, std::int64_t oy, std::int64_t ox, Tap tap) {
    for (std::int64_t ky = 0; ky < s.kh; ++ky) {
        const std::int64_t y = oy * s.sh + ky * s.dh - s.top;
        if (y < 0 || y >= s.h) continue;
        for (std::int64_t kx = 0; kx < s.kw; ++kx) {
            const std::int64_t x = ox * s.sw + kx * s.dw - s.left;
            if (x >= 0 && x < s.w) tap((image * s.h + y) * s.w + x, ky * s.kw + kx);
        }
    }
}

std::int64_t chunkCount(std::int64_t rows) { return std::clamp<std::int64_t>(rows / 8, 1, 64); }

Result<std::unique_ptr<Kernel>> makeConv(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (r.operands.size() < 2) return fail(Code::Unsupported, "conv2d", "has no weights");
    const Window s = Window::of(r, r.op.params.get<std::int64_t>("groups"));
    if (s.oc > 4096) return fail(Code::Unsupported, "conv2d", "has more than 4,096 filters");
    const Requantize out(r, static_cast<std::size_t>(s.oc), false);
    const auto zero = static_cast<std::int32_t>(r.operands[0].zeroPoint);
    const std::int64_t chunks = chunkCount(s.rows());
    return makeInt8Kernel(
        [=](const KernelArgs& args, std::int64_t chunk) {
            const auto *x = operand<std::int8_t>(args, r.operands[0]), *w = operand<std::int8_t>(args, r.operands[1]);
            const auto* bias = r.operands.size() > 2 ? operand<std::int32_t>(args, r.operands[2]) : nullptr;
            auto* y = static_cast<std::int8_t*>(args.out[0]);
            std::int32_t acc[4096];
            const std::int64_t cg = s.c / s.groups, og = s.oc / s.groups;
            const auto [begin, end] = chunkRange(s.rows(), chunk, chunks);
            for (std::int64_t row = begin; row < end; ++row)
                for (std::int64_t ox = 0; ox < s.ow; ++ox) {
                    for (std::int64_t o = 0; o < s.oc; ++o) acc[o] = bias ? bias[o] : 0;
                    forEachTap(s, row / s.oh, row % s.oh, ox, [&](std::int64_t pixel, std::int64_t tap) {
                        for (std::int64_t g = 0; g < s.groups; ++g)
                            for (std::int64_t i = 0; i < cg; ++i) {
                                const std::int32_t v = x[pixel * s.c + g * cg + i] - zero;
                                const std::int8_t* k = w + (tap * cg + i) * s.oc + g * og;
                                for (std::int64_t o = 0; o < og; ++o) acc[g * og + o] += v * k[o];
                            }
                    });
                    for (std::int64_t o = 0; o < s.oc; ++o)
                        y[(row * s.ow + ox) * s.oc + o] = out(acc[o], static_cast<std::size_t>(o));
                }
        },
        chunks, "conv2d");
}

Result<std::unique_ptr<Kernel>> makeDepthwise(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (r.operands.size() < 2) return fail(Code::Unsupported, "depthwise_conv2d", "has no weights");
    const Window s = Window::of(r, 1);
    if (s.oc > 4096) return fail(Code::Unsupported, "depthwise_conv2d", "has more than 4,096 channels");
    const Requantize out(r, static_cast<std::size_t>(s.oc), false);
    const auto zero = static_cast<std::int32_t>(r.operands[0].zeroPoint);
    const std::int64_t chunks = chunkCount(s.rows()), multiplier = s.oc / s.c;
    return makeInt8Kernel(
        [=](const KernelArgs& args, std::int64_t chunk) {
            const auto *x = operand<std::int8_t>(args, r.operands[0]), *w = operand<std::int8_t>(args, r.operands[1]);
            const auto* bias = r.operands.size() > 2 ? operand<std::int32_t>(args, r.operands[2]) : nullptr;
            auto* y = static_cast<std::int8_t*>(args.out[0]);
            std::int32_t acc[4096];
            const auto [begin, end] = chunkRange(s.rows(), chunk, chunks);
            for (std::int64_t row = begin; row < end; ++row)
                for (std::int64_t ox = 0; ox < s.ow; ++ox) {
                    for (std::int64_t o = 0; o < s.oc; ++o) acc[o] = bias ? bias[o] : 0;
                    forEachTap(s, row / s.oh, row % s.oh, ox, [&](std::int64_t pixel, std::int64_t tap) {
                        const std::int8_t *from = x + pixel * s.c, *k = w + tap * s.oc;
                        for (std::int64_t o = 0; o < s.oc; ++o) acc[o] += (from[o / multiplier] - zero) * k[o];
                    });
                    for (std::int64_t o = 0; o < s.oc; ++o)
                        y[(row * s.ow + ox) * s.oc + o] = out(acc[o], static_cast<std::size_t>(o));
                }
        },
        chunks, "depthwise_conv2d");
}

Result<std::unique_ptr<Kernel>> makeDense(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (r.operands.size() < 2) return fail(Code::Unsupported, "dense", "has no weights");
    const std::int64_t in = r.operands[1].type.extents[0], units = r.operands[1].type.extents[1],
                       rows = r.output.elements() / units;
    const Requantize out(r, static_cast<std::size_t>(units), r.operands[1].scales.size() == 1);
    const auto zero = static_cast<std::int32_t>(r.operands[0].zeroPoint);
    const std::int64_t chunks = std::clamp<std::int64_t>(rows * in * units / 100000, 1, std::min<std::int64_t>(rows, 64));
    return makeInt8Kernel(
        [=](const KernelArgs& args, std::int64_t chunk) {
            const auto *x = operand<std::int8_t>(args, r.operands[0]), *w = operand<std::int8_t>(args, r.operands[1]);
            const auto* bias = r.operands.size() > 2 ? operand<std::int32_t>(args, r.operands[2]) : nullptr;
            auto* y = static_cast<std::int8_t*>(args.out[0]);
            const auto [begin, end] = chunkRange(rows, chunk, chunks);
            constexpr std::int64_t block = 256;
            std::int32_t acc[block];
            for (std::int64_t row = begin; row < end; ++row)
                for (std::int64_t first = 0; first < units; first += block) {
                    const std::int64_t count = std::min(block, units - first);
                    for (std::int64_t o = 0; o < count; ++o) acc[o] = bias ? bias[first + o] : 0;
                    for (std::int64_t i = 0; i < in; ++i) {
                        const std::int32_t v = x[row * in + i] - zero;
                        const std::int8_t* k = w + i * units + first;
                        for (std::int64_t o = 0; o < count; ++o) acc[o] += v * k[o];
                    }
                    for (std::int64_t o = 0; o < count; ++o)
                        y[row * units + first + o] = out.once(acc[o], static_cast<std::size_t>(first + o));
                }
        },
        chunks, "dense");
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_int8_linear(nw::KernelTable& table);
void nw_cpu_int8_linear(nw::KernelTable& table) {
    using namespace nw::cpu;
    table.addRegion({"int8 conv2d", int8Pattern({"conv2d"}, 3, true), makeConv, nw::Numerics::Exact, 0});
    table.addRegion({"int8 depthwise_conv2d", int8Pattern({"depthwise_conv2d"}, 3, true), makeDepthwise, nw::Numerics::Exact, 0});
    table.addRegion({"int8 dense", int8Pattern({"dense"}, 3, true), makeDense, nw::Numerics::Exact, 0});
}
