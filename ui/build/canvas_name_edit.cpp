// Renaming on the canvas.
#include "ui/build/canvas_name_edit.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>

#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"

namespace nw::ui {

namespace {
constexpr int Lead = 5;      ///< from the field's edge to its text
constexpr int OfStyle = 10;  ///< what the style and Qt leave there in a field without a frame
}  // namespace

CanvasNameEdit::CanvasNameEdit(const QString& title, QWidget* parent) : QLineEdit(title, parent), title_(title) {
    setFrame(false);
    setTextMargins(Lead - OfStyle, 0, Lead - OfStyle, 0);
    setLayoutDirection(QGuiApplication::layoutDirection());
    setAccessibleName(tr("Name"));
    selectAll();
}

void CanvasNameEdit::openOver(const QRect& title, const QFont& font) {
    setFont(font);
    setGeometry(title.left() - Lead, title.top() - 1, std::max(title.width() + 2 * Lead, 72), title.height() + 2);
    show();
    raise();
    setFocus(Qt::PopupFocusReason);
}

void CanvasNameEdit::paintEvent(QPaintEvent* event) {
    {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        theme::drawBox(&p, QRectF(rect()), theme::colour(theme::Token::Node), theme::colour(theme::Token::Accent), 1.5, 4);
    }
    QLineEdit::paintEvent(event);
}

void CanvasNameEdit::finish(const QString& name) {
    if (!std::exchange(open_, false)) return;
    hide();
    Q_EMIT done(name == title_ ? QString() : name);
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
