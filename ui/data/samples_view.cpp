// Header, filters, grid, empty place.
#include "ui/data/samples_view.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/document/command_text.h"
#include "ui/document/text.h"
#include "widgets/parts/breakpoints.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

namespace {

constexpr int WidthOfHead = 640;  ///< name, classes and parts beside each other
constexpr Split All[] = {Split::Train, Split::Validation, Split::Test};

QString titleOf(Split split) {
    switch (split) {
        case Split::Train: return SamplesView::tr("Train");
        case Split::Validation: return SamplesView::tr("Validation");
        case Split::Test: return SamplesView::tr("Test");
    }
    return {};
}

QString partText(Split split, const QString& count) {
    switch (split) {
        case Split::Train: return SamplesView::tr("%1 to train").arg(count);
        case Split::Validation: return SamplesView::tr("%1 to validate").arg(count);
        case Split::Test: return SamplesView::tr("%1 to test").arg(count);
    }
    return {};
}

}  // namespace

SamplesView::SamplesView(Studio& studio, ShownData& data, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      data_(data),
      title_(new theme::ElidedLabel({}, Type::PanelTitle)),
      summary_(new theme::ElidedLabel({}, Type::Small, Token::Text2)),
      tools_(new QHBoxLayout),
      classes_(new QComboBox),
      count_(new theme::Label({}, Type::Figure11, Token::Text2)),
      useBar_(new UseBar(studio, data)),
      foot_(new QWidget),
      onlyStrip_(new parts::InfoStrip),
      stack_(new QStackedWidget),
      grid_(new image::SampleGrid),
      empty_(new parts::EmptyState(QStringLiteral("image"), {})) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 12, 8);
    column->setSpacing(12);
    column->addLayout(makeHead());
    auto* strips = new QVBoxLayout;
    strips->setContentsMargins(8, 0, 0, 0);
    strips->addWidget(useBar_);
    strips->addWidget(onlyStrip_);
    column->addLayout(strips);
    onlyStrip_->hide();
    stack_->addWidget(grid_);
    stack_->addWidget(empty_);
    column->addWidget(stack_, 1);
    makeFoot();
    column->addWidget(foot_);
    grid_->setMultiple(false);
    emptyAction_ = empty_->addAction(tr("Choose another folder"), [this] { Q_EMIT folderWanted(); });
    setMinimumWidth(parts::LeastCentre);
    connectParts();
    refresh();
}

QBoxLayout* SamplesView::makeHead() {
    auto* head = head_ = new QBoxLayout(QBoxLayout::LeftToRight);
    head->setSpacing(16);
    head->setContentsMargins(8, 0, 0, 0);  // the grid has that margin inside
    auto* names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(title_);
    names->addWidget(summary_);
    head->addLayout(names, 1);
    classes_->setAccessibleName(tr("Class"));
    tools_->setSpacing(8);
    tools_->addWidget(classes_);
    head->addLayout(tools_);
    return head;
}

/// Where they would leave too little to the name, the tools stand below it.
void SamplesView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool beside = width() >= WidthOfHead;
    if ((head_->direction() == QBoxLayout::LeftToRight) == beside && event->oldSize().isValid()) return;
    head_->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    head_->setSpacing(beside ? 16 : 8);
    head_->setAlignment(tools_, beside ? Qt::AlignVCenter : Qt::AlignLeft);
}

void SamplesView::makeFoot() {
    auto* foot = new QHBoxLayout(foot_);
    foot->setContentsMargins(8, 0, 0, 0);
    foot->addWidget(count_, 1);
    auto* copy = new QPushButton(tr("Copy as command"));
    theme::setRole(copy, theme::ButtonRole::Aside);
    foot->addWidget(copy);
    connect(copy, &QPushButton::clicked, this, &SamplesView::copyAsCommand);
}

void SamplesView::copyAsCommand() {
    copyCommand(studio_, commandLine({QStringLiteral("netwright"), QStringLiteral("data"), QStringLiteral("info"),
                                      q(anchoredSpec(data_.spec(), studio_.engine.sets(), studio_.data.base()))}));
}

void SamplesView::connectParts() {
    connect(&data_, &ShownData::changed, this, &SamplesView::refresh);
    connect(&thumbnails_, &Thumbnails::ready, this, [this](qint64 element) {
        if (!filtered_) return grid_->refresh(static_cast<int>(element));
        const auto at = std::find(chosen_.begin(), chosen_.end(), element);
        if (at != chosen_.end()) grid_->refresh(static_cast<int>(at - chosen_.begin()));
    });
    connect(classes_, &QComboBox::currentIndexChanged, this, [this](int at) {
        class_ = at - 1;
        only_ = false;
        refreshGrid();
    });
    connect(grid_, &image::SampleGrid::selectionChanged, this, [this] {
        const QList<int> selection = grid_->selection();
        if (selection.size() == 1) choose(selection[0]);
    });
}

std::int64_t SamplesView::elementOf(int cell) const { return filtered_ ? chosen_[static_cast<std::size_t>(cell)] : cell; }

QString SamplesView::labelOf(std::int64_t element) const {
    const std::int64_t label = set_->label(element);
    const auto& names = set_->spec().classNames;
    if (label < 0) return q(set_->name(element));
    return label < static_cast<std::int64_t>(names.size()) ? q(names[static_cast<std::size_t>(label)]) : QString::number(label);
}

void SamplesView::choose(int cell) {
    if (data_.isOfProject() && set_) studio_.sample.show(split_, elementOf(cell));
}

void SamplesView::refresh() {
    only_ = false;
    class_ = -1;
    if (data_.isOpen() && !data_.splits().of(split_)) split_ = Split::Train;
    refreshHeader();
    refreshSplits();
    refreshClasses();
    refreshGrid();
}

QString SamplesView::sizeText() const {
    const auto& spec = data_.splits().train->spec();
    const auto image = spec.find("image");
    const Extents e = image ? spec.fields[*image].type.extents : Extents();
    if (e.size() != 3) return {};
    const QString size = QStringLiteral("%1×%2").arg(e[0]).arg(e[1]);
    return e[2] == 1 ? tr("%1 grey").arg(size) : tr("%1 colour").arg(size);
}

void SamplesView::refreshHeader() {
    title_->setFullText(data_.name());
    QStringList parts;
    for (const SplitStatistics& s : data_.statistics()) parts << partText(s.split, QLocale().toString(qlonglong(s.samples)));
    if (data_.isOpen() && !sizeText().isEmpty()) parts << sizeText();
    summary_->setFullText(data_.isOpening() ? tr("Opening…") : parts.join(QStringLiteral(", ")));
    const bool bad = !data_.isOpen() && !data_.fault().isEmpty(), nothing = data_.spec().empty();
    if (data_.isEmptyFolder())
        empty_->setWords(tr("No images found in \"%1\"").arg(data_.name()),
                         tr("Netwright looks for JPEG, PNG, BMP in one subfolder for each class."));
    else if (bad)
        empty_->setWords(tr("\"%1\" cannot be opened").arg(data_.name()), data_.fault());
    else
        empty_->setWords(tr("Start with data"), tr("Drop a folder of images here, or choose a set on the left."));
    emptyAction_->setText(nothing ? tr("Open a folder") : tr("Choose another folder"));
    stack_->setCurrentWidget(bad || nothing ? static_cast<QWidget*>(empty_) : grid_);
    foot_->setVisible(data_.isOpen());
}

void SamplesView::refreshSplits() {
    delete splits_;
    splits_ = nullptr;
    QList<form::Choice> choices;
    for (const Split s : All)
        if (data_.splits().of(s)) choices << form::Choice{static_cast<int>(s), titleOf(s)};
    if (choices.size() < 2) return;
    splits_ = new form::SegmentedControl(choices);
    splits_->setName(tr("Part of the set"));
    splits_->setValue(static_cast<int>(split_));
    tools_->addWidget(splits_);
    connect(splits_, &form::Editor::committed, this, [this](const QVariant& value) {
        split_ = static_cast<Split>(value.toInt());
        only_ = false;
        refreshGrid();
    });
}

void SamplesView::refreshClasses() {
    const QSignalBlocker quiet(classes_);
    classes_->clear();
    classes_->addItem(tr("All classes"));
    if (data_.isOpen())
        for (const std::string& name : data_.splits().train->spec().classNames) classes_->addItem(q(name));
    classes_->setVisible(classes_->count() > 2);
}

void SamplesView::showOnly(Split split, const std::vector<std::int64_t>& indices, const QString& title) {
    split_ = split;
    if (splits_) splits_->setValue(static_cast<int>(split));
    only_ = !indices.empty();
    chosen_ = indices;
    onlyStrip_->clearActions();
    onlyStrip_->setSentence(title);
    onlyStrip_->addAction(tr("Show all"), [this] {
        only_ = false;
        refreshGrid();
    });
    refreshGrid();
}

void SamplesView::refreshGrid() {
    set_ = data_.splits().of(split_);
    filtered_ = only_ || class_ >= 0;
    if (!only_) chosen_.clear();
    if (set_ && class_ >= 0 && !only_)
        for (std::int64_t i = 0; i < set_->size(); ++i)
            if (set_->label(i) == class_) chosen_.push_back(i);
    const std::int64_t count = !set_ ? 0 : filtered_ ? static_cast<std::int64_t>(chosen_.size()) : set_->size();
    onlyStrip_->setVisible(only_);
    thumbnails_.setSource(set_);
    grid_->verticalScrollBar()->setValue(0);
    grid_->setCurrentIndex(0);
    grid_->setSource(
        static_cast<int>(count), [this](int cell) { return thumbnails_.image(elementOf(cell)); },
        [this](int cell) { return labelOf(elementOf(cell)); });
    const QString shown = QLocale().toString(qlonglong(count));
    count_->setText(count == 1 && !filtered_ ? tr("1 image")
                    : filtered_ && set_      ? tr("%1 of %2 images").arg(shown, QLocale().toString(qlonglong(set_->size())))
                                             : tr("%1 images").arg(shown));
}

}  // namespace nw::ui
