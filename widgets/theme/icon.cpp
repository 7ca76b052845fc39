// Icons: renders the embedded SVG once for each size and colour, then paints the pixmap.
#include "widgets/theme/icon.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <array>
#include <cmath>

namespace nw::theme {

namespace {

/// Parsed once each. Null when there is no such drawing.
QSvgRenderer* drawing(const QString& id) {
    static QHash<QString, QSvgRenderer*> all;
    const auto known = all.constFind(id);
    if (known != all.constEnd()) return *known;
    const QString path = QStringLiteral(":/nw/icons/%1.svg").arg(id);
    QSvgRenderer* made = QFile::exists(path) ? new QSvgRenderer(path) : nullptr;
    if (!made) qWarning("no icon is named %s", qPrintable(id));
    all.insert(id, made);
    return made;
}

/// The drawing fills `size` device pixels; the ratio is that of the target, so that it is drawn at size / ratio.
QPixmap rendered(const QString& id, const QSize& size, const QColor& colour, double ratio) {
    const QString key =
        QStringLiteral("nw/icon/%1/%2x%3/%4/%5").arg(id).arg(size.width()).arg(size.height()).arg(colour.rgba(), 8, 16).arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QSvgRenderer* svg = drawing(id);
    if (!svg || size.isEmpty()) return pixmap;
    QPainter p(&pixmap);
    p.setRenderHint(QPainter::Antialiasing);
    const int side = std::min(size.width(), size.height());
    svg->render(&p, QRectF((size.width() - side) / 2.0, (size.height() - side) / 2.0, side, side));
    p.setCompositionMode(QPainter::CompositionMode_SourceIn);  // keeps the 45 % areas
    p.fillRect(pixmap.rect(), colour);
    p.end();
    pixmap.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class Engine final : public QIconEngine {
public:
    Engine(QString id, Token token) : id_(std::move(id)), token_(token) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const double ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, rendered(id_, deviceSize(rect.size(), ratio), tint(mode, state), ratio));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return rendered(id_, size, tint(mode, state), 1);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override {
        return rendered(id_, size, tint(mode, state), scale);
    }
    QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }
    QIconEngine* clone() const override { return new Engine(id_, token_); }
    QString key() const override { return QStringLiteral("nw"); }
    QString iconName() override { return id_; }
    bool isNull() override { return false; }

private:
    static QSize deviceSize(const QSize& size, double ratio) {
        return {static_cast<int>(std::lround(size.width() * ratio)), static_cast<int>(std::lround(size.height() * ratio))};
    }
    QColor tint(QIcon::Mode mode, QIcon::State state) const {
        if (mode == QIcon::Disabled) return colour(Token::Text3);
        if (mode == QIcon::Active && state == QIcon::On) return colour(Token::OnAccent);
        return colour(state == QIcon::On ? Token::AccentText : token_);
    }
    QString id_;
    Token token_;
};

constexpr std::array<double, 5> scales{1, 1.5, 2, 3, 4};

}  // namespace

QIcon icon(const char* id, Token token) { return icon(QString::fromLatin1(id), token); }
QIcon icon(const QString& id, Token token) { return QIcon(new Engine(id, token)); }

void drawIcon(QPainter* painter, const QString& id, const QRectF& rect, const QColor& colour) {
    const QTransform t = painter->worldTransform();
    const double wanted = std::hypot(t.m11(), t.m12()) * painter->device()->devicePixelRatioF();
    double scale = scales.back();
    for (const double s : scales)
        if (wanted <= s + 1e-6) {
            scale = s;
            break;
        }
    const int side = std::max(1, static_cast<int>(std::lround(std::min(rect.width(), rect.height()) * scale)));
    const QPixmap pixmap = rendered(id, {side, side}, colour, scale);
    const bool exact = std::abs(wanted - scale) < 1e-6;
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform, !exact);
    const double extent = std::min(rect.width(), rect.height());
    painter->drawPixmap(QRectF(rect.center() - QPointF(extent / 2, extent / 2), QSizeF(extent, extent)), pixmap, pixmap.rect());
    painter->restore();
}

QString familyIcon(Family family) {
    static const std::array<QString, FamilyCount> ids{
        QStringLiteral("family-data"),     QStringLiteral("family-convolution"), QStringLiteral("family-pooling"),
        QStringLiteral("family-linear"),   QStringLiteral("family-activation"),  QStringLiteral("family-norm"),
        QStringLiteral("family-sequence"), QStringLiteral("family-shape"),       QStringLiteral("family-output")};
    return ids[static_cast<std::size_t>(family)];
}

void drawFamilyTile(QPainter* painter, Family family, const QRectF& rect, double radius) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour(family));
    painter->drawRoundedRect(rect, radius, radius);
    const double glyph = std::round(rect.width() * 18 / 28);
    drawIcon(painter, familyIcon(family), {rect.center() - QPointF(glyph / 2, glyph / 2), QSizeF(glyph, glyph)},
             colour(Token::OnFamily));
    painter->restore();
}

}  // namespace nw::theme
