// The style: which part of which control is drawn by whom.
#include <QAbstractItemView>
#include <QComboBox>
#include <QFocusFrame>
#include <QPainter>
#include <QSlider>
#include <QStyleOption>

#include "widgets/theme/focus_ring.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/tokens.h"

namespace nw::theme {

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    switch (element) {
        case SE_LineEditContents: {
            const bool inside = widget && (qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) ||
                                           qobject_cast<const QComboBox*>(widget->parentWidget()));
            return inside ? option->rect : option->rect.adjusted(8, 1, -8, -1);
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
    switch (element) {
        case PE_PanelLineEdit: return drawField(option, p, w);
        case PE_FrameLineEdit:
        case PE_PanelButtonBevel:
        case PE_FrameDefaultButton:
        case PE_FrameTabWidget:
        case PE_FrameTabBarBase:
        case PE_FrameStatusBarItem:
        case PE_PanelStatusBar:
        case PE_PanelMenuBar:
        case PE_PanelItemViewRow:
        case PE_FrameGroupBox:
        case PE_PanelScrollAreaCorner:
        case PE_FrameDockWidget: return;
        case PE_FrameFocusRect: return drawItemFocus(option, p, w);
        case PE_PanelMenu:
        case PE_PanelTipLabel: return drawPopup(option->rect, p);
        case PE_FrameMenu: return;
        case PE_Frame:
            if (w && w->inherits("QComboBoxPrivateContainer"))
                drawPopup(option->rect, p);
            else
                drawBox(p, option->rect, Qt::transparent, colour(Token::Line), 1,
                        qobject_cast<const QAbstractItemView*>(w) ? 0 : 8);
            return;
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck: return drawCheck(option, p);
        case PE_IndicatorRadioButton: return drawRadio(option, p);
        case PE_IndicatorBranch: return drawBranch(option, p);
        case PE_PanelItemViewItem:
            if (const auto* v = qstyleoption_cast<const QStyleOptionViewItem*>(option)) return drawItemGround(v, p, w);
            break;
        case PE_IndicatorArrowDown: return drawChevron(p, QRectF(option->rect).center(), Pointing::Down, colour(Token::Text2));
        case PE_IndicatorArrowUp: return drawChevron(p, QRectF(option->rect).center(), Pointing::Up, colour(Token::Text2));
        case PE_IndicatorArrowRight: return drawChevron(p, QRectF(option->rect).center(), Pointing::Right, colour(Token::Text2));
        case PE_IndicatorArrowLeft: return drawChevron(p, QRectF(option->rect).center(), Pointing::Left, colour(Token::Text2));
        case PE_IndicatorItemViewItemDrop:
            return drawBox(p, option->rect, Qt::transparent, colour(Token::Accent), 2, option->rect.height() ? radius::Field : 0);
        default: break;
    }
    QProxyStyle::drawPrimitive(element, option, p, w);
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* p, const QWidget* w) const {
    switch (element) {
        case CE_PushButton:  // Fusion would lay the label out by its own margins
            proxy()->drawControl(CE_PushButtonBevel, option, p, w);
            return proxy()->drawControl(CE_PushButtonLabel, option, p, w);
        case CE_PushButtonBevel: return drawButtonBevel(option, p, w);
        case CE_PushButtonLabel:
            if (const auto* b = qstyleoption_cast<const QStyleOptionButton*>(option)) return drawButtonLabel(b, p, w);
            break;
        case CE_CheckBoxLabel:
        case CE_RadioButtonLabel:
            if (const auto* b = qstyleoption_cast<const QStyleOptionButton*>(option)) return drawCheckLabel(b, p);
            break;
        case CE_ToolButtonLabel:
            if (const auto* b = qstyleoption_cast<const QStyleOptionToolButton*>(option)) return drawToolButtonLabel(b, p);
            break;
        case CE_ComboBoxLabel:
            if (const auto* c = qstyleoption_cast<const QStyleOptionComboBox*>(option)) return drawComboLabel(c, p);
            break;
        case CE_MenuItem:
            if (const auto* m = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) return drawMenuItem(m, p);
            break;
        case CE_MenuBarItem:
            if (const auto* m = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) return drawMenuBarItem(m, p);
            break;
        case CE_MenuBarEmptyArea:
        case CE_MenuEmptyArea: return;
        case CE_Splitter: return drawSplitter(option, p);
        case CE_ProgressBar:
            if (const auto* b = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) return drawProgress(b, p);
            break;
        case CE_TabBarTabShape:
            if (const auto* t = qstyleoption_cast<const QStyleOptionTab*>(option)) return drawTab(t, p);
            break;
        case CE_TabBarTabLabel:
            if (const auto* t = qstyleoption_cast<const QStyleOptionTab*>(option)) return drawTabLabel(t, p);
            break;
        case CE_HeaderSection:
        case CE_HeaderEmptyArea:
            if (const auto* h = qstyleoption_cast<const QStyleOptionHeader*>(option)) return drawHeaderSection(h, p);
            p->fillRect(option->rect, colour(Token::Panel));
            return;
        case CE_HeaderLabel:
            if (const auto* h = qstyleoption_cast<const QStyleOptionHeader*>(option)) return drawHeaderLabel(h, p);
            break;
        case CE_FocusFrame: {
            const auto* frame = qobject_cast<const QFocusFrame*>(w);
            return drawFocusRing(p, QRectF(option->rect).adjusted(5, 5, -5, -5), focusRadius(frame ? frame->widget() : nullptr));
        }
        default: break;
    }
    QProxyStyle::drawControl(element, option, p, w);
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
