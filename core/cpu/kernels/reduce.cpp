// Sums and means over leading axes (columns stay), trailing axes (rows stay), the middle ones, or everything. Sums over chunks are
// added in their order.
#include "core/cpu/chunked.h"
#include "core/cpu/vector.h"
#include "core/op/def.h"

namespace nw::cpu {
namespace {

constexpr double itemCost = 0.15;

/// The tensor as outer × reduced × inner. False when the reduced axes are not neighbours.
struct Blocks {
    std::int64_t outer = 1, reduced = 1, inner = 1;
    static bool of(const Extents& x, const std::vector<std::int64_t>& axes, Blocks& blocks) {
        std::vector<bool> gone(x.size(), axes.empty());
        for (const std::int64_t a : axes)
            gone[static_cast<std::size_t>(a < 0 ? a + static_cast<std::int64_t>(x.size()) : a)] = true;
        int stage = 0;
        for (std::size_t d = 0; d < x.size(); ++d) {
            if (x[d] == 1) continue;
            if (gone[d] && stage == 2) return false;
            if (gone[d]) stage = 1;
            if (!gone[d] && stage == 1) stage = 2;
            (stage == 0 ? blocks.outer : stage == 1 ? blocks.reduced : blocks.inner) *= x[d];
        }
        return true;
    }
};

/// Few outer blocks: the reduced rows are cut, partial sums are shared.
std::unique_ptr<Kernel> cutReduced(const Blocks& b, float scale) {
    Split split = Split::of(b.reduced, itemCost * static_cast<double>(b.inner));
    split.chunks = std::min<std::int64_t>(split.chunks, 64);
    const auto part = [=](const KernelArgs& args, std::int64_t chunk) {
        const Range rows = split.range(chunk % split.chunks);
        const float* from = floats(args, 0) + (chunk / split.chunks * b.reduced + rows.begin) * b.inner;
        float* to = reinterpret_cast<float*>(args.shared) + chunk * b.inner;
        if (b.inner == 1)
            *to = vectors().sum(from, rows.size());
        else
            vectors().columnSums(from, rows.size(), b.inner, b.inner, to);
    };
    const auto add = [=](const KernelArgs& args, std::int64_t) {
        for (std::int64_t o = 0; o < b.outer; ++o) {
            float* to = out(args, 0) + o * b.inner;
            const float* parts = reinterpret_cast<const float*>(args.shared) + o * split.chunks * b.inner;
            std::copy_n(parts, b.inner, to);
            for (std::int64_t c = 1; c < split.chunks; ++c) vectors().accumulate(parts + c * b.inner, to, b.inner);
            if (scale != 1) vectors().binaryRight[static_cast<int>(Binary::Divide)](to, scale, to, b.inner);
        }
    };
    auto kernel = twoStages("vector", b.outer * split.chunks, part, 1, add);
    kernel->sharedBytes = static_cast<std::size_t>(b.outer * split.chunks * b.inner) * sizeof(float);
    return kernel;
}

/// Many outer blocks: they are cut.
std::unique_ptr<Kernel> cutOuter(const Blocks& b, float scale) {
    const double cost = itemCost * static_cast<double>(b.reduced * b.inner);
    const Split split = Split::of(b.outer, cost);
    return kernelOf("vector", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range range = split.range(chunk);
        for (std::int64_t o = range.begin; o < range.end; ++o) {
            const float* from = floats(args, 0) + o * b.reduced * b.inner;
            float* to = out(args, 0) + o * b.inner;
            if (b.inner == 1)
                *to = vectors().sum(from, b.reduced);
            else
                vectors().columnSums(from, b.reduced, b.inner, b.inner, to);
        }
        float* to = out(args, 0) + range.begin * b.inner;
        if (scale != 1) vectors().binaryRight[static_cast<int>(Binary::Divide)](to, scale, to, range.size() * b.inner);
    });
}

template <bool Mean>
Result<std::unique_ptr<Kernel>> reduce(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    Blocks b;
    if (!Blocks::of(r.inputs[0].extents, r.params().get<std::vector<std::int64_t>>("axis"), b))
        return decline(r, "sums over axes that are not neighbours are not accelerated");
    if (b.outer * b.reduced * b.inner == 0) return decline(r, "the tensor is empty");
    const float scale = Mean ? static_cast<float>(b.reduced) : 1.0f;
    return b.outer <= 4 ? cutReduced(b, scale) : cutOuter(b, scale);
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_reduce(nw::KernelTable& table);
void nw_cpu_reduce(nw::KernelTable& table) {
    table.add("reduce_sum", nw::cpu::reduce<false>);
    table.add("reduce_mean", nw::cpu::reduce<true>);
}
