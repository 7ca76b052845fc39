// batch_normalization in training and its gradient, channels last: sums of row chunks in double, added in their order, then one
// affine map of every element. Sums are of x less its first row, so that large means do not cancel.
#include <cmath>

#include "core/cpu/chunked.h"
#include "core/cpu/vector.h"

namespace nw::cpu {
namespace {

constexpr double itemCost = 0.15;

struct Cut {
    std::int64_t rows, channels;
    Split parts, maps;
    static Cut of(const Extents& x) {
        Cut c{count(x, 0, x.size() - 1), x.back(), {}, {}};
        const double cost = itemCost * static_cast<double>(c.channels);
        c.parts = c.maps = Split::of(c.rows, cost);
        c.parts.chunks = std::min<std::int64_t>(c.parts.chunks, 32);
        return c;
    }
    /// Doubles of one part: two sums a channel.
    std::size_t sharedBytes() const { return static_cast<std::size_t>(parts.chunks * 2 * channels) * sizeof(double); }
    double* part(const KernelArgs& args, std::int64_t chunk) const {
        return reinterpret_cast<double*>(args.shared) + chunk * 2 * channels;
    }
    /// Both sums of a channel over all parts.
    std::pair<double, double> sums(const KernelArgs& args, std::int64_t channel) const {
        double a = 0, b = 0;
        for (std::int64_t i = 0; i < parts.chunks; ++i) {
            a += part(args, i)[channel];
            b += part(args, i)[channels + channel];
        }
        return {a, b};
    }
};

/// What a forward pass needs to know of the parameters and of where its arguments are.
struct Forward {
    Cut cut;
    double momentum, epsilon;
    int gamma, beta, mean, variance;  ///< inputs; -1: none
    bool residuals;

    void moments(const KernelArgs& args, std::int64_t chunk) const {
        const Range r = cut.parts.range(chunk);
        double* part = cut.part(args, chunk);
        std::fill_n(part, 2 * cut.channels, 0.0);
        const float* x = floats(args, 0);
        vectors().moments(x + r.begin * cut.channels, r.size(), cut.channels, x, part, part + cut.channels);
    }
    void map(const KernelArgs& args, std::int64_t chunk) const {
        float *a = reinterpret_cast<float*>(args.scratch), *b = a + cut.channels;
        const float* x = floats(args, 0);
        const double n = static_cast<double>(cut.rows);
        for (std::int64_t c = 0; c < cut.channels; ++c) {
            const auto [sum, squares] = cut.sums(args, c);
            const double moved = sum / n, average = static_cast<double>(x[c]) + moved;
            const double spread = std::max(0.0, squares / n - moved * moved), rstd = 1 / std::sqrt(spread + epsilon);
            const double by = gamma < 0 ? rstd : rstd * static_cast<double>(floats(args, gamma)[c]);
            a[c] = static_cast<float>(by);
            b[c] = static_cast<float>((beta < 0 ? 0.0 : static_cast<double>(floats(args, beta)[c])) - average * by);
            if (chunk == 0) writeState(args, c, average, spread, rstd);
        }
        const Range r = cut.maps.range(chunk);
        vectors().channelAffine(x + r.begin * cut.channels, r.size(), cut.channels, a, b, out(args, 0) + r.begin * cut.channels);
    }
    void writeState(const KernelArgs& args, std::int64_t c, double average, double spread, double rstd) const {
        const auto next = [&](double old, double now) { return static_cast<float>(old * momentum + now * (1 - momentum)); };
        out(args, 1)[c] = next(static_cast<double>(floats(args, mean)[c]), average);
        out(args, 2)[c] = next(static_cast<double>(floats(args, variance)[c]), spread);
        if (!residuals) return;
        out(args, 3)[c] = static_cast<float>(average);
        out(args, 4)[c] = static_cast<float>(rstd);
    }
};

Result<std::unique_ptr<Kernel>> forward(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    const Params& p = r.params();
    Forward f{Cut::of(r.inputs[0].extents), p.get<double>("momentum"), p.get<double>("epsilon"), -1, -1, 0, 0,
              r.outputs().size() > 3};
    if (f.cut.rows < 1 || r.outputs().size() < 3) return decline(r, "an empty batch is not accelerated");
    int next = 1;
    if (p.get<bool>("scale")) f.gamma = next++;
    if (p.get<bool>("center")) f.beta = next++;
    f.mean = next++;
    f.variance = next++;
    if (next != static_cast<int>(r.inputs.size())) return decline(r, "one value in two places is not accelerated");
    auto kernel = twoStages(
        "vector", f.cut.parts.chunks, [f](const KernelArgs& args, std::int64_t chunk) { f.moments(args, chunk); },
        f.cut.maps.chunks, [f](const KernelArgs& args, std::int64_t chunk) { f.map(args, chunk); });
    kernel->sharedBytes = f.cut.sharedBytes();
    kernel->scratchBytes = static_cast<std::size_t>(2 * f.cut.channels) * sizeof(float);
    kernel->cost = 2 * itemCost * static_cast<double>(f.cut.rows * f.cut.channels);
    return kernel;
}

/// dβ = Σ dy, dγ = r Σ dy (x − μ); dx is affine in dy and x.
struct Gradient {
    Cut cut;
    int gamma, mean;  ///< inputs; rstd and dy follow the mean

    void moments(const KernelArgs& args, std::int64_t chunk) const {
        const Range r = cut.parts.range(chunk);
        double* part = cut.part(args, chunk);
        std::fill_n(part, 2 * cut.channels, 0.0);
        vectors().gradMoments(floats(args, 0) + r.begin * cut.channels, floats(args, mean + 2) + r.begin * cut.channels, r.size(),
                              cut.channels, floats(args, mean), part, part + cut.channels);
    }
    void map(const KernelArgs& args, std::int64_t chunk) const {
        float *a = reinterpret_cast<float*>(args.scratch), *b = a + cut.channels, *c = b + cut.channels;
        const double n = static_cast<double>(cut.rows);
        for (std::int64_t i = 0; i < cut.channels; ++i) {
            const auto [sum, raw] = cut.sums(args, i);
            const double rstd = static_cast<double>(floats(args, mean + 1)[i]), products = raw * rstd;
            const double by = gamma < 0 ? rstd : rstd * static_cast<double>(floats(args, gamma)[i]);
            const double slope = -by * rstd * products / n;
            a[i] = static_cast<float>(by);
            b[i] = static_cast<float>(slope);
            c[i] = static_cast<float>(-by * sum / n - slope * static_cast<double>(floats(args, mean)[i]));
            if (chunk > 0) continue;
            out(args, 1)[i] = static_cast<float>(products);
            out(args, 2)[i] = static_cast<float>(sum);
        }
        const Range r = cut.maps.range(chunk);
        const std::int64_t at = r.begin * cut.channels;
        vectors().channelAffine2(floats(args, mean + 2) + at, floats(args, 0) + at, r.size(), cut.channels, a, b, c,
                                 out(args, 0) + at);
    }
};

Result<std::unique_ptr<Kernel>> gradient(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    const bool scaled = r.nodes.back().inputs[1] != RegionNode::absent;
    if (r.inputs.size() != (scaled ? 5u : 4u)) return decline(r, "one value in two places is not accelerated");
    const Gradient g{Cut::of(r.inputs[0].extents), scaled ? 1 : -1, scaled ? 2 : 1};
    if (g.cut.rows < 1) return decline(r, "an empty batch is not accelerated");
    auto kernel = twoStages(
        "vector", g.cut.parts.chunks, [g](const KernelArgs& args, std::int64_t chunk) { g.moments(args, chunk); },
        g.cut.maps.chunks, [g](const KernelArgs& args, std::int64_t chunk) { g.map(args, chunk); });
    kernel->sharedBytes = g.cut.sharedBytes();
    kernel->scratchBytes = static_cast<std::size_t>(3 * g.cut.channels) * sizeof(float);
    kernel->cost = 2 * itemCost * static_cast<double>(g.cut.rows * g.cut.channels);
    kernel->inPlace = {{0, 0}, {g.mean + 2, 0}};
    return kernel;
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_batch_normalization(nw::KernelTable& table);
void nw_cpu_batch_normalization(nw::KernelTable& table) {
    table.add("batch_normalization", nw::cpu::forward);
    table.add("batch_normalization_grad", nw::cpu::gradient);
}
