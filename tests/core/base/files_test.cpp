// Files: bounded reads, and writes that leave the old content or the new one whatever happens.
#include "core/base/files.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace nw {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "netwright-files-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { fs::remove_all(folder_); }
    std::size_t entries() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {})); }
    fs::path folder_;
};

TEST_F(Files, WriteAndRead) {
    const fs::path path = folder_ / "ümläut 名前.txt";
    for (const std::size_t size : {0u, 1u, 4096u, 100001u}) {
        std::string content(size, 'x');
        if (size > 3) content[3] = '\0';
        ASSERT_TRUE(writeTextAtomically(path, content));
        const auto read = readText(path);
        ASSERT_TRUE(read);
        EXPECT_EQ(*read, content);
    }
    EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, ReadsAreBounded) {
    ASSERT_TRUE(writeTextAtomically(folder_ / "a", "12345"));
    EXPECT_TRUE(readFile(folder_ / "a", 5));
    const auto over = readFile(folder_ / "a", 4);
    ASSERT_FALSE(over);
    EXPECT_EQ(over.error().code, Code::Memory);
    const auto endless = readFile("/dev/zero", 1 << 20);
    ASSERT_FALSE(endless);
    EXPECT_EQ(endless.error().code, Code::Memory);
    for (const fs::path& p : {folder_ / "missing", folder_, folder_ / "a" / "b"}) {
        const auto r = readFile(p);
        ASSERT_FALSE(r) << p;
        EXPECT_EQ(r.error().code, Code::Io);
    }
}

TEST_F(Files, StreamsThatFailKeepTheOldContent) {
    const fs::path path = folder_ / "model";
    ASSERT_TRUE(writeTextAtomically(path, "old"));
    const auto r = writeStreamAtomically(path, [](const ByteSink& sink) -> Result<void> {
        const Bytes half(1000, 7);
        NW_RETURN_IF_ERROR(sink(half));
        return fail(Code::Cancelled, "export", "was stopped");
    });
    ASSERT_FALSE(r);
    EXPECT_EQ(r.error().code, Code::Cancelled);
    EXPECT_EQ(*readText(path), "old");
    EXPECT_EQ(entries(), 1u) << "the temporary file is still there";
}

TEST_F(Files, FullDevice) {
    if (!fs::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full";
    const auto r = writeTextAtomically("/dev/full", "content");
    ASSERT_FALSE(r);
    EXPECT_EQ(r.error().code, Code::Io);
    EXPECT_NE(r.error().message.find("No space left"), std::string::npos) << r.error().text();
    EXPECT_NE(r.error().hint, "");
}

TEST_F(Files, FolderInTheWay) {
    fs::create_directory(folder_ / "sub");
    EXPECT_FALSE(writeTextAtomically(folder_ / "sub", "x"));
    EXPECT_FALSE(writeTextAtomically(folder_ / "no" / "such" / "folder", "x"));
    ASSERT_TRUE(writeTextAtomically(folder_ / "file", "x"));
    EXPECT_FALSE(makeFolder(folder_ / "file"));
    EXPECT_FALSE(makeFolder(folder_ / "file" / "below"));
    EXPECT_TRUE(makeFolder(folder_ / "a" / "b" / "c"));
    EXPECT_TRUE(makeFolder(folder_ / "a" / "b" / "c"));
}

/// Runs `child` in a process of its own and answers how it ended.
int inChild(const std::function<int()>& child) {
    const pid_t pid = ::fork();
    if (pid == 0) ::_exit(child());
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    return status;
}

/// In a process without rights, so that it holds for root as well.
TEST_F(Files, FolderThatMayNotBeWritten) {
    ASSERT_TRUE(writeTextAtomically(folder_ / "file", "old"));
    fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
    const int status = inChild([&] {
        constexpr uid_t nobody = 65534;
        if (::geteuid() == 0 && ::setuid(nobody) != 0) return 2;
        const auto r = writeTextAtomically(folder_ / "file", "new");
        return !r && r.error().code == Code::Io && !r.error().hint.empty() ? 0 : 1;
    });
    fs::permissions(folder_, fs::perms::owner_all);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_EQ(*readText(folder_ / "file"), "old");
}

TEST_F(Files, SizeLimitOfTheSystem) {
    const fs::path path = folder_ / "file";
    ASSERT_TRUE(writeTextAtomically(path, "old"));
    const int status = inChild([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1 << 16, 1 << 16};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
        const auto r = writeFileAtomically(path, Bytes(1 << 20, 1));
        return !r && r.error().code == Code::Io && !r.error().hint.empty() ? 0 : 1;
    });
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(*readText(path), "old");
    EXPECT_EQ(entries(), 1u);
}

/// Killed in the middle of a write, before the new content is complete.
TEST_F(Files, KillKeepsTheOldContent) {
    const fs::path path = folder_ / "file";
    ASSERT_TRUE(writeTextAtomically(path, "old"));
    const int status = inChild([&] {
        (void)writeStreamAtomically(path, [&](const ByteSink& sink) -> Result<void> {
            NW_RETURN_IF_ERROR(sink(Bytes(1 << 16, 1)));
            ::raise(SIGKILL);
            return {};
        });
        return 0;
    });
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    EXPECT_EQ(*readText(path), "old");
    ASSERT_TRUE(writeTextAtomically(path, "new")) << "what was left over is in the way";
    EXPECT_EQ(*readText(path), "new");
}

/// Killed at a moment that differs from run to run while it replaces a file again and again.
TEST_F(Files, ReadersSeeWholeFiles) {
    const fs::path path = folder_ / "file";
    for (int round = 0; round < 5; ++round) {
        const pid_t pid = ::fork();
        if (pid == 0)
            for (int i = 0;; ++i) (void)writeFileAtomically(path, Bytes(20000, static_cast<std::uint8_t>(i)));
        for (int i = 0; i < 200; ++i) {
            const auto content = readFile(path);
            if (!content) continue;  // before the first write
            ASSERT_EQ(content->size(), 20000u);
            for (const std::uint8_t b : *content) ASSERT_EQ(b, content->front());
        }
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }
}

TEST_F(Files, SymbolicLinkIsReplacedOrFollowedWhole) {
    ASSERT_TRUE(writeTextAtomically(folder_ / "target", "old"));
    fs::create_symlink(folder_ / "target", folder_ / "link");
    ASSERT_TRUE(writeTextAtomically(folder_ / "link", "new"));
    EXPECT_EQ(*readText(folder_ / "link"), "new");
}

}  // namespace
}  // namespace nw
