// The number box of the form: whole or real, with limits, a unit behind the number, and the word "mixed".
#pragma once

#include <QAbstractSpinBox>

namespace nw::form {

/// Reals may be typed as fractions, and 1/255 is shown as one. A number that is out of the range stays as it was typed until
/// settle(), which takes the limit. Up and Down step by `step`; a real number without a step is stepped
/// in its leading digit (0.001 → 0.002, down 0.0009). Shift × 0.1 (reals), Page keys × 10. The wheel acts only while it has the
/// focus, so that forms scroll.
class Spin final : public QAbstractSpinBox {
    Q_OBJECT
public:
    enum class Kind { Whole, Real };
    explicit Spin(Kind kind, QWidget* parent = nullptr);

    double value() const { return value_; }
    /// Clamped to the range, rounded when whole. Announces nothing.
    void setValue(double value);
    void setRange(double least, double most);
    double least() const { return least_; }
    double most() const { return most_; }
    /// 0: the leading digit of a real, 1 of a whole number.
    void setStep(double step) { step_ = step; }
    /// `zero` is what 0 means, "never" beside "3 epochs": it stands for the number while that is not being typed.
    void setUnit(const QString& unit, const QString& zero = {});
    void setMixed(bool mixed);
    /// The value `steps` away from `from`, clamped: what arrows and drags do.
    double stepped(double from, double steps) const;
    Kind kind() const { return kind_; }

    /// Another value under what is being typed, which stays. Announces nothing.
    void hold(double value);
    /// What was typed is all: the text becomes that of the value, or of the limit that it exceeds. The answer is that limit as a
    /// sentence; empty when it was kept to.
    QString settle();

    void stepBy(int steps) override;
    QValidator::State validate(QString& input, int& position) const override;
    void fixup(QString& input) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By the user: typed, stepped.
    void edited(double value);
    /// What is being typed cannot be taken as it is: "At most 4,096."
    void refused(const QString& limit);

protected:
    StepEnabled stepEnabled() const override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString textOf(double value) const;
    /// What stands in the field while nobody types.
    QString shownText() const;
    void showText();
    bool isWord() const { return value_ == 0 && !zero_.isEmpty(); }
    bool parse(const QString& text, double* value) const;
    QString limitOf(double value) const;
    void typed(const QString& text);
    Kind kind_;
    double value_ = 0, least_, most_, step_ = 0;
    bool mixed_ = false, fine_ = false;
    QString shownUnit() const { return isWord() && !unit_.isEmpty() ? zero_ : unit_; }
    QString unit_, zero_;
};

}  // namespace nw::form
