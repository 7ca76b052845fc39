// The shapes of the controls.
#include "widgets/theme/paint.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>
#include <QTransform>
#include <QWidget>
#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/theme/tokens.h"

namespace nw::theme {

namespace {

QPen roundPen(const QColor& colour, double width) { return {colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin}; }

constexpr double blur = 10, offset = 3;
/// A side of the nine-patch: what lies outside the shape, and what of the shape's corner the blur changes.
double corner(double radius) { return ShadowExtent + radius + blur; }

QPixmap shadowPatch(double radius, double scale) {
    const QColor ink = colour(Token::Shadow);
    const QString key = QStringLiteral("nw/shadow/%1/%2/%3").arg(ink.rgba(), 8, 16).arg(radius).arg(scale);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    const double side = 2 * corner(radius) + 2;
    const int n = static_cast<int>(std::ceil(side * scale));
    QImage image(n, n, QImage::Format_ARGB32_Premultiplied);
    const double low = ShadowExtent + radius, high = side - ShadowExtent - radius, sigma = blur * 0.52;
    for (int y = 0; y < n; ++y)
        for (int x = 0; x < n; ++x) {  // distance from the rounded rectangle, then the blurred edge of a half plane
            const double u = (x + 0.5) / scale, v = (y + 0.5) / scale;
            const double dx = std::max({low - u, u - high, 0.0}), dy = std::max({low - v, v - high, 0.0});
            const double strength = 0.5 * std::erfc((std::hypot(dx, dy) - radius) / (sigma * std::sqrt(2.0)));
            image.setPixel(x, y, qPremultiply(withAlpha(ink, ink.alphaF() * strength).rgba()));
        }
    pixmap = QPixmap::fromImage(image);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// The edge of a piece moved to a whole device pixel: pieces that meet between two leave a seam.
double snapped(double at, double scale, double shift, double ratio) {
    return scale > 0 ? (std::round((at * scale + shift) * ratio) / ratio - shift) / scale : at;
}

void drawPatch(QPainter* p, const QPixmap& patch, const QRectF& outer, double c, double scale) {
    const double side = patch.width() / scale;
    std::array<double, 4> xs{outer.left(), outer.left() + c, outer.right() - c, outer.right()};
    std::array<double, 4> ys{outer.top(), outer.top() + c, outer.bottom() - c, outer.bottom()};
    const QTransform t = p->worldTransform();
    const double ratio = p->device()->devicePixelRatioF();
    for (double& x : xs) x = snapped(x, t.m11(), t.dx(), ratio);
    for (double& y : ys) y = snapped(y, t.m22(), t.dy(), ratio);
    const std::array<double, 4> us{0, c * scale, (side - c) * scale, side * scale};
    for (std::size_t j = 0; j < 3; ++j)
        for (std::size_t i = 0; i < 3; ++i)
            p->drawPixmap(QRectF(QPointF(xs[i], ys[j]), QPointF(xs[i + 1], ys[j + 1])), patch,
                          QRectF(QPointF(us[i], us[j]), QPointF(us[i + 1], us[j + 1])));
}

}  // namespace

void drawBox(QPainter* p, const QRectF& rect, const QColor& fill, const QColor& edge, double width, double radius) {
    const bool before = p->testRenderHint(QPainter::Antialiasing);
    p->setRenderHint(QPainter::Antialiasing);
    p->setPen(width > 0 ? QPen(edge, width) : QPen(Qt::NoPen));
    p->setBrush(fill);
    const double inset = width / 2, round = std::max(0.0, radius - inset);
    p->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), round, round);
    p->setRenderHint(QPainter::Antialiasing, before);
}

QColor hoverGround(bool held) {
    switch (Theme::instance().scheme()) {
        case Scheme::Light: return mix(colour(Token::Sunken), colour(Token::Line), held ? 0.7 : 0.25);
        case Scheme::Dark: return mix(colour(Token::Node), colour(Token::Line), held ? 1.0 : 0.6);
        case Scheme::Contrast: return mix(colour(Token::Panel), colour(Token::Line), held ? 0.3 : 0.2);
    }
    return colour(Token::Sunken);
}

QColor hoverRow() { return Theme::instance().scheme() == Scheme::Contrast ? hoverGround() : colour(Token::Sunken); }

void drawDisabledEdge(QPainter* p, const QRectF& rect, const QColor& fill, double radius) {
    if (Theme::instance().scheme() != Scheme::Contrast)
        return drawBox(p, rect, fill, mix(colour(Token::Line), colour(Token::LineStrong), 0.35), 1, radius);
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    QPen pen(colour(Token::Text3), 1, Qt::CustomDashLine);
    pen.setDashPattern({3, 3});
    p->setPen(pen);
    p->setBrush(fill);
    p->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    p->restore();
}

void drawChevron(QPainter* p, const QPointF& c, Pointing to, const QColor& colour) {
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    p->setPen(roundPen(colour, 1.6));
    p->setBrush(Qt::NoBrush);
    p->translate(c);
    p->rotate(to == Pointing::Down ? 0 : to == Pointing::Up ? 180 : to == Pointing::Left ? 90 : -90);
    p->drawPolyline(QPolygonF{{-3.5, -1.75}, {0, 1.75}, {3.5, -1.75}});
    p->restore();
}

void drawTick(QPainter* p, const QPointF& c, double side, const QColor& colour, double stroke) {
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    p->setPen(roundPen(colour, stroke));
    p->setBrush(Qt::NoBrush);
    const double u = side / 18;
    p->drawPolyline(QPolygonF{c + QPointF(-4.5, 0.5) * u, c + QPointF(-1.2, 3.7) * u, c + QPointF(4.6, -3.4) * u});
    p->restore();
}

void drawTrack(QPainter* p, const QRectF& rect, double share, const QColor& fill) {
    const double round = rect.height() / 2;
    const bool edged = Theme::instance().scheme() == Scheme::Contrast;
    drawBox(p, rect, colour(Token::Sunken), edged ? colour(Token::Line) : QColor(), edged ? 1 : 0, round);
    const double filled = rect.width() * std::clamp(std::isfinite(share) ? share : 0.0, 0.0, 1.0);
    if (filled <= 0) return;
    const double width = std::min(rect.width(), std::max(filled, rect.height()));
    const double left = p->layoutDirection() == Qt::RightToLeft ? rect.right() - width : rect.left();
    drawBox(p, QRectF(left, rect.top(), width, rect.height()), fill, fill, 0, round);
}

void drawProgressRing(QPainter* p, const QRectF& rect, double done, double stroke) {
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    p->setBrush(Qt::NoBrush);
    const QRectF r = rect.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2);
    p->setPen(QPen(colour(Theme::instance().scheme() == Scheme::Contrast ? Token::Dot : Token::Line), stroke));
    p->drawEllipse(r);
    p->setPen(roundPen(colour(Token::Accent), stroke));
    p->drawArc(r, 90 * 16, -static_cast<int>(std::lround(std::clamp(done, 0.0, 1.0) * 360 * 16)));
    p->restore();
}

void drawFocusRing(QPainter* p, const QRectF& rect, double radius) {
    drawBox(p, rect.adjusted(-5, -5, 5, 5), Qt::transparent, colour(Token::Accent), 2, radius + 5);
}

bool hasKeyboardFocus(const QWidget* widget) {
    return widget->hasFocus() && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
}

void drawShadow(QPainter* p, const QRectF& rect, double radius, int layers) {
    if (colour(Token::Shadow).alpha() == 0) return;
    const QTransform t = p->worldTransform();
    const double wanted = std::hypot(t.m11(), t.m12()) * p->device()->devicePixelRatioF();
    const double scale = std::clamp(std::ceil(wanted * 2) / 2, 0.5, 4.0);
    const double c = std::min({corner(radius), rect.width() / 2 + ShadowExtent, rect.height() / 2 + ShadowExtent});
    const QPixmap patch = shadowPatch(radius, scale);
    p->save();
    p->setRenderHint(QPainter::SmoothPixmapTransform);
    for (int layer = 0; layer < layers; ++layer) {
        const double down = layer == 0 ? offset : 2 * offset;
        drawPatch(p, patch, rect.adjusted(-ShadowExtent, -ShadowExtent + down, ShadowExtent, ShadowExtent + down), c, scale);
    }
    p->restore();
}

}  // namespace nw::theme
