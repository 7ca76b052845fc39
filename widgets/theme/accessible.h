// What a widget drawn by ourselves is for a screen reader: its role, its state, its value.
#pragma once

#include <QAccessible>
#include <functional>

class QWidget;

namespace nw::theme {

/// What is asked for each time; empty functions mean: nothing of that kind.
struct Spoken {
    QAccessible::Role role = QAccessible::Client;
    std::function<bool()> checked = {};   ///< makes it checkable
    std::function<bool()> expanded = {};  ///< makes it expandable
    std::function<QString()> value = {};
    std::function<void()> press = {};  ///< what assistive programs do with it
};
/// From now on `widget` is that; its name and description stay those of QWidget.
void speakAs(QWidget* widget, Spoken spoken);
/// Tells that the state or the value has changed.
void announceChange(QWidget* widget);
/// Has a sentence read out that appeared by itself: a note, a problem.
void announceAlert(QWidget* widget);

}  // namespace nw::theme
