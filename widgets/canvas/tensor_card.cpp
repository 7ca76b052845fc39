// Draws the tensor card.
#include "widgets/canvas/tensor_card.h"

#include <QGuiApplication>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/canvas/ink.h"
#include "widgets/canvas/shadow.h"
#include "widgets/theme/type.h"

namespace nw::canvas {

namespace {
using theme::Token;
using theme::Type;
constexpr QSize CardSize{300, 142};
constexpr int Distance = 24, Notch = 8;
const Ink& ink() { return inkOf(theme::Theme::instance().scheme()); }
}  // namespace

QString shortNumber(double value) {
    if (!std::isfinite(value))
        return std::isnan(value) ? QStringLiteral("NaN") : value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    const double size = std::abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e6)) return QString::number(value, 'e', 1);
    const int decimals = size == 0 ? 2 : std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 4);
    return QLocale().toString(value, 'f', std::min(decimals, size < 0.1 ? 4 : 2));
}

TensorCard::TensorCard(QWidget* parent) : QWidget(parent) {
    hide();
    setLayoutDirection(QGuiApplication::layoutDirection());  // the canvas has none
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
}

void TensorCard::showAt(const TensorFacts& facts, QPoint anchor, const QRect& beside) {
    facts_ = facts;
    setAccessibleName(facts.title + QStringLiteral(", ") + facts.shape + QStringLiteral(", ") + facts.dtype);
    const QRect room = parentWidget()->rect().adjusted(8, 8, -8, -8);
    const bool left =
        beside.left() - Distance - CardSize.width() >= room.left() || beside.left() - room.left() >= room.right() - beside.right();
    QRect card(QPoint(left ? beside.left() - Distance - CardSize.width() : beside.right() + Distance, anchor.y() - 71), CardSize);
    card.moveLeft(std::clamp(card.left(), room.left(), std::max(room.left(), room.right() - card.width())));
    card.moveTop(std::clamp(card.top(), room.top(), std::max(room.top(), room.bottom() - card.height())));
    const QRect all =
        card.united(QRect(anchor - QPoint(8, 8), QSize(16, 16))).adjusted(-ShadowMargin, -ShadowMargin, ShadowMargin, ShadowMargin);
    setGeometry(all);
    card_ = card.translated(-all.topLeft());
    anchor_ = anchor - all.topLeft();
    show();
    raise();
    update();
}

void TensorCard::paintLeader(QPainter& p) const {
    const bool right = anchor_.x() > card_.center().x();
    const double y = std::clamp<double>(anchor_.y(), card_.top() + 20, card_.bottom() - 20),
                 x = right ? card_.right() + 1 : card_.left();
    const double s = right ? 1 : -1;
    p.setPen(QPen(ink()(Token::Accent), 1.25));
    p.drawLine(QPointF(x + s * Notch, y), QPointF(anchor_) - QPointF(s * 6, 0));
    p.setBrush(ink()(Token::Canvas));
    p.setPen(QPen(ink()(Token::Accent), 2));
    p.drawEllipse(QPointF(anchor_), 5, 5);
    const QPolygonF notch{{x - s, y - Notch}, {x + s * Notch, y}, {x - s, y + Notch}};
    p.setPen(Qt::NoPen);
    p.setBrush(ink()(Token::Popup));
    p.drawPolygon(notch);
    p.setPen(QPen(ink()(Token::Line), 1));
    p.drawPolyline(QPolygonF{{x, y - Notch}, {x + s * Notch, y}, {x, y + Notch}});
}

void TensorCard::paintHistogram(QPainter& p, const QRectF& well) const {
    p.setPen(ink().scheme == theme::Scheme::Contrast ? QPen(ink()(Token::Line), 1) : QPen(Qt::NoPen));
    p.setBrush(ink()(Token::Sunken));
    p.drawRoundedRect(well, 6, 6);
    if (facts_.histogram.isEmpty()) {
        p.setPen(ink()(Token::Text2));
        p.setFont(theme::font(Type::Note));
        return p.drawText(well, Qt::AlignCenter, tr("No values yet")), void();
    }
    const double most = *std::max_element(facts_.histogram.begin(), facts_.histogram.end());
    const auto n = static_cast<double>(facts_.histogram.size());
    const QRectF in = well.adjusted(8, 6, -8, -6);
    const double w = in.width() / n;
    p.setPen(Qt::NoPen);
    p.setBrush(ink()(Token::Accent));
    for (qsizetype i = 0; i < facts_.histogram.size(); ++i) {
        const double h = most > 0 ? in.height() * facts_.histogram[i] / most : 0;
        const double shown = facts_.histogram[i] > 0 ? std::max(1.0, h) : 0;
        p.drawRoundedRect(QRectF(in.x() + static_cast<double>(i) * w, in.bottom() - shown, w - std::min(1.5, w * 0.25), shown), 1,
                          1);
    }
}

void TensorCard::paintFigures(QPainter& p) const {
    double x = card_.x() + 16;
    const double y = card_.bottom() - 13;
    const auto figure = [&](const QString& name, const std::optional<double>& value) {
        if (!value) return;
        p.setFont(theme::font(Type::Note));
        p.setPen(ink()(Token::Text2));
        p.drawText(QPointF(x, y), name);
        x += p.fontMetrics().horizontalAdvance(name) + 5;
        p.setFont(theme::font(Type::Figure11));
        p.setPen(ink()(Token::Text));
        const QString text = shortNumber(*value);
        p.drawText(QPointF(x, y), text);
        x += p.fontMetrics().horizontalAdvance(text) + 12;
    };
    figure(tr("min"), facts_.min);
    figure(tr("mean"), facts_.mean);
    figure(tr("max"), facts_.max);
    if (!facts_.zeroShare) return;
    p.setFont(theme::font(Type::Note));
    p.setPen(ink()(Token::Text2));
    const QString zero = tr("%1 % zero").arg(std::lround(*facts_.zeroShare * 100));
    if (card_.right() - 16 - p.fontMetrics().horizontalAdvance(zero) > x - 6)
        p.drawText(QRectF(card_.x(), y - 14, card_.width() - 16, 18), Qt::AlignRight | Qt::AlignVCenter, zero);
}

void TensorCard::paintEvent(QPaintEvent*) {
    QPainter p(this);
    drawPopupCard(p, card_, ink(), ink()(Token::Line));
    paintLeader(p);
    p.setPen(ink()(Token::Text));
    p.setFont(theme::font(Type::SmallStrong));
    const double width = card_.width() - 32;
    p.drawText(QPointF(card_.x() + 16, card_.y() + 25),
               p.fontMetrics().elidedText(facts_.title, Qt::ElideRight, static_cast<int>(width)));
    p.setPen(ink()(Token::Text2));
    p.setFont(theme::font(Type::Figure11));
    const QString line = facts_.shape + QStringLiteral("  ") + facts_.dtype;
    p.drawText(QPointF(card_.x() + 16, card_.y() + 43), p.fontMetrics().elidedText(line, Qt::ElideRight, static_cast<int>(width)));
    paintHistogram(p, QRectF(card_.x() + 16, card_.y() + 54, width, 52));
    paintFigures(p);
}

}  // namespace nw::canvas
