// Jobs in an intrusive list; a job's chunks are claimed with one atomic counter.
#include "core/base/thread_pool.h"

#include <sched.h>

#include <algorithm>
#include <chrono>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace nw {
namespace {

void pause() {
#if defined(__x86_64__)
    _mm_pause();
#else
    std::this_thread::yield();
#endif
}

/// Spins until `ready`, for at most 50 microseconds. The clock is read every 32 turns only.
template <class Ready>
bool spinUntil(Ready ready) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(50);
    do {
        for (int i = 0; i < 32; ++i) {
            if (ready()) return true;
            pause();
        }
    } while (std::chrono::steady_clock::now() < end);
    return ready();
}

}  // namespace

int availableProcessors() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
    return std::max(1u, std::thread::hardware_concurrency());
}

ThreadPool::ThreadPool(int threads) {
    for (int slot = 1; slot < threads; ++slot) workers_.emplace_back([this, slot] { work(slot); });
}

ThreadPool::~ThreadPool() {
    stop_ = true;
    ++epoch_;
    epoch_.notify_all();
    for (std::thread& t : workers_) t.join();
}

void ThreadPool::submit(Job& job) {
    if (workers_.empty()) return;
    {
        const std::lock_guard lock(mutex_);
        Job** at = &first_;
        while (*at && (*at)->priority_ <= job.priority_) at = &(*at)->following_;
        job.following_ = *at;
        *at = &job;
    }
    epoch_.fetch_add(1, std::memory_order_seq_cst);
    if (sleepers_.load(std::memory_order_seq_cst) > 0) epoch_.notify_all();
}

void ThreadPool::remove(Job& job) {
    for (Job** at = &first_; *at; at = &(*at)->following_)
        if (*at == &job) {
            *at = job.following_;
            return;
        }
}

Job* ThreadPool::pick() {
    const std::lock_guard lock(mutex_);
    for (Job* job = first_; job; job = job->following_)
        if (job->next_.load(std::memory_order_relaxed) < job->chunks_) {
            job->users_.fetch_add(1, std::memory_order_relaxed);
            return job;
        }
    return nullptr;
}

void ThreadPool::runChunks(Job& job, int slot) {
    for (std::int64_t i; (i = job.next_.fetch_add(1, std::memory_order_relaxed)) < job.chunks_;) {
        job.function_(job.context_, i, slot);
        job.done_.fetch_add(1, std::memory_order_acq_rel);
        // A worker that serves a pipeline looks for more urgent work between chunks.
        if (slot > 0 && job.priority_ != Job::Priority::Kernel) return;
    }
}

void ThreadPool::wait(Job& job) {
    runChunks(job, 0);
    while (job.next_.load(std::memory_order_relaxed) < job.chunks_) runChunks(job, 0);
    const auto ready = [&] { return job.finished() && job.users_.load(std::memory_order_seq_cst) == 0; };
    if (!workers_.empty()) {
        {
            const std::lock_guard lock(mutex_);
            remove(job);
        }
        while (!spinUntil(ready)) {
            waiters_.fetch_add(1, std::memory_order_seq_cst);
            const int seen = released_.load(std::memory_order_seq_cst);
            if (!ready()) released_.wait(seen);
            waiters_.fetch_sub(1, std::memory_order_seq_cst);
        }
    }
}

void ThreadPool::work(int slot) {
    int seen = epoch_.load(std::memory_order_acquire);
    while (!stop_) {
        Job* job = pick();
        if (job) {
            runChunks(*job, slot);
            job->users_.fetch_sub(1, std::memory_order_seq_cst);  // the waiter may free the job from here on
            released_.fetch_add(1, std::memory_order_seq_cst);
            if (waiters_.load(std::memory_order_seq_cst) > 0) released_.notify_all();
            continue;
        }
        const int now = epoch_.load(std::memory_order_acquire);
        if (now != seen) {
            seen = now;
            continue;
        }
        if (spinUntil([&] { return epoch_.load(std::memory_order_acquire) != seen; })) continue;
        sleepers_.fetch_add(1, std::memory_order_seq_cst);
        if (epoch_.load(std::memory_order_seq_cst) == seen && !stop_) epoch_.wait(seen);
        sleepers_.fetch_sub(1, std::memory_order_seq_cst);
    }
}

}  // namespace nw
