// The memory planner: where in one arena each buffer lives.
#pragma once
#include <cstddef>
#include <vector>

namespace nw {

/// A buffer that is written first in step `begin` and read last in step `end`.
struct Lifetime {
    std::size_t bytes = 0;
    int begin = 0, end = 0;
    std::size_t offset = 0;  ///< the answer, a multiple of 64
};

/// Gives every buffer an offset so that buffers alive at the same time do not overlap, and returns the size of the arena. Largest
/// first, each at the lowest offset that fits, so that hot memory is reused. Source: Pisarchyk and Lee 2020, Efficient memory
/// management for deep neural net inference (greedy by size).
std::size_t planMemory(std::vector<Lifetime>& buffers);

}  // namespace nw
