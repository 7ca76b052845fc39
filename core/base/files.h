// Whole files: bounded reads and atomic writes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace nw {

using Bytes = std::vector<std::uint8_t>;

/// The whole file. Error: Io (missing, unreadable, a folder), Memory (more than `limit` bytes).
Result<Bytes> readFile(const std::filesystem::path& path, std::uint64_t limit = std::uint64_t{8} << 30);
Result<std::string> readText(const std::filesystem::path& path, std::uint64_t limit = std::uint64_t{1} << 30);

/// Writes all or nothing: a temporary file beside `path` is written, synced and renamed over it, so that a crash, a full disk or a
/// kill leaves the old content whole. Error: Io with the system's reason.
Result<void> writeFileAtomically(const std::filesystem::path& path, std::span<const std::uint8_t> content);
Result<void> writeTextAtomically(const std::filesystem::path& path, std::string_view content);

/// As above for content too large to assemble: `produce` is called once with a sink and may call it any number of times.
using ByteSink = std::function<Result<void>(std::span<const std::uint8_t>)>;
Result<void> writeStreamAtomically(const std::filesystem::path& path, const std::function<Result<void>(const ByteSink&)>& produce);

/// Creates the folder and its parents. Error: Io with the system's reason.
Result<void> makeFolder(const std::filesystem::path& path);

/// Held as long as it lives, by one program at a time; the system lets go of it when the program dies, however it dies.
class FileLock {
public:
    /// Makes the file where there is none. Nothing: another program (or another lock of this one) holds it. On file systems without
    /// locks every lock is had. Error: Io with the system's reason.
    static Result<std::optional<FileLock>> tryTake(const std::filesystem::path& path);
    FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileLock& operator=(FileLock&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~FileLock();

private:
    explicit FileLock(int fd) : fd_(fd) {}
    int fd_;
};

/// $XDG_CACHE_HOME/netwright (default ~/.cache/netwright) and $XDG_DATA_HOME/netwright (default ~/.local/share/netwright).
std::filesystem::path cacheFolder();
std::filesystem::path dataFolder();

}  // namespace nw
