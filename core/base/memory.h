// How much memory this computer has left.
#pragma once
#include <cstddef>
#include <string>

namespace nw {

/// Bytes that programs can take without others being swapped out or killed (Linux: MemAvailable; elsewhere all there is). Systems
/// promise more than they have and kill who uses it, so what is large is compared with this first.
std::size_t availableMemory();

/// "26.4 GB", "780 MB": in powers of 1000.
std::string memoryText(std::size_t bytes);

}  // namespace nw
