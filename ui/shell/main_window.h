// MainWindow: composes the workspaces, the bars and the actions around one Studio.
#pragma once

#include <QMainWindow>
#include <QStackedWidget>
#include <array>

#include "ui/document/studio.h"
#include "ui/shell/actions.h"
#include "ui/shell/bars.h"
#include "ui/shell/coach.h"
#include "ui/shell/workspace.h"

namespace nw::canvas {
class Canvas;
}

namespace nw::ui {

class BuildCanvas;
class Inspector;
class DataPage;
class DeployPage;
class EvaluatePage;
class Palette;
class ProblemList;

enum class Page { Data, Build, Train, Evaluate, Deploy };
/// Ids of the pages, in their order: "data", "build", ...
QStringList pageIds();

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Studio& studio);
    ~MainWindow() override;

    /// Opens what was open last, or at first launch the starter project with the coach.
    void restore();
    /// A project, a model file or a data set, by what it is. False with a note when it cannot be opened.
    bool openPath(const QString& path);
    /// With a fade to it.
    void setPage(Page page);
    /// Fits the network into the area that the coach leaves free.
    void fitFirstView();
    Page page() const;
    Workspace& workspace(Page page) const { return *workspaces_[static_cast<std::size_t>(page)]; }
    BuildCanvas& canvas() { return *canvas_; }
    Coach& coach() { return *coach_; }
    Actions& actions() { return actions_; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void showPage(Page page);
    void addPages();
    void addWorkspaces();
    QWidget* addTrainColumn();
    void showTrainColumn();
    void addPaletteRail();
    void connectFile();
    void connectEdit();
    void connectView();
    void connectNetwork();
    void connectRun();
    void connectHelp();
    void connectCoach();
    void connectStudio();
    void connectRequests();

    std::map<std::string, QString> editObstacles() const;
    void tellEdits();
    void copyPageCommand();

    void newProject();
    void openProject();
    bool openDocument(const std::filesystem::path& path);
    void saveAs();
    void importModel(const QString& file);
    void remember();
    void hideCoach();
    void fillRecent();
    void tidyRecent();
    void train();
    void showProblems();
    void refreshTitle();
    void refreshTotals();
    void refreshRun();
    void refreshSteps();
    QMenu* themeMenu();
    QMenu* sizeMenu();
    void say(const QString& text, bool undo = false);
    void showKeys();
    void showAbout();
    void nextPart(int by);
    void searchLayers();
    Workspace& workspace() const;

    Studio& studio_;
    Actions actions_;
    TopBar* top_;
    StatusBar* status_;
    QStackedWidget* pages_;
    std::array<Workspace*, 5> workspaces_{};
    BuildCanvas* canvas_ = nullptr;
    Palette *palette_ = nullptr, *search_ = nullptr;  ///< the panel, and what opens from its rail, made when it is first wanted
    Inspector* inspector_ = nullptr;
    DataPage* dataPage_ = nullptr;
    EvaluatePage* evaluatePage_ = nullptr;
    DeployPage* deployPage_ = nullptr;
    bool leaves_ = false;  ///< was told that the last changes cannot be saved
    ProblemList* problems_ = nullptr;
    canvas::Canvas* trainColumn_ = nullptr;
    Coach* coach_ = nullptr;
    bool evaluated_ = false, exported_ = false;
};

}  // namespace nw::ui
