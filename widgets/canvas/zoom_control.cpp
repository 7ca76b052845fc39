// Draws and lays out the zoom control.
#include "widgets/canvas/zoom_control.h"

#include <QFocusEvent>
#include <QPainter>
#include <cmath>

#include "widgets/canvas/ink.h"
#include "widgets/canvas/shadow.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/type.h"

namespace nw::canvas {

namespace {
using theme::Token;
const Ink& ink() { return inkOf(theme::Theme::instance().scheme()); }
}  // namespace

FurnitureButton::FurnitureButton(const QString& icon, const QString& name, const QString& shortcut, QWidget* parent)
    : QAbstractButton(parent), icon_(icon) {
    setAccessibleName(name);
    setToolTip(shortcut.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, shortcut));
    setFocusPolicy(Qt::TabFocus);
}

QSize FurnitureButton::sizeHint() const { return {icon_.isEmpty() ? 52 : 30, 28}; }

void FurnitureButton::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void FurnitureButton::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

void FurnitureButton::focusInEvent(QFocusEvent* event) {
    byKeyboard_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QAbstractButton::focusInEvent(event);
}

void FurnitureButton::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF r = QRectF(rect()).adjusted(1, 1, -1, -1);
    if (underMouse() || isDown()) {
        p.setPen(Qt::NoPen);
        p.setBrush(ink()(isDown() ? Token::AccentSoft : Token::Sunken));
        p.drawRoundedRect(r, 7, 7);
    }
    if (hasFocus() && byKeyboard_) {
        p.setPen(QPen(ink()(Token::Accent), 2));
        p.setBrush(Qt::NoBrush);
        p.drawRoundedRect(r, 7, 7);
    }
    if (!icon_.isEmpty())
        return theme::drawIcon(&p, icon_, QRectF(QRectF(rect()).center() - QPointF(8, 8), QSizeF(16, 16)), ink()(Token::Text2));
    p.setPen(ink()(Token::Text));
    p.setFont(theme::font(theme::Type::Figure12));
    p.setLayoutDirection(layoutDirection());
    p.drawText(rect(), Qt::AlignCenter, text());
}

ZoomControl::ZoomControl(QWidget* parent)
    : QWidget(parent),
      minus_(new FurnitureButton(QStringLiteral("minus"), tr("Zoom out"), tr("Ctrl+−"), this)),
      figure_(new FurnitureButton({}, tr("Zoom to 100 %"), {}, this)),
      plus_(new FurnitureButton(QStringLiteral("plus"), tr("Zoom in"), tr("Ctrl++"), this)),
      fit_(new FurnitureButton(QStringLiteral("fit"), tr("Fit the network"), tr("Home"), this)) {
    connect(minus_, &QAbstractButton::clicked, this, &ZoomControl::zoomOut);
    connect(figure_, &QAbstractButton::clicked, this, &ZoomControl::actualSize);
    connect(plus_, &QAbstractButton::clicked, this, &ZoomControl::zoomIn);
    connect(fit_, &QAbstractButton::clicked, this, &ZoomControl::fit);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
    setZoom(1);
    resize(sizeHint());
}

void ZoomControl::setZoom(double zoom) {
    figure_->setText(QStringLiteral("%1 %").arg(std::lround(zoom * 100)));
    figure_->update();
}

QSize ZoomControl::sizeHint() const { return {168 + 2 * ShadowMargin, 34 + 2 * ShadowMargin}; }

QRect ZoomControl::card() const { return rect().adjusted(ShadowMargin, ShadowMargin, -ShadowMargin, -ShadowMargin); }

void ZoomControl::resizeEvent(QResizeEvent*) {
    const QRect r = card();
    const int y = r.y() + 3;
    minus_->setGeometry(r.x() + 3, y, 30, 28);
    figure_->setGeometry(r.x() + 34, y, 60, 28);
    plus_->setGeometry(r.x() + 95, y, 30, 28);
    fit_->setGeometry(r.x() + 134, y, 31, 28);
}

void ZoomControl::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const QRectF r = card();
    drawShadow(p, r, devicePixelRatioF(), ink());
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(ink()(Token::Line), 1));
    p.setBrush(ink()(Token::Panel));
    p.drawRoundedRect(r.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9);
    p.drawLine(QPointF(r.x() + 129.5, r.y() + 8), QPointF(r.x() + 129.5, r.bottom() - 8));
}

}  // namespace nw::canvas
