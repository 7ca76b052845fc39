// Plan: which applications become operators of a TensorFlow Lite file, and which are folded into tensors or activations.
#pragma once
#include <map>

#include "core/formats/application.h"
#include "core/formats/tflite/schema_generated.h"

namespace nw::tflite {

/// Affine quantization of a tensor: real = scale · (q − zero point), for the tensor or along one dimension.
struct Quant {
    std::vector<double> scale;
    std::vector<std::int64_t> zeroPoint;
    std::int64_t axis = -1;  ///< -1: one scale for the tensor
    bool operator==(const Quant&) const = default;
};

struct NodePlan {
    bool skipped = false;  ///< no operator: folded, or a constant
    bool integer = false;  ///< inputs and output are the quantized tensors
    fb::Activation activation = fb::Activation::NONE;
};

class Plan {
public:
    explicit Plan(const Function& function);

    /// Of the application that makes `Value{index + 1, ...}`.
    const NodePlan& operator[](std::size_t index) const { return nodes_[index]; }
    /// The value whose tensor holds `v`: what a folded activation or quantize makes of it.
    Value stored(Value v) const;
    /// The quantized value behind a dequantize; the value itself when there is none.
    Value quantizedSource(Value v) const;
    /// Quantization of a value of whole numbers; null when nothing says that it is quantized.
    const Quant* quant(Value v) const;

private:
    void countUses();
    void fuseActivations();
    void foldQuantize();
    void foldDequantize();
    bool inputsAreQuantized(const Apply& a) const;
    /// Whether every real input of `a` has the quantization that `quantize` gives.
    bool sharesQuantization(const Apply& a, const Apply& quantize) const;
    bool leavesQuantized(const Apply& user, Value v) const;
    const Apply* onlyUser(Value v) const;

    const Function& function_;
    std::vector<NodePlan> nodes_;
    std::map<Value, std::vector<std::size_t>> uses_;  ///< indices of applications; function_.nodes.size() for a result
    std::map<Value, Value> stored_;
    std::map<Value, Quant> quants_;
};

}  // namespace nw::tflite
