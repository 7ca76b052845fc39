// The look of the controls: one style over Fusion, drawn from the tokens. No style sheets anywhere.
#pragma once

#include <QtGlobal>

QT_BEGIN_NAMESPACE
class QApplication;
class QPushButton;
class QStyle;
class QString;
class QToolButton;
class QWidget;
QT_END_NAMESPACE

namespace nw::theme {

/// Fonts, style, palette and the pixmap cache; once, after QApplication is made. The scheme in use stays as it is.
void applyTheme(QApplication& application);

enum class ButtonRole {
    Plain,        ///< edge, 32 high
    Primary,      ///< filled with the accent, 32 high; at most one in a place
    PagePrimary,  ///< the same, 36 high: the one button of a page
    Quiet,        ///< no edge until the pointer is over it
    Link,         ///< text in AccentText, no padding: "Start empty"
    Aside,        ///< the same in Text2, for what few want: "Hide"
    Loss,         ///< plain with its edge in Err: what it names is lost for good
};
void setRole(QPushButton* button, ButtonRole role);
ButtonRole roleOf(const QWidget* button);

/// Edge of a field in Err; its tooltip should say why. False takes it away.
void setFault(QWidget* field, bool faulty);
/// Disables a control and says why in its tooltip, or enables it again when the reason is empty; the tooltip it had comes back.
void setDisabledReason(QWidget* control, const QString& reason);

/// A square tool button, 32, of an icon alone: its name is read out and shown as tooltip.
QToolButton* iconButton(const char* iconId, const QString& name, QWidget* parent = nullptr);

}  // namespace nw::theme
