// Recent projects: those that were opened by name, and untitled ones that somebody has worked on.
#pragma once

#include <QString>
#include <filesystem>
#include <vector>

namespace nw::ui {

struct RecentProject {
    std::filesystem::path path;
    QString name;  ///< "first", "Untitled, 20 Nov 22:43"
    QString more;  ///< its folder; of an untitled one how often it was trained
    bool untitled = false;
    int runs = 0;  ///< of an untitled one
};

/// Named ones that are still there, opened last first, then untitled ones, changed last first, without the one that is open.
std::vector<RecentProject> recentProjects(const std::filesystem::path& open);
void rememberRecent(const std::filesystem::path& path);
/// The project stays where it is.
void forgetRecent(const std::filesystem::path& path);

}  // namespace nw::ui
