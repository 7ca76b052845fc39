// Running the real netwright in a scratch folder, and looking at what it says and leaves behind.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace nw::test {

using Words = std::vector<std::string>;

/// How a process ended.
struct Outcome {
    int status = -1;    ///< exit status; -1 when a signal ended it
    int signal = 0;     ///< the signal that ended it; 0 when none did
    bool late = false;  ///< did not end within two minutes and was killed
    std::string out, err;

    /// Standard output as JSON objects, one a line; a line that is none fails the test.
    std::vector<nlohmann::json> lines() const;
    nlohmann::json last() const;
};

struct RunOptions {
    std::vector<std::string> environment = {};    ///< NAME=value
    std::string output = {};                      ///< a file or device for standard output; Outcome::out is empty then
    std::optional<std::uint64_t> fileBytes = {};  ///< no file may grow beyond (RLIMIT_FSIZE)
    std::optional<double> signalAfter = {};       ///< seconds, when `signal` is sent
    std::string signalWhen = {};                  ///< or: when standard output holds this text
    int signal = 9;
    std::string program = NW_PROGRAM;
};

/// A test with a folder of its own, in which the program runs; the cache is shared by all tests of this process.
class Program : public testing::Test {
protected:
    Program();
    ~Program() override;

    /// Starts `netwright words...` (or the program of the options) without a shell and waits for its end.
    Outcome run(const Words& words, const RunOptions& options = {}) const;
    /// The same, which must end with status 0; its last JSON line.
    nlohmann::json good(Words words, const RunOptions& options = {}) const;
    /// The same, which must end with status 1 and a sentence on stderr that contains each of `texts`.
    void bad(const Words& words, const std::vector<std::string>& texts, const RunOptions& options = {}) const;

    std::filesystem::path at(const std::string& name) const { return folder_ / name; }
    void write(const std::string& name, std::string_view content) const;
    std::string read(const std::string& name) const;
    /// Names of all files below the folder, sorted, with their contents' hashes: what a failed command must not change.
    std::vector<std::string> everything() const;
    /// Files that an atomic write has not finished.
    std::vector<std::string> temporaries() const;

    /// A project file of a template.
    std::string project(const std::string& name, const std::string& file = {}) const;

private:
    std::filesystem::path folder_;
};

}  // namespace nw::test
