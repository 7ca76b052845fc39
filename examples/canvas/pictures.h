// Pictures of the canvas for looking at: a network with its popups, and every state of a node, in each theme.
#pragma once

#include <QDir>

namespace nw::examples {

/// Writes canvas-<theme>.png (1920 × 1080) and states-<theme>.png (1040 × 900) times `scale`.
bool writePictures(const QDir& folder, double scale);

}  // namespace nw::examples
