// Untitled projects: where those live that nobody has given a name yet, and which there are.
#pragma once

#include <QDateTime>
#include <filesystem>
#include <vector>

#include "core/base/result.h"

namespace nw::ui {

struct UntitledProject {
    std::filesystem::path path;
    QDateTime changed;  ///< edited or trained last
    int runs = 0;
};

/// $XDG_DATA_HOME/netwright/untitled: a folder for each.
std::filesystem::path untitledFolder();
/// Newest first.
std::vector<UntitledProject> untitledProjects();
/// A folder for one more; not made. The project's file is in it.
std::filesystem::path newUntitledPath();
bool isUntitledPath(const std::filesystem::path& path);
/// With its runs. Errors: Argument while one of them is being trained; Io.
Result<void> deleteUntitled(const std::filesystem::path& path);

}  // namespace nw::ui
