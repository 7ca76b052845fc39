// Int8Region: a request that matched dequantize → operator → [activation] → quantize, seen as an operator on integers.
#pragma once
#include <optional>
#include <string_view>

#include "core/op/def.h"
#include "core/op/kernel.h"

namespace nw::cpu {

/// One integer operand of the operator.
struct Int8Operand {
    int input = 0;  ///< index among the region's inputs
    TensorType type;
    std::vector<double> scales;
    std::int64_t zeroPoint = 0;
    double scale() const { return scales[0]; }
    double scale(std::size_t channel) const { return scales[scales.size() == 1 ? 0 : channel]; }
};

struct Int8Region {
    RegionNode op;
    std::vector<Int8Operand> operands;  ///< in the order of the operator's inputs
    TensorType output;
    double outScale = 1;
    std::int64_t outZero = 0;
    std::int32_t low = -128, high = 127;  ///< clamp of a fused activation, in output numbers

    /// Error: Unsupported, when an operand is not dequantized from int8 (int32 for biases).
    static Result<Int8Region> parse(const KernelRequest& request);
};

/// quantize ← [relu or relu6] ← op ← dequantize...
RegionPattern int8Pattern(std::vector<std::string_view> ops, std::size_t operands, bool activation);

/// A kernel made of a function of (args, chunk).
template <class F>
class FunctionKernel final : public Kernel {
public:
    FunctionKernel(F function, std::int64_t count, std::string name) : function_(std::move(function)) {
        chunks = count;
        implementation = std::move(name);
    }
    void run(const KernelArgs& args, std::int64_t chunk, Stream&) const override { function_(args, chunk); }

private:
    F function_;
};

template <class F>
Result<std::unique_ptr<Kernel>> makeInt8Kernel(F function, std::int64_t chunks, std::string_view op) {
    return std::unique_ptr<Kernel>(
        std::make_unique<FunctionKernel<F>>(std::move(function), chunks, "int8:exact:" + std::string(op)));
}

template <class T>
const T* operand(const KernelArgs& args, const Int8Operand& o) {
    return static_cast<const T*>(args.in[o.input]);
}

/// Elements [begin, end) of `n` that chunk `i` of `chunks` does.
inline std::pair<std::int64_t, std::int64_t> chunkRange(std::int64_t n, std::int64_t i, std::int64_t chunks) {
    return {n * i / chunks, n * (i + 1) / chunks};
}

}  // namespace nw::cpu
