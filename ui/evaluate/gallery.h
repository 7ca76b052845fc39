// The right part of Evaluate: the images behind a cell of the matrix, or the worst mistakes of all.
#pragma once

#include <QComboBox>
#include <QStackedWidget>

#include "ui/document/thumbnails.h"
#include "ui/evaluate/results.h"
#include "widgets/image/sample_grid.h"
#include "widgets/parts/messages.h"
#include "widgets/theme/label.h"

namespace nw::ui {

class Gallery final : public QWidget {
    Q_OBJECT
public:
    Gallery(Studio& studio, Results& results, QWidget* parent = nullptr);

    /// Images of this class that were called that; (-1, -1): all mistakes.
    void showCell(int truth, int said);
    image::SampleGrid* grid() const { return grid_; }
    parts::EmptyState* empty() const { return empty_; }
    bool isEmpty() const { return stack_->currentWidget() == empty_; }
    QPushButton* allButton() const { return all_; }
    QString title() const { return title_->fullText(); }
    /// What is shown, in the order of the cells.
    const std::vector<SampleAnswer>& answers() const { return answers_; }

Q_SIGNALS:
    /// "All mistakes" was pressed.
    void cellLeft();
    void testSetWanted();

private:
    void connectParts();
    void collect();
    void describe();
    void sort();
    void fill();

    Studio& studio_;
    Results& results_;
    Thumbnails thumbnails_;
    int truth_ = -1, said_ = -1;
    std::vector<SampleAnswer> answers_;
    theme::ElidedLabel* title_;
    theme::Label* hint_;
    QPushButton* all_;
    QComboBox* order_;
    QStackedWidget* stack_;
    image::SampleGrid* grid_;
    parts::EmptyState* empty_;
    QPushButton *testSet_, *draw_;
};

}  // namespace nw::ui
