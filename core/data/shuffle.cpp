// Fisher–Yates on a Philox stream.
#include "core/data/shuffle.h"

#include <numeric>
#include <utility>

namespace nw {

void permute(std::span<std::uint32_t> order, RandomKey key) {
    std::iota(order.begin(), order.end(), 0u);
    PhiloxBlock block{};
    for (std::size_t i = order.size(), draw = 0; i > 1; --i, ++draw) {
        if ((draw & 3) == 0) block = philox(key, draw >> 2);
        std::swap(order[i - 1], order[below(block[draw & 3], i)]);
    }
}

RandomKey shuffleKey(std::uint64_t seed, int epoch) {
    return fold(fold(RandomKey{seed}, 0x73687566666C65ull), static_cast<std::uint64_t>(epoch));
}

}  // namespace nw
