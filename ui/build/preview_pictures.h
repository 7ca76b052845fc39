// What a tensor looks like on a node.
#pragma once

#include "core/tensor/tensor.h"
#include "widgets/canvas/model.h"
#include "widgets/canvas/tensor_card.h"

namespace nw::ui {

/// The value of a layer for one sample, [1, ...]: an image, feature maps, a vector. Not defined(): the layer has no value.
canvas::Preview previewOf(const Tensor& value, const QImage& sample = {});
/// All values in a row: a heat map, or a histogram where there are many.
canvas::Preview vectorPreview(const Tensor& value);
/// The three best classes.
canvas::Preview scoresOf(const Tensor& probabilities, const std::vector<std::string>& classNames);
/// One map of a value [1, height, width, channels], each scaled to its own range, 0…255.
QImage mapOf(const Tensor& value, std::int64_t channel);
/// Histogram, least, mean, most and share of zeros.
void addFigures(const Tensor& value, canvas::TensorFacts& facts);

}  // namespace nw::ui
