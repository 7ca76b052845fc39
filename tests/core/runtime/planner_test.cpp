// The planner: buffers alive together never overlap, and the arena is not larger than it must be in simple cases.
#include "core/runtime/planner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace nw {
namespace {

bool together(const Lifetime& a, const Lifetime& b) { return a.begin <= b.end && b.begin <= a.end; }

TEST(Planner, RandomLifetimesDoNotOverlap) {
    std::mt19937 gen(1);
    for (int round = 0; round < 300; ++round) {
        std::vector<Lifetime> buffers(1 + gen() % 60);
        std::size_t total = 0;
        for (Lifetime& b : buffers) {
            b.begin = static_cast<int>(gen() % 40);
            b.end = b.begin + static_cast<int>(gen() % 10);
            b.bytes = gen() % 5 == 0 ? 0 : gen() % 5000;
            total += (std::max<std::size_t>(b.bytes, 1) + 63) / 64 * 64;
        }
        const std::size_t arena = planMemory(buffers);
        EXPECT_LE(arena, total);
        for (std::size_t i = 0; i < buffers.size(); ++i) {
            const Lifetime& a = buffers[i];
            EXPECT_EQ(a.offset % 64, 0u);
            EXPECT_LE(a.offset + a.bytes, arena);
            for (std::size_t j = 0; j < i; ++j) {
                const Lifetime& b = buffers[j];
                if (!together(a, b) || a.bytes == 0 || b.bytes == 0) continue;
                EXPECT_TRUE(a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset) << i << " and " << j;
            }
        }
        const auto first = buffers;
        EXPECT_EQ(planMemory(buffers), arena) << "the same question, another answer";
        for (std::size_t i = 0; i < buffers.size(); ++i) EXPECT_EQ(buffers[i].offset, first[i].offset);
    }
}

TEST(Planner, AChainNeedsTwoBuffers) {
    std::vector<Lifetime> chain;
    for (int i = 0; i < 20; ++i) chain.push_back({1000, i, i + 1, 0});
    EXPECT_EQ(planMemory(chain), 2 * 1024u);
    std::vector<Lifetime> none;
    EXPECT_EQ(planMemory(none), 0u);
}

}  // namespace
}  // namespace nw
