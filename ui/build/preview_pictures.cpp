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

Preview previewOf(const Previews& previews, NodeId node, const QImage& sample) {
    const Tensor value = previews.value(node);
    Preview p;
    p.kind = Preview::Kind::NoValue;
    if (!value.defined() || value.dtype() != DType::Float32 || value.elements() == 0) return p;
    const Extents& e = value.extents();
    if (!sample.isNull()) {
        p.kind = Preview::Kind::Image;
        p.images = {sample};
        return p;
    }
    if (QList<QImage> maps = previews.maps(node); !maps.isEmpty()) {
        p.kind = Preview::Kind::Maps;
        p.more = static_cast<int>(e[3] - maps.size());
        p.images = std::move(maps);
        return p;
    }
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
