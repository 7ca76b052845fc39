// int8 convolution, depthwise convolution and dense with VNNI, for constant weights; the bits are those of int8_linear.cpp.
#include <cstring>
#include <numeric>

#include "core/cpu/int8_window.h"
#include "core/cpu/vnni.h"

namespace nw::cpu {
namespace {

struct alignas(64) Bytes64 {
    std::int8_t bytes[64];
};

/// Weights and scales in the order of the kernel's lanes.
class Packed {
public:
    Packed(std::size_t lanes, std::size_t blocks)
        : weights_(blocks), bias_(lanes), multiplier_(lanes), left_(lanes), right_(lanes, 1) {}

    std::int8_t& weight(std::int64_t i) { return weights_[static_cast<std::size_t>(i / 64)].bytes[i % 64]; }
    /// Sets what follows the sum of one channel; `reach` bounds its size.
    void setLane(std::size_t lane, std::int32_t bias, Multiplier m, bool once, std::int64_t reach) {
        bias_[lane] = bias;
        multiplier_[lane] = m.multiplier;
        left_[lane] = std::max(m.shift, 0);
        right_[lane] = once ? 31 - m.shift : std::max(-m.shift, 0);
        reach += std::abs(std::int64_t{bias});
        small_ = small_ && m.shift < 0 && m.shift > -31 && reach + (std::int64_t{1} << (-m.shift - 1)) < (std::int64_t{1} << 31);
    }
    /// After all lanes are set. Lanes without a channel give anything.
    void finish(bool once) {
        rounding_ = once ? Int8Rounding::Once : small_ ? Int8Rounding::Small : Int8Rounding::Twice;
        for (std::size_t i = 0; rounding_ == Int8Rounding::Small && i < left_.size(); ++i) left_[i] = 1 << (right_[i] - 1);
    }
    const std::int8_t* weights(std::int64_t from) const { return weights_[static_cast<std::size_t>(from / 64)].bytes; }
    Int8Epilogue epilogue(std::int64_t lane, const Requantize& out) const {
        const auto i = static_cast<std::size_t>(lane);
        return {&bias_[i], &multiplier_[i], &left_[i], &right_[i], rounding_, out.zero, out.low, out.high};
    }

private:
    std::vector<Bytes64> weights_;
    std::vector<std::int32_t> bias_, multiplier_, left_, right_;
    bool small_ = true;
    Int8Rounding rounding_ = Int8Rounding::Twice;
};

/// The operands of a request that VNNI can do.
struct Constants {
    const std::int8_t* weights;
    const std::int32_t* bias;  ///< may be null
};

Result<Constants> constantsOf(const KernelRequest& request, const Int8Region& r) {
    if (!int8Loops()) return fail(Code::Unsupported, "int8", "the processor has no AVX-512 VNNI");
    if (r.operands.size() < 2) return fail(Code::Unsupported, "int8", "has no weights");
    const auto data = [&](std::size_t i) { return request.constants[static_cast<std::size_t>(r.operands[i].input)]; };
    const bool bias = r.operands.size() > 2;
    if (!data(1) || (bias && !data(2))) return fail(Code::Unsupported, "int8", "the weights are not constant");
    if (r.operands[0].type.dtype != DType::Int8 || r.operands[1].type.dtype != DType::Int8 ||
        (bias && r.operands[2].type.dtype != DType::Int32))
        return fail(Code::Unsupported, "int8", "operands are not int8, int8, int32");
    return Constants{static_cast<const std::int8_t*>(data(1)), bias ? static_cast<const std::int32_t*>(data(2)) : nullptr};
}

/// Rows of the map with their padding, as unsigned bytes, and where pixels and taps are in them.
struct Band {
    Window s;
    std::int64_t width, rowBytes, tileRows;
    std::uint8_t pad;

    Band(const Window& window, std::int64_t zero) : s(window), pad(static_cast<std::uint8_t>(zero + 128)) {
        width = (s.ow - 1) * s.sw + (s.kw - 1) * s.dw + 1;
        rowBytes = width * s.c;
        constexpr std::int64_t target = 64 << 10;
        tileRows = std::clamp<std::int64_t>((target / rowBytes - (s.kh - 1) * s.dh - 1) / s.sh + 1, 1, s.oh);
    }
    std::int64_t rows(std::int64_t tile) const { return (tile - 1) * s.sh + (s.kh - 1) * s.dh + 1; }
    std::int64_t bytes() const { return rows(tileRows) * rowBytes; }

    /// The rows that `tile` rows of the result from `oy` read.
    void fill(const std::int8_t* image, std::int64_t oy, std::int64_t tile, std::uint8_t* to, const Int8Loops& loops) const {
        const std::int64_t first = oy * s.sh - s.top, count = rows(tile), line = s.w * s.c;
        if (s.left == 0 && width == s.w && first >= 0 && first + count <= s.h) {
            loops.shift(image + first * line, to, count * line);
            return;
        }
        const std::int64_t inside = std::min(width - s.left, s.w) * s.c, before = s.left * s.c;
        for (std::int64_t y = first; y < first + count; ++y, to += rowBytes) {
            if (y < 0 || y >= s.h || inside <= 0) {
                std::memset(to, pad, static_cast<std::size_t>(rowBytes));
                continue;
            }
            std::memset(to, pad, static_cast<std::size_t>(before));
            loops.shift(image + y * line, to + before, inside);
            std::memset(to + before + inside, pad, static_cast<std::size_t>(rowBytes - before - inside));
        }
    }
};

class DotKernel final : public Kernel {
public:
    DotKernel(const Int8Region& r, const Window& window, Requantize requantize, bool once, bool depthwise)
        : input_(r.operands[0].input),
          zero_(r.operands[0].zeroPoint),
          band_(window, zero_),
          out_(std::move(requantize)),
          once_(once),
          depthwise_(depthwise),
          loops_(*int8Loops()) {
        const Window& s = band_.s;
        const double products =
            static_cast<double>(s.rows() * s.ow * s.oc * s.kh * s.kw) * static_cast<double>(depthwise ? 1 : s.c / s.groups);
        const auto wanted = static_cast<std::int64_t>(std::clamp(products / (depthwise ? 5e5 : 2e6), 1.0, 64.0));
        rowChunks_ = std::clamp<std::int64_t>(s.rows(), 1, wanted);
        if (!depthwise) vectors_ = (s.oc / s.groups + 15) / 16;
        if (!depthwise && s.groups == 1) columnChunks_ = std::clamp<std::int64_t>(wanted / rowChunks_, 1, (vectors_ + 3) / 4);
        chunks = rowChunks_ * columnChunks_;
        scratchBytes = static_cast<std::size_t>(band_.bytes()) + 128;
        cost = products / (depthwise ? 10 : 60);
        implementation = "int8:exact:vnni:" + std::string(r.op.params.op().id);
    }

    void pack(const Constants& c) { depthwise_ ? packDepthwise(c) : packDot(c); }

    void run(const KernelArgs& args, std::int64_t chunk, Stream&) const override {
        const Window& s = band_.s;
        const auto* x = static_cast<const std::int8_t*>(args.in[input_]);
        auto* y = static_cast<std::int8_t*>(args.out[0]);
        auto* map = reinterpret_cast<std::uint8_t*>(args.scratch);
        const auto [begin, end] = chunkRange(s.rows(), chunk / columnChunks_, rowChunks_);
        const auto [first, last] = chunkRange((vectors_ + 3) / 4, chunk % columnChunks_, columnChunks_);
        for (std::int64_t row = begin; row < end;) {
            const std::int64_t image = row / s.oh, oy = row % s.oh, tile = std::min({band_.tileRows, s.oh - oy, end - row});
            band_.fill(x + image * s.h * s.w * s.c, oy, tile, map, loops_);
            std::int8_t* to = y + row * s.ow * s.oc;
            if (depthwise_) loops_.depthwise(groups_[0], map, tile * groups_[0].perRow, to);
            for (std::size_t g = 0; !depthwise_ && g < groups_.size(); ++g) {
                const auto i = static_cast<std::int64_t>(g);
                loops_.dot(groups_[g], map + i * (s.c / s.groups), tile * s.ow, to + i * (s.oc / s.groups), first * 4,
                           std::min(last * 4, vectors_));
            }
            row += tile;
        }
    }

private:
    Int8Dot shape(std::int64_t quads, std::int64_t channels) const {
        const Window& s = band_.s;
        Int8Dot d{};
        d.perRow = s.ow;
        d.rowStep = s.sh * band_.rowBytes;
        d.pixelStep = s.sw * s.c;
        d.runs = runs_.data();
        d.count = static_cast<std::int64_t>(runs_.size());
        d.quads = quads;
        d.channels = channels;
        d.stride = s.oc;
        return d;
    }

    /// Σ w (x − z) = Σ w (x + 128) − (z + 128) Σ w
    std::int32_t biasOf(const Constants& c, std::int64_t channel, std::int32_t total) const {
        const auto b = static_cast<std::uint32_t>(c.bias ? c.bias[channel] : 0);
        return static_cast<std::int32_t>(b - static_cast<std::uint32_t>(zero_ + 128) * static_cast<std::uint32_t>(total));
    }

    void packDot(const Constants& c) {
        const Window& s = band_.s;
        const std::int64_t cg = s.c / s.groups, og = s.oc / s.groups;
        const bool wide = s.groups == 1 && s.dw == 1;  // the taps of a row are side by side
        const std::int64_t across = wide ? 1 : s.kw, bytes = wide ? s.kw * s.c : cg, quads = (bytes + 3) / 4;
        for (std::int64_t ky = 0; ky < s.kh; ++ky)
            for (std::int64_t kx = 0; kx < across; ++kx)
                runs_.push_back(static_cast<std::int32_t>((ky * s.dh * band_.width + kx * s.dw) * s.c));
        const std::int64_t depth = s.kh * across * quads, lanes = vectors_ * 16;
        packed_ = Packed(static_cast<std::size_t>(s.groups * lanes), static_cast<std::size_t>(s.groups * vectors_ * depth));
        for (std::int64_t g = 0; g < s.groups; ++g) {
            for (std::int64_t o = 0; o < og; ++o) {
                std::int32_t total = 0;
                std::int64_t size = 0;
                for (std::int64_t run = 0; run < s.kh * across; ++run)
                    for (std::int64_t k = 0; k < bytes; ++k) {
                        const std::int8_t w = c.weights[(run * bytes + k) * s.oc + g * og + o];
                        packed_.weight((((g * vectors_ + o / 16) * depth + run * quads + k / 4) * 16 + o % 16) * 4 + k % 4) = w;
                        total += w;
                        size += std::abs(w);
                    }
                const std::int64_t channel = g * og + o;
                packed_.setLane(static_cast<std::size_t>(g * lanes + o), biasOf(c, channel, total),
                                out_.multipliers[static_cast<std::size_t>(channel)], once_, 255 * size);
            }
        }
        packed_.finish(once_);
        for (std::int64_t g = 0; g < s.groups; ++g) {
            Int8Dot d = shape(quads, og);
            d.weights = packed_.weights(g * vectors_ * depth * 64);
            d.out = packed_.epilogue(g * lanes, out_);
            groups_.push_back(d);
        }
    }

    /// Where pixels follow each other in the map, a row of them is one pixel with more channels, over which the weights repeat.
    void packDepthwise(const Constants& c) {
        const Window& s = band_.s;
        const std::int64_t taps = s.kh * s.kw, blocks = (s.oc + 63) / 64;
        for (std::int64_t tap = 0; tap < taps; ++tap)
            runs_.push_back(static_cast<std::int32_t>((tap / s.kw * s.dh * band_.width + tap % s.kw * s.dw) * s.c));
        runs_.resize(static_cast<std::size_t>((taps + 3) / 4 * 4));
        constexpr std::int64_t most = 2048;  // lanes of repeated weights
        const bool flat = s.sw == 1 && std::lcm(s.oc, std::int64_t{64}) <= most;
        Int8Dot d = shape(1, flat ? s.ow * s.oc : s.oc);
        d.period = flat ? std::lcm(s.oc, std::int64_t{64}) : blocks * 64;
        if (flat) d.perRow = 1, d.stride = s.ow * s.oc;
        packed_ = Packed(static_cast<std::size_t>(d.period), static_cast<std::size_t>(d.period / 64 * d.count));
        for (std::int64_t at = 0; at < (flat ? d.period : s.oc); ++at) {
            const std::int64_t o = at % s.oc, lane = at % 64 / 16, vector = at % 16 / 4, place = vector * 16 + lane * 4 + at % 4;
            std::int32_t total = 0;
            std::int64_t size = 0;
            for (std::int64_t tap = 0; tap < taps; ++tap) {
                const std::int8_t w = c.weights[tap * s.oc + o];
                packed_.weight(at / 64 * 64 * d.count + tap / 4 * 256 + place * 4 + tap % 4) = w;
                total += w;
                size += std::abs(w);
            }
            packed_.setLane(static_cast<std::size_t>(at / 64 * 64 + place), biasOf(c, o, total),
                            out_.multipliers[static_cast<std::size_t>(o)], once_, 255 * size);
        }
        packed_.finish(once_);
        d.weights = packed_.weights(0);
        d.out = packed_.epilogue(0, out_);
        groups_.push_back(d);
    }

    int input_;
    std::int64_t zero_, rowChunks_ = 1, columnChunks_ = 1, vectors_ = 1;
    Band band_;
    Requantize out_;
    bool once_, depthwise_;
    const Int8Loops& loops_;
    Packed packed_{0, 0};
    std::vector<std::int32_t> runs_;
    std::vector<Int8Dot> groups_;
};

Result<std::unique_ptr<Kernel>> make(const KernelRequest& request, const Int8Region& r, const Window& s, bool once,
                                     bool floatProduct, bool depthwise) {
    NW_TRY(const Constants constants, constantsOf(request, r));
    if (s.kh * s.dh * (s.ow * s.sw + s.kw * s.dw) * s.c >= std::int64_t{1} << 30)
        return fail(Code::Unsupported, "int8", "a window has more than 1 GiB");
    auto kernel = std::make_unique<DotKernel>(r, s, Requantize(r, static_cast<std::size_t>(s.oc), floatProduct), once, depthwise);
    kernel->pack(constants);
    return std::unique_ptr<Kernel>(std::move(kernel));
}

Result<std::unique_ptr<Kernel>> makeConv(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (r.operands.size() < 2) return fail(Code::Unsupported, "conv2d", "has no weights");
    return make(request, r, Window::of(r, r.op.params.get<std::int64_t>("groups")), false, false, false);
}

Result<std::unique_ptr<Kernel>> makeDepthwise(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (r.operands.size() < 2) return fail(Code::Unsupported, "depthwise_conv2d", "has no weights");
    const Window s = Window::of(r, 1);
    if (s.oc != s.c) return fail(Code::Unsupported, "depthwise_conv2d", "has several filters a channel");
    return make(request, r, s, false, false, true);
}

Result<std::unique_ptr<Kernel>> makeDense(const KernelRequest& request) {
    NW_TRY(const Int8Region r, Int8Region::parse(request));
    if (r.operands.size() < 2) return fail(Code::Unsupported, "dense", "has no weights");
    const std::int64_t in = r.operands[1].type.extents[0], units = r.operands[1].type.extents[1],
                       rows = r.output.elements() / units;
    return make(request, r, {1, rows, 1, in, rows, 1, units, 1, 1, 1, 1, 1, 1, 0, 0, 1}, true, r.operands[1].scales.size() == 1,
                false);
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_int8_dot(nw::KernelTable& table);
void nw_cpu_int8_dot(nw::KernelTable& table) {
    using namespace nw::cpu;
    table.addRegion({"int8 conv2d by VNNI", int8Pattern({"conv2d"}, 3, true), makeConv, nw::Numerics::Exact, 0});
    table.addRegion(
        {"int8 depthwise_conv2d by VNNI", int8Pattern({"depthwise_conv2d"}, 3, true), makeDepthwise, nw::Numerics::Exact, 0});
    table.addRegion({"int8 dense by VNNI", int8Pattern({"dense"}, 3, true), makeDense, nw::Numerics::Exact, 0});
}
