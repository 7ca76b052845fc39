// What the actions of the menus do.
#include <QActionGroup>
#include <QApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QSettings>
#include <QVBoxLayout>

#include "ui/build/build_canvas.h"
#include "ui/build/inspector.h"
#include "ui/build/palette.h"
#include "ui/build/problem_list.h"
#include "ui/data/data_page.h"
#include "ui/deploy/deploy_page.h"
#include "ui/document/command_text.h"
#include "ui/document/text.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme_choice.h"
#include "widgets/theme/style.h"

namespace nw::ui {

void MainWindow::connectEdit() {
    QUndoStack& undo = studio_.document.undoStack();
    connect(actions_["undo"], &QAction::triggered, &undo, &QUndoStack::undo);
    connect(actions_["redo"], &QAction::triggered, &undo, &QUndoStack::redo);
    const auto refresh = [this, &undo] {
        actions_["undo"]->setEnabled(undo.canUndo());
        actions_["redo"]->setEnabled(undo.canRedo());
        actions_["undo"]->setText(undo.canUndo() ? tr("Undo: %1").arg(undo.undoText()) : tr("Undo"));
        actions_["redo"]->setText(undo.canRedo() ? tr("Redo: %1").arg(undo.redoText()) : tr("Redo"));
    };
    connect(&undo, &QUndoStack::indexChanged, this, refresh);
    refresh();
    QMenu* menu = actions_.menu("Edit");
    menu->setToolTipsVisible(true);
    connect(menu, &QMenu::aboutToShow, this, &MainWindow::tellEdits);
    // Their keys act by what there is when they are pressed.
    connect(menu, &QMenu::aboutToHide, this, [this] {
        for (const auto& [id, reason] : editObstacles()) actions_[id]->setEnabled(true);
    });
    connect(actions_["copy_command"], &QAction::triggered, this, &MainWindow::copyPageCommand);
    connect(actions_["cut"], &QAction::triggered, canvas_, &BuildCanvas::cutSelected);
    connect(actions_["copy"], &QAction::triggered, canvas_, &BuildCanvas::copySelected);
    connect(actions_["paste"], &QAction::triggered, canvas_, [this] { canvas_->pasteClipboard(false); });
    connect(actions_["paste_linked"], &QAction::triggered, canvas_, [this] { canvas_->pasteClipboard(true); });
    connect(actions_["duplicate"], &QAction::triggered, canvas_, &BuildCanvas::duplicateSelected);
    connect(actions_["delete"], &QAction::triggered, canvas_, [this] { canvas_->deleteSelected(false); });
    connect(actions_["heal"], &QAction::triggered, canvas_, [this] { canvas_->deleteSelected(true); });
    connect(actions_["rename"], &QAction::triggered, canvas_, &BuildCanvas::renameSelected);
    connect(actions_["select_all"], &QAction::triggered, canvas_, [this] {
        QList<canvas::NodeId> all;
        for (const auto& [id, node] : studio_.document.graph().nodes()) all << id;
        canvas_->canvas().setSelection(all);
    });
}

/// What of the Edit menu cannot act now, and why; an empty reason: it can.
std::map<std::string, QString> MainWindow::editObstacles() const {
    const bool none = canvas_->canvas().selection().empty(), nothing = none && canvas_->canvas().selectedLinks().isEmpty();
    const QString layer = none ? tr("Select a layer first.") : QString(),
                  any = nothing ? tr("Select a layer or a link first.") : QString(),
                  one = canvas_->canvas().selection().size() == 1 ? QString() : tr("Select one layer first."),
                  copied = canvas_->canPaste() ? QString() : tr("The clipboard holds no layers. Copy layers first."),
                  layers = studio_.document.graph().nodes().empty() ? tr("There are no layers.") : QString();
    const bool results = page() == Page::Evaluate || page() == Page::Deploy;
    return {{"cut", layer},         {"copy", layer},
            {"paste", copied},      {"paste_linked", copied},
            {"duplicate", layer},   {"delete", any},
            {"heal", any},          {"rename", one},
            {"select_all", layers}, {"copy_command", results && !studio_.runs.current() ? tr("Train first.") : QString()}};
}

void MainWindow::tellEdits() {
    for (const auto& [id, reason] : editObstacles()) {
        actions_[id]->setEnabled(reason.isEmpty());
        actions_[id]->setToolTip(reason);
    }
}

void MainWindow::connectView() {
    for (int i = 0; i < pageIds().size(); ++i)
        connect(actions_["page_" + s(pageIds()[i])], &QAction::triggered, this, [this, i] { setPage(static_cast<Page>(i)); });
    connect(actions_["left"], &QAction::triggered, this, [this](bool shown) { workspace().showLeft(shown); });
    connect(actions_["right"], &QAction::triggered, this, [this](bool shown) { workspace().showRight(shown); });
    connect(actions_["canvas_only"], &QAction::triggered, this, [this] { workspace().setAlone(!workspace().isAlone()); });
    connect(actions_["fit_all"], &QAction::triggered, canvas_, &BuildCanvas::fit);
    connect(actions_["zoom_in"], &QAction::triggered, canvas_, [this] { canvas_->canvas().zoomIn(); });
    connect(actions_["zoom_out"], &QAction::triggered, canvas_, [this] { canvas_->canvas().zoomOut(); });
    actions_["theme"]->setMenu(themeMenu());
    actions_["interface_size"]->setMenu(sizeMenu());
    actions_["reduce_motion"]->setChecked(theme::Theme::instance().reducedMotion());
    connect(actions_["reduce_motion"], &QAction::triggered, this, [](bool reduced) {
        theme::Theme::instance().setReducedMotion(reduced);
        QSettings().setValue(QStringLiteral("look/reduce_motion"), reduced);
    });
    for (const auto& [key, by] : {std::pair("F6", 1), std::pair("Shift+F6", -1)}) {
        auto* next = new QAction(this);
        next->setShortcut(QKeySequence(QString(key)));
        connect(next, &QAction::triggered, this, [this, by = by] { nextPart(by); });
        addAction(next);
    }
}

QMenu* MainWindow::themeMenu() {
    auto* menu = new QMenu(this);
    auto* group = new QActionGroup(this);
    using enum ThemeChoice;
    for (const auto& [name, choice] : {std::pair(tr("System"), System), std::pair(tr("Light"), Light), std::pair(tr("Dark"), Dark),
                                       std::pair(tr("High contrast"), Contrast)}) {
        QAction* one = menu->addAction(name, this, [choice = choice] { chooseTheme(choice); });
        one->setCheckable(true);
        one->setChecked(choice == chosenTheme());
        group->addAction(one);
    }
    return menu;
}

QMenu* MainWindow::sizeMenu() {
    auto* menu = new QMenu(this);
    auto* group = new QActionGroup(this);
    const int now = QSettings().value(QStringLiteral("look/scale"), 0).toInt();
    for (const int percent : {0, 100, 125, 150, 175, 200}) {
        QAction* size = menu->addAction(percent == 0 ? tr("As the desktop") : tr("%1 %").arg(percent), this, [this, percent] {
            QSettings().setValue(QStringLiteral("look/scale"), percent);
            say(tr("The new size is used when Netwright starts again."));
        });
        size->setCheckable(true);
        size->setChecked(percent == now);
        group->addAction(size);
    }
    return menu;
}

void MainWindow::nextPart(int by) {
    QList<QWidget*> parts{top_};
    parts << workspace().parts() << status_;
    qsizetype at = 0;
    for (qsizetype i = 0; i < parts.size(); ++i)
        if (parts[i]->isAncestorOf(QApplication::focusWidget())) at = i;
    for (qsizetype tries = 0; tries < parts.size(); ++tries) {
        at = (at + by + parts.size()) % parts.size();
        for (QWidget* w = parts[at]->nextInFocusChain(); w != parts[at]; w = w->nextInFocusChain())
            if (parts[at]->isAncestorOf(w) && w->isVisible() && w->isEnabled() && (w->focusPolicy() & Qt::TabFocus)) {
                w->setFocus(Qt::TabFocusReason);
                return;
            }
    }
}

void MainWindow::connectNetwork() {
    connect(actions_["add"], &QAction::triggered, canvas_, &BuildCanvas::openQuickList);
    connect(actions_["find_layer"], &QAction::triggered, this, &MainWindow::searchLayers);
    connect(actions_["bypass"], &QAction::triggered, canvas_, &BuildCanvas::bypassSelected);
    connect(actions_["preview"], &QAction::triggered, canvas_, &BuildCanvas::togglePreviews);
    connect(actions_["lay_out"], &QAction::triggered, canvas_, &BuildCanvas::layOut);
    connect(actions_["next_problem"], &QAction::triggered, this, [this] {
        setPage(Page::Build);
        canvas_->nextProblem(1);
    });
    connect(actions_["previous_problem"], &QAction::triggered, this, [this] {
        setPage(Page::Build);
        canvas_->nextProblem(-1);
    });
    connect(palette_, &Palette::addRequested, canvas_, &BuildCanvas::addOperator);
    connect(palette_, &Palette::left, this, [this] { canvas_->canvas().setFocus(Qt::OtherFocusReason); });
    connect(status_, &StatusBar::problemsClicked, this, &MainWindow::showProblems);
}

void MainWindow::showProblems() {
    setPage(Page::Build);
    if (!problems_) problems_ = new ProblemList(studio_, *canvas_, this);
    const int x = isRightToLeft() ? status_->width() - 8 - ProblemList::Width : 8;
    problems_->openAbove(status_->mapToGlobal(QPoint(x, 0)));
}

void MainWindow::train() {
    using State = Training::State;
    switch (studio_.training.state()) {
        case State::Idle: studio_.training.start(); break;
        case State::Paused: studio_.training.resume(); break;
        case State::Running: studio_.training.pause(); break;
        default: break;
    }
}

void MainWindow::connectRun() {
    connect(top_->train(), &QPushButton::clicked, this, &MainWindow::train);
    connect(top_->stop(), &QPushButton::clicked, &studio_.training, &Training::stop);
    connect(actions_["train"], &QAction::triggered, this, &MainWindow::train);
    connect(actions_["stop"], &QAction::triggered, &studio_.training, &Training::stop);
    connect(actions_["single_step"], &QAction::triggered, this, [this] {
        if (studio_.training.state() == Training::State::Running) studio_.training.pause();
        if (studio_.training.state() == Training::State::Paused) studio_.training.singleStep();
    });
}

/// The work of the page that is shown: that of Build is to check the network.
void MainWindow::copyPageCommand() {
    switch (page()) {
        case Page::Data: return dataPage_->centre()->copyAsCommand();
        case Page::Build:
            (void)studio_.document.flush();
            return copyCommand(
                studio_, commandLine({QStringLiteral("netwright"), QStringLiteral("check"), q(studio_.document.path().string())}));
        case Page::Train: return studio_.copyTraining();
        case Page::Evaluate: return evaluatePage_->copyAsCommand();
        case Page::Deploy: return deployPage_->exports().copyAsCommand();
    }
}

void MainWindow::connectCoach() {
    connect(coach_, &Coach::primary, this, [this](int step) {
        if (step == 0) {
            setPage(Page::Train);
            if (!studio_.training.isActive()) train();
        }
        if (step == 1) setPage(Page::Evaluate);
        if (step == 2) setPage(Page::Deploy);
    });
    connect(coach_, &Coach::startEmpty, this, &MainWindow::newProject);
    connect(coach_, &Coach::hidden, this, [this] {
        hideCoach();
        QSettings().setValue(QStringLiteral("session/coach"), false);
    });
    connect(&studio_.data, &DataService::changed, this, [this] {
        coach_->setReadsDigits(!studio_.data.isOpen() || studio_.data.spec().starts_with("digits"));
        if (!studio_.data.isOpen() || coach_->isHidden() || coach_->isDone(0)) return;
        studio_.training.estimate([this](Result<double> seconds) {
            if (seconds) coach_->setEstimate(std::max(1, static_cast<int>(std::lround(*seconds))));
        });
    });
}

void MainWindow::connectHelp() {
    connect(actions_["layer_help"], &QAction::triggered, inspector_, &Inspector::openHelp);
    connect(actions_["first_steps"], &QAction::triggered, this, [this] {
        setPage(Page::Build);
        coach_->restart(studio_.runs.haveLearned());
        fitFirstView();  // the coach covers no layer
    });
    connect(actions_["keys"], &QAction::triggered, this, &MainWindow::showKeys);
    connect(actions_["about"], &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::showKeys() {
    QDialog dialog(this);
    dialog.setWindowTitle(tr("Keys"));
    dialog.resize(460, 560);
    auto* box = new QVBoxLayout(&dialog);
    auto* area = new QScrollArea(&dialog);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto* list = new QWidget;
    auto* grid = new QGridLayout(list);
    int row = 0;
    for (const auto& [name, keys] : actions_.keys()) {
        grid->addWidget(new theme::Label(name), row, 0);
        grid->addWidget(new theme::Label(keys, theme::Type::Figure12, theme::Token::Text2), row++, 1);
    }
    grid->setColumnStretch(0, 1);
    area->setWidget(list);
    box->addWidget(area);
    auto* close = new QPushButton(tr("Close"), &dialog);
    connect(close, &QPushButton::clicked, &dialog, &QDialog::accept);
    box->addWidget(close, 0, Qt::AlignRight);
    dialog.exec();
}

void MainWindow::showAbout() {
    QDialog dialog(this);
    dialog.setWindowTitle(tr("About Netwright"));
    auto* box = new QVBoxLayout(&dialog);
    box->setContentsMargins(24, 24, 24, 16);
    box->setSpacing(12);
    box->addWidget(new theme::Label(tr("Netwright %1").arg(QApplication::applicationVersion()), theme::Type::Title));
    auto* text = new theme::Label(
        tr("Build, train, understand and ship neural networks, offline.\n\nNetwright's own source is under the Apache License 2.0. "
           "This program "
           "contains QCustomPlot and is therefore distributed under the GNU General Public License 3. It uses Qt 6 (LGPL 3), "
           "oneDNN "
           "(Apache 2.0), OpenCV (Apache 2.0), libjpeg-turbo (BSD), FlatBuffers (Apache 2.0), Protocol Buffers (BSD), zlib, and "
           "nlohmann/json (MIT). Fonts: Inter and JetBrains Mono (SIL Open Font License 1.1)."),
        theme::Type::Body, theme::Token::Text2);
    text->setWordWrap(true);
    text->setMinimumWidth(420);
    box->addWidget(text);
    auto* close = new QPushButton(tr("Close"), &dialog);
    connect(close, &QPushButton::clicked, &dialog, &QDialog::accept);
    box->addWidget(close, 0, Qt::AlignRight);
    dialog.exec();
}

}  // namespace nw::ui
