// Whole files through POSIX calls, so that every failure has its reason.
#include "core/base/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace nw {
namespace {

Error systemError(const std::filesystem::path& path, const char* what) {
    const int number = errno;
    std::string hint;
    if (number == ENOSPC || number == EFBIG || number == EDQUOT) hint = "Free some space or choose another folder.";
    if (number == EACCES || number == EROFS || number == EPERM) hint = "Choose a folder that you may write to.";
    return fail(Code::Io, path.string(), std::string(what) + ": " + std::strerror(number), hint);
}

class File {
public:
    explicit File(int fd) : fd_(fd) {}
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int fd() const { return fd_; }
    bool close() {
        const int fd = std::exchange(fd_, -1);
        return ::close(fd) == 0;
    }

private:
    int fd_;
};

Result<void> writeAll(int fd, std::span<const std::uint8_t> bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return systemError(path, "cannot be written");
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return {};
}

template <class Buffer>
Result<Buffer> readWhole(const std::filesystem::path& path, std::uint64_t limit) {
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.fd() < 0) return systemError(path, "cannot be opened");
    struct stat info {};
    if (::fstat(file.fd(), &info) != 0) return systemError(path, "cannot be read");
    if (S_ISDIR(info.st_mode)) return fail(Code::Io, path.string(), "is a folder, not a file");
    Buffer out;
    const auto expected = S_ISREG(info.st_mode) ? static_cast<std::uint64_t>(info.st_size) : 0;
    if (expected > limit)
        return fail(
            Code::Memory, path.string(),
            "has " + std::to_string(expected) + " bytes, more than the " + std::to_string(limit) + " that are allowed here");
    out.resize(static_cast<std::size_t>(expected) + 1);
    std::size_t size = 0;
    for (;;) {
        if (size == out.size()) {
            if (out.size() > limit)
                return fail(Code::Memory, path.string(),
                            "is longer than the " + std::to_string(limit) + " bytes that are allowed here");
            out.resize(out.size() * 2 + 4096);
        }
        const ssize_t n = ::read(file.fd(), out.data() + size, out.size() - size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return systemError(path, "cannot be read");
        if (n == 0) break;
        size += static_cast<std::size_t>(n);
    }
    out.resize(size);
    return out;
}

std::filesystem::path userFolder(const char* variable, const char* fallback) {
    if (const char* value = std::getenv(variable); value && *value) return std::filesystem::path(value) / "netwright";
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home && *home ? home : "/tmp") / fallback / "netwright";
}

}  // namespace

Result<Bytes> readFile(const std::filesystem::path& path, std::uint64_t limit) { return readWhole<Bytes>(path, limit); }
Result<std::string> readText(const std::filesystem::path& path, std::uint64_t limit) { return readWhole<std::string>(path, limit); }

Result<void> writeStreamAtomically(const std::filesystem::path& path, const std::function<Result<void>(const ByteSink&)>& produce) {
    std::error_code ignored;
    const auto kind = std::filesystem::status(path, ignored).type();
    if (kind == std::filesystem::file_type::directory) return fail(Code::Io, path.string(), "is a folder, not a file");
    const bool device = kind == std::filesystem::file_type::character || kind == std::filesystem::file_type::fifo;
    static std::atomic<unsigned> counter{0};
    std::filesystem::path temporary = path;
    if (!device) temporary += ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
    File file(::open(temporary.c_str(), device ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file.fd() < 0) return systemError(path, "cannot be written");
    auto result = produce([&](std::span<const std::uint8_t> bytes) { return writeAll(file.fd(), bytes, path); });
    if (result && !device && ::fsync(file.fd()) != 0) result = systemError(path, "cannot be written");
    if (!file.close() && result) result = systemError(path, "cannot be written");
    if (result && !device && ::rename(temporary.c_str(), path.c_str()) != 0) result = systemError(path, "cannot be replaced");
    if (!result && !device) ::unlink(temporary.c_str());
    return result;
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::span<const std::uint8_t> content) {
    return writeStreamAtomically(path, [&](const ByteSink& sink) { return sink(content); });
}

Result<void> writeTextAtomically(const std::filesystem::path& path, std::string_view content) {
    return writeFileAtomically(path, {reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
}

Result<std::optional<FileLock>> FileLock::tryTake(const std::filesystem::path& path) {
    FileLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (lock.fd_ < 0) return systemError(path, "cannot be opened");
    if (::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return std::optional<FileLock>();
    return std::optional(std::move(lock));
}

FileLock::~FileLock() {
    if (fd_ >= 0) ::close(fd_);
}

Result<void> makeFolder(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error)
        return fail(Code::Io, path.string(), "cannot be created: " + error.message(), "Choose a folder that you may write to.");
    if (!std::filesystem::is_directory(path, error)) return fail(Code::Io, path.string(), "is not a folder");
    return {};
}

std::filesystem::path cacheFolder() { return userFolder("XDG_CACHE_HOME", ".cache"); }
std::filesystem::path dataFolder() { return userFolder("XDG_DATA_HOME", ".local/share"); }

}  // namespace nw
