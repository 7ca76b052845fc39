// Cutting work into chunks by its size alone, and kernels made of a callable.
#pragma once
#include <algorithm>

#include "core/op/def.h"

namespace nw::cpu {

/// [begin, end)
struct Range {
    std::int64_t begin, end;
    std::int64_t size() const { return end - begin; }
};

/// A loop over items in chunks of nearly equal size, each of about `chunkTime` nanoseconds. Small work is one chunk.
struct Split {
    std::int64_t items = 0, chunks = 1, align = 1;

    static constexpr double chunkTime = 40e3, smallWork = 15e3;

    /// `cost`: nanoseconds an item on one core. Chunks begin at multiples of `align` items.
    static Split of(std::int64_t items, double cost, std::int64_t align = 1) {
        const double time = static_cast<double>(items) * cost;
        const std::int64_t most = std::max<std::int64_t>(1, (items + align - 1) / align);
        const std::int64_t wanted = time < smallWork ? 1 : std::max<std::int64_t>(2, static_cast<std::int64_t>(time / chunkTime));
        return {items, std::min(most, wanted), align};
    }
    Range range(std::int64_t chunk) const {
        const std::int64_t blocks = (items + align - 1) / align;
        return {std::min(items, blocks * chunk / chunks * align), std::min(items, blocks * (chunk + 1) / chunks * align)};
    }
};

/// A kernel whose chunk is run(args, chunk).
template <class Run>
class CallKernel final : public Kernel {
public:
    explicit CallKernel(Run run) : run_(std::move(run)) {}
    void run(const KernelArgs& args, std::int64_t chunk, Stream&) const override { run_(args, chunk); }

private:
    Run run_;
};

template <class Run>
std::unique_ptr<Kernel> kernelOf(std::string implementation, const Split& split, double itemCost, Run run) {
    auto kernel = std::make_unique<CallKernel<Run>>(std::move(run));
    kernel->chunks = split.chunks;
    kernel->cost = static_cast<double>(split.items) * itemCost;
    kernel->implementation = std::move(implementation);
    return kernel;
}

/// A kernel of two stages: run(args, chunk), then tail(args, chunk).
template <class Run, class Tail>
class TwoStageKernel final : public Kernel {
public:
    TwoStageKernel(Run run, Tail tail) : run_(std::move(run)), tail_(std::move(tail)) {}
    void run(const KernelArgs& args, std::int64_t chunk, Stream&) const override { run_(args, chunk); }
    void runTail(const KernelArgs& args, std::int64_t chunk, Stream&) const override { tail_(args, chunk); }

private:
    Run run_;
    Tail tail_;
};

template <class Run, class Tail>
std::unique_ptr<Kernel> twoStages(std::string implementation, std::int64_t chunks, Run run, std::int64_t tailChunks, Tail tail) {
    auto kernel = std::make_unique<TwoStageKernel<Run, Tail>>(std::move(run), std::move(tail));
    kernel->chunks = chunks;
    kernel->tailChunks = tailChunks;
    kernel->implementation = std::move(implementation);
    return kernel;
}

/// Declines a request.
inline Error decline(const KernelRequest& request, std::string reason) {
    return fail(Code::Unsupported, request.params().op().id, std::move(reason));
}

/// Whether all inputs and outputs are float32.
bool allFloat(const KernelRequest& request);

inline const float* floats(const KernelArgs& args, int i) { return static_cast<const float*>(args.in[i]); }
inline float* out(const KernelArgs& args, int i) { return static_cast<float*>(args.out[i]); }

/// `outer` applied to what `inner` gives: the pattern of a region of two nodes.
inline RegionPattern chain(std::vector<std::string_view> outer, std::vector<std::string_view> inner) {
    RegionPattern p, q;
    q.ops = std::move(inner);
    p.ops = std::move(outer);
    p.inputs.push_back(std::move(q));
    return p;
}

/// Product of extents [begin, end).
inline std::int64_t count(const Extents& extents, std::size_t begin, std::size_t end) {
    std::int64_t n = 1;
    for (std::size_t i = begin; i < end; ++i) n *= extents[i];
    return n;
}

}  // namespace nw::cpu
