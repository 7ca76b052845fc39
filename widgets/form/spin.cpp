// The number box: reading and writing numbers, steps, the unit.
#include "widgets/form/spin.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QStyleOptionSpinBox>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/form/number_text.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::form {

Spin::Spin(Kind kind, QWidget* parent) : QAbstractSpinBox(parent), kind_(kind) {
    const double most =
        kind == Kind::Whole ? 9007199254740992.0 : std::numeric_limits<double>::max();  // whole numbers are exact to 2⁵³
    least_ = -most;
    most_ = most;
    setFocusPolicy(Qt::StrongFocus);
    setCorrectionMode(CorrectToPreviousValue);
    connect(lineEdit(), &QLineEdit::textEdited, this, &Spin::typed);
    showText();
}

QString Spin::textOf(double value) const {
    return kind_ == Kind::Whole ? QString::number(static_cast<qint64>(value)) : numberText(value, QLocale());
}

/// A word has the field for itself; a number leaves room for its unit.
void Spin::showText() {
    const QFontMetrics metrics(theme::font(theme::Type::Small));
    const int wider = std::max(metrics.horizontalAdvance(unit_), metrics.horizontalAdvance(zero_));
    lineEdit()->setTextMargins(0, 0, unit_.isEmpty() || (isWord() && !hasFocus()) ? 0 : wider + 6, 0);
    lineEdit()->setText(shownText());
}

QString Spin::shownText() const { return !hasFocus() && isWord() ? zero_ : textOf(value_); }

bool Spin::parse(const QString& text, double* value) const {
    QString clean = text.trimmed();
    if (!unit_.isEmpty() && clean.endsWith(unit_)) clean.chop(unit_.size());
    const auto read = numberFrom(clean, QLocale());
    if (!read || (kind_ == Kind::Whole && (*read != std::floor(*read) || clean.contains(u'/')))) return false;
    *value = *read;
    return true;
}

QString Spin::limitOf(double value) const {
    const auto words = [this](double limit) {
        return kind_ == Kind::Whole ? QLocale().toString(static_cast<qint64>(limit)) : textOf(limit);
    };
    return value > most_ ? tr("At most %1.").arg(words(most_)) : value < least_ ? tr("At least %1.").arg(words(least_)) : QString();
}

void Spin::setValue(double value) {
    value_ = std::clamp(kind_ == Kind::Whole ? std::round(value) : value, least_, most_);
    mixed_ = false;
    lineEdit()->setPlaceholderText({});
    double shown = 0;
    if (!parse(lineEdit()->text(), &shown) || shown != value_ || !hasFocus()) showText();
    update();
}

void Spin::setRange(double least, double most) {
    least_ = least;
    most_ = most;
    setValue(value_);
}

void Spin::setUnit(const QString& unit, const QString& zero) {
    unit_ = unit;
    zero_ = zero;
    if (!mixed_) showText();
    update();
}

void Spin::setMixed(bool mixed) {
    mixed_ = mixed;
    lineEdit()->setPlaceholderText(mixed ? tr("mixed") : QString());
    if (mixed)
        lineEdit()->clear();
    else
        showText();
}

double Spin::stepped(double from, double steps) const {
    if (kind_ == Kind::Whole) return std::clamp(std::round(from + steps * (step_ > 0 ? step_ : 1)), least_, most_);
    if (step_ > 0) return std::clamp(from + steps * step_, least_, most_);
    const int whole = static_cast<int>(std::min(std::abs(steps), 400.0));
    const double part = steps - std::copysign(whole, steps);
    double value = from;
    const auto unit = [&](double v, double to) {  // of the leading digit, seen from where the step goes
        const double size = std::abs(v);
        if (size == 0) return 0.001;
        const bool shrinks = v * to < 0;
        return std::pow(10, std::floor(std::log10(size * (shrinks ? 1 - 1e-9 : 1 + 1e-9)) + (shrinks ? 1e-12 : 0)));
    };
    for (int i = 0; i < whole; ++i) value += std::copysign(unit(value, steps), steps);
    if (part != 0) value += part * unit(value, part);
    const double grid = unit(value == 0 ? 1 : value, 1) * 1e-3;  // keeps 0.30000000000000004 away
    return std::clamp(QString::number(std::round(value / grid) * grid, 'g', 12).toDouble(), least_, most_);
}

void Spin::stepBy(int steps) {
    setValue(stepped(value_, fine_ && kind_ == Kind::Real ? steps * 0.1 : steps));
    showText();
    selectAll();
    Q_EMIT edited(value_);
}

void Spin::typed(const QString& text) {
    double read = 0;
    if (!parse(text, &read)) return;
    if (const QString limit = limitOf(read); !limit.isEmpty()) {
        Q_EMIT refused(limit);
        return;
    }
    value_ = read;
    mixed_ = false;
    Q_EMIT edited(value_);
}

void Spin::hold(double value) {
    value_ = value;
    if (!hasFocus()) showText();
    update();
}

QString Spin::settle() {
    double read = 0;
    QString limit;
    if (parse(lineEdit()->text(), &read)) limit = limitOf(read);
    if (!limit.isEmpty()) {
        setValue(read);
        Q_EMIT edited(value_);
    }
    if (!mixed_) showText();
    return limit;
}

QValidator::State Spin::validate(QString& input, int&) const {
    double read = 0;
    if (parse(input, &read)) return read >= least_ && read <= most_ ? QValidator::Acceptable : QValidator::Intermediate;
    for (const QChar c : input)
        if (!c.isDigit() && !c.isSpace() && !QStringLiteral("+-.,eE'\u2019\u2212").contains(c) && !unit_.contains(c) &&
            !(c == QLatin1Char('/') && kind_ == Kind::Real))
            return QValidator::Invalid;
    return QValidator::Intermediate;
}

void Spin::fixup(QString& input) const { input = mixed_ ? QString() : textOf(value_); }

QAbstractSpinBox::StepEnabled Spin::stepEnabled() const {
    StepEnabled out = StepNone;
    if (value_ < most_) out |= StepUpEnabled;
    if (value_ > least_) out |= StepDownEnabled;
    return out;
}

QSize Spin::sizeHint() const {
    ensurePolished();
    QStyleOptionSpinBox option;
    initStyleOption(&option);
    const QSize text(fontMetrics().horizontalAdvance(QStringLiteral("00000")), fontMetrics().height());
    return style()->sizeFromContents(QStyle::CT_SpinBox, &option, text, this);
}

QSize Spin::minimumSizeHint() const { return {64, sizeHint().height()}; }

void Spin::paintEvent(QPaintEvent* event) {
    QAbstractSpinBox::paintEvent(event);
    const QString unit = shownUnit();
    if (unit.isEmpty() || mixed_ || (isWord() && !hasFocus())) return;
    QPainter p(this);
    p.setFont(theme::font(theme::Type::Small));
    p.setPen(theme::colour(theme::Token::Text3));
    const QRect at = lineEdit()->geometry().adjusted(2, 0, -4, 0);
    p.drawText(at, Qt::AlignVCenter | (isRightToLeft() ? Qt::AlignLeft : Qt::AlignRight), unit);
}

void Spin::wheelEvent(QWheelEvent* event) {
    if (hasFocus())
        QAbstractSpinBox::wheelEvent(event);
    else
        event->ignore();
}

void Spin::focusInEvent(QFocusEvent* event) {
    if (!mixed_) showText();
    QAbstractSpinBox::focusInEvent(event);
}

void Spin::focusOutEvent(QFocusEvent* event) {
    QAbstractSpinBox::focusOutEvent(event);
    if (!mixed_) showText();
}

void Spin::keyPressEvent(QKeyEvent* event) {
    fine_ = event->modifiers() & Qt::ShiftModifier;
    QAbstractSpinBox::keyPressEvent(event);
    fine_ = false;
}

}  // namespace nw::form
