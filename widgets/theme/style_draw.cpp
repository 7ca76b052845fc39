// The style: which part of which control is drawn by whom.
#include <QAbstractItemView>
#include <QComboBox>
#include <QFocusFrame>
#include <QPainter>
#include <QSlider>
#include <QStyleOption>
#include <QToolButton>
#include <algorithm>

#include "widgets/theme/focus_ring.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/popup.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/tokens.h"

namespace nw::theme {

namespace {

Pointing pointing(QStyle::PrimitiveElement arrow) {
    switch (arrow) {
        case QStyle::PE_IndicatorArrowUp: return Pointing::Up;
        case QStyle::PE_IndicatorArrowLeft: return Pointing::Left;
        case QStyle::PE_IndicatorArrowRight: return Pointing::Right;
        default: return Pointing::Down;
    }
}

/// What has no ground and no edge of its own.
bool isBare(QStyle::PrimitiveElement element) {
    switch (element) {
        case QStyle::PE_FrameLineEdit:
        case QStyle::PE_PanelButtonBevel:
        case QStyle::PE_FrameDefaultButton:
        case QStyle::PE_FrameTabWidget:
        case QStyle::PE_FrameTabBarBase:
        case QStyle::PE_FrameStatusBarItem:
        case QStyle::PE_PanelStatusBar:
        case QStyle::PE_PanelMenuBar:
        case QStyle::PE_PanelItemViewRow:
        case QStyle::PE_FrameGroupBox:
        case QStyle::PE_PanelScrollAreaCorner:
        case QStyle::PE_FrameMenu:
        case QStyle::PE_IndicatorHeaderArrow:  // the header's label draws it
        case QStyle::PE_FrameDockWidget: return true;
        default: return false;
    }
}

void drawFrame(const QStyleOption* option, QPainter* p, const QWidget* w) {
    if (w && w->inherits("QComboBoxPrivateContainer")) return drawPopup(p, option->rect);
    const bool list = qobject_cast<const QAbstractItemView*>(w);
    drawBox(p, option->rect, Qt::transparent, colour(Token::Line), 1, list ? 0 : 8);
}

/// Where the words of a field stand. An icon beside them brings room of its own.
QRect fieldWords(const QRect& field, const QWidget* widget) {
    const auto icons = widget ? widget->findChildren<QToolButton*>(QString(), Qt::FindDirectChildrenOnly) : QList<QToolButton*>();
    const auto inset = [&](int x) {
        const bool icon = std::any_of(icons.begin(), icons.end(), [x](const QToolButton* b) {
            return !b->isHidden() && x >= b->geometry().left() && x <= b->geometry().right();
        });
        return icon ? 1 : 8;
    };
    return field.adjusted(inset(field.left() + 14), 1, -inset(field.right() - 14), -1);
}

}  // namespace

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    switch (element) {
        case SE_LineEditContents: {
            const bool inside = widget && (qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) ||
                                           qobject_cast<const QComboBox*>(widget->parentWidget()));
            return inside ? option->rect : fieldWords(option->rect, widget);
        }
        case SE_ProgressBarGroove:
        case SE_ProgressBarContents:
        case SE_ProgressBarLabel:
        case SE_PushButtonContents: return option->rect;
        default: return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                            const QWidget* widget) const {
    QRect out;
    if (const auto* s = qstyleoption_cast<const QStyleOptionSpinBox*>(option); s && control == CC_SpinBox)
        out = spinBoxRect(s, sub);
    if (const auto* c = qstyleoption_cast<const QStyleOptionComboBox*>(option); c && control == CC_ComboBox)
        out = comboBoxRect(c, sub);
    if (const auto* b = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
        if (control == CC_ScrollBar) return scrollBarRect(b, sub);
        if (control == CC_Slider && b->tickPosition == QSlider::NoTicks) return sliderRect(b, sub);
    }
    if (const auto* g = qstyleoption_cast<const QStyleOptionGroupBox*>(option); g && control == CC_GroupBox)
        out = groupBoxRect(g, sub);
    if (!out.isNull()) return visualRect(option->direction, option->rect, out);
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* p, const QWidget* w) const {
    if (isBare(element)) return;
    switch (element) {
        case PE_PanelLineEdit: return drawField(option, p, w);
        case PE_FrameFocusRect: return drawItemFocus(option, p, w);
        case PE_PanelMenu:
        case PE_PanelTipLabel: return drawPopup(p, option->rect);
        case PE_Frame: return drawFrame(option, p, w);
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck: return drawCheck(option, p);
        case PE_IndicatorRadioButton: return drawRadio(option, p);
        case PE_IndicatorBranch: return drawBranch(option, p);
        case PE_PanelItemViewItem:
            if (const auto* v = qstyleoption_cast<const QStyleOptionViewItem*>(option)) return drawItemGround(v, p, w);
            break;
        case PE_IndicatorArrowDown:
        case PE_IndicatorArrowUp:
        case PE_IndicatorArrowRight:
        case PE_IndicatorArrowLeft: return drawChevron(p, QRectF(option->rect).center(), pointing(element), colour(Token::Text2));
        case PE_IndicatorItemViewItemDrop:
            return drawBox(p, option->rect, Qt::transparent, colour(Token::Accent), 2, option->rect.height() ? radius::Field : 0);
        default: break;
    }
    QProxyStyle::drawPrimitive(element, option, p, w);
}

bool Style::drawLabel(ControlElement element, const QStyleOption* option, QPainter* p, const QWidget* w) const {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    const auto* tool = qstyleoption_cast<const QStyleOptionToolButton*>(option);
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option);
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
    if (element == CE_PushButtonLabel && button)
        drawButtonLabel(button, p, w);
    else if ((element == CE_CheckBoxLabel || element == CE_RadioButtonLabel) && button)
        drawCheckLabel(button, p);
    else if (element == CE_ToolButtonLabel && tool)
        drawToolButtonLabel(tool, p);
    else if (element == CE_ComboBoxLabel && combo)
        drawComboLabel(combo, p, w);
    else if (element == CE_TabBarTabLabel && tab)
        drawTabLabel(tab, p);
    else if (element == CE_HeaderLabel && header)
        drawHeaderLabel(header, p);
    else
        return false;
    return true;
}

bool Style::drawShape(ControlElement element, const QStyleOption* option, QPainter* p) const {
    const auto* menu = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option);
    const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option);
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
    if (element == CE_MenuItem && menu)
        drawMenuItem(menu, p);
    else if (element == CE_MenuBarItem && menu)
        drawMenuBarItem(menu, p);
    else if (element == CE_ProgressBar && bar)
        drawProgress(bar, p);
    else if (element == CE_TabBarTabShape && tab)
        drawTab(tab, p);
    else if (element == CE_HeaderSection && header)
        drawHeaderSection(header, p);
    else
        return false;
    return true;
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* p, const QWidget* w) const {
    if (drawLabel(element, option, p, w) || drawShape(element, option, p)) return;
    switch (element) {
        case CE_PushButton:  // Fusion would lay the label out by its own margins
            proxy()->drawControl(CE_PushButtonBevel, option, p, w);
            return proxy()->drawControl(CE_PushButtonLabel, option, p, w);
        case CE_PushButtonBevel: return drawButtonBevel(option, p, w);
        case CE_MenuBarEmptyArea:
        case CE_MenuEmptyArea: return;
        case CE_Splitter: return drawSplitter(option, p);
        case CE_HeaderEmptyArea: return p->fillRect(option->rect, colour(Token::Panel));
        case CE_FocusFrame: {
            const auto* frame = qobject_cast<const QFocusFrame*>(w);
            return drawFocusRing(p, QRectF(option->rect).adjusted(5, 5, -5, -5), focusRadius(frame ? frame->widget() : nullptr));
        }
        default: return QProxyStyle::drawControl(element, option, p, w);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* p, const QWidget* w) const {
    if (const auto* s = qstyleoption_cast<const QStyleOptionSpinBox*>(option); s && control == CC_SpinBox)
        return drawSpinBox(s, p, w);
    if (const auto* c = qstyleoption_cast<const QStyleOptionComboBox*>(option); c && control == CC_ComboBox)
        return drawComboBox(c, p, w);
    if (const auto* b = qstyleoption_cast<const QStyleOptionToolButton*>(option); b && control == CC_ToolButton)
        return drawToolButton(b, p, w);
    if (const auto* g = qstyleoption_cast<const QStyleOptionGroupBox*>(option); g && control == CC_GroupBox)
        return drawGroupBox(g, p);
    if (const auto* b = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
        if (control == CC_ScrollBar) return drawScrollBar(b, p, w);
        if (control == CC_Slider && b->tickPosition == QSlider::NoTicks) return drawSlider(b, p, w);
    }
    QProxyStyle::drawComplexControl(control, option, p, w);
}

}  // namespace nw::theme
