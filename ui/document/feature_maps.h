// Feature maps as pictures, for any thread.
#pragma once

#include <QImage>
#include <QList>

#include "core/tensor/tensor.h"

namespace nw::ui {

/// The first 16 channels of a float value [1, height, width, channels] of more than one pixel, each scaled to its own range, 0…255;
/// none for any other value.
QList<QImage> featureMaps(const Tensor& value);

}  // namespace nw::ui
