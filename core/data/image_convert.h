// Images from one size and number of channels to another, on floats.
#pragma once
#include <cstdint>
#include <memory>

#include "core/data/dataset.h"

namespace nw {

/// Height, width and channels of an image, channels last.
struct ImageShape {
    std::int64_t height = 0, width = 0, channels = 0;

    bool operator==(const ImageShape&) const = default;
    std::int64_t elements() const { return height * width * channels; }
};

/// `pixels` pixels of `from` (1 or 3 channels) to `to` (1 or 3 channels). Grey is the luma 0.299 R + 0.587 G + 0.114 B
/// (ITU-R BT.601); grey to colour repeats the value.
void convertChannels(const float* from, std::int64_t channels, float* to, std::int64_t toChannels, std::int64_t pixels);

/// Converts channels, then resizes (core/base/bilinear.h). Equal shapes are copied. Keeps scratch memory for each thread.
void convertImage(const float* from, ImageShape shape, float* to, ImageShape toShape);

/// `set` with its field "image" in another size and number of channels; the set itself where nothing changes. Error: Unsupported
/// where it has no such field.
Result<std::shared_ptr<const Dataset>> withImageShape(std::shared_ptr<const Dataset> set, std::int64_t height, std::int64_t width,
                                                      std::int64_t channels);

}  // namespace nw
