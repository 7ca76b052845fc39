// The soft shadow under cards and popups: one nine-patch a theme and scale.
#pragma once

#include <QPainter>

#include "widgets/canvas/ink.h"

namespace nw::canvas {

/// Around a card of radius 10 at `rect`: blur 10, offset 3. `scale` is device pixels a unit of the painter. Nothing in themes
/// without.
void drawShadow(QPainter& painter, const QRectF& rect, double scale, const Ink& ink);
/// Twice, as under popups, with the popup's ground and a hairline edge drawn over it.
void drawPopupCard(QPainter& painter, const QRectF& rect, const Ink& ink, const QColor& edge);
/// Space that a shadow needs around a card.
inline constexpr int ShadowMargin = 18;

}  // namespace nw::canvas
