// A folder that exists for one test.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>

#include "core/base/files.h"

namespace nw::test {

class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "netwright-test-XXXXXX").string();
        if (::mkdtemp(pattern.data())) path_ = pattern;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path write(const std::string& name, std::span<const std::uint8_t> content) const {
        const std::filesystem::path file = path_ / name;
        EXPECT_TRUE(makeFolder(file.parent_path()));
        EXPECT_TRUE(writeFileAtomically(file, content));
        return file;
    }

private:
    std::filesystem::path path_;
};

/// A folder of the shared real data; empty where it is absent.
inline std::filesystem::path sharedData(const char* name) {
    const char* shared = std::getenv("NETWRIGHT_SHARED");
    const std::filesystem::path folder =
        (shared && *shared ? std::filesystem::path(shared) : std::filesystem::path(NW_SOURCE_DIR) / ".." / "shared") / "data" /
        name;
    return std::filesystem::exists(folder) ? folder : std::filesystem::path();
}

}  // namespace nw::test
