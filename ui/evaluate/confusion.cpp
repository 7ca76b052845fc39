// Matrix and list.
#include "ui/evaluate/confusion.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>

#include "widgets/theme/paint.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

std::vector<int> mostConfused(const std::vector<std::vector<std::int64_t>>& confusion, std::size_t most) {
    std::vector<int> order(confusion.size());
    std::iota(order.begin(), order.end(), 0);
    if (order.size() <= most) return order;
    std::vector<std::int64_t> wrong(confusion.size(), 0);
    for (std::size_t r = 0; r < confusion.size(); ++r)
        for (std::size_t c = 0; c < confusion.size(); ++c)
            if (r != c) wrong[r] += confusion[r][c], wrong[c] += confusion[r][c];
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return wrong[static_cast<std::size_t>(a)] > wrong[static_cast<std::size_t>(b)]; });
    order.resize(most);
    std::sort(order.begin(), order.end());
    return order;
}

Confusion::Confusion(QWidget* parent)
    : QWidget(parent),
      matrix_(new image::MatrixView),
      list_(new QTableWidget(0, 3)),
      views_(new form::SegmentedControl({{0, tr("Matrix")}, {1, tr("List")}})),
      head_(new QHBoxLayout),
      hint_(new theme::Label({}, Type::Small, Token::Text2)),
      stack_(new QStackedWidget) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    hint_->setWordWrap(true);
    head_->setSpacing(theme::space::S16);
    head_->addWidget(hint_, 1);
    column->addLayout(head_);
    views_->setName(tr("Show mistakes as"));
    column->addWidget(views_, 0, Qt::AlignLeft);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(matrix_);
    stack_->addWidget(scroll);
    makeList();
    stack_->addWidget(list_);
    column->addWidget(stack_, 1);
    connect(views_, &form::Editor::committed, this, [this](const QVariant& v) { stack_->setCurrentIndex(v.toInt()); });
    connect(matrix_, &image::MatrixView::cellActivated, this, [this](int row, int column) {
        Q_EMIT cellChosen(classes_[static_cast<std::size_t>(row)], classes_[static_cast<std::size_t>(column)]);
    });
}

void Confusion::addTool(QWidget* tool) { head_->addWidget(tool, 0, Qt::AlignTop); }

void Confusion::makeList() {
    list_->setHorizontalHeaderLabels({tr("True"), tr("Network said"), tr("Images")});
    list_->setAccessibleName(tr("Mistakes by class"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setShowGrid(false);
    list_->setSelectionBehavior(QAbstractItemView::SelectRows);
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setTabKeyNavigation(false);
    list_->verticalHeader()->hide();
    list_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    connect(list_, &QTableWidget::itemSelectionChanged, this, [this] {
        const QTableWidgetItem* item = list_->currentItem();
        if (!item || list_->selectedItems().isEmpty()) return;
        const auto at = [&](int c) { return list_->item(item->row(), c)->data(Qt::UserRole).toInt(); };
        Q_EMIT cellChosen(at(0), at(1));
    });
}

void Confusion::setResults(const Results& results) {
    const auto classes = results.evaluation().confusion.size();
    const bool many = classes > static_cast<std::size_t>(MostClasses);
    hint_->setText(many ? tr("The %1 most confused of %2 classes. Rows are the true class, columns what the network said.")
                              .arg(MostClasses)
                              .arg(classes)
                        : tr("Rows are the true class, columns what the network said. Pick a cell to see its images."));
    views_->setVisible(many);
    if (!many) stack_->setCurrentIndex(0);
    fillMatrix(results);
    list_->setRowCount(0);
    if (many) fillList(results);
}

void Confusion::fillMatrix(const Results& results) {
    const auto& confusion = results.evaluation().confusion;
    classes_ = mostConfused(confusion, MostClasses);
    QStringList names;
    std::vector<qint64> counts, rows, columns;
    for (const int r : classes_) {
        names << results.className(r);
        qint64 row = 0, column = 0;
        for (std::size_t c = 0; c < confusion.size(); ++c)
            row += confusion[static_cast<std::size_t>(r)][c], column += confusion[c][static_cast<std::size_t>(r)];
        rows.push_back(row);
        columns.push_back(column);
        for (const int c : classes_) counts.push_back(confusion[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)]);
    }
    matrix_->setCurrentCell(-1, -1);
    matrix_->setMatrix(names, counts);
    matrix_->setSums(rows, columns);
}

void Confusion::fillList(const Results& results) {
    struct Pair {
        std::int64_t count;
        int truth, said;
    };
    std::vector<Pair> pairs;
    const auto& confusion = results.evaluation().confusion;
    for (std::size_t r = 0; r < confusion.size(); ++r)
        for (std::size_t c = 0; c < confusion.size(); ++c)
            if (r != c && confusion[r][c] > 0) pairs.push_back({confusion[r][c], static_cast<int>(r), static_cast<int>(c)});
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.count > b.count; });
    pairs.resize(std::min<std::size_t>(pairs.size(), 2000));
    const QSignalBlocker quiet(list_);
    list_->setRowCount(static_cast<int>(pairs.size()));
    for (int i = 0; i < list_->rowCount(); ++i) {
        const Pair& p = pairs[static_cast<std::size_t>(i)];
        const auto put = [&](int column, const QString& text, int value) {
            auto* item = new QTableWidgetItem(text);
            item->setData(Qt::UserRole, value);
            list_->setItem(i, column, item);
        };
        put(0, results.className(p.truth), p.truth);
        put(1, results.className(p.said), p.said);
        put(2, QLocale().toString(qlonglong(p.count)), 0);
        list_->item(i, 2)->setFont(theme::font(Type::Figure12));
    }
}

void Confusion::setCurrent(int truth, int said) {
    const auto at = [&](int c) {
        const auto it = std::find(classes_.begin(), classes_.end(), c);
        return it == classes_.end() ? -1 : static_cast<int>(it - classes_.begin());
    };
    const int row = at(truth), column = at(said);
    if (row >= 0 && column >= 0)
        matrix_->setCurrentCell(row, column);
    else
        matrix_->setCurrentCell(-1, -1);
}

}  // namespace nw::ui
