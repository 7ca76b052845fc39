// What a tensor looks like on a node.
#pragma once

#include "ui/document/previews.h"
#include "widgets/canvas/model.h"
#include "widgets/canvas/tensor_card.h"

namespace nw::ui {

/// The value of a layer for one sample, [1, ...]: an image, feature maps, a vector, or that it has none.
canvas::Preview previewOf(const Previews& previews, NodeId node, const QImage& sample = {});
/// All values in a row: a heat map, or a histogram where there are many.
canvas::Preview vectorPreview(const Tensor& value);
/// The three best classes.
canvas::Preview scoresOf(const Tensor& probabilities, const std::vector<std::string>& classNames);
/// Histogram, least, mean, most and share of zeros.
void addFigures(const Tensor& value, canvas::TensorFacts& facts);

}  // namespace nw::ui
