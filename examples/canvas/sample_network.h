// Invented networks for pictures, tests and measurements of the canvas: a digit reader with values, and a large mesh.
#pragma once

#include "widgets/canvas/model.h"

namespace nw::examples {

/// 28 × 28 values of a handwritten three.
QImage sampleDigit();
/// What a convolution with `count` oriented filters gives for images: Grayscale8, each scaled to its own range.
QList<QImage> sampleMaps(const QList<QImage>& inputs, int count, bool same, unsigned seed);
/// Each halved by the largest of 2 × 2.
QList<QImage> samplePooled(const QList<QImage>& inputs);

/// Input, two blocks of convolution and pooling, two dense layers, a head, laid out. `broken`: eight scores for ten classes, and a
/// branch.
canvas::CanvasModel digitReader(bool broken);
/// One convolution node with maps, id 1.
canvas::Node sampleNode(const QString& subtitle = QStringLiteral("16 filters · 5×5 · relu"));
/// `columns` × `rows` nodes linked downwards and, every third, to the next column: 40 × 50 has 2,000 nodes and 2,597 links.
canvas::CanvasModel mesh(int columns, int rows);

}  // namespace nw::examples
