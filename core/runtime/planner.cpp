// Greedy by size.
#include "core/runtime/planner.h"

#include <algorithm>
#include <numeric>

namespace nw {
namespace {

constexpr std::size_t alignment = 64;
std::size_t aligned(std::size_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

}  // namespace

std::size_t planMemory(std::vector<Lifetime>& buffers) {
    std::vector<std::size_t> order(buffers.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return buffers[a].bytes > buffers[b].bytes; });
    std::vector<std::size_t> placed;  // indices, by offset
    std::size_t arena = 0;
    for (const std::size_t i : order) {
        Lifetime& buffer = buffers[i];
        const std::size_t size = aligned(std::max<std::size_t>(buffer.bytes, 1));
        std::size_t at = 0;
        for (const std::size_t j : placed) {
            const Lifetime& other = buffers[j];
            if (other.end < buffer.begin || buffer.end < other.begin) continue;
            if (at + size <= other.offset) break;
            at = std::max(at, other.offset + aligned(std::max<std::size_t>(other.bytes, 1)));
        }
        buffer.offset = at;
        arena = std::max(arena, at + size);
        placed.insert(
            std::upper_bound(placed.begin(), placed.end(), at, [&](std::size_t v, std::size_t j) { return v < buffers[j].offset; }),
            i);
    }
    return arena;
}

}  // namespace nw
