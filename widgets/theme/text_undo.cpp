// Qt's fields keep Ctrl+Z for themselves also when they have nothing to undo.
#include "widgets/theme/text_undo.h"

#include <QAbstractSpinBox>
#include <QKeyEvent>
#include <QLineEdit>

namespace nw::theme {

namespace {

class Filter final : public QObject {
protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::ShortcutOverride) return false;
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool undo = key->matches(QKeySequence::Undo), redo = key->matches(QKeySequence::Redo);
        if (!undo && !redo) return false;
        const auto* line = qobject_cast<QLineEdit*>(watched);
        if (!line) line = watched->findChild<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly);
        if (!line || (undo ? line->isUndoAvailable() : line->isRedoAvailable())) return false;
        event->ignore();
        return true;
    }
};

}  // namespace

void shareUndo(QWidget* field) {
    static Filter filter;
    field->installEventFilter(&filter);
}

void forgetTyping(QLineEdit& field) {
    const int cursor = field.cursorPosition(), start = field.selectionStart(),
              length = static_cast<int>(field.selectedText().size());
    field.setText(field.text());
    if (start >= 0)
        field.setSelection(start, length);
    else
        field.setCursorPosition(cursor);
}

}  // namespace nw::theme
