// The few shapes that every control is made of: rounded boxes, chevrons, ticks, rings and the one soft shadow.
#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>

class QPainter;
class QWidget;

namespace nw::theme {

/// Corner radii in logical pixels.
namespace radius {
inline constexpr double Check = 5, Field = 7, Button = 8, Tab = 9, Node = 10, Card = 12, Frame = 14;
}
/// Room between things, in logical pixels.
namespace space {
inline constexpr int S4 = 4, S8 = 8, S12 = 12, S16 = 16, S24 = 24, S32 = 32;
}
inline constexpr int ControlHeight = 32, PageButtonHeight = 36, LeastHit = 24;

/// A rounded rectangle whose edge lies wholly inside `rect`, so that 1 px edges are sharp. No edge when `width` is 0.
void drawBox(QPainter* painter, const QRectF& rect, const QColor& fill, const QColor& edge, double width, double radius);
/// The ground of a control that the pointer is over, or that is held down; it differs from panel, card and popup in every theme.
QColor hoverGround(bool held = false);
/// The ground of a row that the pointer is over.
QColor hoverRow();
/// The edge of a control that cannot act now: a hairline; dashed in high contrast, where all edges are equally strong.
void drawDisabledEdge(QPainter* painter, const QRectF& rect, const QColor& fill, double radius);
enum class Pointing { Up, Down, Left, Right };
void drawChevron(QPainter* painter, const QPointF& centre, Pointing to, const QColor& colour);
/// A tick in a box of `side` around `centre`.
void drawTick(QPainter* painter, const QPointF& centre, double side, const QColor& colour, double stroke = 2);
/// A track with a part of it filled from the left, both with round ends. `share` is clamped to 0…1.
void drawTrack(QPainter* painter, const QRectF& rect, double share, const QColor& fill);
/// A ring of which the share `done` in 0…1 is lit, clockwise from the top.
void drawProgressRing(QPainter* painter, const QRectF& rect, double done, double stroke = 2.2);
/// The keyboard's focus: 2 px accent whose inner edge lies 3 px outside `rect`.
void drawFocusRing(QPainter* painter, const QRectF& rect, double radius);
/// `widget` has the focus and the keyboard brought it.
bool hasKeyboardFocus(const QWidget* widget);

/// How far the shadow reaches outside its rectangle on every side.
inline constexpr int ShadowExtent = 17;
/// The soft shadow (blur 10, offset 3) of a rounded rectangle, from a nine-patch cached per theme, radius and scale. Draws nothing
/// inside the rectangle but its rim. Popups draw it twice: `layers` 2.
void drawShadow(QPainter* painter, const QRectF& rect, double radius, int layers = 1);

}  // namespace nw::theme
