// Engine: what jobs share: the pool, the backends, the sets that ship. Command line and studio make one each.
#pragma once
#include <functional>
#include <stop_token>

#include "core/compile/compile.h"
#include "core/data/spec.h"

namespace nw {

class Engine {
public:
    /// `threads`: 0 means all processors. `sets` fills the sets that ship.
    Engine(int threads, const PluginInfo& plugin, const std::function<void(BuiltInSets&)>& sets);

    const std::shared_ptr<ThreadPool>& pool() const { return pool_; }
    const BuiltInSets& sets() const { return sets_; }
    /// Backends and pool for an executable.
    ExecutableOptions executable(Phase phase) const;
    /// Opens a data specification; relative paths begin at `relativeTo`, or the current folder. Errors: Argument (empty), and those
    /// of openDataset.
    Result<DatasetSplits> open(const std::string& spec, std::uint64_t seed, const std::filesystem::path& relativeTo = {}) const;

private:
    std::shared_ptr<ThreadPool> pool_;
    Backends backends_;
    BuiltInSets sets_;
};

/// How a long job is stopped and heard. `progress` may be empty and is called on the job's thread.
struct JobHooks {
    std::stop_token stop{};
    std::function<void(const std::string& what, std::int64_t done, std::int64_t total)> progress{};

    void say(const std::string& what, std::int64_t done, std::int64_t total) const {
        if (progress) progress(what, done, total);
    }
    /// Error: Cancelled once a stop was asked for.
    Result<void> check(const char* job) const {
        if (stop.stop_requested()) return fail(Code::Cancelled, job, "was stopped");
        return {};
    }
};

}  // namespace nw
