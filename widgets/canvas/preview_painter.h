// Pictures of a node's value: the thumbnail, the strip of an expanded node, the bars of class scores.
#pragma once

#include <QPainter>
#include <QPixmap>

#include "widgets/canvas/ink.h"
#include "widgets/canvas/model.h"

namespace nw::canvas {

/// 48 × 48 in one pixmap, so that a node costs one draw call. `scale` is device pixels a unit.
QPixmap thumbnailSheet(const Preview& preview, double scale, const Ink& ink);
/// The same for the strip below line 3. Not for scores: they are text.
QPixmap stripSheet(const Preview& preview, const QSizeF& size, double scale, const Ink& ink);
/// Up to three rows of 22: name, bar, percent. Where `zoom` makes text small, it is 11 px on the screen all the same.
void drawScores(QPainter& painter, const Preview& preview, const QRectF& rect, const Ink& ink, double zoom = 1);
/// An empty well and "–".
void drawNoValue(QPainter& painter, const QRectF& rect, const Ink& ink);

}  // namespace nw::canvas
