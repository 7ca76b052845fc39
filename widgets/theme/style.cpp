// The style: what goes to which file, sizes and hints, and how it is put on the application.
#include "widgets/theme/style.h"

#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFocusFrame>
#include <QFrame>
#include <QHeaderView>
#include <QLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPixmapCache>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QStyleHints>
#include <QStyleOption>
#include <QStyledItemDelegate>
#include <QTabBar>
#include <QToolButton>
#include <QToolTip>
#include <optional>

#include "widgets/theme/focus_ring.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/popup.h"
#include "widgets/theme/qt_words.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/text_undo.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::theme {

namespace {
constexpr const char* roleProperty = "nwRole";
constexpr const char* faultProperty = "nwFault";
constexpr const char* tipProperty = "nwTip";

/// Room in and around menus, tabs and layouts.
std::optional<int> roomMetric(QStyle::PixelMetric metric) {
    switch (metric) {
        case QStyle::PM_MenuHMargin:
        case QStyle::PM_MenuVMargin: return 6;
        case QStyle::PM_MenuPanelWidth:
        case QStyle::PM_MenuBarPanelWidth:
        case QStyle::PM_MenuBarVMargin: return 0;
        case QStyle::PM_MenuBarHMargin:
        case QStyle::PM_MenuBarItemSpacing: return 2;
        case QStyle::PM_SubMenuOverlap: return -2;
        case QStyle::PM_TabBarTabHSpace: return 28;
        case QStyle::PM_TabBarTabVSpace: return 14;
        case QStyle::PM_TabBarTabOverlap:
        case QStyle::PM_TabBarBaseOverlap: return 0;
        case QStyle::PM_TreeViewIndentation: return 18;
        case QStyle::PM_HeaderMargin: return 8;
        case QStyle::PM_LayoutHorizontalSpacing: return 8;
        case QStyle::PM_LayoutVerticalSpacing: return 10;
        case QStyle::PM_LayoutLeftMargin:
        case QStyle::PM_LayoutRightMargin:
        case QStyle::PM_LayoutTopMargin:
        case QStyle::PM_LayoutBottomMargin: return 16;
        default: return {};
    }
}

}  // namespace

Style::Style() : QProxyStyle(QStringLiteral("fusion")) {}

void Style::polish(QWidget* w) {
    QProxyStyle::polish(w);
    if (qobject_cast<QLineEdit*>(w) || qobject_cast<QAbstractSpinBox*>(w)) shareUndo(w);
    if (qobject_cast<QLineEdit*>(w) || qobject_cast<QTabBar*>(w) || qobject_cast<QAbstractButton*>(w))
        w->setAttribute(Qt::WA_Hover);
    const bool popup = qobject_cast<QMenu*>(w) || w->inherits("QComboBoxPrivateContainer") || w->inherits("QTipLabel");
    if (popup) {
        w->setAttribute(Qt::WA_TranslucentBackground);
        w->setWindowFlag(Qt::FramelessWindowHint);
        w->setWindowFlag(Qt::NoDropShadowWindowHint);
        shapePopup(w);
    }
    if (auto* combo = qobject_cast<QComboBox*>(w); combo && !qobject_cast<QStyledItemDelegate*>(combo->itemDelegate()))
        combo->setItemDelegate(new QStyledItemDelegate(combo));
    if (auto* header = qobject_cast<QHeaderView*>(w); header && header->orientation() == Qt::Horizontal)
        header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    if (w->inherits("QComboBoxListView")) {
        static_cast<QAbstractScrollArea*>(w)->viewport()->setAutoFillBackground(false);
        w->setAutoFillBackground(false);
    }
    if (qobject_cast<QCheckBox*>(w) || qobject_cast<QRadioButton*>(w))
        followFocus(w, radius::Check);
    else if ((qobject_cast<QAbstractButton*>(w) || qobject_cast<QSlider*>(w)) && !w->property("nwFocusRadius").isValid())
        followFocus(w, radius::Button);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
        case PM_ScrollBarExtent: return 10;
        case PM_ScrollBarSliderMin: return 32;
        case PM_ScrollView_ScrollBarSpacing: return 0;
        case PM_DefaultFrameWidth: return widget && widget->inherits("QComboBoxPrivateContainer") ? 5 : 1;
        case PM_LineEditIconMargin: return 5;
        case PM_SpinBoxFrameWidth:
        case PM_ComboBoxFrameWidth: return 1;
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight: return 18;
        case PM_CheckBoxLabelSpacing:
        case PM_RadioButtonLabelSpacing: return 8;
        case PM_SplitterWidth: return 1;
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical: return 0;
        case PM_ButtonIconSize:
        case PM_SmallIconSize:
        case PM_ListViewIconSize:
        case PM_ToolBarIconSize: return 16;
        case PM_FocusFrameHMargin:
        case PM_FocusFrameVMargin: {
            const auto* frame = option ? qobject_cast<const QFocusFrame*>(option->styleObject) : nullptr;  // it passes no widget
            return isRingInside(frame ? frame->widget() : nullptr) ? 2 : 5;
        }
        case PM_ToolTipLabelFrameWidth: return 8;
        case PM_SliderThickness:
        case PM_SliderControlThickness: return 16;
        case PM_SliderLength: return 16;
        default: return roomMetric(metric).value_or(QProxyStyle::pixelMetric(metric, option, widget));
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const {
    switch (hint) {
        case SH_EtchDisabledText:
        case SH_DitherDisabledText:
        case SH_ComboBox_Popup:
        case SH_UnderlineShortcut:
        case SH_DialogButtonBox_ButtonsHaveIcons:
        case SH_ToolTip_Mask:
        case SH_Menu_Mask: return 0;
        case SH_FocusFrame_AboveWidget: return 1;
        case SH_FocusFrame_Mask:
            if (auto* mask =
                    qstyleoption_cast<const QStyleOption*>(option) ? qstyleoption_cast<QStyleHintReturnMask*>(data) : nullptr) {
                mask->region = QRegion(option->rect) - QRegion(option->rect.adjusted(8, 8, -8, -8));
                return 1;
            }
            return 0;
        case SH_ToolTip_WakeUpDelay: return 600;
        case SH_Slider_AbsoluteSetButtons: return Qt::LeftButton;
        case SH_ItemView_ShowDecorationSelected: return 1;
        case SH_ItemView_ActivateItemOnSingleClick: return 0;
        case SH_Menu_SubMenuPopupDelay: return 180;
        case SH_Menu_Scrollable: return 1;
        case SH_Splitter_OpaqueResize: return 1;
        case SH_GroupBox_TextLabelVerticalAlignment: return Qt::AlignTop;
        case SH_Widget_Animation_Duration: return Theme::instance().duration(80);
        default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const {
    switch (type) {
        case CT_PushButton:
            if (const auto* b = qstyleoption_cast<const QStyleOptionButton*>(option)) return buttonSize(b, widget);
            break;
        case CT_ToolButton:
            if (const auto* b = qstyleoption_cast<const QStyleOptionToolButton*>(option)) return toolButtonSize(b);
            break;
        case CT_CheckBox:
        case CT_RadioButton: return QProxyStyle::sizeFromContents(type, option, size, widget).expandedTo({LeastHit, LeastHit});
        case CT_LineEdit: return {size.width() + 20, ControlHeight};
        case CT_SpinBox: return {size.width() + 44, ControlHeight};
        case CT_ComboBox: return {size.width() + 44, ControlHeight};
        case CT_Slider: return size.expandedTo({LeastHit, LeastHit});
        case CT_MenuItem:
            if (const auto* m = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) return menuItemSize(m, size);
            break;
        case CT_MenuBarItem: return {size.width() + 20, ControlHeight};
        case CT_ItemViewItem: {
            const QSize s = QProxyStyle::sizeFromContents(type, option, size, widget);
            return {s.width() + 8, std::max(s.height(), 30)};
        }
        case CT_HeaderSection: {
            const QSize s = QProxyStyle::sizeFromContents(type, option, size, widget);
            return {s.width() + 12, std::max(s.height(), 28)};
        }
        case CT_TabBarTab: return {size.width(), 34};
        case CT_ProgressBar: return {std::max(size.width(), 120), 20};
        default: break;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

QIcon Style::standardIcon(StandardPixmap pixmap, const QStyleOption* option, const QWidget* widget) const {
    switch (pixmap) {
        case SP_LineEditClearButton:
        case SP_TitleBarCloseButton:
        case SP_DialogCloseButton: return icon("close");
        case SP_MessageBoxWarning: return icon("warning", Token::Warn);
        case SP_MessageBoxCritical: return icon("error", Token::Err);
        case SP_MessageBoxInformation: return icon("info", Token::Accent);
        case SP_MessageBoxQuestion: return icon("help", Token::Accent);
        case SP_DirIcon:
        case SP_DirClosedIcon:
        case SP_DirLinkIcon:
        case SP_DirLinkOpenIcon:
        case SP_DirHomeIcon:
        case SP_DirOpenIcon: return icon("folder");
        case SP_FileLinkIcon:
        case SP_FileIcon: return icon("file");
        case SP_ComputerIcon:
        case SP_DesktopIcon: return icon("computer");
        case SP_DriveHDIcon:
        case SP_DriveCDIcon:
        case SP_DriveDVDIcon:
        case SP_DriveFDIcon:
        case SP_DriveNetIcon: return icon("drive");
        case SP_TrashIcon: return icon("trash");
        case SP_FileDialogNewFolder: return icon("folder-new");
        case SP_FileDialogDetailedView: return icon("details");
        case SP_FileDialogListView: return icon("list");
        case SP_ArrowRight:
        case SP_ArrowForward:
        case SP_ToolBarHorizontalExtensionButton: return icon("chevron-right");
        case SP_ArrowLeft:
        case SP_ArrowBack: return icon("chevron-left");
        case SP_ArrowDown:
        case SP_ToolBarVerticalExtensionButton: return icon("chevron-down");
        case SP_FileDialogToParent:
        case SP_ArrowUp: return icon("chevron-up");
        default: return QProxyStyle::standardIcon(pixmap, option, widget);
    }
}

void applyTheme(QApplication& application) {
    loadFonts();
    QPixmapCache::setCacheLimit(262144);  // KB; with the default the canvas renders its caches again at 200 %
    QApplication::setStyle(new Style);
    application.setFont(font(Type::Body));
    for (const char* name : {"QPushButton", "QToolButton", "QTabBar"}) QApplication::setFont(font(Type::BodyMedium), name);
    QApplication::setFont(font(Type::SmallStrong), "QHeaderView");
    QApplication::setFont(font(Type::SmallStrong), "QGroupBox");
    QToolTip::setFont(font(Type::Small));
    QCoreApplication::installTranslator(new QtWords(&application));
    QGuiApplication::styleHints()->setShowShortcutsInContextMenus(true);
    Theme::instance().setScheme(Theme::instance().scheme());
}

void setRole(QPushButton* button, ButtonRole role) {
    button->setProperty(roleProperty, static_cast<int>(role));
    const bool strong = role == ButtonRole::Primary || role == ButtonRole::PagePrimary;
    button->setFont(font(strong ? Type::BodyStrong : Type::BodyMedium));
    button->setAutoDefault(false);
    button->updateGeometry();
    button->update();
}

ButtonRole roleOf(const QWidget* button) {
    return button ? static_cast<ButtonRole>(button->property(roleProperty).toInt()) : ButtonRole::Plain;
}

void setFault(QWidget* field, bool faulty) {
    field->setProperty(faultProperty, faulty);
    field->update();
}

bool isFaulty(const QWidget* field) { return field && field->property(faultProperty).toBool(); }
bool isRightToLeft(const QStyleOption* option) { return option->direction == Qt::RightToLeft; }

void setDisabledReason(QWidget* control, const QString& reason) {
    const bool had = control->property(tipProperty).isValid();
    if (!reason.isEmpty()) {
        if (!had) control->setProperty(tipProperty, control->toolTip());
        control->setToolTip(reason);
    } else if (had) {
        control->setToolTip(control->property(tipProperty).toString());
        control->setProperty(tipProperty, QVariant());
    }
    control->setAccessibleDescription(reason);
    control->setEnabled(reason.isEmpty());
}

QToolButton* iconButton(const char* iconId, const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconId));
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

}  // namespace nw::theme
