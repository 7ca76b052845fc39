// Processes without a shell: fork, exec, two pipes and a clock.
#include "tests/app/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <sstream>

namespace nw::test {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

fs::path newFolder() {
    std::string pattern = (fs::temp_directory_path() / "netwright-app-XXXXXX").string();
    return ::mkdtemp(pattern.data()) ? pattern : std::string();
}

/// The cache of all tests: the digits are drawn once.
class SharedCache {
public:
    SharedCache() : path_(newFolder()) {}
    ~SharedCache() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

const fs::path& cache() {
    static const SharedCache shared;
    return shared.path();
}

[[noreturn]] void become(const Words& words, const RunOptions& options, const fs::path& folder) {
    ::setenv("XDG_CACHE_HOME", cache().c_str(), 1);
    ::setenv("XDG_DATA_HOME", (folder / "data-home").c_str(), 1);
    for (const std::string& e : options.environment)
        ::setenv(e.substr(0, e.find('=')).c_str(), e.substr(e.find('=') + 1).c_str(), 1);
    if (options.fileBytes) {
        const rlimit limit{*options.fileBytes, *options.fileBytes};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    std::vector<char*> argv{const_cast<char*>(options.program.c_str())};
    for (const std::string& w : words) argv.push_back(const_cast<char*>(w.c_str()));
    argv.push_back(nullptr);
    if (::chdir(folder.c_str()) == 0) ::execv(argv[0], argv.data());
    ::_exit(127);
}

/// Takes what is there; false at the end.
bool take(int fd, std::string& text) {
    char buffer[16384];
    const ssize_t n = ::read(fd, buffer, sizeof buffer);
    if (n > 0) text.append(buffer, static_cast<std::size_t>(n));
    return n > 0;
}

/// Collects both streams until they end, and sends the signal when its time has come.
void collect(pid_t child, int out, int err, const RunOptions& options, Outcome& o) {
    const auto start = Clock::now();
    bool sent = false;
    pollfd ends[2] = {{out, POLLIN, 0}, {err, POLLIN, 0}};
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        ::poll(ends, 2, 2);
        for (int i = 0; i < 2; ++i)
            if (ends[i].revents != 0 && !take(ends[i].fd, i == 0 ? o.out : o.err)) ends[i].fd = -1;
        const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
        const bool wanted = (options.signalAfter && seconds >= *options.signalAfter) ||
                            (!options.signalWhen.empty() && o.out.find(options.signalWhen) != std::string::npos);
        if (wanted && !std::exchange(sent, true)) ::kill(child, options.signal);
        if (seconds > 120 && !std::exchange(o.late, true)) ::kill(child, SIGKILL);
    }
}

}  // namespace

std::vector<nlohmann::json> Outcome::lines() const {
    std::vector<nlohmann::json> all;
    std::istringstream text(out);
    for (std::string line; std::getline(text, line);) {
        all.push_back(nlohmann::json::parse(line, nullptr, false));
        EXPECT_TRUE(all.back().is_object()) << "not a JSON object: " << line;
    }
    return all;
}

nlohmann::json Outcome::last() const {
    const auto all = lines();
    EXPECT_FALSE(all.empty()) << "nothing was printed; " << err;
    return all.empty() ? nlohmann::json::object() : all.back();
}

Program::Program() : folder_(newFolder()) {}

Program::~Program() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

Outcome Program::run(const Words& words, const RunOptions& options) const {
    Outcome o;
    cache();
    int out[2], err[2];
    const int given = options.output.empty() ? -1 : ::open(options.output.c_str(), O_WRONLY | O_CLOEXEC);
    if (folder_.empty() || ::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) {
        ADD_FAILURE() << "no process can be started";
        return o;
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(given >= 0 ? given : out[1], STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        become(words, options, folder_);
    }
    if (given >= 0) ::close(given);
    ::close(out[1]);
    ::close(err[1]);
    collect(child, out[0], err[0], options, o);
    ::close(out[0]);
    ::close(err[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    o.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    o.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    EXPECT_FALSE(o.late) << "did not end within two minutes: " << testing::PrintToString(words);
    return o;
}

nlohmann::json Program::good(Words words, const RunOptions& options) const {
    words.push_back("--json");
    const Outcome o = run(words, options);
    EXPECT_EQ(o.status, 0) << testing::PrintToString(words) << "\n" << o.out << o.err;
    return o.last();
}

void Program::bad(const Words& words, const std::vector<std::string>& texts, const RunOptions& options) const {
    const Outcome o = run(words, options);
    EXPECT_EQ(o.status, 1) << testing::PrintToString(words) << "\n" << o.out << o.err;
    EXPECT_TRUE(o.err.starts_with("netwright: ") || o.err.find("\nnetwright: ") != std::string::npos)
        << testing::PrintToString(words) << " said: " << o.err;
    for (const std::string& text : texts)
        EXPECT_TRUE(o.err.find(text) != std::string::npos) << "no \"" << text << "\" in: " << o.err;
    for (const char* text : {"exception", "internal error", "terminate", "what()", "std::", "core dumped"})
        EXPECT_TRUE(o.err.find(text) == std::string::npos) << o.err;
}

void Program::write(const std::string& name, std::string_view content) const {
    fs::create_directories(at(name).parent_path());
    std::ofstream(at(name), std::ios::binary) << content;
}

std::string Program::read(const std::string& name) const {
    std::ifstream file(at(name), std::ios::binary);
    EXPECT_TRUE(file) << name << " is not there";
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Program::everything() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
        const std::string name = entry.path().lexically_relative(folder_).string();
        all.push_back(entry.is_regular_file() ? name + " " + std::to_string(std::hash<std::string>()(read(name))) : name + "/");
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<std::string> Program::temporaries() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder_))
        if (entry.path().filename().string().find(".tmp-") != std::string::npos) found.push_back(entry.path().string());
    return found;
}

std::string Program::project(const std::string& name, const std::string& file) const {
    const std::string path = file.empty() ? name + ".netwright" : file;
    good({"new", name, path});
    return path;
}

}  // namespace nw::test
