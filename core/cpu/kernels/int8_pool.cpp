// Exact int8 pooling and means.
#include "core/cpu/int8_arithmetic.h"
#include "core/cpu/int8_region.h"
#include "core/cpu/vnni.h"

namespace nw::cpu {
namespace {

/// One axis of a pooling window over a map.
struct Axis {
    std::int64_t in, out, size, stride, before;
    std::int64_t begin(std::int64_t o) const { return std::max<std::int64_t>(o * stride - before, 0); }
    std::int64_t end(std::int64_t o) const { return std::min(o * stride - before + size, in); }
};

Axis axisOf(const Int8Region& r, std::size_t i) {
    const auto pool = r.op.params.get<std::vector<std::int64_t>>("pool_size"),
               strides = r.op.params.get<std::vector<std::int64_t>>("strides");
    const std::int64_t in = r.operands[0].type.extents[i + 1], out = r.output.extents[i + 1],
                       stride = strides[i] > 0 ? strides[i] : pool[i];
    const bool same = r.op.params.get<std::string>("padding") == "same";
    return {in, out, pool[i], stride, same ? std::max<std::int64_t>((out - 1) * stride + pool[i] - in, 0) / 2 : 0};
}

constexpr std::int64_t block = 256;    ///< channels at a time
constexpr std::int64_t mostTaps = 64;  ///< of a window that vectors do

/// Pooling of [batch, height, width, channels]; the rows of all images are counted through.
struct Pool {
    Int8Region region;
    Axis vertical = axisOf(region, 0), horizontal = axisOf(region, 1);
    std::int64_t channels = region.output.extents[3], rows = region.output.extents[0] * vertical.out;

    /// Calls `f` with the place of each pixel of a window.
    template <class F>
    void eachTap(std::int64_t row, std::int64_t column, F f) const {
        const std::int64_t top = row / vertical.out * vertical.in, line = row % vertical.out;
        for (std::int64_t y = vertical.begin(line); y < vertical.end(line); ++y)
            for (std::int64_t x = horizontal.begin(column); x < horizontal.end(column); ++x)
                f(((top + y) * horizontal.in + x) * channels);
    }
};

void maxOfTaps(const Int8Loops& loops, const Pool& pool, const std::int8_t* x, std::int64_t row, std::int64_t column,
               std::int8_t* to) {
    std::int64_t taps[mostTaps], n = 0;
    pool.eachTap(row, column, [&](std::int64_t at) { taps[n++] = at; });
    loops.maxPool(x, taps, n, to, pool.channels);
}

template <bool Max>
void poolPixel(const Pool& pool, const std::int8_t* x, std::int64_t row, std::int64_t column, std::int8_t* to) {
    using Sum = std::conditional_t<Max, std::int8_t, std::int32_t>;
    for (std::int64_t c = 0; c < pool.channels; c += block) {
        const std::int64_t width = std::min(block, pool.channels - c);
        Sum acc[block];
        std::fill_n(acc, width, Max ? Sum{-128} : Sum{0});
        std::int32_t count = 0;
        pool.eachTap(row, column, [&](std::int64_t at) {
            const std::int8_t* from = x + at + c;
            for (std::int64_t i = 0; i < width; ++i)
                acc[i] = Max ? std::max<Sum>(acc[i], from[i]) : static_cast<Sum>(acc[i] + from[i]);
            ++count;
        });
        for (std::int64_t i = 0; i < width; ++i) {
            std::int32_t v = acc[i];
            if (!Max && count > 0) v = v > 0 ? (v + count / 2) / count : (v - count / 2) / count;
            to[c + i] = clampInt8(v, pool.region.low, pool.region.high);
        }
    }
}

template <bool Max>
Result<std::unique_ptr<Kernel>> makePool(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (static_cast<float>(r.operands[0].scale()) != static_cast<float>(r.outScale) || r.operands[0].zeroPoint != r.outZero)
        return fail(Code::Unsupported, "pool", "the scales differ");
    const Pool pool{r};
    const std::int64_t chunks = std::clamp<std::int64_t>(pool.rows / 16, 1, 64);
    const Int8Loops* loops = Max && pool.vertical.size * pool.horizontal.size <= mostTaps ? int8Loops() : nullptr;
    return makeInt8Kernel(
        [=](const KernelArgs& args, std::int64_t chunk) {
            const auto* x = operand<std::int8_t>(args, pool.region.operands[0]);
            auto* to = static_cast<std::int8_t*>(args.out[0]);
            const auto [first, last] = chunkRange(pool.rows, chunk, chunks);
            to += first * pool.horizontal.out * pool.channels;
            for (std::int64_t row = first; row < last; ++row)
                for (std::int64_t column = 0; column < pool.horizontal.out; ++column, to += pool.channels)
                    if (loops)
                        maxOfTaps(*loops, pool, x, row, column, to);
                    else
                        poolPixel<Max>(pool, x, row, column, to);
        },
        chunks, Max ? "max_pooling2d" : "average_pooling2d");
}

/// The mean over the middle axes of [batch, ..., channels].
Result<std::unique_ptr<Kernel>> makeMean(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    const Extents& in = r.operands[0].type.extents;
    std::vector<std::int64_t> axes{1, 2};
    if (r.op.params.op().param("axis")) axes = r.op.params.get<std::vector<std::int64_t>>("axis");
    for (std::int64_t& a : axes)
        if (a < 0) a += static_cast<std::int64_t>(in.size());
    std::sort(axes.begin(), axes.end());
    for (std::size_t i = 0; i < axes.size(); ++i)
        if (axes[i] != static_cast<std::int64_t>(i) + 1)
            return fail(Code::Unsupported, "reduce_mean", "only means over the middle axes");
    if (axes.size() + 2 != in.size()) return fail(Code::Unsupported, "reduce_mean", "only means over the middle axes");
    const std::int64_t batch = in[0], channels = in.back(), count = product(in) / std::max<std::int64_t>(batch * channels, 1);
    Multiplier m = toMultiplier(static_cast<double>(static_cast<float>(r.operands[0].scale())) /
                                static_cast<double>(static_cast<float>(r.outScale)));
    const int shift =
        std::min({63 - std::countl_zero(static_cast<std::uint64_t>(std::max<std::int64_t>(count, 1))), 32, 31 + m.shift});
    m.multiplier = static_cast<std::int32_t>((std::int64_t{m.multiplier} << shift) / std::max<std::int64_t>(count, 1));
    m.shift -= shift;
    return makeInt8Kernel(
        [=](const KernelArgs& args, std::int64_t image) {
            const auto* x = operand<std::int8_t>(args, r.operands[0]) + image * count * channels;
            auto* y = static_cast<std::int8_t*>(args.out[0]) + image * channels;
            for (std::int64_t c = 0; c < channels; c += block) {
                const std::int64_t width = std::min(block, channels - c);
                std::int32_t sums[block] = {};
                for (std::int64_t i = 0; i < count; ++i)
                    for (std::int64_t k = 0; k < width; ++k) sums[k] += x[i * channels + c + k];
                for (std::int64_t k = 0; k < width; ++k) {
                    const auto centred = static_cast<std::int32_t>(sums[k] - r.operands[0].zeroPoint * count);
                    y[c + k] = clampInt8(std::int64_t{scaleBy(centred, m)} + r.outZero, r.low, r.high);
                }
            }
        },
        batch, "reduce_mean");
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_int8_pool(nw::KernelTable& table);
void nw_cpu_int8_pool(nw::KernelTable& table) {
    using namespace nw::cpu;
    table.addRegion({"int8 max_pooling2d", int8Pattern({"max_pooling2d"}, 1, false), makePool<true>, nw::Numerics::Exact, 0});
    table.addRegion(
        {"int8 average_pooling2d", int8Pattern({"average_pooling2d"}, 1, false), makePool<false>, nw::Numerics::Exact, 0});
    table.addRegion(
        {"int8 mean", int8Pattern({"reduce_mean", "global_average_pooling2d"}, 1, false), makeMean, nw::Numerics::Exact, 0});
}
