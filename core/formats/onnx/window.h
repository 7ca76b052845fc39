// Windows of ONNX's convolutions and pools: padding by rule or by numbers, as our `valid` and `same` with explicit borders.
#pragma once
#include "core/formats/onnx/reader.h"
#include "core/formats/onnx/writer.h"

namespace nw::onnx {

struct Border {
    std::string padding = "valid";            ///< what our operator takes
    std::vector<std::int64_t> before, after;  ///< cells to add first; empty: none
};

/// From auto_pad and pads for images `x` (channels last). Error: Unsupported (open sizes that a rule needs).
Result<Border> borderOf(OpReader& r, const Shape& x, std::span<const std::int64_t> kernel, std::span<const std::int64_t> strides,
                        std::span<const std::int64_t> dilation);
/// Adds the border, filled with `value`.
Result<Value> bordered(OpReader& r, Value x, const Border& border, double value);
/// An attribute of two numbers, or `otherwise` twice. Error: Unsupported (one or three dimensions).
Result<std::vector<std::int64_t>> pairOf(OpReader& r, std::string_view name, std::int64_t otherwise);
/// What our `same` adds before (height, width) and after; nothing for images of open size.
std::optional<std::vector<std::int64_t>> samePads(const Shape& x, std::span<const std::int64_t> kernel,
                                                  std::span<const std::int64_t> strides, std::span<const std::int64_t> dilation);
/// kernel_shape, strides and padding for a window of ours.
void setWindow(pb::Node& node, const Application& from, const std::vector<std::int64_t>& kernel,
               const std::vector<std::int64_t>& strides, const std::vector<std::int64_t>& dilation);

}  // namespace nw::onnx
