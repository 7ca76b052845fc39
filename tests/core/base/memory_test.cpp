// What is left of the memory, and who asks for more.
#include "core/base/memory.h"

#include <gtest/gtest.h>

#include <new>

#include "core/tensor/tensor.h"

namespace nw {
namespace {

TEST(Memory, SomeIsLeft) {
    EXPECT_GT(availableMemory(), std::size_t{1} << 20);
    EXPECT_LT(availableMemory(), std::size_t{1} << 50);
}

TEST(Memory, IsToldInThreeFigures) {
    EXPECT_EQ(memoryText(780'000'000), "780 MB");
    EXPECT_EQ(memoryText(999'600'000), "1.0 GB");
    EXPECT_EQ(memoryText(26'440'000'000), "26.4 GB");
}

TEST(Memory, MoreThanThereIsIsNotPromised) {
    EXPECT_THROW(Storage::allocate(availableMemory() + (std::size_t{1} << 30)), std::bad_alloc);
    EXPECT_THROW(Tensor::empty(DType::Float32, {1 << 20, 1 << 20}), std::bad_alloc);
}

}  // namespace
}  // namespace nw
