// The form: rows, folds, sections.
#include "widgets/form/form.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "widgets/form/fields.h"
#include "widgets/form/segmented_control.h"
#include "widgets/theme/accessible.h"
#include "widgets/theme/focus_ring.h"
#include "widgets/theme/paint.h"

namespace nw::form {

using theme::Token;
using theme::Type;

DragLabel::DragLabel(const QString& text, Editor* editor, QWidget* parent)
    : theme::ElidedLabel(text, Type::Body, Token::Text, parent), editor_(editor) {
    if (editor->canDrag()) setCursor(Qt::SizeHorCursor);
}

bool DragLabel::draggable() const { return editor_->canDrag() && editor_->isEnabled() && !editor_->isMixed(); }

void DragLabel::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (!draggable()) return editor_->setFocus(Qt::MouseFocusReason);
    dragging_ = true;
    from_ = event->globalPosition().toPoint().x();
    editor_->beginDrag();
}

void DragLabel::mouseMoveEvent(QMouseEvent* event) {
    if (!dragging_) return;
    const int moved = event->globalPosition().toPoint().x() - from_;
    editor_->dragTo(isRightToLeft() ? -moved : moved, event->modifiers() & Qt::ShiftModifier);
}

void DragLabel::mouseReleaseEvent(QMouseEvent* event) {
    if (!dragging_ || event->button() != Qt::LeftButton) return;
    dragging_ = false;
    if (std::abs(event->globalPosition().toPoint().x() - from_) < 3) editor_->setFocus(Qt::MouseFocusReason);
    editor_->endDrag();
}

void DragLabel::changeEvent(QEvent* event) {
    ElidedLabel::changeEvent(event);
    if (event->type() == QEvent::EnabledChange && editor_->canDrag()) setCursor(isEnabled() ? Qt::SizeHorCursor : Qt::ArrowCursor);
}

FormRow::FormRow(const QString& label, Editor* editor, const QString& help, QWidget* parent)
    : QWidget(parent), name_(new DragLabel(label, editor)), editor_(editor), note_(new theme::Label({}, Type::Note, Token::Text3)) {
    auto* grid = new QVBoxLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    name_->setFixedWidth(LabelWidth);
    if (!label.isEmpty() && editor->accessibleName().isEmpty()) editor->setName(label);
    name_->setBuddy(editor);
    if (!help.isEmpty()) {
        if (name_->toolTip().isEmpty()) name_->setToolTip(help);
        editor->setAccessibleDescription(help);
    }
    line->addWidget(name_);
    line->addWidget(editor, 1);
    grid->addLayout(line);
    note_->setWordWrap(true);
    note_->setContentsMargins(LabelWidth + 8, 0, 0, 0);
    note_->hide();
    grid->addWidget(note_);
    connect(editor, &Editor::remarked, this, &FormRow::say);
}

void FormRow::span() {
    name_->hide();
    note_->setContentsMargins(0, 0, 0, 0);
}

void FormRow::setNote(const QString& sentence) {
    sentence_ = sentence;
    token_ = Token::Text2;
    say();
}

void FormRow::setFault(const QString& sentence) {
    editor_->setFault(sentence);
    sentence_ = sentence;
    token_ = Token::Err;
    say();
}

/// What the editor says of what is being typed comes first.
void FormRow::say() {
    const bool own = !editor_->remark().isEmpty();
    note_->setText(own ? editor_->remark() : sentence_);
    note_->setToken(!own ? token_ : editor_->isRefused() ? Token::Err : Token::Text2);
    note_->setVisible(!note_->text().isEmpty());
}

namespace {

class FoldHead final : public QWidget {
public:
    FoldHead(const QString& title, Fold* fold) : QWidget(fold), title_(title), fold_(fold) {
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setFixedHeight(28);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setAccessibleName(title);
        setToolTip(title);
        theme::followFocus(this, theme::radius::Check);
        theme::speakAs(this, {.role = QAccessible::Button,
                              .expanded = [this] { return fold_->isOpen(); },
                              .press = [this] { fold_->setOpen(!fold_->isOpen()); }});
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        const bool lit = underMouse();
        const QRectF mark = QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, 14, height()));
        const auto closed = isRightToLeft() ? theme::Pointing::Left : theme::Pointing::Right;
        theme::drawChevron(&p, mark.center(), fold_->isOpen() ? theme::Pointing::Down : closed,
                           theme::colour(lit ? Token::Text : Token::Text2));
        p.setFont(theme::font(Type::SmallStrong));
        p.setPen(theme::colour(lit ? Token::Text : Token::Text2));
        const QRect words = QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(20, 0, 0, 0));
        p.drawText(words, Qt::AlignVCenter | Qt::TextSingleLine, theme::elidedParts(title_, QFontMetrics(p.font()), words.width()));
    }
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) fold_->setOpen(!fold_->isOpen());
    }
    void mousePressEvent(QMouseEvent* event) override { event->accept(); }
    void keyPressEvent(QKeyEvent* event) override {
        switch (event->key()) {
            case Qt::Key_Space:
            case Qt::Key_Return:
            case Qt::Key_Enter: return fold_->setOpen(!fold_->isOpen());
            case Qt::Key_Right: return fold_->setOpen(!isRightToLeft());
            case Qt::Key_Left: return fold_->setOpen(isRightToLeft());
            default: QWidget::keyPressEvent(event);
        }
    }

private:
    QString title_;
    Fold* fold_;
};

}  // namespace

Fold::Fold(const QString& title, QWidget* parent) : QWidget(parent), head_(new FoldHead(title, this)), body_(new QWidget) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(RowGap);
    outer->addWidget(head_);
    outer->addWidget(body_);
    column_ = new QVBoxLayout(body_);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(RowGap);
    setOpen(false);
}

void Fold::setOpen(bool open) {
    const bool differs = open != open_;
    open_ = open;
    body_->setVisible(open);
    head_->setAccessibleDescription(open ? tr("open") : tr("closed"));
    theme::announceChange(head_);
    head_->update();
    if (differs) Q_EMIT toggled(open);
}

void Fold::add(QWidget* widget) { column_->addWidget(widget); }

Form::Form(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(RowGap);
}

void Form::place(QWidget* widget) {
    facts_ = nullptr;
    if (fold_)
        fold_->add(widget);
    else
        column_->addWidget(widget);
}

void Form::addSection(const QString& title) {
    fold_ = nullptr;
    facts_ = nullptr;
    if (column_->count() > 0) {
        column_->addSpacing(6);
        column_->addWidget(new theme::Hairline);
        column_->addSpacing(6);
    }
    column_->addWidget(new theme::Label(title, Type::SmallStrong));
}

Fold* Form::addFold(const QString& title) {
    fold_ = nullptr;
    facts_ = nullptr;
    auto* fold = new Fold(title);
    column_->addWidget(fold);
    fold_ = fold;
    return fold;
}

FormRow* Form::addRow(const QString& id, const QString& label, Editor* editor, const QString& help) {
    auto* made = new FormRow(label, editor, help);
    editors_[id] = editor;
    rows_[id] = made;
    connect(editor, &Editor::valueChanged, this, [this, id](const QVariant& v) { Q_EMIT valueChanged(id, v); });
    connect(editor, &Editor::committed, this, [this, id](const QVariant& v) { Q_EMIT committed(id, v); });
    place(made);
    return made;
}

void Form::addWide(QWidget* widget) { place(widget); }

theme::Label* Form::addFact(const QString& name, const QString& figure) {
    if (!facts_) {
        auto* block = new QWidget;
        auto* column = new QVBoxLayout(block);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        place(block);
        facts_ = column;
    }
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(new theme::ElidedLabel(name, Type::Small, Token::Text2), 1);
    auto* value = new theme::Label(figure, Type::Figure12);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(name);
    value->setMinimumSize(theme::LeastHit, theme::LeastHit);
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    line->addWidget(value);
    facts_->addLayout(line);
    return value;
}

void Form::clear() {
    fold_ = nullptr;
    facts_ = nullptr;
    editors_.clear();
    rows_.clear();
    while (QLayoutItem* item = column_->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();  // it may be the sender of the signal that led here
        }
        delete item;
    }
}

}  // namespace nw::form
