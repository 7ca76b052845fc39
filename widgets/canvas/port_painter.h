// Ports and the signs of faults: shapes that tell what flows without their colour.
#pragma once

#include <QPainter>

#include "widgets/canvas/ink.h"
#include "widgets/canvas/model.h"

namespace nw::canvas {

enum class PortLook {
    Normal,
    Hot,    ///< would take the link in the hand: larger, with a halo
    Faded,  ///< cannot take it
};

void drawPort(QPainter& painter, QPointF centre, const Port& port, PortLook look, const Ink& ink);
/// A triangle with an exclamation mark.
void drawWarningSign(QPainter& painter, const QRectF& rect, const Ink& ink);
/// An octagon with an exclamation mark.
void drawErrorSign(QPainter& painter, const QRectF& rect, const Ink& ink);
/// A ring with an arc that turns once a second; `turn` in 0…1.
void drawRunningSign(QPainter& painter, const QRectF& rect, double turn, const Ink& ink);

}  // namespace nw::canvas
