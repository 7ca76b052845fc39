// Draws previews into sheets.
#include "widgets/canvas/preview_painter.h"

#include <QLocale>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/theme/type.h"

namespace nw::canvas {

namespace {

using theme::Token;

/// Values get the ramp; pictures stay as they are.
QImage coloured(const QImage& image, const Preview& preview, const Ink& ink) {
    if (preview.kind == Preview::Kind::Image || image.format() != QImage::Format_Grayscale8) return image;
    const auto& ramp = preview.signedValues ? ink.signedRamp : ink.ramp;
    QImage out(image.size(), QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        const uchar* from = image.constScanLine(y);
        auto* to = reinterpret_cast<QRgb*>(out.scanLine(y));
        for (int x = 0; x < image.width(); ++x) to[x] = ramp[from[x]];
    }
    return out;
}

/// Pixels stay square when small maps grow; large ones are averaged.
void drawImage(QPainter& painter, const QImage& image, const QRectF& cell, double radius, const Preview& preview, const Ink& ink) {
    if (image.isNull()) return;
    const double scale = painter.device()->devicePixelRatioF();
    const QSize target = (cell.size() * scale).toSize().expandedTo({1, 1});
    const bool keep = preview.kind == Preview::Kind::Image;
    const QSize fitted = keep ? image.size().scaled(target, Qt::KeepAspectRatio) : target;
    const bool shrinks = image.width() > fitted.width() || image.height() > fitted.height();
    const QImage scaled =
        coloured(image, preview, ink)
            .scaled(fitted.expandedTo({1, 1}), Qt::IgnoreAspectRatio, shrinks ? Qt::SmoothTransformation : Qt::FastTransformation);
    QPainterPath clip;
    clip.addRoundedRect(cell, radius, radius);
    if (keep) painter.fillPath(clip, theme::withAlpha(ink(Token::Shadow), 1));  // the ground of a sample is black in every theme
    QBrush brush(scaled);
    const QPointF at = cell.center() - QPointF(scaled.width(), scaled.height()) / (2 * scale);
    brush.setTransform(QTransform::fromTranslate(at.x(), at.y()).scale(1 / scale, 1 / scale));
    if (keep) {
        QPainterPath inner;
        inner.addRect(QRectF(at, QSizeF(scaled.size()) / scale));
        clip = clip.intersected(inner);
    }
    painter.fillPath(clip, brush);
}

void drawWell(QPainter& painter, const QRectF& rect, const Ink& ink) {
    painter.setPen(ink.scheme == theme::Scheme::Contrast ? QPen(ink(Token::Line), 1) : QPen(Qt::NoPen));
    painter.setBrush(ink(Token::Sunken));
    painter.drawRoundedRect(rect, 6, 6);
}

void drawCells(QPainter& painter, const Preview& preview, const QRectF& rect, int columns, double gap, double radius,
               const Ink& ink) {
    const int shown = static_cast<int>(std::min<qsizetype>(preview.images.size(), 16));
    if (shown == 0) return;
    const double cell = (rect.width() - gap * (columns - 1)) / columns;
    const int rows = (shown + columns - 1) / columns;
    const double top = rect.top() + (rect.height() - rows * cell - gap * (rows - 1)) / 2;
    for (int k = 0; k < shown; ++k) {
        const QRectF r(rect.left() + k % columns * (cell + gap), top + k / columns * (cell + gap), cell, cell);
        drawImage(painter, preview.images[k], r, radius, preview, ink);
    }
}

int thumbnailColumns(qsizetype maps) { return maps > 6 ? 4 : maps > 4 ? 3 : maps > 1 ? 2 : 1; }

void drawVector(QPainter& painter, const Preview& preview, const QRectF& rect, const Ink& ink) {
    drawWell(painter, rect, ink);
    const QRectF in = rect.adjusted(4, 4, -4, -4);
    const auto n = static_cast<int>(preview.values.size());
    if (n == 0) return;
    const int columns = std::clamp(static_cast<int>(std::ceil(std::sqrt(n * in.width() / in.height()))), 1, n);
    const int rows = (n + columns - 1) / columns;
    const double w = in.width() / columns, h = in.height() / rows, gap = w > 2 ? 0.8 : 0;
    const auto& ramp = preview.signedValues ? ink.signedRamp : ink.ramp;
    for (int k = 0; k < n; ++k) {
        const double v = std::isfinite(preview.values[k]) ? static_cast<double>(preview.values[k]) : 0.0;
        const double at = preview.signedValues ? 128 + 127 * v : 255 * v;
        const auto index = static_cast<std::size_t>(std::clamp(at, 0.0, 255.0));
        painter.fillRect(QRectF(in.x() + k % columns * w, in.y() + k / columns * h, w - gap, h - gap),
                         QColor::fromRgb(ramp[index]));
    }
}

void drawHistogram(QPainter& painter, const Preview& preview, const QRectF& rect, const Ink& ink) {
    drawWell(painter, rect, ink);
    const auto n = static_cast<int>(preview.values.size());
    if (n == 0) return;
    const QRectF in = rect.adjusted(5, 5, -5, -4);
    const double w = in.width() / n;
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink(Token::Accent));
    for (int k = 0; k < n; ++k) {
        const double h = in.height() * std::clamp(static_cast<double>(preview.values[k]), 0.0, 1.0);
        painter.drawRect(QRectF(in.x() + k * w, in.bottom() - h, std::max(w - 1, w * 0.7), h));
    }
}

void drawMore(QPainter& painter, const Preview& preview, const QRectF& rect, const Ink& ink) {
    if (preview.more <= 0) return;
    const QString text = QStringLiteral("+") + QLocale().toString(preview.more);
    painter.setFont(theme::font(theme::Type::Figure11));
    const double width = painter.fontMetrics().horizontalAdvance(text) + 10;
    const QRectF chip(rect.right() - width - 2, rect.bottom() - 18, width, 16);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::withAlpha(ink(Token::Node), 0.92));
    painter.drawRoundedRect(chip, 5, 5);
    painter.setPen(ink(Token::Text2));
    painter.drawText(chip, Qt::AlignCenter, text);
}

QPixmap emptySheet(const QSizeF& size, double scale) {
    QPixmap sheet((size * scale).toSize());
    sheet.setDevicePixelRatio(scale);
    sheet.fill(Qt::transparent);
    return sheet;
}

void begin(QPainter& painter) { painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform); }

}  // namespace

QPixmap thumbnailSheet(const Preview& preview, double scale, const Ink& ink) {
    const QRectF rect(0, 0, 48, 48);
    QPixmap sheet = emptySheet(rect.size(), scale);
    QPainter painter(&sheet);
    begin(painter);
    switch (preview.kind) {
        case Preview::Kind::Image:
            if (!preview.images.isEmpty()) drawImage(painter, preview.images.front(), rect, 6, preview, ink);
            break;
        case Preview::Kind::Maps: {
            const int columns = thumbnailColumns(preview.images.size());
            drawCells(painter, preview, rect, columns, 2, columns == 1 ? 6 : 2, ink);
            break;
        }
        case Preview::Kind::Vector: drawVector(painter, preview, rect, ink); break;
        case Preview::Kind::Histogram: drawHistogram(painter, preview, rect, ink); break;
        case Preview::Kind::NoValue: drawNoValue(painter, rect, ink); break;
        case Preview::Kind::Scores:
        case Preview::Kind::None: break;
    }
    return sheet;
}

QPixmap stripSheet(const Preview& preview, const QSizeF& size, double scale, const Ink& ink) {
    const QRectF rect(QPointF(0, 0), size);
    QPixmap sheet = emptySheet(size, scale);
    QPainter painter(&sheet);
    begin(painter);
    switch (preview.kind) {
        case Preview::Kind::Image: {
            QRectF cell(0, 0, size.height(), size.height());
            for (const QImage& image : preview.images) {
                if (cell.right() > rect.right() + 0.5) break;
                drawImage(painter, image, cell, 6, preview, ink);
                cell.translate(size.height() + 4, 0);
            }
            break;
        }
        case Preview::Kind::Maps:
            drawCells(painter, preview, rect, 8, 4, 3, ink);
            drawMore(painter, preview, rect, ink);
            break;
        case Preview::Kind::Vector: drawVector(painter, preview, rect, ink); break;
        case Preview::Kind::Histogram: drawHistogram(painter, preview, rect, ink); break;
        case Preview::Kind::NoValue: drawNoValue(painter, rect, ink); break;
        case Preview::Kind::Scores:
        case Preview::Kind::None: break;
    }
    return sheet;
}

void drawNoValue(QPainter& painter, const QRectF& rect, const Ink& ink) {
    drawWell(painter, rect, ink);
    painter.setPen(ink(Token::Text3));
    painter.setFont(theme::font(theme::Type::Figure11));
    painter.drawText(rect, Qt::AlignCenter, QStringLiteral("–"));
}

void drawScores(QPainter& painter, const Preview& preview, const QRectF& rect, const Ink& ink, double zoom) {
    const auto sized = [zoom](theme::Type type) {
        QFont font = theme::font(type);
        if (zoom < 0.85) font.setPixelSize(static_cast<int>(std::lround(11 / zoom)));
        return font;
    };
    const double figureWidth =
        std::max(42.0, QFontMetricsF(sized(theme::Type::Figure11)).horizontalAdvance(QStringLiteral("100 %")) + 12);
    const double labelWidth = [&] {
        double widest = 8;
        const QFontMetricsF metrics(sized(theme::Type::SmallStrong));
        for (const Score& s : preview.scores) widest = std::max(widest, metrics.horizontalAdvance(s.label));
        return std::min(widest + 10, rect.width() * 0.45);
    }();
    for (int k = 0; k < std::min<qsizetype>(3, preview.scores.size()); ++k) {
        const Score& score = preview.scores[k];
        const bool known = std::isfinite(score.share), best = known && k == 0;
        const double y = rect.y() + k * 22;
        painter.setFont(sized(best ? theme::Type::SmallStrong : theme::Type::Small));
        painter.setPen(ink(best ? Token::Text : Token::Text2));
        const QRectF label(rect.x() + 2, y, labelWidth - 8, 20);
        painter.drawText(label, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(score.label, Qt::ElideRight, static_cast<int>(label.width()) + 1));
        const QRectF bar(rect.x() + labelWidth, y + 6, rect.width() - labelWidth - figureWidth, 8);
        painter.setPen(ink.scheme == theme::Scheme::Contrast ? QPen(ink(Token::Line), 1) : QPen(Qt::NoPen));
        painter.setBrush(ink(Token::Sunken));
        painter.drawRoundedRect(bar, 4, 4);
        if (known) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(ink(best ? Token::Accent : Token::LineStrong));
            painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(std::max(8.0, bar.width() * std::min(1.0, score.share)), 8)), 4,
                                    4);
        }
        painter.setPen(ink(known ? best ? Token::Text : Token::Text2 : Token::Text3));
        painter.setFont(sized(theme::Type::Figure11));
        const QString figure = known ? QStringLiteral("%1 %").arg(std::lround(score.share * 100)) : QStringLiteral("–");
        painter.drawText(QRectF(rect.right() - figureWidth, y, figureWidth - 2, 20), Qt::AlignVCenter | Qt::AlignRight, figure);
    }
}

}  // namespace nw::canvas
