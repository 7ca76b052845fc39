// Watching files that are replaced as a whole, which takes their watch away.
#include "ui/document/file_watch.h"

#include <QGuiApplication>

#include "ui/document/text.h"

namespace nw::ui {

FileWatch::FileWatch(int milliseconds, QObject* parent) : QObject(parent) {
    wait_.setSingleShot(true);
    wait_.setInterval(milliseconds);
    const auto later = [this] {
        if (!wait_.isActive() && !paths_.empty()) wait_.start();
    };
    connect(&watcher_, &QFileSystemWatcher::fileChanged, this, later);
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, this, later);
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, [later](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive) later();
    });
    connect(&wait_, &QTimer::timeout, this, [this] {
        arm();  // before they are read: what is written after that is told again
        Q_EMIT touched();
    });
}

void FileWatch::follow(const std::vector<std::filesystem::path>& paths) {
    if (paths == paths_) return arm();
    const QStringList old = watcher_.files() + watcher_.directories();
    if (!old.isEmpty()) watcher_.removePaths(old);
    paths_ = paths;
    arm();
    wait_.start();  // nobody has seen what happened before
}

void FileWatch::arm() {
    QStringList missing;
    std::error_code ignored;
    for (const auto& path : paths_)
        for (const auto& one : {path, path.parent_path()})
            if (std::filesystem::exists(one, ignored)) missing << q(one.string());
    missing.removeDuplicates();
    for (const QString& path : watcher_.files() + watcher_.directories()) missing.removeAll(path);
    if (!missing.isEmpty()) watcher_.addPaths(missing);
}

}  // namespace nw::ui
