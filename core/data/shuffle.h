// The shuffle stage: an order of elements that a key decides, and nothing else.
#pragma once
#include <cstdint>
#include <span>

#include "core/base/philox.h"

namespace nw {

/// Fills `order` with a permutation of 0...size-1 drawn uniformly by `key` (Fisher and Yates; Durstenfeld 1964, Algorithm 235).
/// Up to 2^32 - 1 elements. Takes no memory.
void permute(std::span<std::uint32_t> order, RandomKey key);

/// The order of epoch `epoch` of a run with this seed.
RandomKey shuffleKey(std::uint64_t seed, int epoch);

}  // namespace nw
