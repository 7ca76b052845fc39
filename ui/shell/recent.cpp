// The list in the settings, and the folder of untitled projects.
#include "ui/shell/recent.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QSettings>

#include "ui/document/text.h"
#include "ui/document/untitled.h"

namespace nw::ui {

namespace {

constexpr auto recentKey = "session/recent";
constexpr int Most = 10;

QString tr(const char* text, const char* note = nullptr) { return QCoreApplication::translate("nw::ui::Recent", text, note); }

QStringList remembered() { return QSettings().value(recentKey).toStringList(); }

}  // namespace

std::vector<RecentProject> recentProjects(const std::filesystem::path& open) {
    std::vector<RecentProject> out;
    for (const QString& path : remembered())
        if (const QFileInfo file(path); file.exists()) out.push_back({s(path), file.completeBaseName(), file.path()});
    for (const UntitledProject& one : untitledProjects()) {
        if (one.path == open) continue;
        const QString when = QLocale().toString(one.changed, tr("d MMM HH:mm", "date and time of a project"));
        const QString trained = one.runs == 0 ? tr("not trained") : one.runs == 1 ? tr("1 run") : tr("%1 runs").arg(one.runs);
        out.push_back({one.path, tr("Untitled, %1").arg(when), trained, true, one.runs});
    }
    return out;
}

void rememberRecent(const std::filesystem::path& path) {
    QStringList paths = remembered();
    paths.removeAll(q(path.string()));
    paths.prepend(q(path.string()));
    QSettings().setValue(recentKey, paths.mid(0, Most));
}

void forgetRecent(const std::filesystem::path& path) {
    QStringList paths = remembered();
    paths.removeAll(q(path.string()));
    QSettings().setValue(recentKey, paths);
}

}  // namespace nw::ui
