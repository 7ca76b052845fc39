// The nine-patch of the shadow and how it is put around a rectangle.
#include "widgets/canvas/shadow.h"

#include <QPixmapCache>
#include <algorithm>
#include <cmath>

namespace nw::canvas {

namespace {

constexpr double Patch = 64, Core = 26, Spread = 14, Offset = 3, Radius = 10, Sigma = 5.2;

/// The distance to a rounded box, through a Gaussian's falloff.
QPixmap makePatch(double scale, const QColor& colour) {
    const int n = static_cast<int>(Patch * scale);
    QImage image(n, n, QImage::Format_ARGB32_Premultiplied);
    const double r = Radius * scale, low = Spread * scale + r, high = (Patch - Spread) * scale - r,
                 sigma = Sigma * scale * std::sqrt(2.0);
    for (int y = 0; y < n; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < n; ++x) {
            const double dx = std::max({low - x, x - high, 0.0}), dy = std::max({low - y, y - high, 0.0});
            const double share = 0.5 * std::erfc((std::hypot(dx, dy) - r) / sigma);
            line[x] = qPremultiply(qRgba(colour.red(), colour.green(), colour.blue(), static_cast<int>(colour.alpha() * share)));
        }
    }
    return QPixmap::fromImage(image);
}

QPixmap patch(double scale, const Ink& ink) {
    const QString key = QStringLiteral("nw-shadow/%1/%2").arg(static_cast<int>(ink.scheme)).arg(scale);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = makePatch(scale, ink(theme::Token::Shadow));
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

}  // namespace

void drawShadow(QPainter& painter, const QRectF& rect, double scale, const Ink& ink) {
    if (ink(theme::Token::Shadow).alpha() == 0) return;
    const double s = std::clamp(std::round(scale * 2) / 2, 0.5, 4.0);
    const QPixmap pixmap = patch(s, ink);
    const QRectF o = rect.adjusted(-Spread, -Spread + Offset, Spread, Spread + Offset);
    const double xs[]{o.left(), o.left() + Core, o.right() - Core, o.right()},
        ys[]{o.top(), o.top() + Core, o.bottom() - Core, o.bottom()};
    const double us[]{0, Core * s, (Patch - Core) * s, Patch * s};
    for (int j = 0; j < 3; ++j)
        for (int i = 0; i < 3; ++i) {
            if (i == 1 && j == 1) continue;
            painter.drawPixmap(QRectF(QPointF(xs[i], ys[j]), QPointF(xs[i + 1], ys[j + 1])), pixmap,
                               QRectF(QPointF(us[i], us[j]), QPointF(us[i + 1], us[j + 1])));
        }
}

void drawPopupCard(QPainter& painter, const QRectF& rect, const Ink& ink, const QColor& edge) {
    const double scale = painter.device()->devicePixelRatioF();
    drawShadow(painter, rect, scale, ink);
    drawShadow(painter, rect.adjusted(4, 8, -4, 2), scale, ink);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(ink(theme::Token::Popup));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), Radius, Radius);
}

}  // namespace nw::canvas
