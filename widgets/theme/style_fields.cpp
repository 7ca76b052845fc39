// The style: line edits, spin boxes and combo boxes.
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QStyleOption>

#include "widgets/theme/paint.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/tokens.h"

namespace nw::theme {

namespace {

constexpr int ButtonWidth = 24;

void drawGround(QPainter* p, const QStyleOption* o, const QWidget* w) {
    const bool enabled = o->state & QStyle::State_Enabled;
    const QColor ground = !enabled                     ? colour(Token::Panel)
                          : Theme::instance().isDark() ? colour(Token::Sunken)
                                                       : colour(Token::Node);
    if (!enabled) return drawDisabledEdge(p, o->rect, ground, radius::Field);
    const bool focused = enabled && (o->state & QStyle::State_HasFocus || o->state & QStyle::State_On);
    const bool over = enabled && o->state & QStyle::State_MouseOver;
    Token edge = !enabled ? Token::Line : over ? Token::Text2 : Token::LineStrong;
    if (focused) edge = Token::Accent;
    if (isFaulty(w)) edge = Token::Err;
    drawBox(p, o->rect, ground, colour(edge), focused || isFaulty(w) ? 2 : 1, radius::Field);
}

}  // namespace

void Style::drawField(const QStyleOption* o, QPainter* p, const QWidget* w) const {
    const QWidget* parent = w ? w->parentWidget() : nullptr;
    if (qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QComboBox*>(parent))
        return;  // the parent's ground shows
    if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(o); frame && frame->lineWidth == 0) return;
    if (const auto* edit = qobject_cast<const QLineEdit*>(w); edit && edit->isReadOnly()) {
        const bool focused = o->state & State_HasFocus;
        return drawBox(p, o->rect, colour(Token::Sunken), colour(focused ? Token::Accent : Token::Line), focused ? 2 : 1,
                       radius::Field);
    }
    drawGround(p, o, w);
}

QRect Style::spinBoxRect(const QStyleOptionSpinBox* o, SubControl sub) const {
    const QRect r = o->rect;
    const bool buttons = o->buttonSymbols != QAbstractSpinBox::NoButtons;
    switch (sub) {
        case SC_SpinBoxUp:
            return buttons ? QRect(r.right() - ButtonWidth - 1, r.top() + 2, ButtonWidth, r.height() / 2 - 2) : QRect();
        case SC_SpinBoxDown:
            return buttons ? QRect(r.right() - ButtonWidth - 1, r.top() + r.height() / 2, ButtonWidth, r.height() / 2 - 2)
                           : QRect();
        case SC_SpinBoxEditField: return r.adjusted(8, 2, buttons ? -ButtonWidth - 2 : -8, -2);
        case SC_SpinBoxFrame: return r;
        default: return {};
    }
}

void Style::drawSpinBox(const QStyleOptionSpinBox* o, QPainter* p, const QWidget* w) const {
    if (o->frame) drawGround(p, o, w);
    if (o->buttonSymbols == QAbstractSpinBox::NoButtons) return;
    const bool enabled = o->state & State_Enabled;
    for (const auto& [sub, step, to] : {std::tuple{SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, Pointing::Up},
                                        std::tuple{SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, Pointing::Down}}) {
        const QRectF r = proxy()->subControlRect(CC_SpinBox, o, sub, w);
        const bool able = enabled && o->stepEnabled & step,
                   over = able && o->activeSubControls == sub && o->state & State_MouseOver;
        if (over) drawBox(p, r.adjusted(0, 0, -1, 0), hoverGround(o->state & State_Sunken), {}, 0, 4);
        drawChevron(p, r.center() + QPointF(0, to == Pointing::Up ? 1.5 : -0.5), to,
                    able ? colour(over ? Token::Text : Token::Text2) : withAlpha(colour(Token::Text3), 0.5));
    }
}

QRect Style::comboBoxRect(const QStyleOptionComboBox* o, SubControl sub) const {
    const QRect r = o->rect;
    switch (sub) {
        case SC_ComboBoxEditField: return r.adjusted(o->editable ? 8 : 10, 2, -28, -2);
        case SC_ComboBoxArrow: return {r.right() - 28, r.top(), 28, r.height()};
        case SC_ComboBoxFrame: return r;
        case SC_ComboBoxListBoxPopup: return r.adjusted(0, 0, 0, 4);
        default: return {};
    }
}

void Style::drawComboBox(const QStyleOptionComboBox* o, QPainter* p, const QWidget* w) const {
    if (o->frame) drawGround(p, o, w);
    const QRectF arrow = proxy()->subControlRect(CC_ComboBox, o, SC_ComboBoxArrow, w);
    drawChevron(p, arrow.center() + QPointF(0, 0.5), Pointing::Down,
                colour(o->state & State_Enabled ? Token::Text2 : Token::Text3));
}

void Style::drawComboLabel(const QStyleOptionComboBox* o, QPainter* p, const QWidget* w) const {
    QRect r = visualRect(o->direction, o->rect, comboBoxRect(o, SC_ComboBoxEditField));
    if (!o->currentIcon.isNull()) {
        const QRect at(r.left(), r.center().y() - 7, 16, 16);
        o->currentIcon.paint(p, visualRect(o->direction, r, at), Qt::AlignCenter,
                             o->state & State_Enabled ? QIcon::Normal : QIcon::Disabled);
        r.adjust(isRightToLeft(o) ? 0 : 24, 0, isRightToLeft(o) ? -24 : 0, 0);
    }
    if (o->editable) return;
    const auto* box = qobject_cast<const QComboBox*>(w);
    const bool none = box && box->currentIndex() < 0;
    p->setPen(colour(o->state & State_Enabled && !none ? Token::Text : Token::Text3));
    p->drawText(r, static_cast<int>(visualAlignment(o->direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine,
                o->fontMetrics.elidedText(o->currentText, Qt::ElideRight, r.width()));
}

}  // namespace nw::theme
