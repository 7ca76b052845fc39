// The left part of Evaluate: the confusion matrix, for many classes the most confused of them and a list of all pairs.
#pragma once

#include <QTableWidget>

#include "ui/evaluate/results.h"
#include "widgets/form/segmented_control.h"
#include "widgets/image/matrix_view.h"
#include "widgets/theme/label.h"

class QHBoxLayout;
class QStackedWidget;

namespace nw::ui {

class Confusion final : public QWidget {
    Q_OBJECT
public:
    static constexpr int MostClasses = 30;

    explicit Confusion(QWidget* parent = nullptr);
    void setResults(const Results& results);
    void setRecallShown(bool shown) { matrix_->setRecallShown(shown); }
    /// Stands at the end of the line above the matrix.
    void addTool(QWidget* tool);
    /// Of the evaluation; (-1, -1) for none.
    void setCurrent(int truth, int said);

    image::MatrixView* matrix() const { return matrix_; }
    QTableWidget* list() const { return list_; }
    form::SegmentedControl* views() const { return views_; }
    /// Classes of the evaluation in the order of the matrix.
    const std::vector<int>& classes() const { return classes_; }

Q_SIGNALS:
    /// Classes of the evaluation.
    void cellChosen(int truth, int said);

private:
    void makeList();
    void fillMatrix(const Results& results);
    void fillList(const Results& results);

    image::MatrixView* matrix_;
    QTableWidget* list_;
    form::SegmentedControl* views_;
    QHBoxLayout* head_;
    theme::Label* hint_;
    QStackedWidget* stack_;
    std::vector<int> classes_;
};

/// At most `most` classes, those with the most mistakes (as truth or as answer), in their own order.
std::vector<int> mostConfused(const std::vector<std::vector<std::int64_t>>& confusion, std::size_t most);

}  // namespace nw::ui
