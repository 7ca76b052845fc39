// A few lines of text as a list.
#include "ui/build/lines_field.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>

#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::ui {

LinesField::LinesField(QWidget* parent) : Editor(parent), edit_(new QPlainTextEdit) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 3, 3, 3);
    row->addWidget(edit_);
    edit_->setFrameShape(QFrame::NoFrame);
    edit_->viewport()->setAutoFillBackground(false);
    edit_->setFont(theme::font(theme::Type::Body));
    edit_->setTabChangesFocus(true);
    edit_->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    edit_->setFixedHeight(88);
    watch(edit_);
    connect(edit_, &QPlainTextEdit::textChanged, this, [this] { changed(); });
    setValue(QStringList());
}

QVariant LinesField::value() const {
    QStringList lines;
    for (const QString& line : edit_->toPlainText().split(u'\n'))
        if (!line.trimmed().isEmpty()) lines << line.trimmed();
    return lines;
}

void LinesField::show(const QVariant& value) {
    edit_->setPlaceholderText({});
    edit_->setPlainText(value.toStringList().join(u'\n'));
}

void LinesField::setMixed(bool mixed) {
    Editor::setMixed(mixed);
    edit_->setPlaceholderText(mixed ? tr("mixed") : QString());
    if (!mixed) return;
    const QSignalBlocker quiet(edit_);
    edit_->clear();
}

void LinesField::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const bool focused = edit_->hasFocus();
    const auto edge = !fault().isEmpty() ? theme::Token::Err : focused ? theme::Token::Accent : theme::Token::LineStrong;
    const auto ground = theme::Theme::instance().isDark() ? theme::Token::Sunken : theme::Token::Node;
    theme::drawBox(&p, QRectF(rect()), theme::colour(ground), theme::colour(edge), focused ? 2 : 1, theme::radius::Field);
}

bool LinesField::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) return QWidget::eventFilter(watched, event);
    }
    return Editor::eventFilter(watched, event);
}

}  // namespace nw::ui
