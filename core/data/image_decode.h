// Decodes image files from memory.
#pragma once
#include <span>
#include <string_view>

#include "core/data/image_convert.h"

namespace nw {

/// Decodes a JPEG, PNG, BMP, WebP or PNM file to float 0…255 of the given shape (1 or 3 channels), written to `out` with
/// shape.elements() values. Other sizes are resized; a JPEG file is decoded at the smallest of its scales (n/8) that is not smaller
/// than `shape`. Orientation tags are ignored, as TensorFlow does. May be called from any thread; keeps scratch memory for each.
/// Errors: those of parseImageHeader, and Format where the content is damaged or cut off. `place` names the file in errors.
Result<void> decodeImage(std::span<const std::uint8_t> file, std::string_view place, ImageShape shape, std::span<float> out);

}  // namespace nw
