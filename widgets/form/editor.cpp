// The life of an edit: begin, announce, commit or restore.
#include "widgets/form/editor.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLineEdit>

#include "widgets/theme/style.h"
#include "widgets/theme/text_undo.h"

namespace nw::form {

Editor::Editor(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); }

void Editor::setValue(const QVariant& value) {
    showing_ = true;
    editing_ = false;
    mixed_ = false;
    show(value);
    before_ = this->value();
    showing_ = false;
    say({}, false);
}

void Editor::setMixed(bool mixed) { mixed_ = mixed; }

void Editor::setName(const QString& name) {
    setAccessibleName(name);
    if (parts_.size() == 1) parts_.front()->setAccessibleName(name);
}

void Editor::setFault(const QString& sentence) {
    fault_ = sentence;
    for (QWidget* part : parts_) {
        theme::setFault(part, refused_ || !fault_.isEmpty());
        part->setToolTip(remark_.isEmpty() ? fault_ : remark_);
    }
}

void Editor::say(const QString& remark, bool refused) {
    if (remark == remark_ && refused == refused_) return;
    remark_ = remark;
    refused_ = refused;
    setFault(fault_);
    Q_EMIT remarked();
}

void Editor::setDisabledBecause(const QString& reason) {
    theme::setDisabledReason(this, reason);
    for (QWidget* part : parts_) theme::setDisabledReason(part, reason);
}

void Editor::watch(QWidget* part) {
    parts_.append(part);
    part->installEventFilter(this);
    if (!focusProxy()) setFocusProxy(part);
}

void Editor::begin() {
    if (!editing_) mixedBefore_ = mixed_;
    editing_ = true;
}

void Editor::changed() {
    if (showing_) return;
    begin();
    mixed_ = false;
    say({}, false);
    Q_EMIT valueChanged(value());
}

void Editor::refuse(const QString& why) {
    begin();
    if (!mixedBefore_ && value() != before_) {  // the beginning of a number is not what was meant
        hold(before_);
        Q_EMIT valueChanged(before_);
    }
    say(why, true);
}

void Editor::finish() {
    if (!editing_) return;
    say(settle(), false);
    editing_ = false;
    const QVariant now = value();
    const bool differs = now != before_ || mixedBefore_;
    before_ = now;
    mixedBefore_ = false;
    for (QWidget* part : parts_)
        if (auto* line = qobject_cast<QLineEdit*>(part) ? qobject_cast<QLineEdit*>(part) : part->findChild<QLineEdit*>())
            theme::forgetTyping(*line);
    if (differs) Q_EMIT committed(now);
}

void Editor::restore() {
    const QVariant back = before_;
    const bool mixed = mixedBefore_;
    setValue(back);
    if (mixed) setMixed(true);
    Q_EMIT valueChanged(back);
}

bool Editor::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut && static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) {
        finish();
    } else if (event->type() == QEvent::ShortcutOverride && editing_) {
        if (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) event->accept();  // restoring comes before closing anything
    } else if (event->type() == QEvent::KeyPress && editing_) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape) {
            restore();
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            finish();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

QVariant Editor::dragged(const QVariant& start, double) const { return start; }

void Editor::beginDrag() { dragStart_ = value(); }

void Editor::dragTo(int pixels, bool fine) {
    const QVariant next = dragged(dragStart_, pixels / 4.0 * (fine ? 0.1 : 1.0));
    if (next == value()) return;
    showing_ = true;
    show(next);
    showing_ = false;
    changed();
}

void Editor::endDrag() { finish(); }

}  // namespace nw::form
