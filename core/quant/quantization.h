// Quantization: what a quantized run keeps: the mode and the measured ranges, from which the same integers are made again.
#pragma once
#include <filesystem>

#include "core/quant/int8.h"

namespace nw {

struct Quantization {
    std::string mode = "int8";
    std::string calibration;  ///< the data specification that was used
    Ranges ranges;
};

Result<void> saveQuantization(const Quantization& q, const std::filesystem::path& path);
/// Errors: Io, Format, Unsupported (a mode that this program does not know).
Result<Quantization> loadQuantization(const std::filesystem::path& path);

/// Applies it to the deployed program it was measured on. Error: Format when the ranges belong to another network.
Result<Program> quantize(const Program& deployed, const Quantization& q);

}  // namespace nw
