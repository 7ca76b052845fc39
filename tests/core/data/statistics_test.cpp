// Statistics of a set and the search for elements that lie in two parts.
#include "core/data/statistics.h"

#include <gtest/gtest.h>

#include "core/data/memory_images.h"
#include "core/data/spec.h"

namespace nw {
namespace {

/// 2×2 images; element i has the value values[i] everywhere and the label i % 3.
std::shared_ptr<const Dataset> setOf(const std::vector<int>& values) {
    struct Block {
        std::vector<std::uint8_t> pixels, labels;
    };
    auto block = std::make_shared<Block>();
    for (std::size_t i = 0; i < values.size(); ++i) {
        block->pixels.insert(block->pixels.end(), 4, static_cast<std::uint8_t>(values[i]));
        block->labels.push_back(static_cast<std::uint8_t>(i % 3));
    }
    return std::make_shared<MemoryImages>(MemoryImages::Content{block->pixels, block->labels, 2, 2, 1, {"a", "b", "c"}, block});
}

TEST(Statistics, CountsClassesOfEachPart) {
    DatasetSplits splits;
    splits.train = setOf({1, 2, 3, 4});
    splits.test = setOf({5});
    const auto s = statisticsOf(splits);
    ASSERT_EQ(s.size(), 2u);
    EXPECT_EQ(s[0].classCounts, (std::vector<std::int64_t>{2, 1, 1}));
    EXPECT_EQ(s[1].split, Split::Test);
    EXPECT_EQ(s[1].samples, 1);
    EXPECT_TRUE(sizesOf(s).empty()) << "images in memory are all of one size";
}

TEST(Statistics, FindsWhatLiesInTwoParts) {
    DatasetSplits splits;
    splits.train = setOf({1, 2, 3, 3, 4});
    splits.validation = setOf({9, 2});
    splits.test = setOf({3, 7, 9, 2});
    ThreadPool pool(2);
    std::int64_t last = 0;
    const auto r = findDuplicates(splits, {&pool, {}, [&](std::int64_t done, std::int64_t total) {
                                               EXPECT_EQ(total, 11);
                                               last = done;
                                           }});
    ASSERT_TRUE(r);
    EXPECT_EQ(last, 11);
    EXPECT_EQ(r->duplicates, (std::vector<Duplicate>{{Split::Validation, 1, Split::Train, 1},
                                                     {Split::Test, 0, Split::Train, 2},
                                                     {Split::Test, 2, Split::Validation, 0},
                                                     {Split::Test, 3, Split::Train, 1}}));
    EXPECT_EQ(r->count(Split::Test, Split::Train), 2);
}

TEST(Statistics, StopsWhenAsked) {
    DatasetSplits splits;
    splits.train = setOf(std::vector<int>(1000, 1));
    std::stop_source stop;
    stop.request_stop();
    const auto r = findDuplicates(splits, {nullptr, stop.get_token(), {}});
    ASSERT_FALSE(r);
    EXPECT_EQ(r.error().code, Code::Cancelled);
}

TEST(Statistics, LimitedElementsKnowWhereTheyAreFrom) {
    const auto whole = setOf({1, 2, 3, 4, 5, 6, 7});
    const auto some = limited(whole, 3);
    for (std::int64_t i = 0; i < 3; ++i) EXPECT_EQ(some->label(i), whole->label(limitedIndex(7, 3, i)));
    EXPECT_EQ(limitedIndex(7, 9, 4), 4);
}

TEST(Statistics, AnchorsPathsButNoNames) {
    BuiltInSets sets;
    sets.add("digits", "Digits.", {});
    EXPECT_EQ(anchoredSpec("digits?limit=3", sets, "/base"), "digits?limit=3");
    EXPECT_EQ(anchoredSpec("images:flowers?size=8x8", sets, "/base"), "images:/base/flowers?size=8x8");
    EXPECT_EQ(anchoredSpec("../more", sets, "/base/here"), "/base/more");
    EXPECT_EQ(anchoredSpec("idx:/there", sets, "/base"), "idx:/there");
}

}  // namespace
}  // namespace nw
