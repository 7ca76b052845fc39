// Constant tensors in project files: {"dtype": "float32", "shape": [2, 3], "values": [...]}.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "core/tensor/tensor.h"

namespace nw {

/// Elements that a constant in a project file may have; more belongs into weights.
inline constexpr std::int64_t mostConstantElements = std::int64_t{1} << 20;

/// Numbers in order of memory. What JSON has no number for ("nan", "inf", "-inf", halves, complex numbers) is written as text.
nlohmann::json toJson(const Tensor& tensor);
/// Error: Format.
Result<Tensor> tensorFromJson(const nlohmann::json& json);

}  // namespace nw
