// Philox against the vectors of its authors, and the distributions made from it.
#include "core/base/philox.h"

#include <gtest/gtest.h>

#include <set>

namespace nw {
namespace {

// Random123 1.14, tests/kat_vectors, lines "philox4x32 10".
TEST(Philox, KnownAnswers) {
    EXPECT_EQ(philox({0}, 0, 0), (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    constexpr std::uint64_t ones = ~std::uint64_t{0};
    EXPECT_EQ(philox({ones}, ones, ones), (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    // Counter and key are the digits of pi: 243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0.
    EXPECT_EQ(philox({0x299f31d0a4093822ull}, 0x85a308d3243f6a88ull, 0x0370734413198a2eull),
              (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, ElementsComeFromBlocks) {
    const RandomKey key{42};
    for (std::uint64_t i = 0; i < 40; ++i) EXPECT_EQ(randomBits(key, i), philox(key, i / 4)[i % 4]);
}

TEST(Philox, FoldsInOrder) {
    const RandomKey key{7};
    EXPECT_NE(fold(fold(key, 1), 2), fold(fold(key, 2), 1));
    std::set<std::uint64_t> seen;
    for (std::uint64_t i = 0; i < 10000; ++i) seen.insert(fold(key, i).value);
    EXPECT_EQ(seen.size(), 10000u);
}

TEST(Philox, UniformStaysBelowOne) {
    EXPECT_EQ(uniform24(0), 0.0f);
    EXPECT_LT(uniform24(0xFFFFFFFFu), 1.0f);
    EXPECT_EQ(below(0xFFFFFFFFu, 10), 9u);
    EXPECT_EQ(below(0xFFFFFFFFu, std::uint64_t{1} << 32), 0xFFFFFFFFu);
}

/// Mean and variance within five standard errors.
TEST(Philox, MomentsOfDistributions) {
    constexpr int n = 200000;
    double u = 0, u2 = 0, g = 0, g2 = 0, g4 = 0;
    for (int i = 0; i < n; ++i) {
        const double x = uniform24(randomBits({3}, static_cast<std::uint64_t>(i)));
        const double z = normal({3}, static_cast<std::uint64_t>(i));
        u += x, u2 += x * x, g += z, g2 += z * z, g4 += z * z * z * z;
    }
    EXPECT_NEAR(u / n, 0.5, 5 * std::sqrt(1.0 / 12 / n));
    EXPECT_NEAR(u2 / n, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / n));
    EXPECT_NEAR(g / n, 0, 5 * std::sqrt(1.0 / n));
    EXPECT_NEAR(g2 / n, 1, 5 * std::sqrt(2.0 / n));
    EXPECT_NEAR(g4 / n, 3, 5 * std::sqrt(96.0 / n));
}

}  // namespace
}  // namespace nw
