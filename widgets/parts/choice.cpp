// Choosing, with mouse, keys and screen readers.
#include "widgets/parts/choice.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include "widgets/theme/accessible.h"
#include "widgets/theme/focus_ring.h"
#include "widgets/theme/paint.h"

namespace nw::parts {

using theme::Token;

Choice::Choice(const QString& name, int height, int radius, QWidget* parent) : QWidget(parent), radius_(radius) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(height);
    setCursor(Qt::PointingHandCursor);
    theme::followFocus(this, radius);
    theme::speakAs(this, {.role = QAccessible::RadioButton, .checked = [this] { return chosen_; }, .press = [this] { choose(); }});
    setAccessibleName(name);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
}

void Choice::setChosen(bool chosen) {
    chosen_ = chosen;
    theme::announceChange(this);
    update();
}

QList<Choice*> Choice::brothers() const {
    return parentWidget() ? parentWidget()->findChildren<Choice*>(QString(), Qt::FindDirectChildrenOnly) : QList<Choice*>();
}

void Choice::choose() {
    for (Choice* one : brothers()) one->setChosen(one == this);
    setChosen(true);
    Q_EMIT chosen();
}

void Choice::go(int by) {
    const QList<Choice*> all = brothers();
    const qsizetype to = all.indexOf(this) + by;
    if (to >= 0 && to < all.size()) all[to]->setFocus(Qt::TabFocusReason);
}

QRect Choice::mirrored(const QRect& rect) const { return QStyle::visualRect(layoutDirection(), this->rect(), rect); }

void Choice::drawGround(QPainter* p) const {
    if (!isEnabled()) return theme::drawDisabledEdge(p, rect(), Qt::transparent, radius_);
    const bool over = underMouse(), dark = theme::Theme::instance().scheme() == theme::Scheme::Dark;
    QColor ground = theme::colour(chosen_ ? Token::AccentSoft : dark ? Token::Node : Token::Panel);
    if (over && !chosen_) ground = theme::hoverGround(pressed_);
    const Token edge = chosen_ ? Token::Accent : over ? Token::Text2 : Token::LineStrong;
    theme::drawBox(p, rect(), ground, theme::colour(edge), chosen_ ? 2 : 1, radius_);
}

void Choice::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->button() == Qt::LeftButton;
    update();
}

void Choice::mouseReleaseEvent(QMouseEvent* event) {
    const bool clicked = pressed_ && rect().contains(event->position().toPoint());
    pressed_ = false;
    update();
    if (clicked) choose();
}

void Choice::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Space:
        case Qt::Key_Return:
        case Qt::Key_Enter: return choose();
        case Qt::Key_Right:
        case Qt::Key_Down: return go(1);
        case Qt::Key_Left:
        case Qt::Key_Up: return go(-1);
        default: QWidget::keyPressEvent(event);
    }
}

void drawLine(QPainter* p, const QRect& rect, theme::Type type, Token token, const QString& text, Qt::Alignment align) {
    p->setFont(theme::font(type));
    p->setPen(theme::colour(token));
    p->drawText(rect, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine,
                QFontMetrics(p->font()).elidedText(text, Qt::ElideRight, rect.width()));
}

}  // namespace nw::parts
