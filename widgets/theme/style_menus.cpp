// The style: menus and the menu bar.
#include <QMenu>
#include <QPainter>
#include <QStyleOption>

#include "widgets/theme/paint.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::theme {

namespace {
constexpr int LeftColumn = 32, RightColumn = 28, ItemHeight = 30, SeparatorHeight = 9;
constexpr int Flags = Qt::TextShowMnemonic | Qt::TextHideMnemonic | Qt::TextSingleLine | Qt::AlignVCenter;
}  // namespace

QSize Style::menuItemSize(const QStyleOptionMenuItem* o, const QSize& size) const {
    if (o->menuItemType == QStyleOptionMenuItem::Separator) return {size.width(), o->text.isEmpty() ? SeparatorHeight : 28};
    const bool shortcut = o->text.contains(QLatin1Char('\t'));
    return {size.width() + LeftColumn + RightColumn + (shortcut ? 24 : 0), ItemHeight};
}

void Style::drawMenuItem(const QStyleOptionMenuItem* o, QPainter* p) const {
    const QRect r = o->rect;
    if (o->menuItemType == QStyleOptionMenuItem::Separator) {
        if (o->text.isEmpty()) return p->fillRect(QRect(r.left() + 8, r.center().y(), r.width() - 16, 1), colour(Token::Line));
        p->setFont(font(Type::SmallStrong));
        p->setPen(colour(Token::Text2));
        p->drawText(r.adjusted(10, 4, -10, 0), Flags, o->text);
        return;
    }
    const bool enabled = o->state & State_Enabled, chosen = enabled && o->state & State_Selected;
    if (chosen)
        drawBox(p, r, colour(Token::AccentSoft), colour(Token::Accent), Theme::instance().scheme() == Scheme::Contrast ? 1 : 0, 6);
    const QRect mark = visualRect(o->direction, r, QRect(r.left() + 8, r.top(), 16, r.height()));
    if (o->checkType != QStyleOptionMenuItem::NotCheckable) {
        if (o->checked && o->checkType == QStyleOptionMenuItem::Exclusive)
            drawBox(p, QRectF(QRectF(mark).center() - QPointF(4, 4), QSizeF(8, 8)), colour(Token::Accent), {}, 0, 4);
        else if (o->checked)
            drawTick(p, QRectF(mark).center(), 16, colour(enabled ? Token::Accent : Token::Text3));
    } else if (!o->icon.isNull()) {
        o->icon.paint(p, QRect(mark.left(), mark.center().y() - 7, 16, 16), Qt::AlignCenter,
                      enabled ? QIcon::Normal : QIcon::Disabled);
    }
    const qsizetype tab = o->text.indexOf(QLatin1Char('\t'));
    const QRect words = visualRect(o->direction, r, r.adjusted(LeftColumn, 0, -RightColumn + 14, 0));
    p->setFont(o->font);
    p->setPen(colour(enabled ? Token::Text : Token::Text3));
    p->drawText(words, Flags | static_cast<int>(visualAlignment(o->direction, Qt::AlignLeft)),
                tab < 0 ? o->text : o->text.left(tab));
    if (tab >= 0) {
        p->setFont(font(Type::Small));
        p->setPen(colour(chosen ? Token::Text2 : Token::Text3));
        p->drawText(words, Flags | static_cast<int>(visualAlignment(o->direction, Qt::AlignRight)), o->text.mid(tab + 1));
    }
    if (o->menuItemType == QStyleOptionMenuItem::SubMenu) {
        const QRectF at = visualRect(o->direction, r, QRect(r.right() - 20, r.top(), 16, r.height()));
        drawChevron(p, at.center(), isRightToLeft(o) ? Pointing::Left : Pointing::Right,
                    colour(enabled ? Token::Text2 : Token::Text3));
    }
}

void Style::drawMenuBarItem(const QStyleOptionMenuItem* o, QPainter* p) const {
    const bool enabled = o->state & State_Enabled, open = o->state & State_Sunken, over = o->state & State_Selected;
    if (enabled && (open || over))
        drawBox(p, o->rect, open ? colour(Token::AccentSoft) : hoverGround(), colour(Token::Line),
                Theme::instance().scheme() == Scheme::Contrast ? 1 : 0, radius::Field);
    p->setFont(font(Type::Body));
    p->setPen(colour(!enabled ? Token::Text3 : open ? Token::AccentText : over ? Token::Text : Token::Text2));
    p->drawText(o->rect, Flags | Qt::AlignHCenter, o->text);
}

}  // namespace nw::theme
