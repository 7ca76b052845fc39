// Round corners of menus, tooltips and lists of combo boxes also on X11 without a compositor, where transparent corners are black.
#pragma once

#include <QRegion>

class QWidget;

namespace nw::theme {

/// The pixels of a popup that its round edge covers, those that it covers in part too: where windows are mixed it stays smooth.
QRegion popupShape(const QSize& size);
/// On X11, cuts the window of a popup to its shape whenever it is shown or resized.
void shapePopup(QWidget* popup);

}  // namespace nw::theme
