// The window: workspaces, and what it shows of the studio's state.
#include "ui/shell/main_window.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QSettings>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/build/build_canvas.h"
#include "ui/build/canvas_model.h"
#include "ui/build/inspector.h"
#include "ui/build/node_text.h"
#include "ui/build/palette.h"
#include "ui/data/data_page.h"
#include "ui/deploy/deploy_page.h"
#include "ui/document/text.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/shell/file_strip.h"
#include "ui/training/train_page.h"
#include "widgets/parts/crossfade.h"
#include "widgets/parts/overlays.h"
#include "widgets/parts/reading_order.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/style.h"

namespace nw::ui {

MainWindow::MainWindow(Studio& studio) : studio_(studio), actions_(this) {
    setWindowTitle(QStringLiteral("Netwright"));
    setMinimumSize(parts::LeastWindowWidth, parts::LeastWindowHeight);
    setAcceptDrops(true);
    auto* body = new QWidget(this);
    auto* box = new QVBoxLayout(body);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    top_ = new TopBar(body);
    actions_.fill(*top_->menus());
    pages_ = new QStackedWidget(body);
    status_ = new StatusBar(body);
    box->addWidget(top_);
    box->addWidget(new FileStrip(studio, body));
    box->addWidget(pages_, 1);
    box->addWidget(status_);
    setCentralWidget(body);
    addWorkspaces();
    const std::array names{tr("Data"), tr("Build"), tr("Train"), tr("Evaluate"), tr("Deploy")};
    for (std::size_t i = 0; i < names.size(); ++i) top_->tabs()->addTab(names[i], QStringLiteral("Ctrl+%1").arg(i + 1));
    connect(top_->tabs(), &parts::StepTabs::currentChanged, this, [this](int index) { setPage(static_cast<Page>(index)); });
    const int threads = studio.engine.pool()->threads();
    top_->setDevice(threads == 1 ? tr("CPU, 1 thread") : tr("CPU, %1 threads").arg(threads));
    coach_ = new Coach(&canvas_->canvas());
    coach_->hide();
    connectFile();
    connectEdit();
    connectView();
    connectNetwork();
    connectRun();
    connectHelp();
    connectCoach();
    connectStudio();
    setPage(Page::Build);
}

MainWindow::~MainWindow() = default;

void MainWindow::addPages() {
    canvas_ = new BuildCanvas(studio_);
    palette_ = new Palette(studio_);
    inspector_ = new Inspector(studio_);
    dataPage_ = new DataPage(studio_, this);
    evaluatePage_ = new EvaluatePage(studio_);
    deployPage_ = new DeployPage(studio_);
    connect(evaluatePage_, &EvaluatePage::summaryChanged, this, [this] {
        if (page() == Page::Evaluate && !evaluatePage_->summary().isEmpty()) evaluated_ = true, coach_->tick(1);
        refreshRun();
    });
    connect(&deployPage_->exports(), &Exports::changed, this, [this] {
        if (!deployPage_->exports().proof()) return;
        exported_ = true;
        coach_->tick(2);
        refreshSteps();
    });
}

QStringList pageIds() {
    return {QStringLiteral("data"), QStringLiteral("build"), QStringLiteral("train"), QStringLiteral("evaluate"),
            QStringLiteral("deploy")};
}

void MainWindow::addWorkspaces() {
    addPages();
    using Panel = Workspace::Panel;
    workspaces_ = {
        new Workspace(QStringLiteral("data"), Panel{dataPage_->left(), tr("Sets"), 248, 200}, dataPage_->centre(),
                      Panel{dataPage_->right(), tr("Checks"), 320, 280}),
        new Workspace(QStringLiteral("build"), Panel{palette_, tr("Layers"), Palette::Width, 200}, canvas_,
                      Panel{inspector_, tr("Inspector"), Inspector::Width, 280}),
        new Workspace(QStringLiteral("train"), Panel{addTrainColumn(), tr("Network"), 420, 200}, new TrainPage(studio_), {}),
        new Workspace(QStringLiteral("evaluate"), {}, evaluatePage_, {}),
        new Workspace(QStringLiteral("deploy"), {}, deployPage_, {})};
    workspaces_[1]->foldLeftIn(parts::Room::Narrow);
    workspaces_[2]->foldLeftIn(parts::Room::Medium);
    addPaletteRail();
    for (Workspace* w : workspaces_) {
        pages_->addWidget(w);
        connect(w, &Workspace::panelsChanged, this, [this] {
            actions_["left"]->setChecked(workspace().isLeftShown());
            actions_["right"]->setChecked(workspace().isRightShown());
            showTrainColumn();
        });
    }
    actions_.bindToCanvas(canvas_, [this] {
        if (page() != Page::Build) setPage(Page::Build);
    });
}

/// What the folded palette leaves: a button that opens its search.
void MainWindow::addPaletteRail() {
    PanelEdge* rail = workspaces_[1]->leftEdge();
    auto* open = theme::iconButton("search", tr("Search layers"), rail);
    open->setToolTip(tr("Search layers (/)"));
    rail->addButton(open);
    connect(open, &QToolButton::clicked, this, &MainWindow::searchLayers);
}

/// Where the palette is a rail, its search opens beside it for one choice.
void MainWindow::searchLayers() {
    Workspace& build = *workspaces_[1];
    if (!build.isLeftShown() && build.isLeftFoldedByRoom()) {
        if (!search_) {
            search_ = new Palette(studio_, this);
            connect(search_, &Palette::addRequested, canvas_, &BuildCanvas::addOperator);
        }
        return search_->openAsPopup(build.leftEdge()->mapToGlobal(QPoint(PanelEdge::RailWidth + 4, 4)));
    }
    build.showLeft(true);
    palette_->focusSearch();
}

/// The network beside the curves, alive while it learns.
QWidget* MainWindow::addTrainColumn() {
    trainColumn_ = new canvas::Canvas(this);
    trainColumn_->setReadOnly(true);
    trainColumn_->setFurnitureVisible(false);
    trainColumn_->setAccessibleName(tr("The network while it learns"));
    return trainColumn_;
}

/// Brought up to date where it comes to be seen.
void MainWindow::showTrainColumn() {
    if (!trainColumn_->isVisible()) return;
    trainColumn_->setModel(canvas_->canvas().model());
    trainColumn_->fit({24, 24, 24, 24});
}

/// What pages ask of the window.
void MainWindow::connectRequests() {
    connect(&studio_, &Studio::noteWanted, this, [this](const QString& text, bool undo) { say(text, undo); });
    connect(&studio_, &Studio::offerWanted, this,
            [this](const QString& text, const QString& action, const auto& act) { parts::Toast::say(pages_, text, action, act); });
    connect(&studio_, &Studio::drawPadWanted, this, [this] {
        setPage(Page::Build);
        workspace().showRight(true);
        inspector_->showDrawPad();
    });
    connect(&studio_, &Studio::workspaceWanted, this, [this](const QString& id) {
        if (pageIds().contains(id)) setPage(static_cast<Page>(pageIds().indexOf(id)));
    });
}

void MainWindow::connectStudio() {
    auto& document = studio_.document;
    connect(&document, &Document::pathChanged, this, [this] { refreshTitle(); });
    connect(&document, &Document::savedChanged, this, [this] {
        leaves_ = false;
        refreshTitle();
    });
    connect(&document, &Document::opened, this, [this] {
        studio_.setBlockersShown(false);
        evaluated_ = exported_ = false;
        refreshTitle();
    });
    connect(&document, &Document::saveFailed, this, [this](const QString& sentence) { say(sentence); });
    connect(&document, &Document::changedOutside, this, [this](const QString& sentence, bool undo) { say(sentence, undo); });
    connect(&document, &Document::conflictChanged, this, [this] { refreshTitle(); });
    connect(canvas_, &BuildCanvas::problemsChanged, this, [this] {
        refreshTotals();
        refreshSteps();
        if (trainColumn_->isVisible()) trainColumn_->setModel(canvas_->canvas().model());
    });
    connectRequests();
    connect(&studio_.runs, &Runs::changed, this, [this] { refreshRun(); });
    connect(&studio_.data, &DataService::changed, this, [this] { refreshSteps(); });
    connect(&studio_.training, &Training::stateChanged, this, [this] { refreshRun(); });
    connect(&studio_.training, &Training::progressed, this, [this] { refreshRun(); });
    connect(&studio_.training, &Training::finished, this, [this] { coach_->tick(0); });
    connect(&studio_.training, &Training::failed, this, [this](const QString& sentence) { say(sentence); });
    connect(&studio_.training, &Training::blocked, this, [this](const QString& sentence) {
        studio_.setBlockersShown(true);
        setPage(Page::Build);
        if (canvas_->problemCount() > 0)
            canvas_->showProblem(0);
        else
            say(sentence);
    });
    refreshTitle();
    refreshTotals();
    refreshRun();
    refreshSteps();
}

Workspace& MainWindow::workspace() const { return *workspaces_[static_cast<std::size_t>(pages_->currentIndex())]; }

Page MainWindow::page() const { return static_cast<Page>(pages_->currentIndex()); }

void MainWindow::setPage(Page page) {
    if (page == this->page()) return showPage(page);
    parts::Crossfade::over(pages_, [this, page] { showPage(page); });
}

void MainWindow::showPage(Page page) {
    pages_->setCurrentIndex(static_cast<int>(page));
    top_->tabs()->setCurrentIndex(static_cast<int>(page));
    actions_["left"]->setEnabled(workspace().hasLeft());
    actions_["right"]->setEnabled(workspace().hasRight());
    actions_["left"]->setChecked(workspace().isLeftShown());
    actions_["right"]->setChecked(workspace().isRightShown());
    showTrainColumn();
    if (page == Page::Evaluate && !evaluatePage_->summary().isEmpty()) evaluated_ = true, coach_->tick(1);
    refreshRun();
    // The hidden page must not hand its focus on to whatever comes next.
    if (page == Page::Build)
        canvas_->canvas().setFocus(Qt::OtherFocusReason);
    else
        top_->tabs()->tab(static_cast<int>(page))->setFocus(Qt::OtherFocusReason);
    refreshSteps();
}

/// Top bar, left, centre, right, status.
bool MainWindow::focusNextPrevChild(bool next) {
    return parts::focusNext(centralWidget(), next) || QMainWindow::focusNextPrevChild(next);
}

void MainWindow::refreshTitle() {
    setWindowTitle(studio_.document.name());  // the system adds the program's name, as to dialogs
    const auto& conflict = studio_.document.conflict();
    status_->setSaved(!studio_.document.isSaved() ? tr("Saving…")
                      : conflict                  ? tr("Saved as %1").arg(q(conflict->beside.stem().string()))
                                                  : tr("Saved"));
}

void MainWindow::refreshTotals() {
    int errors = 0, warnings = 0;
    for (const Finding* f : canvas_->problems()) (f->rank == Rank::Advice ? warnings : errors)++;
    status_->setProblems(errors, warnings);
    const auto& graph = studio_.document.graph();
    const auto layers = static_cast<int>(graph.nodes().size());
    status_->setTotals(layers == 1 ? tr("1 layer") : tr("%1 layers").arg(layers),
                       tr("%1 parameters").arg(countText(parameterCount(graph, studio_.document.analysis()))));
}

void MainWindow::refreshRun() {
    using State = Training::State;
    const State state = studio_.training.state();
    const bool active = studio_.training.isActive();
    top_->stop()->setVisible(active);
    coach_->setTraining(active);
    theme::setDisabledReason(top_->stop(), state == State::Stopping ? tr("The training is being stopped.") : QString());
    top_->train()->setText(state == State::Paused ? tr("Resume") : active ? tr("Pause") : tr("Train"));
    actions_["train"]->setText(top_->train()->text());
    top_->train()->setIcon(theme::icon(active && state != State::Paused ? "pause" : "play", theme::Token::OnAccent));
    QString text = page() == Page::Evaluate ? evaluatePage_->summary() : QString();
    const TrainEvent& e = studio_.training.last();
    if (const Run* failed = studio_.runs.failed(); failed && text.isEmpty()) text = tr("%1 failed").arg(failed->name());
    if (state == State::Preparing) text = tr("Preparing the training");
    if (state == State::Paused) text = tr("Paused in epoch %1").arg(e.epoch);
    if (state == State::Running && e.epoch > 0)
        text = tr("Training run %1 on a copy of the network: epoch %2 of %3")
                   .arg(studio_.runs.running())
                   .arg(e.epoch)
                   .arg(studio_.training.project().training.epochs);
    status_->setActivity(text);
    refreshSteps();
}

void MainWindow::refreshSteps() {
    using parts::StepState;
    auto* tabs = top_->tabs();
    if (!tabs->tab(4) || !canvas_) return;
    tabs->tab(0)->setState(studio_.data.isOpen()             ? StepState::Done
                           : studio_.data.isOpening()        ? StepState::Running
                           : !studio_.data.fault().isEmpty() ? StepState::Error
                                                             : StepState::NotYet);
    int errors = 0, warnings = 0;
    for (const Finding* f : canvas_->problems()) (f->rank == Rank::Advice ? warnings : errors)++;
    const Graph& graph = studio_.document.graph();
    const bool ready = !graph.nodes().empty() && !firstFault(graph, studio_.document.analysis().findings);
    tabs->tab(1)->setState(errors     ? StepState::Error
                           : warnings ? StepState::Warning
                           : ready    ? StepState::Done
                                      : StepState::NotYet,
                           -1, errors ? errors : warnings);
    const TrainEvent& e = studio_.training.last();
    const double epochs = static_cast<double>(std::max<std::int64_t>(studio_.training.project().training.epochs, 1));
    const double share =
        e.batches > 0 ? (static_cast<double>(e.epoch - 1) + static_cast<double>(e.batch) / static_cast<double>(e.batches)) / epochs
                      : -1;
    const bool trained = studio_.runs.haveLearned();
    const bool failed = studio_.runs.failed();
    tabs->tab(2)->setState(studio_.training.isActive() ? StepState::Running
                           : failed                    ? StepState::Error
                           : trained                   ? StepState::Done
                                                       : StepState::NotYet,
                           share, failed ? 1 : 0);
    tabs->tab(3)->setState(evaluated_ && trained ? StepState::Done : StepState::NotYet);
    tabs->tab(4)->setState(exported_ && trained ? StepState::Done : StepState::NotYet);
    top_->arrange();
}

void MainWindow::say(const QString& text, bool undo) {
    if (!undo) {
        parts::Toast::say(pages_, text);
        return;
    }
    QUndoStack& steps = studio_.document.undoStack();
    auto* note = parts::Toast::say(pages_, text, tr("Undo"), [&steps] { steps.undo(); });
    // From the next step on, its button would undo something else.
    connect(&steps, &QUndoStack::indexChanged, note, &parts::Toast::dismiss);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    studio_.training.stopAndWait();
    if (const auto saved = studio_.document.flush(); !saved && !std::exchange(leaves_, true)) {
        say(tr("%1 Save it elsewhere, or close again to leave without the last changes.").arg(sentence(saved.error())));
        return event->ignore();
    }
    remember();
    for (const Workspace* w : workspaces_) w->keep();
    event->accept();
}

}  // namespace nw::ui
