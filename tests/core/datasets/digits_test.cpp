// The generated digits: the same bits for any number of threads, MNIST's frame, and a cache that heals.
#include "datasets/digits/digits.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>

#include "datasets/built_in.h"
#include "datasets/digits/draws.h"
#include "datasets/digits/pen.h"
#include "tests/core/data/scratch_folder.h"

namespace nw::datasets {
namespace {

TEST(Digits, AreTheSameForAnyNumberOfThreads) {
    const DigitBlock alone = drawDigits(0, 3000, nullptr);
    for (const int threads : {1, 2, 4}) {
        ThreadPool pool(threads);
        const DigitBlock block = drawDigits(0, 3000, &pool);
        EXPECT_EQ(block.pixels, alone.pixels);
        EXPECT_EQ(block.labels, alone.labels);
    }
    const DigitBlock part = drawDigits(1000, 10, nullptr);
    EXPECT_TRUE(std::equal(part.pixels.begin(), part.pixels.end(), alone.pixels.begin() + 1000 * DigitPixels));
}

TEST(Digits, SitInMnistsFrame) {
    const DigitBlock block = drawDigits(0, 4000, nullptr);
    std::array<int, 10> counts{};
    double offCentre = 0;
    for (std::size_t i = 0; i < 4000; ++i) {
        ++counts[block.labels[i]];
        double mass = 0, mx = 0, my = 0;
        int border = 0;
        for (int y = 0; y < DigitSide; ++y)
            for (int x = 0; x < DigitSide; ++x) {
                const double v = block.pixels[i * DigitPixels + static_cast<std::size_t>(y * DigitSide + x)];
                mass += v, mx += v * (x + 0.5), my += v * (y + 0.5);
                if (x == 0 || y == 0 || x == DigitSide - 1 || y == DigitSide - 1) border += v > 0;
            }
        ASSERT_GT(mass, 255 * 15) << "sample " << i << " is nearly empty";
        ASSERT_LT(mass, 255 * 784 * 0.5) << "sample " << i << " is a blot";
        offCentre = std::max(offCentre, std::hypot(mx / mass - 14, my / mass - 14));
        ASSERT_LE(border, 8) << "sample " << i << " leaves the picture";
    }
    EXPECT_LT(offCentre, 3.0);
    for (const int count : counts) EXPECT_NEAR(count, 400, 100);  // 5 standard deviations
}

TEST(Digits, SineIsASine) {
    for (float turns = -3; turns < 3; turns += 0.01f) {
        EXPECT_NEAR(sineOfTurns(turns), std::sin(6.283185307 * turns), 2e-4) << turns;
        EXPECT_NEAR(cosineOfTurns(turns), std::cos(6.283185307 * turns), 2e-4) << turns;
    }
}

TEST(Digits, TheCacheHealsItself) {
    test::ScratchFolder folder;
    ThreadPool pool(2);
    const auto hash = [](const DatasetSplits& splits) {
        std::vector<float> image(DigitPixels);
        std::int32_t label = 0;
        const std::array<std::byte*, 2> fields = {reinterpret_cast<std::byte*>(image.data()), reinterpret_cast<std::byte*>(&label)};
        double sum = 0;
        for (const std::int64_t i : {0, 777, 9999}) {
            EXPECT_TRUE(splits.test->read(i, fields));
            sum = sum * 3 + std::accumulate(image.begin(), image.end(), static_cast<double>(label));
        }
        return sum;
    };
    const DatasetSplits made = openDigits(folder.path() / "deep", &pool);
    ASSERT_EQ(made.train->size(), DigitsForTraining);
    ASSERT_EQ(made.test->size(), DigitsForTest);
    const double expected = hash(made);
    const auto file = std::filesystem::directory_iterator(folder.path() / "deep")->path();
    EXPECT_EQ(hash(openDigits(folder.path() / "deep", &pool)), expected);
    Bytes content = *readFile(file);
    content[content.size() / 2] ^= 4;
    ASSERT_TRUE(writeFileAtomically(file, content));
    EXPECT_EQ(hash(openDigits(folder.path() / "deep", &pool)), expected);
    std::filesystem::resize_file(file, 1000);
    EXPECT_EQ(hash(openDigits(folder.path() / "deep", &pool)), expected);
    EXPECT_EQ(std::filesystem::file_size(file), content.size());
    const auto notAFolder = folder.write("file", Bytes{1});
    EXPECT_EQ(hash(openDigits(notAFolder, &pool)), expected);
}

TEST(Digits, AreABuiltInSet) {
    BuiltInSets sets;
    addBuiltInSets(sets);
    ASSERT_NE(sets.find("digits"), nullptr);
    EXPECT_FALSE(sets.find("digits")->description.empty());
}

}  // namespace
}  // namespace nw::datasets
