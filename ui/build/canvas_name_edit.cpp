// Renaming on the canvas.
#include "ui/build/canvas_name_edit.h"

#include <QGuiApplication>
#include <QKeyEvent>

#include "widgets/theme/type.h"

namespace nw::ui {

CanvasNameEdit::CanvasNameEdit(const QString& name, QWidget* parent) : QLineEdit(name, parent) {
    setFont(theme::font(theme::Type::BodyStrong));
    setLayoutDirection(QGuiApplication::layoutDirection());
    setAccessibleName(tr("Name"));
    selectAll();
}

void CanvasNameEdit::openOver(const QRect& node) {
    const int left = std::min(node.width() < 224 ? 32 : 40, node.width() / 4);  // beside the tile, which shrinks with the node
    setGeometry(node.left() + left, node.top() + 2, std::max(120, node.width() - left - 4), 30);
    show();
    raise();
    setFocus(Qt::PopupFocusReason);
}

void CanvasNameEdit::finish(const QString& name) {
    if (!std::exchange(open_, false)) return;
    hide();
    Q_EMIT done(name);
    deleteLater();
}

bool CanvasNameEdit::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) event->accept();  // letters and Esc are for the name
    return QLineEdit::event(event);
}

void CanvasNameEdit::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter: return finish(text().trimmed());
        case Qt::Key_Escape: return finish({});
        default: QLineEdit::keyPressEvent(event);
    }
}

void CanvasNameEdit::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::ActiveWindowFocusReason && event->reason() != Qt::PopupFocusReason) finish(text().trimmed());
}

}  // namespace nw::ui
