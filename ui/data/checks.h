// The right part of the Data page: how many images each class has, and what is wrong with the set.
#pragma once

#include <QPushButton>

#include "ui/data/shown_data.h"
#include "widgets/image/bars.h"
#include "widgets/theme/label.h"

class QProgressBar;
class QVBoxLayout;

namespace nw::ui {

/// One check: a sign, a sentence, lines below it, and perhaps what to do.
class CheckLine final : public QWidget {
    Q_OBJECT
public:
    enum class State { Fine, Worth, Wrong, Unknown };
    CheckLine(State state, const QString& sentence, const QStringList& lines = {}, QWidget* parent = nullptr);
    State state() const { return state_; }
    QString sentence() const { return sentence_; }
    QPushButton* addAction(const QString& text, std::function<void()> act);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    State state_;
    QString sentence_;
    QVBoxLayout* column_;
};

class Checks final : public QWidget {
    Q_OBJECT
public:
    explicit Checks(ShownData& data, QWidget* parent = nullptr);
    image::Bars* bars() const { return bars_; }
    QList<CheckLine*> lines() const { return lines_; }

Q_SIGNALS:
    /// Elements of one part that are to be looked at.
    void showWanted(nw::Split split, const std::vector<std::int64_t>& indices, const QString& title);

private:
    void refresh();
    void refreshBars();
    CheckLine* add(CheckLine::State state, const QString& sentence, const QStringList& lines = {});
    void checkClasses();
    void checkSizes();
    void checkDuplicates();
    void addSearch();
    void checkFiles();

    ShownData& data_;
    image::Bars* bars_;
    theme::Label* barsTitle_;
    QWidget* body_;
    QVBoxLayout* checks_;
    QList<CheckLine*> lines_;
    QPointer<QProgressBar> progress_;
};

}  // namespace nw::ui
