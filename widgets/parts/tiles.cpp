// Tiles: drawing, and choosing among cards.
#include "widgets/parts/tiles.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include "widgets/theme/accessible.h"
#include "widgets/theme/focus_ring.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/type.h"

namespace nw::parts {

using theme::Token;
using theme::Type;

namespace {
void drawLine(QPainter* p, const QRect& rect, Type type, Token token, const QString& text, Qt::Alignment align) {
    p->setFont(theme::font(type));
    p->setPen(theme::colour(token));
    p->drawText(rect, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine,
                QFontMetrics(p->font()).elidedText(text, Qt::ElideRight, rect.width()));
}
}  // namespace

StatTile::StatTile(const QString& caption, QWidget* parent) : QWidget(parent), caption_(caption) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(80);
    theme::speakAs(this, {.role = QAccessible::StaticText});
    setFigure(figure_);
}

void StatTile::setFigure(const QString& figure, const QString& second) {
    figure_ = figure;
    second_ = second;
    setAccessibleName(second.isEmpty() ? tr("%1: %2").arg(caption_, figure) : tr("%1: %2, %3").arg(caption_, figure, second));
    update();
}

void StatTile::setCaption(const QString& caption) {
    if (caption == caption_) return;
    caption_ = caption;
    setFigure(figure_, second_);
}

void StatTile::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const bool dark = theme::Theme::instance().scheme() == theme::Scheme::Dark;
    theme::drawBox(&p, rect(), theme::colour(dark ? Token::Node : Token::Sunken), theme::colour(Token::Line), 1,
                   theme::radius::Node);
    const Qt::Alignment align = isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
    const QRect line = rect().adjusted(14, 0, -14, 0);
    drawLine(&p, QRect(line.left(), 9, line.width(), 18), Type::Small, Token::Text2, caption_, align);
    drawLine(&p, QRect(line.left(), 27, line.width(), 30), Type::Display, Token::Text, figure_, align);
    drawLine(&p, QRect(line.left(), 56, line.width(), 16), Type::Note, Token::Text2, second_, align);
}

Card::Card(const QString& iconId, theme::Family tint, const QString& title, const QString& file, const QString& sentence,
           QWidget* parent)
    : QWidget(parent), icon_(iconId), title_(title), file_(file), sentence_(sentence), tint_(tint) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(122);
    setCursor(Qt::PointingHandCursor);
    theme::followFocus(this, theme::radius::Card);
    theme::speakAs(this, {.role = QAccessible::RadioButton, .checked = [this] { return chosen_; }, .press = [this] { choose(); }});
    setAccessibleName(title);
    setToolTip(title + QLatin1Char('\n') + sentence);
    setChosen(false);
}

void Card::setChosen(bool chosen) {
    chosen_ = chosen;
    setAccessibleDescription(sentence_);
    theme::announceChange(this);
    update();
}

QList<Card*> Card::brothers() const {
    return parentWidget() ? parentWidget()->findChildren<Card*>(QString(), Qt::FindDirectChildrenOnly) : QList<Card*>();
}

void Card::choose() {
    for (Card* card : brothers()) card->setChosen(card == this);
    setChosen(true);
    Q_EMIT chosen();
}

void Card::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const bool over = underMouse() && isEnabled(), dark = theme::Theme::instance().scheme() == theme::Scheme::Dark;
    QColor ground = theme::colour(chosen_ ? Token::AccentSoft : dark ? Token::Node : Token::Panel);
    if (over && !chosen_) ground = theme::hoverGround(pressed_);
    if (isEnabled())
        theme::drawBox(&p, rect(), ground,
                       theme::colour(chosen_ ? Token::Accent
                                     : over  ? Token::Text2
                                             : Token::LineStrong),
                       chosen_ ? 2 : 1, theme::radius::Card);
    else
        theme::drawDisabledEdge(&p, rect(), Qt::transparent, theme::radius::Card);
    const auto mirrored = [this](const QRect& r) { return QStyle::visualRect(layoutDirection(), rect(), r); };
    const QRect tile = mirrored({16, 16, 36, 36});
    theme::drawBox(&p, tile, theme::colour(tint_), {}, 0, 9);
    theme::drawIcon(&p, icon_, QRectF(tile).adjusted(7, 7, -7, -7), theme::colour(Token::OnFamily));
    const Qt::Alignment align = isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
    const Token ink = isEnabled() ? Token::Text : Token::Text3, second = isEnabled() ? Token::Text2 : Token::Text3;
    drawLine(&p, mirrored({64, 15, width() - 80, 20}), Type::Section, ink, title_, align);
    drawLine(&p, mirrored({64, 35, width() - 80, 18}), Type::Figure11, second, file_, align);
    p.setFont(theme::font(Type::Small));
    p.setPen(theme::colour(second));
    p.drawText(QRect(16, 62, width() - 32, 48), static_cast<int>(align | Qt::AlignTop) | Qt::TextWordWrap, sentence_);
}

void Card::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->button() == Qt::LeftButton;
    update();
}

void Card::mouseReleaseEvent(QMouseEvent* event) {
    const bool clicked = pressed_ && rect().contains(event->position().toPoint());
    pressed_ = false;
    update();
    if (clicked) choose();
}

void Card::keyPressEvent(QKeyEvent* event) {
    const QList<Card*> all = brothers();
    const qsizetype at = all.indexOf(this);
    const auto go = [&](qsizetype to) {
        if (to >= 0 && to < all.size()) all[to]->setFocus(Qt::TabFocusReason);
    };
    switch (event->key()) {
        case Qt::Key_Space:
        case Qt::Key_Return:
        case Qt::Key_Enter: return choose();
        case Qt::Key_Right:
        case Qt::Key_Down: return go(at + 1);
        case Qt::Key_Left:
        case Qt::Key_Up: return go(at - 1);
        default: QWidget::keyPressEvent(event);
    }
}

}  // namespace nw::parts
