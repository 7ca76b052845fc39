// matmul and dense on oneDNN, with bias and activation fused.
#include "core/cpu/gemm.h"
#include "core/op/def.h"

namespace nw::cpu {
namespace {

Result<std::unique_ptr<Kernel>> matmul(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    const Extents &a = r.inputs[0].extents, &b = r.inputs[1].extents, &y = r.outputs()[0].extents;
    const std::size_t rank = y.size();
    GemmShape s{y[rank - 2], y[rank - 1], 0, r.params().get<bool>("transpose_a"), r.params().get<bool>("transpose_b")};
    s.k = s.transposeA ? a[a.size() - 2] : a.back();
    s.batch = count(y, 0, rank - 2);
    const std::int64_t batchA = count(a, 0, a.size() - 2), batchB = count(b, 0, b.size() - 2);
    if ((batchA != s.batch && batchA != 1) || (batchB != s.batch && batchB != 1))
        return decline(r, "stretched stacks of matrices are not accelerated");
    s.strideA = batchA == 1 ? 0 : s.m * s.k;
    s.strideB = batchB == 1 ? 0 : s.k * s.n;
    if (batchB == 1 && !s.transposeA && s.strideA > 0) {  // one tall matrix
        s.m *= s.batch;
        s.batch = 1;
    }
    NW_TRY(Gemm gemm, Gemm::make(s, false, Activation::None, r.threads));
    return gemmKernel(std::move(gemm), false);
}

Result<std::unique_ptr<Kernel>> dense(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    const RegionNode& node = r.nodes.front();
    const bool bias = node.params.get<bool>("use_bias");
    for (std::size_t i = 0; i < node.inputs.size(); ++i)
        if (node.inputs[i] != static_cast<int>(i)) return decline(r, "the weights are an input of something else in the region");
    const Extents &x = r.inputs[0].extents, &w = r.inputs[1].extents;
    const Activation activation = r.nodes.size() > 1 ? activationOf(r.params().op().id) : Activation::None;
    NW_TRY(Gemm gemm, Gemm::make({count(x, 0, x.size() - 1), w[1], w[0]}, bias, activation, r.threads));
    return gemmKernel(std::move(gemm), bias);
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_matmul(nw::KernelTable& table);
void nw_cpu_matmul(nw::KernelTable& table) {
    using namespace nw;
    table.add("matmul", cpu::matmul);
    table.add("dense", cpu::dense);
    table.addRegion({"dense+activation", cpu::chain({"relu", "relu6"}, {"dense"}), cpu::dense});
}
