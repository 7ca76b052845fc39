// Drawing the strip of a folded panel.
#include "ui/shell/panel_edge.h"

#include <QPainter>
#include <QVBoxLayout>

#include "widgets/theme/focus_ring.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::ui {

using theme::Token;

PanelStrip::PanelStrip(const QString& title, Side side, const QString& shortcut, QWidget* parent)
    : QAbstractButton(parent), side_(side) {
    setText(title);
    setAccessibleName(title);
    setToolTip(tr("Show this panel: %1 (%2)").arg(title, shortcut));
    setFocusPolicy(Qt::TabFocus);
    setMinimumWidth(Width);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
}

void PanelStrip::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void PanelStrip::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

/// A chevron to where the panel opens, and its name read downwards.
void PanelStrip::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown()) p.fillRect(rect(), theme::hoverGround(isDown()));
    const double middle = width() / 2.0;
    const bool atLeft = (side_ == Side::Left) != isRightToLeft();
    theme::drawChevron(&p, QPointF(middle, 20), atLeft ? theme::Pointing::Right : theme::Pointing::Left,
                       theme::colour(Token::Text2));
    p.setFont(theme::font(theme::Type::Small));
    p.setPen(theme::colour(Token::Text2));
    const int room = height() - 48;
    p.translate(middle, 36);
    p.rotate(90);
    p.drawText(QRectF(0, -10, room, 20), Qt::AlignVCenter | Qt::AlignLeft | Qt::AlignAbsolute,
               p.fontMetrics().elidedText(text(), Qt::ElideRight, room));
    p.resetTransform();
    if (theme::hasKeyboardFocus(this))
        theme::drawBox(&p, QRectF(rect()).adjusted(1, 1, -1, -1), Qt::transparent, theme::colour(Token::Accent), 2,
                       theme::radius::Field);
}

PanelEdge::PanelEdge(const QString& title, Side side, const QString& shortcut, QWidget* parent)
    : QWidget(parent), side_(side), strip_(new PanelStrip(title, side, shortcut)), buttons_(new QVBoxLayout) {
    auto* column = new QVBoxLayout(this);
    const bool atLeft = (side == Side::Left) != isRightToLeft();
    column->setContentsMargins(atLeft ? 0 : 1, 0, atLeft ? 1 : 0, 0);
    column->setSpacing(0);
    column->addLayout(buttons_);
    column->addWidget(strip_, 1);
}

void PanelEdge::addButton(QWidget* button) {
    if (buttons_->count() == 0) buttons_->setContentsMargins(0, theme::space::S12, 0, 0);
    buttons_->addWidget(button, 0, Qt::AlignHCenter);
    setFixedWidth(RailWidth);
}

void PanelEdge::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), theme::colour(Token::Panel));
    const bool atLeft = (side_ == Side::Left) != isRightToLeft();
    p.fillRect(atLeft ? QRect(width() - 1, 0, 1, height()) : QRect(0, 0, 1, height()), theme::colour(Token::Line));
}

}  // namespace nw::ui
