// Order, resumption, threads, cache, errors and speed of the pipeline.
#include "core/data/pipeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>

#include "core/data/cache.h"
#include "core/data/memory_images.h"
#include "core/data/shuffle.h"
#include "tests/processor_time.h"

namespace nw {
namespace {

/// Element i is {i, i + 0.5 or i} and label i; reading takes a while that differs from element to element.
class Numbers final : public Dataset {
public:
    explicit Numbers(std::int64_t size, float part = 0.0f) : size_(size), part_(part) {}
    const ElementSpec& spec() const override { return spec_; }
    std::int64_t size() const override { return size_; }
    std::string name(std::int64_t index) const override { return "number-" + std::to_string(index); }
    Result<void> read(std::int64_t index, std::span<std::byte* const> fields) const override {
        ++reads_;
        volatile double work = 0;
        for (std::int64_t i = 0; i < index * 7 % 13 * 500; ++i) work = work + 1;
        if (index == broken) return fail(Code::Format, name(index), "is broken");
        const float values[2] = {static_cast<float>(index % 256), static_cast<float>(index % 256) + part_};
        const auto label = static_cast<std::int32_t>(index);
        std::memcpy(fields[0], values, sizeof values);
        std::memcpy(fields[1], &label, sizeof label);
        return {};
    }
    std::int64_t reads() const { return reads_; }
    std::int64_t broken = -1;

private:
    std::int64_t size_;
    float part_;
    ElementSpec spec_{{{"x", {DType::Float32, {2}}}, {"label", {DType::Int32, {}}}}, {}};
    mutable std::atomic<std::int64_t> reads_{0};
};

std::vector<std::int32_t> labelsOf(const Batch& batch) {
    const auto labels = batch.fields[1].data<std::int32_t>();
    return {labels.begin(), labels.end()};
}

std::vector<std::int32_t> restOfEpoch(Pipeline& pipeline) {
    std::vector<std::int32_t> all;
    Batch batch;
    for (;;) {
        const auto more = pipeline.next(batch);
        EXPECT_TRUE(more) << more.error().text();
        if (!more || !*more) return all;
        EXPECT_EQ(batch.fields[0].extents()[0], batch.count);
        for (std::int64_t i = 0; i < batch.count; ++i) {
            const auto label = batch.fields[1].data<std::int32_t>()[static_cast<std::size_t>(i)];
            EXPECT_EQ(batch.fields[0].data<float>()[static_cast<std::size_t>(2 * i)], static_cast<float>(label % 256));
            all.push_back(label);
        }
    }
}

TEST(Shuffle, IsAPermutationOfItsKey) {
    std::vector<std::uint32_t> a(1000), b(1000), sorted;
    permute(a, shuffleKey(7, 0));
    permute(b, shuffleKey(7, 0));
    EXPECT_EQ(a, b);
    sorted = a;
    std::sort(sorted.begin(), sorted.end());
    std::iota(b.begin(), b.end(), 0u);
    EXPECT_EQ(sorted, b);
    permute(b, shuffleKey(7, 1));
    EXPECT_NE(a, b);
    permute(b, shuffleKey(8, 0));
    EXPECT_NE(a, b);
}

TEST(Shuffle, AllOrdersAreEquallyLikely) {
    std::map<std::vector<std::uint32_t>, int> counts;
    for (std::uint64_t seed = 0; seed < 24000; ++seed) {
        std::vector<std::uint32_t> order(4);
        permute(order, shuffleKey(seed, 3));
        ++counts[order];
    }
    ASSERT_EQ(counts.size(), 24u);
    for (const auto& [order, count] : counts) EXPECT_NEAR(count, 1000, 160);  // 5 standard deviations
}

TEST(Pipeline, EveryElementOnceAnEpoch) {
    ThreadPool pool(2);
    Pipeline pipeline(std::make_shared<Numbers>(103), {.batch = 10}, pool);
    EXPECT_EQ(pipeline.batchesPerEpoch(), 11);
    std::vector<std::int32_t> first = restOfEpoch(pipeline);
    pipeline.startEpoch(1);
    std::vector<std::int32_t> second = restOfEpoch(pipeline);
    EXPECT_NE(first, second);
    std::sort(first.begin(), first.end());
    std::sort(second.begin(), second.end());
    std::vector<std::int32_t> all(103);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(first, all);
    EXPECT_EQ(second, all);
}

TEST(Pipeline, DropsTheRemainderWhenAsked) {
    ThreadPool pool(1);
    Pipeline pipeline(std::make_shared<Numbers>(25), {.batch = 10, .shuffle = false, .dropRemainder = true}, pool);
    EXPECT_EQ(pipeline.batchesPerEpoch(), 2);
    EXPECT_EQ(restOfEpoch(pipeline).size(), 20u);
    Pipeline small(std::make_shared<Numbers>(5), {.batch = 10, .shuffle = false}, pool);
    EXPECT_EQ(restOfEpoch(small), (std::vector<std::int32_t>{0, 1, 2, 3, 4}));
}

TEST(Pipeline, OrderDoesNotDependOnThreadsOrPrefetch) {
    std::vector<std::vector<std::int32_t>> orders;
    for (const int threads : {1, 2, 4})
        for (const int prefetch : {0, 1, 5}) {
            ThreadPool pool(threads);
            Pipeline pipeline(std::make_shared<Numbers>(211), {.batch = 16, .seed = 42, .prefetch = prefetch}, pool);
            pipeline.startEpoch(3);
            orders.push_back(restOfEpoch(pipeline));
        }
    for (const auto& order : orders) EXPECT_EQ(order, orders[0]);
}

TEST(Pipeline, ResumesExactly) {
    ThreadPool pool(2);
    const auto set = std::make_shared<Numbers>(103);
    Pipeline whole(set, {.batch = 8, .seed = 5}, pool);
    whole.startEpoch(2);
    const std::vector<std::int32_t> all = restOfEpoch(whole);
    EXPECT_EQ(whole.epoch(), 2);
    EXPECT_EQ(whole.nextBatch(), 13);
    for (const std::int64_t from : {0, 1, 7, 12, 13}) {
        Pipeline resumed(set, {.batch = 8, .seed = 5}, pool);
        resumed.startEpoch(2, from);
        const std::vector<std::int32_t> rest = restOfEpoch(resumed);
        EXPECT_EQ(rest, std::vector<std::int32_t>(all.begin() + std::min<std::ptrdiff_t>(from * 8, 103), all.end())) << from;
    }
}

TEST(Pipeline, ABatchStaysValidUntilTheSecondNext) {
    ThreadPool pool(2);
    Pipeline pipeline(std::make_shared<Numbers>(64), {.batch = 8, .prefetch = 3}, pool);
    Batch previous, current;
    ASSERT_TRUE(pipeline.next(previous));
    std::vector<std::int32_t> expected = labelsOf(previous);
    for (int i = 0; i < 40; ++i) {
        auto more = pipeline.next(current);
        ASSERT_TRUE(more);
        if (!*more) {
            pipeline.startEpoch(i);
            ASSERT_TRUE(pipeline.next(current));
        }
        ASSERT_EQ(labelsOf(previous), expected);
        std::swap(previous, current);
        expected = labelsOf(previous);
    }
}

TEST(Pipeline, ReusesItsMemory) {
    ThreadPool pool(2);
    Pipeline pipeline(std::make_shared<Numbers>(60), {.batch = 6, .prefetch = 1}, pool);
    std::map<const void*, int> places;
    Batch batch;
    for (int epoch = 0; epoch < 4; ++epoch, pipeline.startEpoch(epoch))
        while (*pipeline.next(batch)) ++places[batch.fields[0].raw()];
    EXPECT_EQ(places.size(), 3u);
}

TEST(Pipeline, NamesTheFirstElementThatFailsAndGoesOn) {
    for (const int threads : {1, 3}) {
        ThreadPool pool(threads);
        const auto set = std::make_shared<Numbers>(30);
        set->broken = 13;
        Pipeline pipeline(set, {.batch = 10, .shuffle = false}, pool);
        Batch batch;
        ASSERT_TRUE(pipeline.next(batch));
        const auto failed = pipeline.next(batch);
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().text().substr(0, 11), "[number-13]");
        ASSERT_TRUE(pipeline.next(batch));
        EXPECT_EQ(labelsOf(batch)[0], 20);
        EXPECT_FALSE(*pipeline.next(batch));
    }
}

TEST(Pipeline, AnEpochCanBeLeftAtAnyTime) {
    ThreadPool pool(4);
    Pipeline pipeline(std::make_shared<Numbers>(500), {.batch = 20, .prefetch = 4}, pool);
    Batch batch;
    for (int epoch = 0; epoch < 50; ++epoch) {
        pipeline.startEpoch(epoch, epoch % 20);
        for (int i = 0; i < epoch % 4; ++i) ASSERT_TRUE(pipeline.next(batch));
    }
}

TEST(Cache, GivesTheSameValuesBackAndReadsOnce) {
    for (const float part : {0.0f, 0.5f}) {
        ThreadPool pool(2);
        const auto set = std::make_shared<Numbers>(100, part);
        Pipeline plain(set, {.batch = 7}, pool);
        const std::vector<std::int32_t> expected = restOfEpoch(plain);
        const std::int64_t before = set->reads();
        Pipeline cached(set, {.batch = 7, .cacheBytes = 1 << 20}, pool);
        EXPECT_EQ(restOfEpoch(cached), expected);
        cached.startEpoch(0);
        EXPECT_EQ(restOfEpoch(cached), expected);
        EXPECT_EQ(set->reads() - before, 100);
        EXPECT_EQ(cached.figures()[0].items, 100);
    }
}

TEST(Cache, KeepsWholeNumbersAsBytesWithinItsBound) {
    const auto set = std::make_shared<Numbers>(100);
    const CachedDataset large(set, 1 << 20), small(set, 200);
    const CachedDataset fractions(std::make_shared<Numbers>(100, 0.25f), 1 << 20);
    for (const CachedDataset* cache : {&large, &small, &fractions})
        for (int round = 0; round < 2; ++round)
            for (std::int64_t i = 0; i < 100; ++i) {
                float x[2];
                std::int32_t label;
                const std::array<std::byte*, 2> fields = {reinterpret_cast<std::byte*>(x), reinterpret_cast<std::byte*>(&label)};
                ASSERT_TRUE(cache->read(i, fields));
                ASSERT_EQ(x[0], static_cast<float>(i));
                ASSERT_EQ(x[1], static_cast<float>(i) + (cache == &fractions ? 0.25f : 0.0f));
                ASSERT_EQ(label, i);
            }
    EXPECT_EQ(large.bytes(), 100u * (2 + 2 + 4));
    EXPECT_EQ(fractions.bytes(), 100u * (2 + 8 + 4));
    EXPECT_LE(small.bytes(), 200u);
    EXPECT_EQ(large.hits(), 100);
}

TEST(Pipeline, BatchesImagesInMemoryFast) {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "speed means nothing under a sanitizer";
#endif
    const std::int64_t n = 60000;
    const auto pixels = std::make_shared<std::vector<std::uint8_t>>(static_cast<std::size_t>(n) * 784, std::uint8_t{7});
    const auto labels = std::make_shared<std::vector<std::uint8_t>>(static_cast<std::size_t>(n));
    const auto set = std::make_shared<MemoryImages>(MemoryImages::Content{*pixels, *labels, 28, 28, 1, {"a"}, pixels});
    ThreadPool pool(1);
    Pipeline pipeline(set, {.batch = 128}, pool);
    Batch batch;
    const test::ProcessorTime time;
    while (*pipeline.next(batch)) {}
    const double seconds = time.milliseconds() / 1e3;
    RecordProperty("images_per_second", std::to_string(static_cast<double>(n) / seconds));
    std::printf("%.0f images of 28x28 a second of processor time\n", static_cast<double>(n) / seconds);
    EXPECT_GT(static_cast<double>(n) / seconds, 200000.0 / 3);
}

}  // namespace
}  // namespace nw
