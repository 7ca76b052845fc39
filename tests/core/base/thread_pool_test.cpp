// The thread pool: every chunk once, nested jobs, many submitters, and no wake-up lost.
#include "core/base/thread_pool.h"

#include <gtest/gtest.h>

#include <numeric>

namespace nw {
namespace {

class Pool : public testing::TestWithParam<int> {};

TEST_P(Pool, RunsEveryChunkOnce) {
    ThreadPool pool(GetParam());
    EXPECT_EQ(pool.threads(), GetParam());
    for (const std::int64_t chunks : {0, 1, 2, 3, 17, 1000}) {
        std::vector<std::atomic<int>> runs(static_cast<std::size_t>(chunks));
        std::atomic<bool> slotsFit{true};
        pool.parallel(chunks, [&](std::int64_t i, int slot) {
            ++runs[static_cast<std::size_t>(i)];
            if (slot < 0 || slot >= GetParam()) slotsFit = false;
        });
        for (const auto& r : runs) EXPECT_EQ(r, 1);
        EXPECT_TRUE(slotsFit);
    }
}

/// A slot is one thread's alone: scratch memory by slot needs no lock.
TEST_P(Pool, SlotsAreNotShared) {
    ThreadPool pool(GetParam());
    std::vector<std::atomic<int>> inside(static_cast<std::size_t>(GetParam()));
    std::atomic<int> clashes{0};
    for (int round = 0; round < 200; ++round)
        pool.parallel(50, [&](std::int64_t, int slot) {
            if (inside[static_cast<std::size_t>(slot)]++ != 0) ++clashes;
            --inside[static_cast<std::size_t>(slot)];
        });
    EXPECT_EQ(clashes, 0);
}

TEST_P(Pool, NestedJobs) {
    ThreadPool pool(GetParam());
    std::atomic<std::int64_t> sum{0};
    for (int round = 0; round < 50; ++round)
        pool.parallel(
            4,
            [&](std::int64_t i, int) {
                pool.parallel(
                    5, [&](std::int64_t j, int) { pool.parallel(3, [&](std::int64_t k, int) { sum += i * 100 + j * 10 + k; }); },
                    Job::Priority::Branch);
            },
            Job::Priority::Pipeline);
    std::int64_t expected = 0;
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 5; ++j)
            for (int k = 0; k < 3; ++k) expected += i * 100 + j * 10 + k;
    EXPECT_EQ(sum, 50 * expected);
}

/// Submitters of all priorities at once. A lost wake-up would hang here.
TEST_P(Pool, ManySubmitters) {
    ThreadPool pool(GetParam());
    std::atomic<std::int64_t> sum{0};
    std::vector<std::thread> submitters;
    for (int s = 0; s < 4; ++s)
        submitters.emplace_back([&, s] {
            for (int round = 0; round < 1500; ++round)
                pool.parallel(
                    1 + (round + s) % 7, [&](std::int64_t i, int) { sum += i + 1; }, static_cast<Job::Priority>(s % 3));
        });
    for (std::thread& t : submitters) t.join();
    std::int64_t expected = 0;
    for (int s = 0; s < 4; ++s)
        for (int round = 0; round < 1500; ++round) {
            const int n = 1 + (round + s) % 7;
            expected += n * (n + 1) / 2;
        }
    EXPECT_EQ(sum, expected);
}

/// Pauses longer than the pool spins: workers and waiters really sleep and are woken.
TEST_P(Pool, WakesSleepers) {
    ThreadPool pool(GetParam());
    std::atomic<int> done{0};
    for (int round = 0; round < 60; ++round) {
        std::this_thread::sleep_for(std::chrono::microseconds(round % 3 * 200));
        pool.parallel(2, [&](std::int64_t i, int) {
            if (i == round % 2) std::this_thread::sleep_for(std::chrono::microseconds(300));
            ++done;
        });
    }
    EXPECT_EQ(done, 120);
}

TEST_P(Pool, SubmitAndWait) {
    ThreadPool pool(GetParam());
    for (int round = 0; round < 300; ++round) {
        std::atomic<int> count{0};
        const auto run = [](void* c, std::int64_t, int) { ++*static_cast<std::atomic<int>*>(c); };
        Job a(run, &count, 5, Job::Priority::Pipeline), b(run, &count, 7, Job::Priority::Kernel),
            none(run, &count, 0, Job::Priority::Branch);
        pool.submit(a), pool.submit(b), pool.submit(none);
        pool.wait(b);
        EXPECT_TRUE(b.finished());
        pool.wait(none), pool.wait(a);
        EXPECT_EQ(count, 12);
    }
}

/// Partial sums by chunk, added in the order of chunks, have the same bits for any number of threads.
TEST(ThreadPool, SumsHaveTheSameBits) {
    std::vector<float> values(10000);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = 1.0f / static_cast<float>(i + 1);
    std::vector<float> totals;
    for (const int threads : {1, 2, 4}) {
        ThreadPool pool(threads);
        std::vector<float> partial(16);
        pool.parallel(16, [&](std::int64_t c, int) {
            const auto begin = values.begin() + c * 625;
            partial[static_cast<std::size_t>(c)] = std::accumulate(begin, begin + 625, 0.0f);
        });
        totals.push_back(std::accumulate(partial.begin(), partial.end(), 0.0f));
    }
    EXPECT_EQ(totals[0], totals[1]);
    EXPECT_EQ(totals[0], totals[2]);
}

TEST(ThreadPool, StartsAndStops) {
    for (int i = 0; i < 100; ++i) {
        ThreadPool pool(1 + i % 4);
        if (i % 2) pool.parallel(3, [](std::int64_t, int) {});
    }
    EXPECT_GE(availableProcessors(), 1);
}

INSTANTIATE_TEST_SUITE_P(Threads, Pool, testing::Values(1, 2, 4), testing::PrintToStringParamName());

}  // namespace
}  // namespace nw
