// Drawing feature maps.
#include "ui/document/feature_maps.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace nw::ui {

namespace {

/// The range of a channel's finite values.
struct Range {
    float low = std::numeric_limits<float>::infinity(), high = -low;
    void add(float x) {
        if (std::isfinite(x)) low = std::min(low, x), high = std::max(high, x);
    }
    /// From 0…range to grey.
    float scale() const { return 255 / (high > low ? high - low : 1); }
};

/// Channels lie beside one another in memory, so all are drawn in one walk: each in a walk of its own would read the tensor as
/// often as there are channels.
QList<QImage> drawn(const Tensor& value, std::int64_t count) {
    const Extents& e = value.extents();
    const std::int64_t height = e[1], width = e[2], channels = e[3];
    const float* values = value.data<float>().data();
    std::vector<Range> ranges(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < height * width; ++i)
        for (std::int64_t c = 0; c < count; ++c) ranges[static_cast<std::size_t>(c)].add(values[i * channels + c]);
    QList<QImage> images;
    std::vector<float> scales;
    for (const Range& r : ranges) scales.push_back(r.scale());
    for (std::int64_t c = 0; c < count; ++c)
        images << QImage(static_cast<int>(width), static_cast<int>(height), QImage::Format_Grayscale8);
    std::vector<uchar*> lines(static_cast<std::size_t>(count));
    for (std::int64_t y = 0; y < height; ++y) {
        for (std::size_t c = 0; c < lines.size(); ++c) lines[c] = images[static_cast<qsizetype>(c)].scanLine(static_cast<int>(y));
        for (std::int64_t x = 0; x < width; ++x) {
            const float* pixel = values + (y * width + x) * channels;
            for (std::size_t c = 0; c < lines.size(); ++c) {
                const float grey = (pixel[c] - ranges[c].low) * scales[c];
                lines[c][x] = std::isfinite(grey) ? static_cast<uchar>(std::clamp(grey, 0.0F, 255.0F) + 0.5F) : uchar{0};
            }
        }
    }
    return images;
}

}  // namespace

QList<QImage> featureMaps(const Tensor& value) {
    constexpr std::int64_t most = 16;
    if (!value.defined() || value.dtype() != DType::Float32 || value.elements() == 0) return {};
    const Extents& e = value.extents();
    if (e.size() != 4 || e[0] != 1 || e[1] * e[2] <= 1) return {};
    return drawn(value, std::min(e[3], most));
}

}  // namespace nw::ui
