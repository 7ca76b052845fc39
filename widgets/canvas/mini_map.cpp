// Draws the mini map and turns clicks on it into places.
#include "widgets/canvas/mini_map.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "widgets/canvas/ink.h"
#include "widgets/canvas/shadow.h"

namespace nw::canvas {

namespace {
using theme::Token;
constexpr QSize CardSize{200, 128};
const Ink& ink() { return inkOf(theme::Theme::instance().scheme()); }
}  // namespace

MiniMap::MiniMap(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Overview of the network"));
    setToolTip(tr("Click or drag to go there"));
    resize(sizeHint());
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, [this] {
        picture_ = QPixmap();
        update();
    });
}

QSize MiniMap::sizeHint() const { return CardSize + QSize(2 * ShadowMargin, 2 * ShadowMargin); }

QRectF MiniMap::inside() const {
    return QRectF(ShadowMargin, ShadowMargin, CardSize.width(), CardSize.height()).adjusted(10, 10, -10, -10);
}

QTransform MiniMap::toMap() const {
    const QRectF in = inside();
    const double scale = std::min(in.width() / std::max(1.0, graph_.width()), in.height() / std::max(1.0, graph_.height()));
    const QPointF corner = in.center() - graph_.center() * scale;
    return QTransform::fromScale(scale, scale) * QTransform::fromTranslate(corner.x(), corner.y());
}

void MiniMap::setCards(QList<Card> cards) {
    cards_ = std::move(cards);
    graph_ = {};
    for (const Card& card : std::as_const(cards_)) graph_ |= card.rect;
    picture_ = QPixmap();
    update();
}

void MiniMap::setSeen(const QRectF& seen) {
    if (seen == seen_) return;
    seen_ = seen;
    if (isVisible()) update();
}

void MiniMap::draw() {
    const double ratio = devicePixelRatioF();
    picture_ = QPixmap((QSizeF(size()) * ratio).toSize());
    picture_.setDevicePixelRatio(ratio);
    picture_.fill(Qt::transparent);
    QPainter p(&picture_);
    const QRectF card(ShadowMargin, ShadowMargin, CardSize.width(), CardSize.height());
    drawShadow(p, card, ratio, ink());
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(ink()(Token::Line), 1));
    p.setBrush(ink()(Token::Panel));
    p.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9);
    p.setPen(Qt::NoPen);
    const QTransform map = toMap();
    for (const Card& c : std::as_const(cards_)) {
        QRectF r = map.mapRect(c.rect);
        if (r.height() < 1.5) r = QRectF(r.left(), r.center().y() - 0.75, std::max(1.5, r.width()), 1.5);
        p.setBrush(ink()(c.family));
        p.drawRoundedRect(r, 1.5, 1.5);
    }
}

void MiniMap::paintEvent(QPaintEvent*) {
    if (picture_.isNull() || picture_.devicePixelRatio() != devicePixelRatioF()) draw();
    QPainter p(this);
    p.drawPixmap(0, 0, picture_);
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF limits = inside().adjusted(-8, -8, 8, 8), seen = toMap().mapRect(seen_).intersected(limits);
    if (seen.isEmpty()) return;
    p.setPen(QPen(ink()(Token::Accent), 1.5));
    p.setBrush(theme::withAlpha(ink()(Token::Accent), 0.10));
    p.drawRoundedRect(seen, 3, 3);
}

void MiniMap::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) Q_EMIT centreRequested(toMap().inverted().map(event->position()));
}

void MiniMap::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) Q_EMIT centreRequested(toMap().inverted().map(event->position()));
}

void MiniMap::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }

}  // namespace nw::canvas
