// Putting results, matrix and gallery together.
#include "ui/evaluate/evaluate_page.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/document/command_text.h"
#include "ui/document/text.h"
#include "widgets/parts/breakpoints.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

namespace {

constexpr auto recallKey = "evaluate/recall";

QString titleOf(Split split) {
    switch (split) {
        case Split::Train: return EvaluatePage::tr("Train");
        case Split::Validation: return EvaluatePage::tr("Validation");
        case Split::Test: return EvaluatePage::tr("Test");
    }
    return {};
}

}  // namespace

EvaluatePage::EvaluatePage(Studio& studio, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      results_(studio),
      strip_(new parts::ChangedStrip),
      stack_(new QStackedWidget),
      empty_(new parts::EmptyState(QStringLiteral("evaluate"), {})),
      progress_(new QProgressBar),
      splitter_(new QSplitter),
      tools_(new QWidget),
      run_(new parts::PickButton(tr("Run"))),
      recall_(new QPushButton(tr("Show recall"))),
      confusion_(new Confusion),
      gallery_(new Gallery(studio, results_)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(strip_);
    makeEmpty();
    splitter_->addWidget(makeLeft());
    splitter_->addWidget(gallery_);
    splitter_->setStretchFactor(0, 55);
    splitter_->setStretchFactor(1, 45);
    splitter_->setSizes({550, 450});
    splitter_->setChildrenCollapsible(false);
    stack_->addWidget(splitter_);
    stack_->addWidget(empty_);
    column->addWidget(stack_, 1);
    setMinimumWidth(parts::LeastCentre);
    connectParts();
    refresh();
}

void EvaluatePage::connectParts() {
    connect(&results_, &Results::changed, this, &EvaluatePage::refresh);
    connect(&results_, &Results::progress, this, [this](qint64 done, qint64 total) {
        progress_->setRange(0, static_cast<int>(total));
        progress_->setValue(static_cast<int>(done));
    });
    connect(confusion_, &Confusion::cellChosen, this, [this](int truth, int said) {
        confusion_->setCurrent(truth, said);
        gallery_->showCell(truth, said);
    });
    connect(gallery_, &Gallery::cellLeft, this, [this] {
        confusion_->setCurrent(-1, -1);
        gallery_->showCell(-1, -1);
    });
    connect(gallery_, &Gallery::testSetWanted, this, [this] { results_.setSplit(Split::Test); });
    const auto follow = [this] {
        if (isVisible()) results_.refresh();
        refreshRun();
    };
    connect(&studio_.runs, &Runs::changed, this, follow);
    connect(&studio_.runs, &Runs::currentChanged, this, follow);
    connect(&studio_.training, &Training::stateChanged, this, follow);
    connect(&studio_.data, &DataService::changed, this, follow);
    connect(&studio_.document, &Document::graphChanged, this, &EvaluatePage::refreshRun);
    connect(strip_, &parts::ChangedStrip::trainWanted, &studio_, &Studio::train);
    connect(strip_, &parts::ChangedStrip::openWanted, &studio_, &Studio::openRun);
}

QWidget* EvaluatePage::makeLeft() {
    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(24, 16, 16, 16);
    column->setSpacing(8);
    auto* head = new QHBoxLayout(tools_);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(8);
    head->addWidget(new theme::Label(tr("Confusion matrix"), Type::PanelTitle));
    head->addSpacing(theme::space::S8);
    head->addWidget(run_);
    head->addStretch(1);
    connect(run_, &parts::PickButton::picked, this, [this](int number) { studio_.runs.setCurrent(number); });
    theme::setRole(recall_, theme::ButtonRole::Aside);
    recall_->setCheckable(true);
    recall_->setChecked(QSettings().value(recallKey, false).toBool());
    column->addWidget(tools_);
    tools_->installEventFilter(this);
    column->addWidget(confusion_, 1);
    auto* copyButton = new QPushButton(tr("Copy as command"));
    theme::setRole(copyButton, theme::ButtonRole::Aside);
    confusion_->addTool(recall_);
    confusion_->addTool(copyButton);
    connect(copyButton, &QPushButton::clicked, this, &EvaluatePage::copyAsCommand);
    connect(recall_, &QPushButton::toggled, this, [this](bool on) {
        QSettings().setValue(recallKey, on);
        fold();
    });
    return left;
}

void EvaluatePage::makeEmpty() {
    progress_->setTextVisible(false);
    progress_->setFixedWidth(240);
    progress_->setAccessibleName(tr("Evaluated images"));
    train_ = empty_->addAction(tr("Train"), [this] { studio_.train(); });
    again_ = empty_->addAction(tr("Evaluate again"), [this] { results_.again(); });
    stop_ = empty_->addAction(tr("Stop"), [this] { results_.stop(); });
    auto* row = new QHBoxLayout;
    row->addWidget(progress_, 0, Qt::AlignHCenter);
    // Above the buttons of the empty place.
    static_cast<QVBoxLayout*>(empty_->layout())->insertLayout(empty_->layout()->count() - 2, row);
}

void EvaluatePage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    results_.refresh();
}

/// The line of the title has its new width after the page.
bool EvaluatePage::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) fold();
    return QWidget::eventFilter(watched, event);
}

/// The bars of recall are there where there is room, elsewhere when they are asked for; the run has its figure where there is room.
void EvaluatePage::fold() {
    const bool wide = parts::roomFor(width()) == parts::Room::Wide;
    recall_->setVisible(!wide);
    recall_->setText(recall_->isChecked() ? tr("Hide recall") : tr("Show recall"));
    confusion_->setRecallShown(wide || recall_->isChecked());
    const int others = tools_->layout()->sizeHint().width() - run_->sizeHint().width();
    run_->setBrief(others + run_->fullWidth() > tools_->width());
}

void EvaluatePage::refresh() {
    const bool ready = results_.state() == Results::State::Ready && !results_.evaluation().confusion.empty();
    refreshRun();
    refreshEmpty();
    if (ready) showResults();
    stack_->setCurrentWidget(ready ? static_cast<QWidget*>(splitter_) : empty_);
    const QString now = summary();
    if (now != std::exchange(shown_, now)) Q_EMIT summaryChanged();
}

void EvaluatePage::showResults() {
    refreshSplits();
    confusion_->setResults(results_);
    gallery_->showCell(-1, -1);
}

void EvaluatePage::refreshSplits() {
    delete splits_;
    QList<form::Choice> choices;
    for (const Split s : results_.splits()) choices << form::Choice{static_cast<int>(s), titleOf(s)};
    splits_ = new form::SegmentedControl(choices);
    splits_->setName(tr("Part of the set"));
    splits_->setValue(static_cast<int>(results_.split()));
    static_cast<QHBoxLayout*>(tools_->layout())->addWidget(splits_);
    connect(
        splits_, &form::Editor::committed, this, [this](const QVariant& v) { results_.setSplit(static_cast<Split>(v.toInt())); },
        Qt::QueuedConnection);  // the switch is made anew with the results
}

void EvaluatePage::refreshEmpty() {
    using State = Results::State;
    const State state = results_.state();
    const int run = results_.run();
    switch (state) {
        case State::NoRun:
            empty_->setWords(tr("Train first"), tr("Then this page shows which classes the network confuses."));
            break;
        case State::Training:
            empty_->setWords(tr("Run %1 is being trained").arg(run), tr("What it confuses is shown here when it ends."));
            break;
        case State::Working:
            empty_->setWords(tr("Evaluating run %1").arg(run), tr("Each image is shown to the network once."));
            break;
        case State::Stopped: empty_->setWords(tr("Evaluation stopped"), {}); break;
        case State::Failed: empty_->setWords(tr("Run %1 cannot be evaluated").arg(run), results_.fault()); break;
        case State::Ready:
            empty_->setWords(tr("No classes to compare"), tr("This network predicts numbers. Its loss is %1 on %2 samples.")
                                                              .arg(QLocale().toString(results_.evaluation().loss, 'g', 4),
                                                                   QLocale().toString(qlonglong(results_.evaluation().samples))));
            break;
    }
    train_->setVisible(state == State::NoRun);
    again_->setVisible(state == State::Stopped || state == State::Failed);
    stop_->setVisible(state == State::Working);
    progress_->setVisible(state == State::Working);
    progress_->setRange(0, 0);
}

/// Whose results these are, and whether the network is another one by now.
void EvaluatePage::refreshRun() {
    const Run* run = studio_.runs.current();
    const bool changed = run && results_.state() == Results::State::Ready && studio_.runs.changedSince(*run);
    strip_->setRun(changed ? run->number : 0);
    const Run* shown = studio_.runs.find(results_.run());
    QList<parts::PickButton::Item> items;
    for (const Run* one : studio_.runs.withWeights()) items.append({one->number, one->headline(), one->name()});
    run_->setItems(items, shown ? shown->number : -1);
    fold();
}

QString EvaluatePage::summary() const {
    if (results_.state() != Results::State::Ready || results_.evaluation().confusion.empty()) return {};
    const Evaluation& e = results_.evaluation();
    const QString share = QLocale().toString(100 * e.accuracy(), 'f', 2), count = QLocale().toString(qlonglong(e.samples)),
                  wrong = QLocale().toString(qlonglong(results_.mistakes()));
    switch (results_.split()) {
        case Split::Train: return tr("%1 % of %2 train images, %3 wrong").arg(share, count, wrong);
        case Split::Validation: return tr("%1 % of %2 validation images, %3 wrong").arg(share, count, wrong);
        case Split::Test: return tr("%1 % of %2 test images, %3 wrong").arg(share, count, wrong);
    }
    return {};
}

void EvaluatePage::copyAsCommand() {
    const Run* run = studio_.runs.current();
    if (!run) return;
    const std::string data = anchoredSpec(studio_.dataOf(*run), studio_.engine.sets(), studio_.data.base());
    const QString join = data.find('?') == std::string::npos ? QStringLiteral("?") : QStringLiteral("&");
    copyCommand(studio_,
                commandLine({QStringLiteral("netwright"), QStringLiteral("eval"), q(run->folder.path().string()),
                             QStringLiteral("--data"), q(data) + join + QStringLiteral("split=") + q(nameOf(results_.split()))}));
}

}  // namespace nw::ui
