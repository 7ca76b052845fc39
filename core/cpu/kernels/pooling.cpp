// Max pooling with its argmax and gradient, average pooling and its gradient, NHWC.
#include <array>

#include "core/cpu/chunked.h"
#include "core/cpu/vector.h"

namespace nw::cpu {
namespace {

constexpr int mostTaps = 64;

/// A pooling window on maps of known sizes.
struct Pool {
    std::int64_t batch, channels, inRows, inColumns, outRows, outColumns;
    std::array<std::int64_t, 2> size, strides, before{0, 0};

    static Pool of(const Extents& x, const Extents& y, const Params& params) {
        Pool p{x[0], x[3], x[1], x[2], y[1], y[2], {}, {}};
        const auto size = params.get<std::vector<std::int64_t>>("pool_size"),
                   strides = params.get<std::vector<std::int64_t>>("strides");
        const bool same = params.get<std::string>("padding") == "same";
        for (std::size_t a = 0; a < 2; ++a) {
            p.size[a] = size[a];
            p.strides[a] = strides[a] == 0 ? size[a] : strides[a];
            if (same) p.before[a] = std::max<std::int64_t>((y[a + 1] - 1) * p.strides[a] + size[a] - x[a + 1], 0) / 2;
        }
        return p;
    }
    std::int64_t outputRows() const { return batch * outRows; }
    /// The taps of an output pixel that lie on the map, in order; offsets from the start of x.
    int taps(std::int64_t n, std::int64_t row, std::int64_t column, PoolTap* to) const {
        int count = 0;
        for (std::int64_t ky = 0; ky < size[0]; ++ky) {
            const std::int64_t y = row * strides[0] + ky - before[0];
            if (y < 0 || y >= inRows) continue;
            for (std::int64_t kx = 0; kx < size[1]; ++kx) {
                const std::int64_t x = column * strides[1] + kx - before[1];
                if (x < 0 || x >= inColumns) continue;
                to[count++] = {((n * inRows + y) * inColumns + x) * channels, static_cast<std::int32_t>(ky * size[1] + kx)};
            }
        }
        return count;
    }
    /// Whether every cell of the map is in exactly one window.
    bool tiles() const {
        return size == strides && before[0] == 0 && before[1] == 0 && outRows * size[0] == inRows &&
               outColumns * size[1] == inColumns;
    }
    double rowCost() const { return static_cast<double>(outColumns * channels * size[0] * size[1]) * 0.12; }
};

/// Calls f(taps, count, offset of the output pixel) for the output rows of a chunk.
template <class F>
void eachPixel(const Pool& p, Range rows, F f) {
    std::array<PoolTap, mostTaps> taps;
    for (std::int64_t r = rows.begin; r < rows.end; ++r)
        for (std::int64_t c = 0; c < p.outColumns; ++c)
            f(taps.data(), p.taps(r / p.outRows, r % p.outRows, c, taps.data()), (r * p.outColumns + c) * p.channels);
}

Result<Pool> accepted(const KernelRequest& r, const Extents& x, const Extents& y) {
    if (r.inputs[0].dtype != DType::Float32) return decline(r, "only float32 is accelerated");
    const Pool p = Pool::of(x, y, r.params());
    if (p.size[0] * p.size[1] > mostTaps) return decline(r, "windows of more than 64 cells are not accelerated");
    return p;
}

Result<std::unique_ptr<Kernel>> maxPooling(const KernelRequest& r) {
    NW_TRY(const Pool p, accepted(r, r.inputs[0].extents, r.outputs()[0].extents));
    const Split split = Split::of(p.outputRows(), p.rowCost());
    const bool wanted = r.outputs().size() > 1;
    return kernelOf("vector", split, p.rowCost(), [=](const KernelArgs& args, std::int64_t chunk) {
        auto* argmax = wanted ? static_cast<std::int32_t*>(args.out[1]) : nullptr;
        eachPixel(p, split.range(chunk), [&](const PoolTap* taps, int count, std::int64_t at) {
            vectors().maxPool(floats(args, 0), taps, count, out(args, 0) + at, argmax ? argmax + at : nullptr, p.channels);
        });
    });
}

/// Chunks are images: windows that overlap write the same cells.
Result<std::unique_ptr<Kernel>> maxPoolingGrad(const KernelRequest& r) {
    NW_TRY(const Pool p, accepted(r, r.outputs()[0].extents, r.inputs[0].extents));
    const bool tiles = p.tiles();
    const std::int64_t unit = tiles ? 1 : p.outRows;
    const Split split = Split::of(p.outputRows() / std::max<std::int64_t>(1, unit), p.rowCost() * static_cast<double>(unit));
    const std::int64_t imageSize = p.inRows * p.inColumns * p.channels;
    return kernelOf("vector", split, p.rowCost(), [=](const KernelArgs& args, std::int64_t chunk) {
        const Range part = split.range(chunk);
        const auto* argmax = static_cast<const std::int32_t*>(args.in[1]);
        if (!tiles) std::fill_n(out(args, 0) + part.begin * imageSize, part.size() * imageSize, 0.0f);
        const auto spread = tiles ? vectors().maxPoolSet : vectors().maxPoolGrad;
        eachPixel(p, {part.begin * unit, part.end * unit}, [&](const PoolTap* taps, int count, std::int64_t at) {
            for (int t = 0; t < count; ++t)
                spread(floats(args, 0) + at, argmax + at, taps[t].tap, out(args, 0) + taps[t].offset, p.channels);
        });
    });
}

Result<std::unique_ptr<Kernel>> averagePooling(const KernelRequest& r) {
    NW_TRY(const Pool p, accepted(r, r.inputs[0].extents, r.outputs()[0].extents));
    const Split split = Split::of(p.outputRows(), p.rowCost());
    return kernelOf("vector", split, p.rowCost(), [=](const KernelArgs& args, std::int64_t chunk) {
        eachPixel(p, split.range(chunk), [&](const PoolTap* taps, int count, std::int64_t at) {
            float* y = out(args, 0) + at;
            std::fill_n(y, p.channels, 0.0f);
            for (int t = 0; t < count; ++t) vectors().accumulate(floats(args, 0) + taps[t].offset, y, p.channels);
            vectors().binaryRight[static_cast<int>(Binary::Divide)](y, static_cast<float>(count), y, p.channels);
        });
    });
}

Result<std::unique_ptr<Kernel>> averagePoolingGrad(const KernelRequest& r) {
    NW_TRY(const Pool p, accepted(r, r.outputs()[0].extents, r.inputs[0].extents));
    const Split split = Split::of(p.batch, p.rowCost() * static_cast<double>(p.outRows));
    const std::int64_t imageSize = p.inRows * p.inColumns * p.channels;
    auto kernel = kernelOf("vector", split, p.rowCost(), [=](const KernelArgs& args, std::int64_t chunk) {
        const Range images = split.range(chunk);
        std::fill_n(out(args, 0) + images.begin * imageSize, images.size() * imageSize, 0.0f);
        float* share = reinterpret_cast<float*>(args.scratch);
        eachPixel(p, {images.begin * p.outRows, images.end * p.outRows}, [&](const PoolTap* taps, int count, std::int64_t at) {
            vectors().binaryRight[static_cast<int>(Binary::Divide)](floats(args, 0) + at, static_cast<float>(count), share,
                                                                    p.channels);
            for (int t = 0; t < count; ++t) vectors().accumulate(share, out(args, 0) + taps[t].offset, p.channels);
        });
    });
    kernel->scratchBytes = static_cast<std::size_t>(p.channels) * sizeof(float);
    return kernel;
}

Result<std::unique_ptr<Kernel>> globalAverage(const KernelRequest& r) {
    const Extents& x = r.inputs[0].extents;
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    const std::int64_t pixels = x[1] * x[2], channels = x[3];
    if (pixels < 1) return decline(r, "the map is empty");
    const double cost = 0.1 * static_cast<double>(pixels * channels);
    const Split split = Split::of(x[0], cost);
    return kernelOf("vector", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range images = split.range(chunk);
        for (std::int64_t n = images.begin; n < images.end; ++n) {
            float* y = out(args, 0) + n * channels;
            vectors().columnSums(floats(args, 0) + n * pixels * channels, pixels, channels, channels, y);
            vectors().binaryRight[static_cast<int>(Binary::Divide)](y, static_cast<float>(pixels), y, channels);
        }
    });
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_pooling(nw::KernelTable& table);
void nw_cpu_pooling(nw::KernelTable& table) {
    using namespace nw::cpu;
    table.add("max_pooling2d", maxPooling);
    table.add("max_pooling2d_grad", maxPoolingGrad);
    table.add("average_pooling2d", averagePooling);
    table.add("average_pooling2d_grad", averagePoolingGrad);
    table.add("global_average_pooling2d", globalAverage);
}
