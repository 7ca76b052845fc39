// The folder of untitled projects.
#include "ui/document/untitled.h"

#include <QFileInfo>
#include <algorithm>

#include "core/base/check.h"
#include "core/base/files.h"
#include "core/train/run_folder.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace fs = std::filesystem;

namespace {

constexpr auto FileName = "untitled.netwright";

}  // namespace

fs::path untitledFolder() { return (dataFolder() / "untitled").lexically_normal(); }

std::vector<UntitledProject> untitledProjects() {
    std::vector<UntitledProject> out;
    std::error_code error;
    for (fs::directory_iterator at(untitledFolder(), error), end; !error && at != end; at.increment(error)) {
        const fs::path path = at->path() / FileName;
        const QFileInfo file(q(path.string())), runs(q(runsFolderOf(path).string()));
        if (!file.isFile()) continue;
        const auto trained = RunFolder::allIn(runsFolderOf(path));
        const QDateTime changed = trained.empty() ? file.lastModified() : std::max(file.lastModified(), runs.lastModified());
        out.push_back({path, changed, static_cast<int>(trained.size())});
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.changed > b.changed; });
    return out;
}

fs::path newUntitledPath() {
    fs::path folder;
    std::error_code ignored;
    for (qint64 n = QDateTime::currentMSecsSinceEpoch(); folder.empty() || fs::exists(folder, ignored); ++n)
        folder = untitledFolder() / std::to_string(n);
    return folder / FileName;
}

bool isUntitledPath(const fs::path& path) { return path.string().starts_with(untitledFolder().string() + "/"); }

Result<void> deleteUntitled(const fs::path& path) {
    NW_CHECK(isUntitledPath(path), path.string() + " is no untitled project");
    std::vector<FileLock> locks;
    for (const fs::path& run : RunFolder::allIn(runsFolderOf(path))) {
        NW_TRY(FileLock lock, RunFolder(run).lock());
        locks.push_back(std::move(lock));
    }
    std::error_code error;
    fs::remove_all(path.parent_path(), error);
    if (error) return fail(Code::Io, path.parent_path().string(), "cannot be deleted: " + error.message());
    return {};
}

}  // namespace nw::ui
