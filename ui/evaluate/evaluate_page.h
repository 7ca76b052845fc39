// EvaluatePage: the workspace Evaluate: which classes the network confuses, and the images it is wrong about.
#pragma once

#include "ui/evaluate/confusion.h"
#include "ui/evaluate/gallery.h"
#include "widgets/parts/changed_strip.h"
#include "widgets/parts/pick_button.h"

class QProgressBar;
class QSplitter;

namespace nw::ui {

class EvaluatePage final : public QWidget {
    Q_OBJECT
public:
    explicit EvaluatePage(Studio& studio, QWidget* parent = nullptr);

    Results& results() { return results_; }
    Confusion* confusion() const { return confusion_; }
    Gallery* gallery() const { return gallery_; }
    form::SegmentedControl* splits() const { return splits_; }
    parts::ChangedStrip* strip() const { return strip_; }
    parts::EmptyState* empty() const { return empty_; }
    QPushButton* recallButton() const { return recall_; }
    bool isEmpty() const { return stack_->currentWidget() == empty_; }
    /// "Run 3 · 97.9 %".
    QString runText() const { return run_->fullText(); }
    /// For the status bar: "98.13 % of 10,000 test images, 187 wrong"; empty until it is known.
    QString summary() const;
    void copyAsCommand();

Q_SIGNALS:
    /// summary() has changed.
    void summaryChanged();

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeLeft();
    void connectParts();
    void makeEmpty();
    void refresh();
    void refreshRun();
    void refreshSplits();
    void refreshEmpty();
    void showResults();
    void fold();

    Studio& studio_;
    Results results_;
    parts::ChangedStrip* strip_;
    QStackedWidget* stack_;
    parts::EmptyState* empty_;
    QPushButton *train_, *again_, *stop_;
    QProgressBar* progress_;
    QSplitter* splitter_;
    QWidget* tools_;
    parts::PickButton* run_;  ///< whose results these are
    form::SegmentedControl* splits_ = nullptr;
    QPushButton* recall_;
    Confusion* confusion_;
    Gallery* gallery_;
    QString shown_;
};

}  // namespace nw::ui
