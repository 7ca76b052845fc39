// Pictures of tensors.
#include "ui/build/preview_pictures.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"
#include "core/op/reference.h"
#include "ui/document/text.h"

namespace nw::ui {

using canvas::Preview;

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
QList<QImage> mapsOf(const Tensor& value, std::int64_t first, std::int64_t count) {
    const Extents& e = value.extents();
    const std::int64_t height = e[1], width = e[2], channels = e[3];
    const float* values = value.data<float>().data() + first;
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

QImage mapOf(const Tensor& value, std::int64_t channel) { return mapsOf(value, channel, 1)[0]; }

namespace {

Preview mapsPreview(const Tensor& value) {
    Preview p;
    p.kind = Preview::Kind::Maps;
    const std::int64_t channels = value.extents()[3], shown = std::min<std::int64_t>(channels, 16);
    p.images = mapsOf(value, 0, shown);
    p.more = static_cast<int>(channels - shown);
    return p;
}

/// Counts in 32 equal parts of the range, the fullest is 1.
QList<float> histogramOf(std::span<const float> values, float low, float high) {
    QList<float> bins(32, 0.0F);
    for (const float v : values)
        if (std::isfinite(v)) bins[std::clamp(static_cast<int>((v - low) / std::max(high - low, 1e-30F) * 32), 0, 31)] += 1;
    const float most = std::max(1.0F, *std::max_element(bins.begin(), bins.end()));
    for (float& b : bins) b /= most;
    return bins;
}

Preview vectorOf(std::span<const float> values) {
    Preview p;
    float low = 0, high = 0;
    for (const float v : values)
        if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
    if (values.size() > 1024) {
        p.kind = Preview::Kind::Histogram;
        p.values = histogramOf(values, low, high);
        return p;
    }
    p.kind = Preview::Kind::Vector;
    p.signedValues = low < 0;
    const float scale = std::max({std::abs(low), std::abs(high), 1e-30F});
    for (const float v : values) p.values << (std::isfinite(v) ? v / scale : 0.0F);
    return p;
}

}  // namespace

Preview vectorPreview(const Tensor& value) { return vectorOf(value.data<float>()); }

Preview previewOf(const Tensor& value, const QImage& sample) {
    Preview p;
    p.kind = Preview::Kind::NoValue;
    if (!value.defined() || value.dtype() != DType::Float32 || value.elements() == 0) return p;
    const Extents& e = value.extents();
    if (!sample.isNull()) {
        p.kind = Preview::Kind::Image;
        p.images = {sample};
        return p;
    }
    if (e.size() == 4 && e[0] == 1 && e[1] * e[2] > 1) return mapsPreview(value);
    return vectorOf(value.data<float>());
}

Preview scoresOf(const Tensor& probabilities, const std::vector<std::string>& classNames) {
    Preview p;
    p.kind = Preview::Kind::Scores;
    std::vector<std::pair<double, std::size_t>> order;
    if (probabilities.defined() && probabilities.dtype() == DType::Float32)
        for (std::size_t i = 0; i < probabilities.data<float>().size(); ++i)
            order.emplace_back(static_cast<double>(probabilities.data<float>()[i]), i);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; i < order.size() && i < 3; ++i) {
        const std::size_t c = order[i].second;
        p.scores << canvas::Score{c < classNames.size() ? q(classNames[c]) : QString::number(c), order[i].first};
    }
    if (p.scores.isEmpty())
        for (int i = 0; i < 3; ++i) p.scores << canvas::Score{QStringLiteral("–"), std::numeric_limits<double>::quiet_NaN()};
    return p;
}

void addFigures(const Tensor& value, canvas::TensorFacts& facts) {
    if (!value.defined() || value.dtype() != DType::Float32 || value.elements() == 0) return;
    const auto values = value.data<float>();
    float low = std::numeric_limits<float>::infinity(), high = -low;
    double sum = 0;
    std::size_t zeros = 0;
    for (const float v : values) {
        low = std::min(low, v), high = std::max(high, v);
        sum += static_cast<double>(v);
        zeros += v == 0;
    }
    for (const float b : histogramOf(values, low, high)) facts.histogram << static_cast<double>(b);
    facts.min = static_cast<double>(low);
    facts.max = static_cast<double>(high);
    facts.mean = sum / static_cast<double>(values.size());
    facts.zeroShare = static_cast<double>(zeros) / static_cast<double>(values.size());
}

}  // namespace nw::ui
