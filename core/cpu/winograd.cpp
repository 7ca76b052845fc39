// 3×3 convolutions of stride 1 and their input gradients by Winograd's algorithm. It reassociates (relative error of about 2e-6),
// so it is offered only under Numerics::Fast.
#include "core/cpu/winograd.h"

#include <limits>

#include "core/cpu/vector.h"

namespace nw::cpu {
namespace {

constexpr std::int64_t points = 36, tileSize = 4;

/// y[.., n] = the convolution of x[.., k]; an input gradient is one too, of dy with the kernel turned and transposed.
struct Winograd {
    std::int64_t batch, inRows, inColumns, outRows, outColumns, k, n, top, left;
    bool turned = false;
    float low = -std::numeric_limits<float>::infinity(), most = std::numeric_limits<float>::infinity();
    std::int64_t tileRows = 0, tileColumns = 0, group = 0;  ///< tiles whose products are made together
    Split tiles{}, packing{};

    void plan() {
        tileRows = (outRows + tileSize - 1) / tileSize;
        tileColumns = (outColumns + tileSize - 1) / tileSize;
        group = std::clamp<std::int64_t>((std::int64_t{1} << 17) / (points * (k + n)) / 12 * 12, 12, 60);
        const double cost = 0.011 * static_cast<double>(points * k * n) + 4 * static_cast<double>(k + n);
        tiles = Split::of(batch * tileRows * tileColumns, cost, group);
        tiles.chunks = std::max<std::int64_t>(
            1, std::min(tiles.chunks, static_cast<std::int64_t>(cost * static_cast<double>(tiles.items) / 80e3) + 1));
        packing = Split::of(k, 60 * static_cast<double>(n));
    }
    std::size_t packedBytes() const { return static_cast<std::size_t>(points * k * n) * sizeof(float); }
    std::size_t scratchBytes() const { return static_cast<std::size_t>(points * group * (k + n)) * sizeof(float); }

    /// u[p][k][n] from HWIO.
    void pack(const float* kernel, float* u, Range rows) const {
        const std::int64_t tap = k * n;
        for (std::int64_t i = rows.begin; i < rows.end; ++i)
            if (turned)
                vectors().winogradKernel(kernel + 8 * tap + i, -tap, k, n, u + i * n, tap);
            else
                vectors().winogradKernel(kernel + i * n, tap, 1, n, u + i * n, tap);
    }
    void run(const float* x, const float* u, const float* bias, float* y, std::int64_t chunk, std::byte* scratch) const {
        const Range range = tiles.range(chunk);
        float *v = reinterpret_cast<float*>(scratch), *m = v + points * group * k;
        for (std::int64_t at = range.begin; at < range.end; at += group) {
            const std::int64_t count = std::min(group, range.end - at);
            for (std::int64_t t = 0; t < count; ++t) readTile(x, at + t, v + t * k);
            for (std::int64_t p = 0; p < points; ++p)
                vectors().smallProduct(v + p * group * k, count, k, u + p * k * n, n, m + p * group * n);
            for (std::int64_t t = 0; t < count; ++t) writeTile(m + t * n, bias, y, at + t);
        }
    }
    void readTile(const float* x, std::int64_t index, float* v) const {
        const std::int64_t image = index / (tileRows * tileColumns);
        const std::int64_t row = index / tileColumns % tileRows * tileSize - top, column = index % tileColumns * tileSize - left;
        const auto inside = [](std::int64_t begin, std::int64_t size) {
            return std::pair(static_cast<int>(std::max<std::int64_t>(0, -begin)),
                             static_cast<int>(std::min<std::int64_t>(6, size - begin)));
        };
        const auto [t, b] = inside(row, inRows);
        const auto [l, r] = inside(column, inColumns);
        const std::int64_t offset = ((image * inRows + row) * inColumns + column) * k;
        vectors().winogradInput(x + offset, inColumns * k, {t, b, l, r}, k, v, group * k);
    }
    void writeTile(const float* m, const float* bias, float* y, std::int64_t index) const {
        const std::int64_t image = index / (tileRows * tileColumns);
        const std::int64_t row = index / tileColumns % tileRows * tileSize, column = index % tileColumns * tileSize;
        const WinogradTile tile{0, static_cast<int>(std::min(tileSize, outRows - row)), 0,
                                static_cast<int>(std::min(tileSize, outColumns - column))};
        vectors().winogradOutput(m, group * n, tile, n, bias, most, low, y + ((image * outRows + row) * outColumns + column) * n,
                                 outColumns * n);
    }
};

/// Fills in what forward and gradient share. Error: Unsupported with the reason.
Result<Winograd> shaped(const KernelRequest& r, const Params& p, const Extents& x, const Extents& y, const Extents& kernel) {
    using Ints = std::vector<std::int64_t>;
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    if (r.numerics == Numerics::Exact) return decline(r, "Winograd's algorithm is not exact");
    if (kernel[0] != 3 || kernel[1] != 3 || p.get<Ints>("strides") != Ints{1, 1} || p.get<Ints>("dilation_rate") != Ints{1, 1} ||
        p.get<std::int64_t>("groups") != 1)
        return decline(r, "Winograd's algorithm needs a dense 3×3 kernel of stride 1");
    const bool same = p.get<std::string>("padding") == "same";
    Winograd w{x[0], x[1], x[2], y[1], y[2], kernel[2], kernel[3], same, same};
    if (w.k % 16 != 0 || w.n % 16 != 0 || w.k * w.n > 128 * 128)
        return decline(r, "these channels do not suit Winograd's algorithm");
    if (w.batch * y[1] * y[2] < 256 || y[1] < 4 || y[2] < 4) return decline(r, "the map is too small for Winograd's algorithm");
    return w;
}

std::unique_ptr<Kernel> kernelFor(Winograd w, const void* constant, bool bias) {
    w.plan();
    const auto run = [w, bias](const KernelArgs& args, const float* u, std::int64_t chunk) {
        w.run(floats(args, 0), u, bias ? floats(args, 2) : nullptr, out(args, 0), chunk, args.scratch);
    };
    std::unique_ptr<Kernel> kernel;
    if (constant) {
        const auto packed = Storage::allocate(w.packedBytes());
        w.pack(static_cast<const float*>(constant), reinterpret_cast<float*>(packed->data()), {0, w.k});
        kernel = kernelOf("winograd", w.tiles, 0, [run, packed](const KernelArgs& args, std::int64_t chunk) {
            run(args, reinterpret_cast<const float*>(packed->data()), chunk);
        });
    } else {
        kernel = twoStages(
            "winograd", w.packing.chunks,
            [w](const KernelArgs& args, std::int64_t chunk) {
                w.pack(floats(args, 1), reinterpret_cast<float*>(args.shared), w.packing.range(chunk));
            },
            w.tiles.chunks,
            [run](const KernelArgs& args, std::int64_t chunk) { run(args, reinterpret_cast<const float*>(args.shared), chunk); });
        kernel->sharedBytes = w.packedBytes();
    }
    kernel->scratchBytes = w.scratchBytes();
    kernel->cost = static_cast<double>(w.tiles.items * points * w.k * w.n) * 0.011;
    return kernel;
}

}  // namespace

Result<std::unique_ptr<Kernel>> winogradForward(const KernelRequest& r) {
    const RegionNode& node = r.nodes.front();
    for (std::size_t i = 0; i < node.inputs.size(); ++i)
        if (node.inputs[i] != static_cast<int>(i)) return decline(r, "the weights are an input of something else in the region");
    NW_TRY(Winograd w, shaped(r, node.params, r.inputs[0].extents, r.outputs()[0].extents, r.inputs[1].extents));
    if (r.nodes.size() > 1) {
        w.low = 0;
        if (std::string_view(r.params().op().id) == "relu6") w.most = 6;
    }
    return kernelFor(w, r.constants.size() > 1 ? r.constants[1] : nullptr, node.params.get<bool>("use_bias"));
}

Result<std::unique_ptr<Kernel>> winogradInputGrad(const KernelRequest& r) {
    const Extents &dy = r.inputs[0].extents, &dx = r.outputs()[0].extents;
    NW_TRY(Winograd w, shaped(r, r.params(), dx, dy, r.inputs[1].extents));
    std::swap(w.inRows, w.outRows);
    std::swap(w.inColumns, w.outColumns);
    std::swap(w.k, w.n);
    w.top = 2 - w.top;
    w.left = 2 - w.left;
    w.turned = true;
    return kernelFor(w, r.constants.size() > 1 ? r.constants[1] : nullptr, false);
}

}  // namespace nw::cpu
