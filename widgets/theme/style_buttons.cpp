// The style: push and tool buttons, checks and radios.
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>

#include "widgets/theme/paint.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::theme {

namespace {

constexpr int IconGap = 8;

bool isPrimary(const QWidget* w) { return roleOf(w) == ButtonRole::Primary || roleOf(w) == ButtonRole::PagePrimary; }

/// A button that is nothing but its words.
bool isBareText(const QWidget* w) { return roleOf(w) == ButtonRole::Link || roleOf(w) == ButtonRole::Aside; }

QColor textColour(const QStyleOption* o, const QWidget* w) {
    if (!(o->state & QStyle::State_Enabled)) return colour(Token::Text3);
    if (isPrimary(w)) return colour(Token::OnAccent);
    if (roleOf(w) == ButtonRole::Link || o->state & QStyle::State_On) return colour(Token::AccentText);
    if (roleOf(w) == ButtonRole::Aside) return colour(Token::Text2);
    if (roleOf(w) == ButtonRole::Quiet)
        return colour(o->state & (QStyle::State_MouseOver | QStyle::State_Sunken) ? Token::Text : Token::Text2);
    return colour(Token::Text);
}

/// What lies under a control that the pointer is over or that is held down.
QColor stateGround(const QStyleOption* o, const QColor& rest) {
    if (!(o->state & QStyle::State_Enabled)) return rest;
    if (o->state & QStyle::State_Sunken) return hoverGround(true);
    return o->state & QStyle::State_MouseOver ? hoverGround() : rest;
}

void drawText(QPainter* p, const QRect& rect, Qt::Alignment align, const QString& text, const QColor& ink) {
    p->setPen(ink);
    p->drawText(rect, static_cast<int>(align) | Qt::TextShowMnemonic | Qt::TextHideMnemonic, text);
}

QIcon::Mode iconMode(const QStyleOption* o, const QWidget* w) {
    if (!(o->state & QStyle::State_Enabled)) return QIcon::Disabled;
    return isPrimary(w) ? QIcon::Active : QIcon::Normal;
}

}  // namespace

QSize Style::buttonSize(const QStyleOptionButton* o, const QWidget* w) const {
    const ButtonRole role = roleOf(w);
    int width = o->text.isEmpty() ? 0 : o->fontMetrics.size(Qt::TextShowMnemonic, o->text).width();
    if (!o->icon.isNull()) width += o->iconSize.width() + (o->text.isEmpty() ? 0 : IconGap);
    if (o->features & QStyleOptionButton::HasMenu) width += 20;
    if (isBareText(w)) return {width, LeastHit};
    const int height = role == ButtonRole::PagePrimary ? PageButtonHeight : ControlHeight;
    const bool bare = o->text.isEmpty() || role == ButtonRole::Quiet;
    return {std::max(width + (bare ? 16 : 28), bare ? height : 72), height};
}

void Style::drawButtonBevel(const QStyleOption* o, QPainter* p, const QWidget* w) const {
    const ButtonRole role = roleOf(w);
    const bool enabled = o->state & State_Enabled, down = o->state & State_Sunken, over = enabled && o->state & State_MouseOver;
    const QRectF r(o->rect);
    if (isBareText(w)) return;
    if (isPrimary(w)) {
        const QColor rest = colour(Token::AccentFill);
        const QColor fill = down ? rest.darker(120) : over ? rest.darker(110) : rest;
        if (enabled) return drawBox(p, r, fill, fill, 0, radius::Button);
        return drawDisabledEdge(p, r, colour(Token::Sunken), radius::Button);
    }
    if (o->state & State_On && enabled) return drawBox(p, r, colour(Token::AccentSoft), colour(Token::Accent), 1.5, radius::Button);
    if (role == ButtonRole::Quiet) {
        if (over || down) drawBox(p, r, stateGround(o, Qt::transparent), {}, 0, radius::Button);
        if (Theme::instance().scheme() == Scheme::Contrast && over)
            drawBox(p, r, Qt::transparent, colour(Token::Line), 1, radius::Button);
        return;
    }
    if (!enabled) return drawDisabledEdge(p, r, Qt::transparent, radius::Button);
    const bool contrast = Theme::instance().scheme() == Scheme::Contrast && over;
    const Token edge = role == ButtonRole::Loss ? Token::Err : contrast ? Token::Accent : Token::LineStrong;
    drawBox(p, r, stateGround(o, colour(Token::Node)), colour(edge), contrast ? 2 : 1, radius::Button);
}

void Style::drawButtonLabel(const QStyleOptionButton* o, QPainter* p, const QWidget* w) const {
    const bool menu = o->features & QStyleOptionButton::HasMenu;
    const int text = o->text.isEmpty() ? 0 : o->fontMetrics.size(Qt::TextShowMnemonic, o->text).width();
    const int image = o->icon.isNull() ? 0 : o->iconSize.width(), gap = image && text ? IconGap : 0;
    const int room = o->rect.width() - (isBareText(w) ? 0 : 12) - (menu ? 20 : 0);
    const int shown = std::min(text, room - image - gap), whole = image + gap + shown;
    int x = o->rect.left() + (o->rect.width() - (menu ? 20 : 0) - whole) / 2;
    if (isBareText(w) && shown == text && image == 0) x = o->rect.left() + (o->rect.width() - whole) / 2;
    if (image) {
        const QRect at(x, o->rect.top() + (o->rect.height() - o->iconSize.height()) / 2, image, o->iconSize.height());
        o->icon.paint(p, visualRect(o->direction, o->rect, at), Qt::AlignCenter, iconMode(o, w),
                      o->state & State_On || isPrimary(w) ? QIcon::On : QIcon::Off);
    }
    const QRect at(x + image + gap, o->rect.top(), shown + 1, o->rect.height());
    const QString words = shown < text ? o->fontMetrics.elidedText(o->text, Qt::ElideRight, shown, Qt::TextShowMnemonic) : o->text;
    drawText(p, visualRect(o->direction, o->rect, at), Qt::AlignLeft | Qt::AlignVCenter, words, textColour(o, w));
    if (isBareText(w) && o->state & State_MouseOver && o->state & State_Enabled)
        p->drawLine(at.left(), o->rect.center().y() + 8, at.right() - 1, o->rect.center().y() + 8);
    if (menu) {
        const QRect chevron(o->rect.right() - 25, o->rect.top(), 16, o->rect.height());
        drawChevron(p, QRectF(visualRect(o->direction, o->rect, chevron)).center(), Pointing::Down, textColour(o, w));
    }
}

QSize Style::toolButtonSize(const QStyleOptionToolButton* o) const {
    const bool words = o->toolButtonStyle != Qt::ToolButtonIconOnly && !o->text.isEmpty();
    const bool picture = o->toolButtonStyle != Qt::ToolButtonTextOnly && !o->icon.isNull();
    int width = picture ? o->iconSize.width() : 0;
    if (words) width += o->fontMetrics.size(Qt::TextShowMnemonic, o->text).width() + (picture ? IconGap : 0);
    if (o->features & QStyleOptionToolButton::HasMenu) width += 16;
    return {std::max(width + (words ? 20 : 12), ControlHeight), ControlHeight};
}

void Style::drawToolButton(const QStyleOptionToolButton* o, QPainter* p, const QWidget* w) const {
    const QRectF r(o->rect);
    const bool over = o->state & State_Enabled && o->state & State_MouseOver;
    if (o->state & State_On && !(o->state & State_Enabled))
        drawDisabledEdge(p, r, colour(Token::Sunken), radius::Button);
    else if (o->state & State_On)
        drawBox(p, r, colour(Token::AccentSoft), colour(Token::Accent), Theme::instance().scheme() == Scheme::Contrast ? 2 : 0,
                radius::Button);
    else if (over || o->state & State_Sunken)
        drawBox(p, r, stateGround(o, Qt::transparent), colour(Token::Line), Theme::instance().scheme() == Scheme::Contrast ? 1 : 0,
                radius::Button);
    if (!(o->state & State_AutoRaise) && !(o->state & State_On))
        drawBox(p, r, Qt::transparent, colour(o->state & State_Enabled ? Token::LineStrong : Token::Line), 1, radius::Button);
    proxy()->drawControl(CE_ToolButtonLabel, o, p, w);
}

void Style::drawToolButtonLabel(const QStyleOptionToolButton* o, QPainter* p) const {
    const bool words = o->toolButtonStyle != Qt::ToolButtonIconOnly && !o->text.isEmpty();
    const bool picture = o->toolButtonStyle != Qt::ToolButtonTextOnly && !o->icon.isNull();
    const bool menu = o->features & QStyleOptionToolButton::HasMenu;
    const int image = picture ? o->iconSize.width() : 0, gap = words && picture ? IconGap : 0;
    const int text = words ? o->fontMetrics.size(Qt::TextShowMnemonic, o->text).width() : 0;
    const int whole = image + gap + text + (menu ? 16 : 0);
    int x = o->rect.left() + (o->rect.width() - whole) / 2;
    if (picture) {
        const QRect at(x, o->rect.top() + (o->rect.height() - o->iconSize.height()) / 2, image, o->iconSize.height());
        o->icon.paint(p, visualRect(o->direction, o->rect, at), Qt::AlignCenter,
                      o->state & State_Enabled ? QIcon::Normal : QIcon::Disabled, o->state & State_On ? QIcon::On : QIcon::Off);
    } else if (o->arrowType != Qt::NoArrow) {
        const Pointing to = o->arrowType == Qt::UpArrow     ? Pointing::Up
                            : o->arrowType == Qt::DownArrow ? Pointing::Down
                            : o->arrowType == Qt::LeftArrow ? Pointing::Left
                                                            : Pointing::Right;
        drawChevron(p, QRectF(o->rect).center(), to, colour(o->state & State_Enabled ? Token::Text2 : Token::Text3));
    }
    x += image + gap;
    p->setFont(o->font);
    if (words)
        drawText(p, visualRect(o->direction, o->rect, QRect(x, o->rect.top(), text + 1, o->rect.height())),
                 Qt::AlignLeft | Qt::AlignVCenter, o->text, textColour(o, nullptr));
    if (menu)
        drawChevron(p, QRectF(visualRect(o->direction, o->rect, QRect(x + text + 4, o->rect.top(), 12, o->rect.height()))).center(),
                    Pointing::Down, textColour(o, nullptr));
}

void Style::drawCheck(const QStyleOption* o, QPainter* p) const {
    const bool enabled = o->state & State_Enabled, over = enabled && o->state & State_MouseOver;
    const bool on = o->state & State_On, partly = o->state & State_NoChange;
    QRectF r(o->rect);
    r = QRectF(r.center() - QPointF(9, 9), QSizeF(18, 18));
    if (!on && !partly) {
        const QColor ground = Theme::instance().isDark() ? colour(Token::Sunken) : colour(Token::Node);
        if (!enabled) return drawDisabledEdge(p, r, Qt::transparent, radius::Check);
        return drawBox(p, r, stateGround(o, ground), colour(over ? Token::Text2 : Token::LineStrong), 1, radius::Check);
    }
    const QColor fill = !enabled ? colour(Token::LineStrong)
                        : over   ? colour(Token::AccentFill).darker(110)
                                 : colour(Token::AccentFill);
    const QColor ink = enabled ? colour(Token::OnAccent) : colour(Token::Panel);
    drawBox(p, r, fill, fill, 0, radius::Check);
    if (on) return drawTick(p, r.center(), 18, ink);
    drawBox(p, QRectF(r.center() - QPointF(4.5, 1), QSizeF(9, 2)), ink, ink, 0, 1);
}

void Style::drawRadio(const QStyleOption* o, QPainter* p) const {
    const bool enabled = o->state & State_Enabled, over = enabled && o->state & State_MouseOver;
    const QRectF r(QRectF(o->rect).center() - QPointF(9, 9), QSizeF(18, 18));
    const QColor ground = Theme::instance().isDark() ? colour(Token::Sunken) : colour(Token::Node);
    if (o->state & State_On) {
        const QColor ring = enabled ? colour(Token::AccentFill) : colour(Token::LineStrong);
        drawBox(p, r, ring, ring, 0, 9);
        const QColor dot = enabled ? colour(Token::OnAccent) : colour(Token::Panel);
        return drawBox(p, r.adjusted(5.5, 5.5, -5.5, -5.5), dot, dot, 0, 4);
    }
    if (!enabled) return drawDisabledEdge(p, r, Qt::transparent, 9);
    drawBox(p, r, stateGround(o, ground), colour(over ? Token::Text2 : Token::LineStrong), 1.25, 9);
}

void Style::drawCheckLabel(const QStyleOptionButton* o, QPainter* p) const {
    QRect r = o->rect;
    if (!o->icon.isNull()) {
        o->icon.paint(p, visualRect(o->direction, o->rect, QRect(r.left(), r.center().y() - 8, 16, 16)));
        r.adjust(24, 0, 0, 0);
        r = visualRect(o->direction, o->rect, r);
    }
    const Qt::Alignment align = visualAlignment(o->direction, Qt::AlignLeft | Qt::AlignVCenter);
    drawText(p, r, align, o->text, colour(o->state & State_Enabled ? Token::Text : Token::Text3));
}

}  // namespace nw::theme
