// Sorting and showing answers.
#include "ui/evaluate/gallery.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

namespace {
QString number(std::int64_t n) { return QLocale().toString(qlonglong(n)); }
}  // namespace

Gallery::Gallery(Studio& studio, Results& results, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      results_(results),
      title_(new theme::ElidedLabel({}, Type::PanelTitle)),
      hint_(new theme::Label({}, Type::Small, Token::Text2)),
      all_(new QPushButton(tr("All mistakes"))),
      order_(new QComboBox),
      stack_(new QStackedWidget),
      grid_(new image::SampleGrid),
      empty_(new parts::EmptyState(QStringLiteral("tick"), {})) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 0);  // the cells have 8 more around them
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 0, 8, 0);
    head->setSpacing(8);
    head->addWidget(title_, 1);
    theme::setRole(all_, theme::ButtonRole::Quiet);
    head->addWidget(all_);
    order_->addItems({tr("Most certain first"), tr("Least certain first")});
    order_->setAccessibleName(tr("Order"));
    head->addWidget(order_);
    column->addLayout(head);
    hint_->setContentsMargins(8, 0, 8, 0);
    hint_->setWordWrap(true);
    hint_->setMinimumHeight(24);  // on the line of the words above the matrix
    column->addWidget(hint_);
    stack_->addWidget(grid_);
    stack_->addWidget(empty_);
    testSet_ = empty_->addAction(tr("Test set"), [this] { Q_EMIT testSetWanted(); });
    draw_ = empty_->addAction(tr("Draw"), [this] { Q_EMIT studio_.drawPadWanted(); });
    column->addWidget(stack_, 1);
    grid_->setMultiple(false);
    grid_->setCellSize(96);
    grid_->setFilling(true);
    connectParts();
}

void Gallery::connectParts() {
    connect(all_, &QPushButton::clicked, this, &Gallery::cellLeft);
    connect(order_, &QComboBox::currentIndexChanged, this, [this] {
        sort();
        fill();
    });
    connect(&thumbnails_, &Thumbnails::ready, this, [this](qint64 element) {
        for (std::size_t i = 0; i < answers_.size(); ++i)
            if (answers_[i].index == element) grid_->refresh(static_cast<int>(i));
    });
    connect(grid_, &image::SampleGrid::selectionChanged, this, [this] {
        const QList<int> selection = grid_->selection();
        if (selection.size() == 1 && results_.isStudioData())
            studio_.sample.show(results_.split(), answers_[static_cast<std::size_t>(selection[0])].index);
    });
}

void Gallery::showCell(int truth, int said) {
    truth_ = truth;
    said_ = said;
    collect();
    sort();
    describe();
    fill();
}

void Gallery::collect() {
    answers_.clear();
    for (const SampleAnswer& a : results_.evaluation().answers)
        if (truth_ < 0 ? a.truth != a.said : a.truth == truth_ && a.said == said_) answers_.push_back(a);
}

void Gallery::sort() {
    const bool rising = order_->currentIndex() == 1;
    std::stable_sort(answers_.begin(), answers_.end(), [rising](const SampleAnswer& a, const SampleAnswer& b) {
        return rising ? a.certainty < b.certainty : a.certainty > b.certainty;
    });
}

void Gallery::describe() {
    const Evaluation& e = results_.evaluation();
    all_->setVisible(truth_ >= 0);
    const auto splits = results_.splits();
    testSet_->setVisible(truth_ < 0 && results_.split() != Split::Test &&
                         std::find(splits.begin(), splits.end(), Split::Test) != splits.end());
    draw_->setVisible(truth_ < 0);
    const QString shown = number(static_cast<std::int64_t>(answers_.size()));
    if (truth_ < 0) {
        title_->setFullText(tr("Worst mistakes"));
        hint_->setText(tr("%1 of %2 images. True class first, then what the network said.").arg(shown, number(e.samples)));
        empty_->setWords(tr("No mistakes among %1 images").arg(number(e.samples)), tr("Try the test set, or images of your own."));
        return;
    }
    std::int64_t row = 0;
    for (const std::int64_t n : e.confusion[static_cast<std::size_t>(truth_)]) row += n;
    const QString truth = results_.className(truth_), said = results_.className(said_);
    title_->setFullText(truth_ == said_ ? tr("True %1, found").arg(truth) : tr("True %1, network said %2").arg(truth, said));
    hint_->setText(tr("%1 of %2 images of class %3.").arg(shown, number(row), truth));
    empty_->setWords(tr("No image of class %1 was called %2").arg(truth, said), tr("Pick another cell."));
}

void Gallery::fill() {
    thumbnails_.setSource(results_.set());
    grid_->verticalScrollBar()->setValue(0);
    grid_->setCurrentIndex(0);
    grid_->setSource(
        static_cast<int>(answers_.size()),
        [this](int cell) { return thumbnails_.image(answers_[static_cast<std::size_t>(cell)].index); },
        [this](int cell) {
            const SampleAnswer& a = answers_[static_cast<std::size_t>(cell)];
            return a.truth == a.said ? results_.className(a.truth)
                                     : tr("%1 → %2").arg(results_.className(a.truth), results_.className(a.said));
        });
    grid_->setFigure([this](int cell) {
        const double percent = 100.0 * static_cast<double>(answers_[static_cast<std::size_t>(cell)].certainty);
        return tr("%1 %").arg(QLocale().toString(percent, 'f', 0));
    });
    order_->setVisible(answers_.size() > 1);
    stack_->setCurrentWidget(answers_.empty() ? static_cast<QWidget*>(empty_) : grid_);
}

}  // namespace nw::ui
