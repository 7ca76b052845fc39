// The focus ring: one frame that stands around whatever the keyboard has brought the focus to.
#pragma once

class QWidget;

namespace nw::theme {

/// From now on `widget` gets the ring (2 px accent at distance 3) while it has the focus by keyboard: reached by Tab or a shortcut,
/// or a key was pressed after a click. `radius` is that of the widget's own corners. The style does this for buttons, checks and
/// sliders.
void followFocus(QWidget* widget, double radius);
/// The ring of `widget` stands on its edge: around it there is no room.
void keepRingInside(QWidget* widget);
bool isRingInside(const QWidget* widget);
/// The radius given to followFocus, or 8.
double focusRadius(const QWidget* widget);

}  // namespace nw::theme
