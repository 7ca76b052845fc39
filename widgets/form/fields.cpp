// Editors of single values.
#include "widgets/form/fields.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

#include "widgets/theme/icon.h"
#include "widgets/theme/label.h"
#include "widgets/theme/style.h"

namespace nw::form {

namespace {
QHBoxLayout* line(QWidget* owner, int spacing = 0) {
    auto* out = new QHBoxLayout(owner);
    out->setContentsMargins(0, 0, 0, 0);
    out->setSpacing(spacing);
    return out;
}
}  // namespace

NumberField::NumberField(QWidget* parent) : Editor(parent), spin_(new Spin(Spin::Kind::Whole)) {
    line(this)->addWidget(spin_);
    watch(spin_);
    connect(spin_, &Spin::edited, this, [this] { changed(); });
    connect(spin_, &Spin::refused, this, [this](const QString& why) { refuse(why); });
    setValue(0);
}

void NumberField::setRange(qint64 least, qint64 most) {
    constexpr qint64 exact = 9007199254740992;
    spin_->setRange(static_cast<double>(std::max(least, -exact)), static_cast<double>(std::min(most, exact)));
}

void NumberField::setMixed(bool mixed) {
    Editor::setMixed(mixed);
    spin_->setMixed(mixed);
}

QVariant NumberField::dragged(const QVariant& start, double steps) const {
    return static_cast<qlonglong>(spin_->stepped(static_cast<double>(start.toLongLong()), std::trunc(steps)));
}

RealField::RealField(QWidget* parent) : Editor(parent), spin_(new Spin(Spin::Kind::Real)) {
    line(this)->addWidget(spin_);
    watch(spin_);
    connect(spin_, &Spin::edited, this, [this] { changed(); });
    connect(spin_, &Spin::refused, this, [this](const QString& why) { refuse(why); });
    setValue(0.0);
}

void RealField::setMixed(bool mixed) {
    Editor::setMixed(mixed);
    spin_->setMixed(mixed);
}

QVariant RealField::dragged(const QVariant& start, double steps) const {
    return spin_->stepped(start.toDouble(), std::round(steps * 10) / 10);
}

TupleField::TupleField(int count, QWidget* parent) : Editor(parent), chain_(theme::iconButton("link", tr("Keep all equal"))) {
    setLayoutDirection(Qt::LeftToRight);  // "height × width" is read so everywhere
    auto* row = line(this, 4);
    for (int i = 0; i < count; ++i) {
        if (i) row->addWidget(new theme::Label(QStringLiteral("×"), theme::Type::Body, theme::Token::Text2));
        auto* spin = new Spin(Spin::Kind::Whole);
        spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
        spin->setAlignment(Qt::AlignHCenter);
        row->addWidget(spin, 1);
        watch(spin);
        spins_.append(spin);
        connect(spin, &Spin::edited, this, [this, spin](double v) {
            if (chain_->isChecked())
                for (Spin* other : spins_)
                    if (other != spin) other->setValue(v);
            changed();
        });
        connect(spin, &Spin::refused, this, [this](const QString& why) { refuse(why); });
    }
    chain_->setCheckable(true);
    row->addWidget(chain_);
    chain_->setVisible(count > 1);  // not before it has a parent: it would flash as a window
    connect(chain_, &QToolButton::clicked, this, [this](bool closed) {
        if (!closed) return;
        for (Spin* s : spins_) s->setValue(spins_.front()->value());
        chose();
    });
    setValue(QVariantList(count, 1));
}

void TupleField::setRange(qint64 least, qint64 most) {
    for (Spin* s : spins_) s->setRange(static_cast<double>(least), static_cast<double>(most));
}

void TupleField::setZero(const QString& word) {
    for (Spin* spin : std::as_const(spins_)) spin->setUnit({}, word);
}

QVariant TupleField::value() const {
    QVariantList out;
    for (const Spin* s : spins_) out.append(static_cast<qlonglong>(s->value()));
    return out;
}

void TupleField::show(const QVariant& value) {
    const QVariantList list = value.toList();
    bool equal = true;
    for (int i = 0; i < spins_.size(); ++i) {
        const QVariant part = list.value(std::min<qsizetype>(i, list.size() - 1));
        spins_[i]->setValue(static_cast<double>(part.toLongLong()));
        equal = equal && part == list.value(0);
    }
    if (!isEditing()) chain_->setChecked(equal);
}

void TupleField::setMixed(bool mixed) {
    Editor::setMixed(mixed);
    for (Spin* s : spins_) s->setMixed(mixed);
}

void TupleField::hold(const QVariant& value) {
    const QVariantList list = value.toList();
    for (int i = 0; i < spins_.size(); ++i) spins_[i]->hold(static_cast<double>(list.value(i).toLongLong()));
}

QString TupleField::settle() {
    QString said;
    for (Spin* s : spins_)
        if (const QString limit = s->settle(); !limit.isEmpty()) said = limit;
    return said;
}

void TupleField::setName(const QString& name) {
    Editor::setName(name);
    for (int i = 0; i < spins_.size(); ++i)
        spins_[i]->setAccessibleName(tr("%1, %2 of %3").arg(name).arg(i + 1).arg(spins_.size()));
    chain_->setAccessibleName(tr("%1, keep all equal").arg(name));
}

QVariant TupleField::dragged(const QVariant& start, double steps) const {
    QVariantList out;
    for (const QVariant& part : start.toList())
        out.append(static_cast<qlonglong>(spins_.front()->stepped(static_cast<double>(part.toLongLong()), std::trunc(steps))));
    return out;
}

TextField::TextField(QWidget* parent) : Editor(parent), edit_(new QLineEdit) {
    line(this)->addWidget(edit_);
    watch(edit_);
    connect(edit_, &QLineEdit::textEdited, this, [this] { changed(); });
    setValue(QString());
}

void TextField::show(const QVariant& value) {
    edit_->setPlaceholderText({});
    if (edit_->text() != value.toString()) edit_->setText(value.toString());  // keeps the cursor where it is
}

void TextField::setMixed(bool mixed) {
    Editor::setMixed(mixed);
    edit_->setPlaceholderText(mixed ? tr("mixed") : QString());
    if (mixed) edit_->clear();
}

ChoiceBox::ChoiceBox(const QList<Choice>& choices, QWidget* parent) : Editor(parent), box_(new QComboBox) {
    line(this)->addWidget(box_);
    for (const Choice& c : choices) {
        box_->addItem(c.label, c.value);
        if (!c.help.isEmpty()) box_->setItemData(box_->count() - 1, c.help, Qt::ToolTipRole);
    }
    box_->setFocusPolicy(Qt::StrongFocus);
    box_->setMinimumContentsLength(4);
    box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    watch(box_);
    connect(box_, &QComboBox::activated, this, [this] { chose(); });
    if (!choices.isEmpty()) setValue(choices.front().value);
}

void ChoiceBox::setMixed(bool mixed) {
    Editor::setMixed(mixed);
    box_->setPlaceholderText(tr("mixed"));
    if (mixed) box_->setCurrentIndex(-1);
}

bool ChoiceBox::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Wheel && !box_->hasFocus()) {
        event->ignore();
        return true;
    }
    return Editor::eventFilter(watched, event);
}

CheckRow::CheckRow(const QString& phrase, QWidget* parent) : Editor(parent), check_(new QCheckBox(phrase)) {
    line(this)->addWidget(check_);
    watch(check_);
    connect(check_, &QCheckBox::clicked, this, [this] {
        check_->setTristate(false);
        chose();
    });
    setName(phrase);
    setValue(false);
}

void CheckRow::show(const QVariant& value) {
    check_->setTristate(false);
    check_->setChecked(value.toBool());
}

void CheckRow::setMixed(bool mixed) {
    Editor::setMixed(mixed);
    if (!mixed) return;
    check_->setTristate(true);
    check_->setCheckState(Qt::PartiallyChecked);
}

}  // namespace nw::form
