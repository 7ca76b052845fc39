// Products of row-major matrices in chunks: blocks of the result, cut by shape alone.
#include "core/cpu/gemm.h"

namespace nw::cpu {
namespace {

using dnnl::memory;

constexpr double flopsPerNanosecond = 90;  // of one core, to declare costs

memory::desc matrix(std::int64_t rows, std::int64_t columns, std::int64_t rowStride, std::int64_t columnStride) {
    return memory::desc(memory::dims{rows, columns}, memory::data_type::f32, memory::dims{rowStride, columnStride});
}

/// Columns are cut first, into panels of at least 64: every chunk then packs its own part of b and reads all of a. Then rows.
void cut(const GemmShape& s, double time, Split& rows, Split& columns) {
    constexpr double chunkTime = 120e3;
    const std::int64_t wanted = time < 20e3 ? 1 : std::max<std::int64_t>(2, static_cast<std::int64_t>(time / chunkTime));
    columns = {s.n, std::clamp<std::int64_t>(s.n / 64, 1, wanted), 16};
    const std::int64_t rest = (wanted + columns.chunks - 1) / columns.chunks;
    rows = {s.m, std::clamp<std::int64_t>(s.m / 32, 1, rest), 8};
}

}  // namespace

Result<Gemm> Gemm::make(const GemmShape& s, bool bias, Activation activation, int threads) {
    if (s.m < 1 || s.n < 1 || s.k < 1) return fail(Code::Unsupported, "matmul", "a size is 0");
    Gemm g;
    g.shape_ = s;
    g.bias_ = bias;
    const double time = 2.0 * static_cast<double>(s.m) * static_cast<double>(s.n) * static_cast<double>(s.k) / flopsPerNanosecond;
    cut(s, time, g.rows_, g.columns_);
    g.chunks = s.batch * g.rows_.chunks * g.columns_.chunks;
    g.cost = time * static_cast<double>(s.batch);
    for (std::int64_t i = 0; i < g.rows_.chunks; ++i)
        for (std::int64_t j = 0; j < g.columns_.chunks; ++j) {
            const std::int64_t m = g.rows_.range(i).size(), n = g.columns_.range(j).size();
            const auto known =
                std::find_if(g.blocks_.begin(), g.blocks_.end(), [&](const Block& b) { return b.m == m && b.n == n; });
            if (known != g.blocks_.end()) continue;
            const memory::desc a = s.transposeA ? matrix(m, s.k, 1, s.m) : matrix(m, s.k, s.k, 1);
            const memory::desc b = s.transposeB ? matrix(s.k, n, 1, s.k) : matrix(s.k, n, s.n, 1);
            const memory::desc biasDesc = bias ? matrix(1, n, n, 1) : memory::desc();
            NW_TRY(MadePrimitive made, makeMatmul(a, b, biasDesc, matrix(m, n, s.n, 1), activation, threads));
            g.scratchBytes = std::max(g.scratchBytes, made.primitive->scratchBytes);
            g.implementation = made.primitive->implementation;
            g.blocks_.push_back({m, n, std::move(made.primitive)});
        }
    return g;
}

void Gemm::run(const float* a, const float* b, const float* bias, float* c, std::int64_t chunk, std::byte* scratch) const {
    const std::int64_t cells = rows_.chunks * columns_.chunks, index = chunk / cells, cell = chunk % cells;
    const Range i = rows_.range(cell / columns_.chunks), j = columns_.range(cell % columns_.chunks);
    a += index * shape_.strideA + (shape_.transposeA ? i.begin : i.begin * shape_.k);
    b += index * shape_.strideB + (shape_.transposeB ? j.begin * shape_.k : j.begin);
    c += index * shape_.m * shape_.n + i.begin * shape_.n + j.begin;
    const auto block =
        std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& x) { return x.m == i.size() && x.n == j.size(); });
    void* pointers[] = {const_cast<float*>(a), const_cast<float*>(b), c, const_cast<float*>(bias ? bias + j.begin : nullptr)};
    block->primitive->run({pointers, bias_ ? std::size_t{4} : std::size_t{3}}, scratch);
}

std::unique_ptr<Kernel> gemmKernel(Gemm gemm, bool bias) {
    const Split split{gemm.chunks, gemm.chunks, 1};
    const double cost = gemm.cost;
    const std::size_t scratch = gemm.scratchBytes;
    const std::string implementation = gemm.implementation;
    auto kernel = kernelOf(implementation, split, cost / static_cast<double>(split.items),
                           [gemm = std::move(gemm), bias](const KernelArgs& args, std::int64_t chunk) {
                               gemm.run(floats(args, 0), floats(args, 1), bias ? floats(args, 2) : nullptr, out(args, 0), chunk,
                                        args.scratch);
                           });
    kernel->scratchBytes = scratch;
    return kernel;
}

}  // namespace nw::cpu
