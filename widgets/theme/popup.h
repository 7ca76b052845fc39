// Popups: menus, tooltips, lists of combo boxes and windows of our own that close when the pointer is pressed elsewhere.
#pragma once

#include <QRegion>

class QPainter;
class QWidget;

namespace nw::theme {

/// Makes a window of its own of a widget, round and without a frame; it draws its ground with drawPopup().
void makePopup(QWidget* widget);
void drawPopup(QPainter* painter, const QRect& rect);
/// `opaque`: also the pixels that the round edge covers in part. A window that is cut to its shape may have nothing to be mixed
/// with.
void drawPopup(QPainter* painter, const QRect& rect, bool opaque);

/// The pixels of a popup that its round edge covers for the greater part.
QRegion popupShape(const QSize& size);
/// On X11, cuts the window of a popup to its shape whenever it is shown or resized: without a compositor what is transparent is
/// black there.
void shapePopup(QWidget* popup);

}  // namespace nw::theme
