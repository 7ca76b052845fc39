// What int8 convolutions and dense layers share: scales of their channels, sizes, padding.
#pragma once
#include "core/cpu/int8_arithmetic.h"
#include "core/cpu/int8_region.h"

namespace nw::cpu {

/// The multiplier of each output channel, and what follows it.
struct Requantize {
    std::vector<Multiplier> multipliers;
    std::int32_t zero, low, high;

    Requantize(const Int8Region& r, std::size_t channels, bool floatProduct)
        : zero(static_cast<std::int32_t>(r.outZero)), low(r.low), high(r.high) {
        const double in = static_cast<float>(r.operands[0].scale());
        for (std::size_t c = 0; c < channels; ++c) {
            const double w = static_cast<float>(r.operands[1].scale(c));
            const double product = floatProduct ? static_cast<double>(static_cast<float>(in) * static_cast<float>(w)) : in * w;
            multipliers.push_back(toMultiplier(product / static_cast<double>(static_cast<float>(r.outScale))));
        }
    }
    std::int8_t once(std::int32_t acc, std::size_t channel) const {
        return clampInt8(std::int64_t{scaleByOnce(acc, multipliers[channel])} + zero, low, high);
    }
    std::int8_t operator()(std::int32_t acc, std::size_t channel) const {
        return clampInt8(std::int64_t{scaleBy(acc, multipliers[channel])} + zero, low, high);
    }
};

/// Sizes of a convolution, and the padding before.
struct Window {
    std::int64_t n, h, w, c, oh, ow, oc, kh, kw, sh, sw, dh, dw, top, left, groups;

    static Window of(const Int8Region& r, std::int64_t groups) {
        const Extents &x = r.operands[0].type.extents, &k = r.operands[1].type.extents, &y = r.output.extents;
        const auto strides = r.op.params.get<std::vector<std::int64_t>>("strides"),
                   dilation = r.op.params.get<std::vector<std::int64_t>>("dilation_rate");
        const bool same = r.op.params.get<std::string>("padding") == "same";
        const auto before = [&](std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride, std::int64_t step) {
            return same ? std::max<std::int64_t>((out - 1) * stride + (kernel - 1) * step + 1 - in, 0) / 2 : 0;
        };
        return {x[0],
                x[1],
                x[2],
                x[3],
                y[1],
                y[2],
                y[3],
                k[0],
                k[1],
                strides[0],
                strides[1],
                dilation[0],
                dilation[1],
                before(x[1], y[1], k[0], strides[0], dilation[0]),
                before(x[2], y[2], k[1], strides[1], dilation[1]),
                groups};
    }
    std::int64_t rows() const { return n * oh; }
};

}  // namespace nw::cpu
