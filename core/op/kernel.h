// Two-phase kernels: a factory prepares for known types or declines with a reason; run then only computes.
#pragma once
#include <cstddef>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/op/params.h"

namespace nw {

enum class Phase : std::uint8_t { Training, Inference };

/// Exact: only regions that give the body's bits. Fast: also those that reassociate and state an error bound.
enum class Numerics : std::uint8_t { Exact, Fast };

/// One application inside a request. inputs: index >= 0 is the region's input, -(k + 1) is the first output of node k, `absent` an
/// unconnected optional input.
struct RegionNode {
    static constexpr int absent = std::numeric_limits<int>::min();
    Params params;
    std::vector<int> inputs;
    std::vector<TensorType> outputs;
};

/// What a kernel is asked for: one application, or a fused region of several whose last node gives the outputs.
struct KernelRequest {
    std::vector<RegionNode> nodes;
    std::vector<TensorType> inputs;  ///< the region's inputs; of absent optional inputs there is no entry
    std::vector<const void*>
        constants;  ///< for each input its data if it never changes while the kernel lives (weights at inference), else null
    Phase phase = Phase::Inference;
    Numerics numerics = Numerics::Fast;
    bool differentiated = false;  ///< residual outputs are asked for
    int threads = 1;              ///< a hint for nothing but packing; chunk counts must not depend on it

    const Params& params() const { return nodes.back().params; }
    const std::vector<TensorType>& outputs() const { return nodes.back().outputs; }
};

/// Where a device runs work in order. CPU kernels ignore it.
class Stream {
public:
    virtual ~Stream() = default;
};

/// Pointers of one run, in the order of the request; absent optional inputs have no entry. Outputs never overlap inputs except
/// where the kernel offered it.
struct KernelArgs {
    const void* const* in;
    void* const* out;
    std::byte* scratch;  ///< `scratchBytes` bytes, 64-byte aligned, for this chunk alone
    std::byte* shared;   ///< `sharedBytes` bytes
};

/// A prepared kernel, immutable. `run` is called once for each chunk in 0..chunks-1, in any order, from several threads at once. It
/// does not allocate, block, or read a device value on the host.
class Kernel {
public:
    virtual ~Kernel() = default;
    virtual void run(const KernelArgs& args, std::int64_t chunk, Stream& stream) const = 0;

    std::int64_t chunks = 1;
    std::size_t scratchBytes = 0;
    /// Memory that all chunks of one run share (partial sums), 64-byte aligned.
    std::size_t sharedBytes = 0;
    /// Chunks of a second stage that starts when all chunks are done (adds partial sums in chunk order).
    std::int64_t tailChunks = 0;
    virtual void runTail(const KernelArgs&, std::int64_t /*chunk*/, Stream&) const {}
    /// Estimated nanoseconds on one core.
    double cost = 0;
    /// Pairs (input, output) that may share memory.
    std::vector<std::pair<int, int>> inPlace;
    /// What runs, for `explain`, e.g. "onednn:brgemm", "reference".
    std::string implementation;
};

/// Prepares a kernel or declines with a reason a person can read. May allocate and pack constants.
using KernelFactory = Result<std::unique_ptr<Kernel>> (*)(const KernelRequest& request);

/// A pattern of a fusable region, matched from its last node backwards.
struct RegionPattern {
    std::vector<std::string_view> ops;  ///< empty: any value from outside
    std::vector<RegionPattern> inputs;  ///< by position; positions beyond the list are values from outside
    bool optional = false;              ///< may be missing: then its first input pattern is matched in its place
    bool shared = false;                ///< may have other users: it is computed again inside the region (dequantize)
};

struct RegionRule {
    std::string_view name;
    RegionPattern pattern;
    KernelFactory factory;
    Numerics numerics = Numerics::Exact;  ///< Fast: reassociates, with the error bound below
    double errorBound = 0;                ///< relative to the largest output
};

/// The kernels of one backend, by operator id, and its region rules, tried in order of registration.
class KernelTable {
public:
    void add(std::string_view op, KernelFactory factory) { kernels_.push_back({op, factory}); }
    void addRegion(RegionRule rule) { regions_.push_back(std::move(rule)); }
    /// The first factory of an operator that does not decline. Error: Unsupported with all reasons.
    Result<std::unique_ptr<Kernel>> prepare(const KernelRequest& request) const;
    std::span<const RegionRule> regions() const { return regions_; }

private:
    std::vector<std::pair<std::string_view, KernelFactory>> kernels_;
    std::vector<RegionRule> regions_;
};

}  // namespace nw
