// Editors of single values: numbers, tuples, text, choices, switches.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>

#include "widgets/form/editor.h"
#include "widgets/form/spin.h"

class QToolButton;

namespace nw::form {

/// One of a few things.
struct Choice {
    QVariant value;
    QString label;
    QString help = {};  ///< tooltip, a sentence
};

/// A whole number (QVariant qlonglong).
class NumberField final : public Editor {
    Q_OBJECT
public:
    explicit NumberField(QWidget* parent = nullptr);
    void setRange(qint64 least, qint64 most);
    void setUnit(const QString& unit, const QString& zero = {}) { spin_->setUnit(unit, zero); }
    void setStep(qint64 step) { spin_->setStep(static_cast<double>(step)); }
    QVariant value() const override { return static_cast<qlonglong>(spin_->value()); }
    void setMixed(bool mixed) override;
    bool canDrag() const override { return true; }

protected:
    void show(const QVariant& value) override { spin_->setValue(static_cast<double>(value.toLongLong())); }
    void hold(const QVariant& value) override { spin_->hold(static_cast<double>(value.toLongLong())); }
    QString settle() override { return spin_->settle(); }
    QVariant dragged(const QVariant& start, double steps) const override;

private:
    Spin* spin_;
};

/// A real number (QVariant double); "1e-3" is as good as "0.001".
class RealField final : public Editor {
    Q_OBJECT
public:
    explicit RealField(QWidget* parent = nullptr);
    void setRange(double least, double most) { spin_->setRange(least, most); }
    void setUnit(const QString& unit, const QString& zero = {}) { spin_->setUnit(unit, zero); }
    /// 0 (as it begins): one of the leading digit.
    void setStep(double step) { spin_->setStep(step); }
    QVariant value() const override { return spin_->value(); }
    void setMixed(bool mixed) override;
    bool canDrag() const override { return true; }

protected:
    void show(const QVariant& value) override { spin_->setValue(value.toDouble()); }
    void hold(const QVariant& value) override { spin_->hold(value.toDouble()); }
    QString settle() override { return spin_->settle(); }
    QVariant dragged(const QVariant& start, double steps) const override;

private:
    Spin* spin_;
};

/// Some whole numbers beside each other (QVariantList of qlonglong), "5 × 5". While the chain is closed they stay equal; it is
/// closed when they are equal as the value is set.
class TupleField final : public Editor {
    Q_OBJECT
public:
    explicit TupleField(int count = 2, QWidget* parent = nullptr);
    void setRange(qint64 least, qint64 most);
    void setZero(const QString& word);
    QVariant value() const override;
    void setMixed(bool mixed) override;
    void setName(const QString& name) override;
    bool canDrag() const override { return true; }
    QToolButton* chain() const { return chain_; }

protected:
    void show(const QVariant& value) override;
    QString settle() override;
    void hold(const QVariant& value) override;
    QVariant dragged(const QVariant& start, double steps) const override;

private:
    QList<Spin*> spins_;
    QToolButton* chain_;
};

/// A line of text (QVariant QString).
class TextField final : public Editor {
    Q_OBJECT
public:
    explicit TextField(QWidget* parent = nullptr);
    QLineEdit* edit() const { return edit_; }
    QVariant value() const override { return edit_->text(); }
    void setMixed(bool mixed) override;

protected:
    void show(const QVariant& value) override;

private:
    QLineEdit* edit_;
};

/// One of many, in a drop-down list (the value of the Choice).
class ChoiceBox final : public Editor {
    Q_OBJECT
public:
    explicit ChoiceBox(const QList<Choice>& choices, QWidget* parent = nullptr);
    QComboBox* box() const { return box_; }
    QVariant value() const override { return box_->currentData(); }
    void setMixed(bool mixed) override;

protected:
    void show(const QVariant& value) override { box_->setCurrentIndex(box_->findData(value)); }
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QComboBox* box_;
};

/// Yes or no as a check with a verb phrase behind it: "Add a bias" (QVariant bool).
class CheckRow final : public Editor {
    Q_OBJECT
public:
    explicit CheckRow(const QString& phrase, QWidget* parent = nullptr);
    QVariant value() const override { return check_->isChecked(); }
    void setMixed(bool mixed) override;

protected:
    void show(const QVariant& value) override;

private:
    QCheckBox* check_;
};

}  // namespace nw::form
