// The style: rows of lists, trees and tables, headers, tabs and group boxes.
#include <QAbstractItemView>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QTableView>

#include "widgets/theme/focus_ring.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::theme {

namespace {

/// A row that several cells share is round at its two ends only.
QRectF rowRect(const QStyleOptionViewItem* o) {
    QRectF r(o->rect);
    switch (o->viewItemPosition) {
        case QStyleOptionViewItem::Beginning: return r.adjusted(1, 1, 12, -1);
        case QStyleOptionViewItem::Middle: return r.adjusted(-12, 1, 12, -1);
        case QStyleOptionViewItem::End: return r.adjusted(-12, 1, -1, -1);
        default: return r.adjusted(1, 1, -1, -1);
    }
}

}  // namespace

void Style::drawItemGround(const QStyleOptionViewItem* o, QPainter* p, const QWidget* w) const {
    const bool chosen = o->state & State_Selected, over = o->state & State_Enabled && o->state & State_MouseOver;
    if (o->backgroundBrush.style() != Qt::NoBrush) p->fillRect(o->rect, o->backgroundBrush);
    if (!chosen && !over) return;
    if (qobject_cast<const QTableView*>(w))  // cells do not know where their row ends
        return p->fillRect(o->rect, chosen ? colour(Token::AccentSoft) : hoverRow());
    p->save();
    p->setClipRect(o->rect);
    const bool popup = w && w->inherits("QComboBoxListView");
    const QColor hovered = popup ? colour(Token::AccentSoft) : hoverRow();
    const bool contrast = Theme::instance().scheme() == Scheme::Contrast;
    drawBox(p, rowRect(o), chosen ? colour(Token::AccentSoft) : hovered, colour(chosen ? Token::Accent : Token::Line),
            contrast ? 1 : 0, radius::Field);
    p->restore();
}

void Style::drawItemFocus(const QStyleOption* o, QPainter* p, const QWidget* w) const {
    const bool keyboard = o->state & State_KeyboardFocusChange;
    if (!keyboard || !qobject_cast<const QAbstractItemView*>(w) || w->inherits("QComboBoxListView"))
        return;  // other controls have the ring
    drawBox(p, QRectF(o->rect).adjusted(1, 1, -1, -1), Qt::transparent, colour(Token::Accent), 2, radius::Field);
}

void Style::drawBranch(const QStyleOption* o, QPainter* p) const {
    if (!(o->state & State_Children)) return;
    const Pointing closed = isRightToLeft(o) ? Pointing::Left : Pointing::Right;
    drawChevron(p, QRectF(o->rect).center(), o->state & State_Open ? Pointing::Down : closed, colour(Token::Text2));
}

void Style::drawHeaderSection(const QStyleOptionHeader* o, QPainter* p) const {
    const bool over = o->state & State_Enabled && o->state & State_MouseOver;
    p->fillRect(o->rect, over ? colour(Token::Sunken) : colour(Token::Panel));
    if (o->orientation == Qt::Horizontal)
        p->fillRect(QRect(o->rect.left(), o->rect.bottom(), o->rect.width(), 1), colour(Token::Line));
    else
        p->fillRect(QRect(o->rect.right(), o->rect.top(), 1, o->rect.height()), colour(Token::Line));
}

void Style::drawHeaderLabel(const QStyleOptionHeader* o, QPainter* p) const {
    QRect r = o->rect;
    p->setFont(font(Type::SmallStrong));
    p->setPen(colour(o->state & State_Enabled ? Token::Text2 : Token::Text3));
    if (o->sortIndicator != QStyleOptionHeader::None) {
        const QRectF at(r.right() - 12, r.top(), 12, r.height());
        drawChevron(p, at.center(), o->sortIndicator == QStyleOptionHeader::SortUp ? Pointing::Up : Pointing::Down,
                    colour(Token::Text2));
        r.adjust(0, 0, -16, 0);
    }
    const int align = o->textAlignment ? static_cast<int>(o->textAlignment) : static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    p->drawText(r, align | Qt::TextSingleLine, QFontMetrics(p->font()).elidedText(o->text, Qt::ElideRight, r.width()));
}

void Style::drawTab(const QStyleOptionTab* o, QPainter* p) const {
    const bool chosen = o->state & State_Selected, over = o->state & State_Enabled && o->state & State_MouseOver;
    const QRectF r = QRectF(o->rect).adjusted(2, 1, -2, -1);
    const bool contrast = Theme::instance().scheme() == Scheme::Contrast;
    if (chosen)
        drawBox(p, r, colour(Token::AccentSoft), colour(Token::Accent), contrast ? 1 : 0, radius::Tab);
    else if (over)
        drawBox(p, r, hoverGround(), colour(Token::Line), contrast ? 1 : 0, radius::Tab);
    if (o->state & State_HasFocus && o->state & State_KeyboardFocusChange)
        drawBox(p, r, Qt::transparent, colour(Token::Accent), 2, radius::Tab);
}

void Style::drawTabLabel(const QStyleOptionTab* o, QPainter* p) const {
    const bool enabled = o->state & State_Enabled, chosen = o->state & State_Selected;
    QRect r = o->rect.adjusted(10, 0, -10, 0);
    if (!o->icon.isNull()) {
        o->icon.paint(p, visualRect(o->direction, r, QRect(r.left(), r.center().y() - 7, 16, 16)), Qt::AlignCenter,
                      enabled ? QIcon::Normal : QIcon::Disabled, chosen ? QIcon::On : QIcon::Off);
        r = visualRect(o->direction, r, r.adjusted(22, 0, 0, 0));
    }
    p->setFont(font(chosen ? Type::BodyStrong : Type::BodyMedium));
    p->setPen(colour(!enabled ? Token::Text3 : chosen ? Token::AccentText : Token::Text));
    p->drawText(r, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextShowMnemonic | Qt::TextHideMnemonic, o->text);
}

QRect Style::groupBoxRect(const QStyleOptionGroupBox* o, SubControl sub) const {
    const QRect r = o->rect;
    const bool titled = !o->text.isEmpty() || o->subControls & SC_GroupBoxCheckBox;
    const int head = titled ? 26 : 0, check = o->subControls & SC_GroupBoxCheckBox ? 26 : 0;
    switch (sub) {
        case SC_GroupBoxFrame: return r;
        case SC_GroupBoxContents: return r.adjusted(0, head, 0, 0);
        case SC_GroupBoxCheckBox: return {r.left(), r.top() + 2, 18, 18};
        case SC_GroupBoxLabel: return {r.left() + check, r.top(), r.width() - check, 22};
        default: return {};
    }
}

void Style::drawGroupBox(const QStyleOptionGroupBox* o, QPainter* p) const {
    if (o->subControls & SC_GroupBoxCheckBox) {
        QStyleOption check(*o);
        check.rect = visualRect(o->direction, o->rect, groupBoxRect(o, SC_GroupBoxCheckBox));
        drawCheck(&check, p);
        if (o->state & State_HasFocus && o->state & State_KeyboardFocusChange)
            drawBox(p, QRectF(check.rect).adjusted(-1, -1, 1, 1), Qt::transparent, colour(Token::Accent), 2, radius::Check + 1);
    }
    p->setFont(font(Type::SmallStrong));
    p->setPen(colour(o->state & State_Enabled ? Token::Text : Token::Text3));
    p->drawText(visualRect(o->direction, o->rect, groupBoxRect(o, SC_GroupBoxLabel)),
                static_cast<int>(visualAlignment(o->direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine |
                    Qt::TextShowMnemonic | Qt::TextHideMnemonic,
                o->text);
}

}  // namespace nw::theme
