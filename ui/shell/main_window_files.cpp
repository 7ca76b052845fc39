// Files of the window: new, open, save as, recent, what is dropped, and what was open last.
#include <QCoreApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStandardPaths>

#include "core/deploy/import_model.h"
#include "core/formats/format.h"
#include "resources/templates/templates.h"
#include "ui/build/build_canvas.h"
#include "ui/data/data_page.h"
#include "ui/document/text.h"
#include "ui/shell/main_window.h"
#include "ui/shell/recent_dialog.h"

namespace nw::ui {

namespace {

constexpr auto projectFilter = QT_TRANSLATE_NOOP("MainWindow", "Netwright projects (*.netwright)");
constexpr auto lastKey = "session/project", pageKey = "session/page", geometryKey = "session/geometry", zoomKey = "session/zoom",
               centreKey = "session/centre", coachKey = "session/coach";

QString documentsFolder() {
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QFileInfo(documents).isDir() ? documents : QDir::homePath();
}

}  // namespace

void MainWindow::connectFile() {
    connect(actions_["new"], &QAction::triggered, this, &MainWindow::newProject);
    connect(actions_["open"], &QAction::triggered, this, &MainWindow::openProject);
    connect(actions_["save"], &QAction::triggered, this, [this] {
        if (studio_.document.isUntitled()) return saveAs();
        if (const auto& conflict = studio_.document.conflict()) return say(conflict->sentence);
        if (studio_.document.flush()) say(tr("Saved. Netwright also saves every edit by itself."));
    });
    connect(actions_["save_as"], &QAction::triggered, this, &MainWindow::saveAs);
    connect(actions_["quit"], &QAction::triggered, this, &QWidget::close);
    connect(actions_["import"], &QAction::triggered, this, [this] {
        const QString file =
            QFileDialog::getOpenFileName(this, tr("Import model"), documentsFolder(), tr("Models (*.tflite *.onnx)"));
        if (!file.isEmpty()) importModel(file);
    });
    actions_["recent"]->setMenu(new QMenu(this));
    connect(actions_.menu("File"), &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    connect(&studio_.document, &Document::pathChanged, this, [this] {
        QSettings settings;
        settings.setValue(lastKey, q(studio_.document.path().string()));  // now: a killed window remembers nothing when it closes
        if (!studio_.document.isUntitled()) rememberRecent(studio_.document.path());
    });
    connect(&studio_.document, &Document::conflictChanged, this, [this] {
        if (const auto& conflict = studio_.document.conflict()) rememberRecent(conflict->beside);
    });
    auto* starters = new QMenu(this);
    starters->setToolTipsVisible(true);
    for (const Template& one : templates()) {
        const QString label = QCoreApplication::translate("templates", one.label);
        QAction* fill = starters->addAction(
            label, canvas_, [this, make = one.make, label] { canvas_->fillWith(make(), tr("Start with %1").arg(label)); });
        fill->setToolTip(QCoreApplication::translate("templates", one.description));
    }
    canvas_->setTemplates(starters);
}

/// The list is absent where there is nothing to open.
void MainWindow::fillRecent() {
    QMenu* menu = actions_["recent"]->menu();
    menu->clear();
    bool untitled = false;
    for (const RecentProject& one : recentProjects(studio_.document.path())) {
        if (one.untitled && !std::exchange(untitled, true) && !menu->isEmpty()) menu->addSeparator();
        menu->addAction(one.name + QStringLiteral("  ") + one.more, this, [this, path = q(one.path.string())] { openPath(path); });
    }
    actions_["recent"]->setVisible(!menu->isEmpty());
    if (menu->isEmpty()) return;
    menu->addSeparator();
    menu->addAction(tr("Tidy up…"), this, &MainWindow::tidyRecent);
}

void MainWindow::tidyRecent() {
    auto* dialog = new RecentDialog(studio_.document.path(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::newProject() {
    studio_.training.stopAndWait();
    const auto done = studio_.document.start(Project{});
    if (!done) return say(sentence(done.error()));
    hideCoach();
    setPage(Page::Build);
}

bool MainWindow::openDocument(const std::filesystem::path& path) {
    studio_.training.stopAndWait();
    const auto done = studio_.document.open(path);
    if (!done) say(sentence(done.error()));
    if (done) hideCoach();
    return static_cast<bool>(done);
}

void MainWindow::openProject() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Open"), documentsFolder(),
                                                      tr(projectFilter) + QStringLiteral(";;") + tr("Models (*.tflite *.onnx)"));
    if (!file.isEmpty()) openPath(file);
}

void MainWindow::saveAs() {
    QString file = QFileDialog::getSaveFileName(this, tr("Save as"), documentsFolder() + u'/' + studio_.document.name().toLower(),
                                                tr(projectFilter));
    if (file.isEmpty()) return;
    if (studio_.training.isActive()) return say(tr("Stop the training first: its run moves with the project."));
    const auto done = studio_.document.saveAs(s(file));
    if (!done) say(sentence(done.error()));
}

void MainWindow::importModel(const QString& file) {
    const QFileInfo info(file);
    std::filesystem::path out = s(info.path() + u'/' + info.completeBaseName()) + ".netwright";
    std::error_code error;
    for (int n = 2; std::filesystem::exists(out, error); ++n)
        out = s(info.path() + u'/' + info.completeBaseName()) + "-" + std::to_string(n) + ".netwright";
    status_->setActivity(tr("Importing %1").arg(info.fileName()));
    Job::start<ImportedModel>(
        this, [from = s(file), out](const JobHooks&) { return nw::importModel(from, out); },
        [this, out](Result<ImportedModel> made) {
            status_->setActivity({});
            if (!made) return say(sentence(made.error()));
            openDocument(out);
        });
}

bool MainWindow::openPath(const QString& path) {
    const QFileInfo info(path);
    if (!info.exists()) {
        say(tr("%1 does not exist.").arg(path));
        return false;
    }
    if (info.suffix() == QStringLiteral("netwright")) return openDocument(s(path));
    if (info.isFile() && formatForFile(s(path))) {
        importModel(path);
        return true;
    }
    setPage(Page::Data);
    dataPage_->openPath(path);
    return true;
}

void MainWindow::restore() {
    const QSettings settings;
    if (!restoreGeometry(settings.value(geometryKey).toByteArray())) {
        constexpr QSize roomy(1440, 900);
        const QSize room = screen()->availableSize();
        const bool holdsUs = room == room.expandedTo(minimumSize()),
                   holdsAll = room == room.expandedTo(roomy + QSize(0, 48));  // with its title
        resize(holdsUs ? roomy.boundedTo(room) : roomy);
        if (holdsUs && !holdsAll) setWindowState(windowState() | Qt::WindowMaximized);  // a small screen is all ours
    }
    const QString last = settings.value(lastKey).toString();
    if (!last.isEmpty() && QFileInfo::exists(last) && openDocument(s(last))) {
        setPage(static_cast<Page>(std::clamp(settings.value(pageKey, 1).toInt(), 0, 4)));
        if (settings.contains(zoomKey))
            QTimer::singleShot(0, this,
                               [this, zoom = settings.value(zoomKey).toDouble(), centre = settings.value(centreKey).toPointF()] {
                                   canvas_->canvas().setViewState({zoom, centre});
                               });
        return;
    }
    const auto starter = makeTemplate("first-network");
    const auto done = studio_.document.start(starter ? *starter : Project{});
    if (!done) say(sentence(done.error()));
    coach_->setVisible(settings.value(coachKey, true).toBool());
    if (!coach_->isHidden()) QTimer::singleShot(0, this, [this] { fitFirstView(); });
}

void MainWindow::hideCoach() {
    coach_->hide();
    canvas_->setFreeMargins({24, 0, 24, 0});
}

void MainWindow::fitFirstView() {
    canvas_->setFreeMargins({!coach_->isHidden() ? 360.0 : 24.0, 0, 24, 0});
    canvas_->fit();
}

void MainWindow::remember() {
    QSettings settings;
    settings.setValue(geometryKey, saveGeometry());
    settings.setValue(lastKey, q(studio_.document.path().string()));
    settings.setValue(pageKey, static_cast<int>(page()));
    const canvas::ViewState view = canvas_->canvas().viewState();
    settings.setValue(zoomKey, view.zoom);
    settings.setValue(centreKey, view.centre);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().size() == 1 && event->mimeData()->urls()[0].isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    openPath(event->mimeData()->urls()[0].toLocalFile());
}

}  // namespace nw::ui
