// A way between cards on upright and level stretches, for links that no simple lane serves.
#pragma once

#include <QList>
#include <QPointF>
#include <QRectF>
#include <vector>

namespace nw::canvas {

/// From `from`, which is left downward, to `to`, which is entered from above: short, with few corners, and at least 6 away from all
/// `cards`; lanes 36 beside cards and 16 above and below them are taken before narrower ones. Its corners with both ends; empty
/// when there is no such way, or so many cards that looking for it would be felt. A pure function.
QList<QPointF> detour(const std::vector<QRectF>& cards, QPointF from, QPointF to);

}  // namespace nw::canvas
