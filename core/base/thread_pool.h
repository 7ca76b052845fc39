// The one thread pool of the process: chunks of kernels, branches of a graph and stages of a pipeline, in that priority.
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace nw {

/// Work in numbered chunks. Chunks are claimed dynamically by workers and by whoever waits; which thread runs a chunk must not
/// change the result. The object must live until `wait` has returned.
class Job {
public:
    enum class Priority : std::uint8_t { Kernel, Branch, Pipeline };
    using Function = void (*)(void* context, std::int64_t chunk, int slot);

    Job(Function function, void* context, std::int64_t chunks, Priority priority)
        : function_(function), context_(context), chunks_(chunks), priority_(priority) {}
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;

    bool finished() const { return done_.load(std::memory_order_acquire) >= chunks_; }

private:
    friend class ThreadPool;
    Function function_;
    void* context_;
    std::int64_t chunks_;
    Priority priority_;
    std::atomic<std::int64_t> next_{0}, done_{0};
    std::atomic<int> users_{0};  ///< workers that still look at this object
    Job* following_ = nullptr;
};

/// `threads` = workers + the caller. Any thread may submit; jobs may nest. Exceptions must not leave a chunk.
class ThreadPool {
public:
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int threads() const { return static_cast<int>(workers_.size()) + 1; }

    /// Runs body(chunk, slot) for every chunk and returns when all are done. slot is 0 for the caller and 1..threads()-1 for
    /// workers: an index into scratch memory of this call. Does not allocate.
    template <class Body>
    void parallel(std::int64_t chunks, Body&& body, Job::Priority priority = Job::Priority::Kernel) {
        if (chunks <= 1 || workers_.empty()) {
            for (std::int64_t i = 0; i < chunks; ++i) body(i, 0);
            return;
        }
        using B = std::remove_reference_t<Body>;
        Job job([](void* context, std::int64_t chunk, int slot) { (*static_cast<B*>(context))(chunk, slot); },
                const_cast<std::remove_const_t<B>*>(&body), chunks, priority);
        submit(job);
        wait(job);
    }

    /// Hands chunks to the workers and returns at once. Without workers the chunks run in `wait`.
    void submit(Job& job);
    /// Runs what is left of the job on this thread and returns when all of it is done. Spins at most 50 microseconds, then sleeps.
    void wait(Job& job);

private:
    void work(int slot);
    void runChunks(Job& job, int slot);
    Job* pick();
    void remove(Job& job);

    std::vector<std::thread> workers_;
    std::mutex mutex_;                       ///< guards the list
    Job* first_ = nullptr;                   ///< ordered by priority, then by submission
    alignas(64) std::atomic<int> epoch_{0};  ///< changes when a job is submitted
    std::atomic<int> sleepers_{0};
    alignas(64) std::atomic<int> released_{0};  ///< changes when a worker lets go of a job
    std::atomic<int> waiters_{0};
    std::atomic<bool> stop_{false};
};

/// The number of processors that this process may use.
int availableProcessors();

}  // namespace nw
