// Icons: the drawings of resources/icons in the colours of the theme in use, sharp at every device pixel ratio.
#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>
#include <QString>

#include "widgets/theme/tokens.h"

class QPainter;

namespace nw::theme {

/// The drawing `id` (resources/icons/<id>.svg) in the colour of a token. It follows the theme in use. Off and disabled it is Text3,
/// on it is AccentText; Active and On together, as on a primary button, it is OnAccent. An unknown id draws nothing and warns.
QIcon icon(const char* id, Token token = Token::Text2);
QIcon icon(const QString& id, Token token = Token::Text2);

/// Draws into `rect` of the painter, for canvases: rendered at 1, 1.5, 2, 3 or 4 times the size of `rect` only, whatever the zoom
/// is.
void drawIcon(QPainter* painter, const QString& id, const QRectF& rect, const QColor& colour);

/// The glyph of a family: "family-convolution".
QString familyIcon(Family family);
/// Its tile: a rounded square in the family's colour with the glyph at 64 % of its side (18 of 28).
void drawFamilyTile(QPainter* painter, Family family, const QRectF& rect, double radius);

}  // namespace nw::theme
