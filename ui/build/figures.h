// Figures of layers and of whole networks: parameters, multiplications, memory; and pictures of weights.
#pragma once

#include "ui/document/studio.h"
#include "widgets/canvas/model.h"

namespace nw::ui {

struct Figures {
    std::int64_t layers = 0, parameters = 0;
    std::optional<std::int64_t> multiplications;  ///< for one element of a batch; nothing where a size is not known
    std::optional<std::int64_t> bytes;            ///< of the outputs of a batch of `batch` elements
    std::int64_t batch = 0;
};
Figures figuresOf(const Studio& studio, const std::vector<NodeId>& nodes);
/// Of the whole network.
Figures figuresOf(const Studio& studio);

/// "0.8 MB": decimal units, at most three digits.
QString sizeText(std::int64_t bytes);

struct WeightPicture {
    QString name;  ///< "kernel"
    QString shape;
    canvas::Preview preview;
};
/// The weights that previews were computed with: filters as pictures, others as a heat map or a histogram.
std::vector<WeightPicture> weightsOf(const Studio& studio, const Node& node);

}  // namespace nw::ui
