// Exact int8 sums, products, activations, changes of scale, copies and softmax.
#include <array>
#include <cstring>

#include "core/cpu/int8_arithmetic.h"
#include "core/cpu/int8_region.h"
#include "core/cpu/vnni.h"

namespace nw::cpu {
namespace {

std::int64_t chunkCount(std::int64_t n) { return std::clamp<std::int64_t>(n / 16384, 1, 64); }

std::int32_t zeroOf(const Int8Operand& o) { return static_cast<std::int32_t>(o.zeroPoint); }

/// y = f(a, b) on operands that broadcast.
template <class F>
Result<std::unique_ptr<Kernel>> makeBinary(const Int8Region& r, F f, std::string_view name) {
    const bool same = r.operands[0].type.extents == r.output.extents && r.operands[1].type.extents == r.output.extents;
    const std::int64_t n = r.output.elements(), chunks = same ? chunkCount(n) : 1;
    const auto a = broadcastStrides(r.operands[0].type.extents, r.output.extents),
               b = broadcastStrides(r.operands[1].type.extents, r.output.extents);
    return makeInt8Kernel(
        [=](const KernelArgs& args, std::int64_t chunk) {
            const auto *p = operand<std::int8_t>(args, r.operands[0]), *q = operand<std::int8_t>(args, r.operands[1]);
            auto* y = static_cast<std::int8_t*>(args.out[0]);
            if (same) {
                const auto [begin, end] = chunkRange(n, chunk, chunks);
                for (std::int64_t i = begin; i < end; ++i) y[i] = clampInt8(f(p[i], q[i]), r.low, r.high);
                return;
            }
            forEachOffset<2>(r.output.extents, {a, b}, [&](std::int64_t i, const std::array<std::int64_t, 2>& o) {
                y[i] = clampInt8(f(p[o[0]], q[o[1]]), r.low, r.high);
            });
        },
        chunks, name);
}

template <int Sign, bool Vectors>
Result<std::unique_ptr<Kernel>> makeSum(const KernelRequest& request) {
    if (Vectors && !int8Loops()) return fail(Code::Unsupported, "add", "the processor has no AVX-512 VNNI");
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (r.operands.size() != 2) return fail(Code::Unsupported, "add", "needs two quantized inputs");
    constexpr int left = 20;
    const float s1 = static_cast<float>(r.operands[0].scale()), s2 = static_cast<float>(r.operands[1].scale());
    const double twice = 2.0 * static_cast<double>(std::max(s1, s2));
    const Multiplier m1 = toMultiplier(static_cast<double>(s1) / twice), m2 = toMultiplier(static_cast<double>(s2) / twice);
    const Multiplier mo =
        toMultiplier(twice / (static_cast<double>(1 << left) * static_cast<double>(static_cast<float>(r.outScale))));
    const std::int32_t z1 = zeroOf(r.operands[0]), z2 = zeroOf(r.operands[1]), zo = static_cast<std::int32_t>(r.outZero);
    if constexpr (Vectors) {
        if (r.operands[0].type.extents != r.output.extents || r.operands[1].type.extents != r.output.extents)
            return fail(Code::Unsupported, "add", "the inputs broadcast");
        const auto scaleOf = [](Multiplier m) { return Int8Sum::Scale{m.multiplier, std::max(m.shift, 0), std::max(-m.shift, 0)}; };
        const Int8Sum sum{scaleOf(m1), scaleOf(m2), scaleOf(mo), z1, z2, zo, r.low, r.high, Sign < 0};
        const std::int64_t n = r.output.elements(), chunks = chunkCount(n);
        return makeInt8Kernel(
            [=](const KernelArgs& args, std::int64_t chunk) {
                const auto [begin, end] = chunkRange(n, chunk, chunks);
                int8Loops()->sum(sum, operand<std::int8_t>(args, r.operands[0]) + begin,
                                 operand<std::int8_t>(args, r.operands[1]) + begin, static_cast<std::int8_t*>(args.out[0]) + begin,
                                 end - begin);
            },
            chunks, "vnni:" + std::string(r.op.params.op().id));
    }
    return makeBinary(
        r,
        [=](std::int32_t a, std::int32_t b) {
            return std::int64_t{scaleBy(scaleBy((a - z1) * (1 << left), m1) + Sign * scaleBy((b - z2) * (1 << left), m2), mo)} + zo;
        },
        r.op.params.op().id);
}

Result<std::unique_ptr<Kernel>> makeProduct(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (r.operands.size() != 2) return fail(Code::Unsupported, "multiply", "needs two quantized inputs");
    const float product =
        static_cast<float>(r.operands[0].scale()) * static_cast<float>(r.operands[1].scale()) / static_cast<float>(r.outScale);
    const Multiplier m = toMultiplier(static_cast<double>(product));
    const std::int32_t z1 = zeroOf(r.operands[0]), z2 = zeroOf(r.operands[1]), zo = static_cast<std::int32_t>(r.outZero);
    return makeBinary(
        r, [=](std::int32_t a, std::int32_t b) { return std::int64_t{scaleBy((a - z1) * (b - z2), m)} + zo; }, "multiply");
}

/// y = table[x]: any function of one int8 value.
Result<std::unique_ptr<Kernel>> makeTable(const Int8Region& r, const std::array<std::int8_t, 256>& table, std::string_view name) {
    const std::int64_t n = r.output.elements(), chunks = chunkCount(n);
    return makeInt8Kernel(
        [=](const KernelArgs& args, std::int64_t chunk) {
            const auto* x = operand<std::int8_t>(args, r.operands[0]);
            auto* y = static_cast<std::int8_t*>(args.out[0]);
            const auto [begin, end] = chunkRange(n, chunk, chunks);
            for (std::int64_t i = begin; i < end; ++i) y[i] = table[static_cast<std::size_t>(x[i] + 128)];
        },
        chunks, name);
}

/// Integer rules: a change of scale, relu, relu6, leaky_relu.
Result<std::unique_ptr<Kernel>> makeScaled(const KernelRequest& request) {
    NW_TRY(Int8Region r, Int8Region::parse(request));
    const std::string_view id = r.op.params.op().id;
    const double in = static_cast<float>(r.operands[0].scale()), out = static_cast<float>(r.outScale);
    const std::int32_t zi = zeroOf(r.operands[0]), zo = static_cast<std::int32_t>(r.outZero);
    const auto quantized = [&](float v) { return zo + static_cast<std::int32_t>(std::lround(v / static_cast<float>(out))); };
    if (id == "relu" || id == "relu6") r.low = std::max(-128, quantized(0));
    if (id == "relu6") r.high = std::min(127, quantized(6));
    const Multiplier m = toMultiplier(in / out);
    const Multiplier negative =
        id == "leaky_relu"
            ? toMultiplier(in * static_cast<double>(static_cast<float>(r.op.params.get<double>("negative_slope"))) / out)
            : m;
    std::array<std::int8_t, 256> table{};
    for (std::int32_t q = -128; q < 128; ++q)
        table[static_cast<std::size_t>(q + 128)] =
            clampInt8(std::int64_t{scaleBy(q - zi, q >= zi ? m : negative)} + zo, r.low, r.high);
    return makeTable(r, table, id == "dequantize" ? "requantize" : id);
}

/// Float rules through a table: sigmoid, tanh.
Result<std::unique_ptr<Kernel>> makeTransformed(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    const bool tanh = std::string_view(r.op.params.op().id) == "tanh";
    const float in = static_cast<float>(r.operands[0].scale()), inverse = 1.0f / static_cast<float>(r.outScale);
    std::array<std::int8_t, 256> table{};
    for (std::int32_t q = -128; q < 128; ++q) {
        const float x = in * static_cast<float>(q - zeroOf(r.operands[0]));
        const float y = tanh ? std::tanh(x) : 1.0f / (1.0f + std::exp(-x));
        table[static_cast<std::size_t>(q + 128)] = clampInt8(static_cast<std::int64_t>(std::round(y * inverse)) + r.outZero);
    }
    return makeTable(r, table, r.op.params.op().id);
}

/// Views and other moves of elements: bytes are copied where the numbers mean the same.
Result<std::unique_ptr<Kernel>> makeCopy(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (static_cast<float>(r.operands[0].scale()) != static_cast<float>(r.outScale) || r.operands[0].zeroPoint != r.outZero)
        return fail(Code::Unsupported, "copy", "the scales differ");
    return makeInt8Kernel(
        [=](const KernelArgs& args, std::int64_t) { std::memcpy(args.out[0], args.in[r.operands[0].input], r.output.bytes()); }, 1,
        "copy");
}

/// Softmax over the last axis in fixed point.
Result<std::unique_ptr<Kernel>> makeSoftmax(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (static_cast<float>(r.outScale) != 1.0f / 256 || r.outZero != -128)
        return fail(Code::Unsupported, "softmax", "the output must have scale 1/256 and zero point -128");
    const Multiplier m =
        toMultiplier(std::min(static_cast<double>(static_cast<float>(r.operands[0].scale())) * (1 << 26), 2147483647.0));
    const auto least = -static_cast<std::int32_t>(std::floor(31.0 * (1 << 26) / std::ldexp(1.0, m.shift)));
    const std::int64_t depth = r.output.extents.back(), rows = r.output.elements() / std::max<std::int64_t>(depth, 1);
    return makeInt8Kernel(
        [=](const KernelArgs& args, std::int64_t) {
            const auto exponent = [&](std::int32_t d) {
                return expNegative(highMultiply(static_cast<std::int32_t>(static_cast<std::uint32_t>(d) << m.shift), m.multiplier),
                                   5);
            };
            for (std::int64_t row = 0; row < rows; ++row) {
                const auto* x = operand<std::int8_t>(args, r.operands[0]) + row * depth;
                auto* y = static_cast<std::int8_t*>(args.out[0]) + row * depth;
                const std::int32_t most = *std::max_element(x, x + depth);
                std::int32_t sum = 0;
                for (std::int64_t i = 0; i < depth; ++i)
                    if (x[i] - most >= least) sum += roundingShift(exponent(x[i] - most), 12);
                const int head = std::countl_zero(static_cast<std::uint32_t>(sum)), over = 12 - head;
                const std::int32_t inverse =
                    oneOverOnePlus(static_cast<std::int32_t>((static_cast<std::uint32_t>(sum) << head) - (std::uint32_t{1} << 31)));
                for (std::int64_t i = 0; i < depth; ++i)
                    y[i] =
                        x[i] - most < least
                            ? std::int8_t{-128}
                            : clampInt8(std::int64_t{roundingShift(highMultiply(inverse, exponent(x[i] - most)), over + 31 - 8)} -
                                        128);
            }
        },
        1, "softmax");
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_int8_elementwise(nw::KernelTable& table);
void nw_cpu_int8_elementwise(nw::KernelTable& table) {
    using namespace nw::cpu;
    using nw::Numerics;
    table.addRegion({"int8 add by VNNI", int8Pattern({"add"}, 2, true), makeSum<1, true>, Numerics::Exact, 0});
    table.addRegion({"int8 subtract by VNNI", int8Pattern({"subtract"}, 2, true), makeSum<-1, true>, Numerics::Exact, 0});
    table.addRegion({"int8 add", int8Pattern({"add"}, 2, true), makeSum<1, false>, Numerics::Exact, 0});
    table.addRegion({"int8 subtract", int8Pattern({"subtract"}, 2, true), makeSum<-1, false>, Numerics::Exact, 0});
    table.addRegion({"int8 multiply", int8Pattern({"multiply"}, 2, true), makeProduct, Numerics::Exact, 0});
    table.addRegion({"int8 softmax", int8Pattern({"softmax"}, 1, false), makeSoftmax, Numerics::Exact, 0});
    table.addRegion({"int8 activation", int8Pattern({"relu", "relu6", "leaky_relu"}, 1, false), makeScaled, Numerics::Exact, 0});
    table.addRegion({"int8 activation", int8Pattern({"sigmoid", "tanh"}, 1, false), makeTransformed, Numerics::Exact, 0});
    table.addRegion(
        {"int8 view", int8Pattern({"flatten", "reshape", "reshape_to", "identity"}, 1, false), makeCopy, Numerics::Exact, 0});
    table.addRegion({"int8 requantize",
                     {{"quantize"}, {nw::RegionPattern{{"dequantize"}, {}, false, true}}, false, false},
                     makeScaled,
                     Numerics::Exact,
                     0});
}
