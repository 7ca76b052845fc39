// softmax over the last axis; softmax cross-entropy and its gradient.
#include "core/cpu/chunked.h"
#include "core/cpu/vector.h"
#include "core/op/def.h"

namespace nw::cpu {
namespace {

/// Rows of `width` along the last axis, in chunks.
Split rowSplit(const Extents& x, double& cost) {
    cost = 20 + 1.0 * static_cast<double>(x.back());
    return Split::of(count(x, 0, x.size() - 1), cost);
}

Result<std::unique_ptr<Kernel>> softmax(const KernelRequest& r) {
    const Extents& x = r.inputs[0].extents;
    const std::int64_t axis = r.params().get<std::int64_t>("axis"), width = x.back();
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    if ((axis != -1 && axis != static_cast<std::int64_t>(x.size()) - 1) || width < 1)
        return decline(r, "only the last axis is accelerated");
    double cost = 0;
    const Split split = rowSplit(x, cost);
    auto kernel = kernelOf("vector", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range rows = split.range(chunk);
        for (std::int64_t i = rows.begin; i < rows.end; ++i)
            vectors().softmaxRow(floats(args, 0) + i * width, out(args, 0) + i * width, width);
    });
    kernel->inPlace = {{0, 0}};
    return kernel;
}

std::int64_t labelAt(const void* labels, bool wide, std::int64_t i) {
    return wide ? static_cast<const std::int64_t*>(labels)[i] : static_cast<const std::int32_t*>(labels)[i];
}

/// Inputs logits, label and what follows.
bool fits(const KernelRequest& r, std::size_t inputs) {
    return r.inputs.size() == inputs && r.inputs[0].dtype == DType::Float32 && r.inputs[0].extents.back() > 0 &&
           (r.inputs[1].dtype == DType::Int32 || r.inputs[1].dtype == DType::Int64) && r.outputs()[0].dtype == DType::Float32;
}

Result<std::unique_ptr<Kernel>> crossEntropy(const KernelRequest& r) {
    if (!fits(r, 2)) return decline(r, "only float32 is accelerated");
    double cost = 0;
    const Split split = rowSplit(r.inputs[0].extents, cost);
    const std::int64_t width = r.inputs[0].extents.back();
    const bool wide = r.inputs[1].dtype == DType::Int64;
    return kernelOf("vector", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range rows = split.range(chunk);
        for (std::int64_t i = rows.begin; i < rows.end; ++i) {
            const float* z = floats(args, 0) + i * width;
            const std::int64_t label = labelAt(args.in[1], wide, i);
            out(args, 0)[i] = label < 0 || label >= width ? 0.0f : vectors().logSumExp(z, width) - z[label];
        }
    });
}

Result<std::unique_ptr<Kernel>> crossEntropyGrad(const KernelRequest& r) {
    if (!fits(r, 3)) return decline(r, "only float32 is accelerated");
    double cost = 0;
    const Split split = rowSplit(r.inputs[0].extents, cost);
    const std::int64_t width = r.inputs[0].extents.back();
    const bool wide = r.inputs[1].dtype == DType::Int64;
    auto kernel = kernelOf("vector", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range rows = split.range(chunk);
        for (std::int64_t i = rows.begin; i < rows.end; ++i) {
            float* d = out(args, 0) + i * width;
            const std::int64_t label = labelAt(args.in[1], wide, i);
            if (label < 0 || label >= width) {
                std::fill_n(d, width, 0.0f);
                continue;
            }
            vectors().softmaxRow(floats(args, 0) + i * width, d, width);
            d[label] -= 1;
            vectors().binaryRight[static_cast<int>(Binary::Multiply)](d, floats(args, 2)[i], d, width);
        }
    });
    kernel->inPlace = {{0, 0}};
    return kernel;
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_softmax(nw::KernelTable& table);
void nw_cpu_softmax(nw::KernelTable& table) {
    table.add("softmax", nw::cpu::softmax);
    table.add("softmax_cross_entropy", nw::cpu::crossEntropy);
    table.add("softmax_cross_entropy_grad", nw::cpu::crossEntropyGrad);
}
