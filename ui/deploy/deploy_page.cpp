// The questions, and what belongs to them.
#include "ui/deploy/deploy_page.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/document/text.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

namespace {

constexpr int Widest = 1100, ProofWidth = 400;

QScrollArea* scrolled(QWidget* content) {
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

}  // namespace

DeployPage::DeployPage(Studio& studio, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      exports_(studio),
      strip_(new parts::ChangedStrip),
      note_(new parts::InfoStrip),
      stack_(new QStackedWidget),
      empty_(new parts::EmptyState(QStringLiteral("deploy"), {})),
      proof_(new ProofView(studio, exports_)),
      run_(new parts::PickButton(tr("Run"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(strip_);
    auto* page = new QWidget;
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(scrolled(makeQuestions()), 1);
    row->addWidget(new theme::Hairline(Qt::Vertical));
    auto* right = scrolled(proof_);
    right->setFixedWidth(ProofWidth);
    row->addWidget(right);
    stack_->addWidget(page);
    stack_->addWidget(empty_);
    column->addWidget(stack_, 1);
    train_ = empty_->addAction(tr("Train"), [this] { studio_.train(); });

    connect(&exports_, &Exports::changed, this, &DeployPage::refresh);
    const auto follow = [this] {
        if (isVisible()) exports_.refresh();
        refreshRun();
    };
    connect(&studio.runs, &Runs::changed, this, follow);
    connect(&studio.runs, &Runs::currentChanged, this, follow);
    connect(&studio.training, &Training::stateChanged, this, follow);
    connect(&studio.data, &DataService::changed, this, follow);
    connect(&studio.document, &Document::graphChanged, this, &DeployPage::refreshRun);
    connect(strip_, &parts::ChangedStrip::trainWanted, &studio_, &Studio::train);
    connect(strip_, &parts::ChangedStrip::openWanted, &studio_, &Studio::openRun);
    refresh();
}

bool DeployPage::isEmpty() const { return stack_->currentWidget() == empty_; }

QWidget* DeployPage::makeQuestions() {
    auto* outer = new QWidget;
    auto* middle = new QHBoxLayout(outer);
    middle->setContentsMargins(24, 24, 24, 24);
    auto* box = new QWidget;
    box->setMaximumWidth(Widest);
    middle->addStretch(1);
    middle->addWidget(box, 1000);
    middle->addStretch(1);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->addWidget(new theme::Label(tr("Where will it run?"), Type::Title));
    head->addStretch(1);
    head->addWidget(run_);
    connect(run_, &parts::PickButton::picked, this, [this](int number) { studio_.runs.setCurrent(number); });
    column->addLayout(head);
    note_->hide();
    column->addWidget(note_);
    auto* cards = new QWidget;
    auto* grid = new QGridLayout(cards);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(16);
    for (const Format* format : formats())
        if (format->id() == "tflite") addCard(cards, grid, std::string(format->id()));
    for (const Format* format : formats())
        if (format->id() != "tflite") addCard(cards, grid, std::string(format->id()));
    column->addWidget(cards);
    column->addSpacing(12);
    column->addWidget(new theme::Label(tr("How small should it be?"), Type::Title));
    column->addWidget(makeVariants());
    column->addStretch(1);
    return outer;
}

QWidget* DeployPage::makeVariants() {
    auto* rows = new QWidget;
    auto* list = new QVBoxLayout(rows);
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(8);
    list->addWidget(new VariantHead);
    rows_ << new VariantRow(tr("Full precision"), tr("float32, as trained"), rows)
          << new VariantRow(tr("Small and fast"), tr("int8 weights and maths"), rows);
    for (int i = 0; i < rows_.size(); ++i) {
        list->addWidget(rows_[i]);
        connect(rows_[i], &VariantRow::chosen, this, [this, i] { exports_.chooseVariant(i); });
    }
    return rows;
}

void DeployPage::addCard(QWidget* box, QGridLayout* grid, const std::string& id) {
    struct Words {
        const char* icon;
        theme::Family tint;
        QString title, sentence;
    };
    const Words words = id == "tflite" ? Words{"phone", theme::Family::Data, tr("Phone or Raspberry Pi"),
                                               tr("TensorFlow Lite runs it on Android, iOS and small boards.")}
                                       : Words{"server", theme::Family::Convolution, tr("Server or another tool"),
                                               tr("ONNX is read by ONNX Runtime, PyTorch tools and Windows ML.")};
    const QString file = QStringLiteral("model") + q(findFormat(id)->extension());
    auto* card = new parts::Card(QLatin1String(words.icon), words.tint, words.title, file, words.sentence, box);
    card->setChosen(exports_.format() == id);
    const int at = static_cast<int>(cards_.size());
    grid->addWidget(card, at / 2, at % 2);
    cards_ << card;
    formats_.push_back(id);
    connect(card, &parts::Card::chosen, this, [this, id] { exports_.chooseFormat(id); });
}

void DeployPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    exports_.refresh();
}

void DeployPage::refreshRow(int index) {
    VariantRow* row = rows_[index];
    const Variant& v = exports_.variants()[static_cast<std::size_t>(index)];
    row->setChosen(index == exports_.variantIndex());
    if (v.state == Variant::State::Waiting) return row->setWaiting();
    if (v.state == Variant::State::Measuring) return row->setMeasuring(v.progress);
    if (v.state == Variant::State::Failed) return row->setFault(v.fault);
    const auto bytes = exports_.bytesOf(v);
    if (!bytes) return row->setWaiting();
    if (!*bytes) return row->setFault(sentence(bytes->error()));
    std::int64_t largest = **bytes;
    for (const Variant& other : exports_.variants())
        if (const auto b = exports_.bytesOf(other); b && *b) largest = std::max(largest, **b);
    const auto accuracy = v.measured.accuracy;
    row->setFigures({static_cast<double>(**bytes) / static_cast<double>(std::max<std::int64_t>(1, largest)), sizeText(**bytes),
                     accuracy ? tr("%1 %").arg(QLocale().toString(100 * *accuracy, 'f', 2)) : tr("–"),
                     timeText(v.measured.milliseconds)});
}

void DeployPage::refresh() {
    refreshRun();
    const bool failed = !exports_.fault().isEmpty();
    if (exports_.isTraining())
        empty_->setWords(tr("The network is being trained"), tr("It can be exported when the training ends."));
    else if (!exports_.hasRun())
        empty_->setWords(tr("Train first"), tr("Then this page writes the network as a file and proves that it answers the same."));
    else if (failed)
        empty_->setWords(tr("Run %1 cannot be exported").arg(exports_.run()), exports_.fault());
    train_->setVisible(!exports_.isTraining());
    train_->setText(failed ? tr("Train again") : tr("Train"));
    stack_->setCurrentIndex(exports_.hasRun() && !failed ? 0 : 1);
    for (int i = 0; i < rows_.size(); ++i) refreshRow(i);
}

/// What is exported, and whether the network is another one by now.
void DeployPage::refreshRun() {
    const Run* run = studio_.runs.current();
    const bool changed = run && exports_.run() == run->number && studio_.runs.changedSince(*run);
    strip_->setRun(changed ? run->number : 0);
    const Run* shown = studio_.runs.find(exports_.run());
    QList<parts::PickButton::Item> items;
    for (const Run* one : studio_.runs.withWeights()) items.append({one->number, one->headline(), one->name()});
    run_->setItems(items, shown ? shown->number : -1);
    const QString note = exports_.note();
    note_->setVisible(shown && !note.isEmpty());
    note_->setToolTip(note);
    if (shown) note_->setSentence(tr("The best weights of run %1 cannot be read. These are its last ones.").arg(shown->number));
}

}  // namespace nw::ui
