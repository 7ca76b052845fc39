// Post-training int8 quantization, by the rules of TensorFlow Lite's quantization specification.
#pragma once
#include "core/quant/ranges.h"

namespace nw {

/// Scale and zero point of one tensor: real = scale (q - zeroPoint).
struct QuantParams {
    float scale = 1;
    std::int64_t zeroPoint = 0;
    bool operator==(const QuantParams&) const = default;
};

/// int8, asymmetric; the range is widened to hold 0, and to hold more than one number.
QuantParams activationParams(Range range);

/// Layers with weights that int8 knows (Dense and convolutions), and how many of them a program computes in int8.
struct Int8Layers {
    int quantized = 0, all = 0;
};
Int8Layers int8Layers(const Program& program);

/// A deployed float program with quantize and dequantize applications: activations int8 per tensor, weights int8 symmetric
/// (convolutions for each output channel, dense for the tensor), biases int32 with the product of the scales. Operators that int8
/// does not know stay float; a layer with weights behind them quantizes its input again. `ranges` must come from this program.
Program quantizeInt8(const Program& program, const Ranges& ranges);

}  // namespace nw
