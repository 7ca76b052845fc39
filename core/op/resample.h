// What resizing and its adjoint share: where a cell of the new grid looks on the old one.
#pragma once
#include "core/op/define.h"

namespace nw {

enum class Interpolation : std::uint8_t { Bilinear, Nearest };
inline constexpr std::array<Choice, 2> InterpolationChoices{{{"bilinear", "Bilinear"}, {"nearest", "Nearest"}}};
inline std::string idOf(Interpolation how) { return InterpolationChoices[static_cast<std::size_t>(how)].id; }

/// Where output cell i of an axis looks: between cells low and high. In float, as TensorFlow.
struct Place {
    std::int64_t low, high;
    float lerp;
};

inline Place placeOf(std::int64_t i, std::int64_t in, std::int64_t out, Interpolation how) {
    const float at = (static_cast<float>(i) + 0.5f) * (static_cast<float>(in) / static_cast<float>(out));
    if (how == Interpolation::Nearest) {
        const std::int64_t cell = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(at)), 0, in - 1);
        return {cell, cell, 0};
    }
    const float floor = std::floor(at - 0.5f);
    const std::int64_t low = static_cast<std::int64_t>(floor);
    return {std::clamp<std::int64_t>(low, 0, in - 1), std::clamp<std::int64_t>(low + 1, 0, in - 1), at - 0.5f - floor};
}

}  // namespace nw
