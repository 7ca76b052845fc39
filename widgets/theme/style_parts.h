// The style itself, for its own files: each group of controls is drawn in a file of its own.
#pragma once

#include <QProxyStyle>

#include "widgets/theme/style.h"

class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionMenuItem;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QStyleOptionSpinBox;
class QStyleOptionTab;
class QStyleOptionToolButton;
class QStyleOptionViewItem;
class QStyleOptionHeader;
class QStyleOptionGroupBox;
class QStyleOptionFrame;

namespace nw::theme {

class Style final : public QProxyStyle {
    Q_OBJECT
public:
    Style();

    using QProxyStyle::polish;
    using QProxyStyle::unpolish;
    void polish(QWidget* widget) override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                         const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    QIcon standardIcon(StandardPixmap pixmap, const QStyleOption* option, const QWidget* widget) const override;

private:
    // style_draw.cpp: whether it was one of ours
    bool drawLabel(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    bool drawShape(ControlElement element, const QStyleOption* option, QPainter* painter) const;
    // style_buttons.cpp
    void drawButtonBevel(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawButtonLabel(const QStyleOptionButton* option, QPainter* painter, const QWidget* widget) const;
    void drawToolButton(const QStyleOptionToolButton* option, QPainter* painter, const QWidget* widget) const;
    void drawToolButtonLabel(const QStyleOptionToolButton* option, QPainter* painter) const;
    void drawCheck(const QStyleOption* option, QPainter* painter) const;
    void drawRadio(const QStyleOption* option, QPainter* painter) const;
    void drawCheckLabel(const QStyleOptionButton* option, QPainter* painter) const;
    QSize buttonSize(const QStyleOptionButton* option, const QWidget* widget) const;
    QSize toolButtonSize(const QStyleOptionToolButton* option) const;
    // style_fields.cpp
    void drawField(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawSpinBox(const QStyleOptionSpinBox* option, QPainter* painter, const QWidget* widget) const;
    void drawComboBox(const QStyleOptionComboBox* option, QPainter* painter, const QWidget* widget) const;
    void drawComboLabel(const QStyleOptionComboBox* option, QPainter* painter, const QWidget* widget) const;
    QRect spinBoxRect(const QStyleOptionSpinBox* option, SubControl sub) const;
    QRect comboBoxRect(const QStyleOptionComboBox* option, SubControl sub) const;
    // style_menus.cpp
    void drawMenuItem(const QStyleOptionMenuItem* option, QPainter* painter) const;
    void drawMenuBarItem(const QStyleOptionMenuItem* option, QPainter* painter) const;
    QSize menuItemSize(const QStyleOptionMenuItem* option, const QSize& size) const;
    // style_bars.cpp
    void drawScrollBar(const QStyleOptionSlider* option, QPainter* painter, const QWidget* widget) const;
    void drawSlider(const QStyleOptionSlider* option, QPainter* painter, const QWidget* widget) const;
    void drawSplitter(const QStyleOption* option, QPainter* painter) const;
    void drawProgress(const QStyleOptionProgressBar* option, QPainter* painter) const;
    QRect scrollBarRect(const QStyleOptionSlider* option, SubControl sub) const;
    QRect sliderRect(const QStyleOptionSlider* option, SubControl sub) const;
    // style_items.cpp
    void drawItemGround(const QStyleOptionViewItem* option, QPainter* painter, const QWidget* widget) const;
    void drawItemFocus(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawBranch(const QStyleOption* option, QPainter* painter) const;
    void drawHeaderSection(const QStyleOptionHeader* option, QPainter* painter) const;
    void drawHeaderLabel(const QStyleOptionHeader* option, QPainter* painter) const;
    void drawTab(const QStyleOptionTab* option, QPainter* painter) const;
    void drawTabLabel(const QStyleOptionTab* option, QPainter* painter) const;
    void drawGroupBox(const QStyleOptionGroupBox* option, QPainter* painter) const;
    QRect groupBoxRect(const QStyleOptionGroupBox* option, SubControl sub) const;
};

/// Whether the edge of a field is to say that its value is wrong.
bool isFaulty(const QWidget* field);
bool isRightToLeft(const QStyleOption* option);

}  // namespace nw::theme
