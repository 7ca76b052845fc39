// Products of row-major matrices in chunks.
#pragma once
#include "core/cpu/chunked.h"
#include "core/cpu/onednn.h"

namespace nw::cpu {

/// c[m, n] = op(a)[m, k] op(b)[k, n], `batch` times. Transposed operands are stored as [k, m] and [n, k].
struct GemmShape {
    std::int64_t m, n, k;
    bool transposeA = false, transposeB = false;
    std::int64_t batch = 1;
    std::int64_t strideA = 0, strideB = 0;  ///< elements from one matrix of the batch to the next
};

/// Chunks are blocks of the result, so that no sum crosses chunks. Immutable once made.
class Gemm {
public:
    /// Error: Unsupported.
    static Result<Gemm> make(const GemmShape& shape, bool bias, Activation activation, int threads);

    void run(const float* a, const float* b, const float* bias, float* c, std::int64_t chunk, std::byte* scratch) const;

    std::int64_t chunks = 1;
    std::size_t scratchBytes = 0;
    double cost = 0;
    std::string implementation;

private:
    GemmShape shape_{};
    Split rows_, columns_;
    bool bias_ = false;
    /// By (rows, columns) of a block; at most four.
    struct Block {
        std::int64_t m, n;
        std::shared_ptr<Primitive> primitive;
    };
    std::vector<Block> blocks_;
};

/// A kernel that multiplies inputs 0 and 1 (and adds input 2 when there is a bias).
std::unique_ptr<Kernel> gemmKernel(Gemm gemm, bool bias);

}  // namespace nw::cpu
