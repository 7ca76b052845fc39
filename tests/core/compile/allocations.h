// Counts calls of the global operator new in this test program.
#pragma once
#include <cstddef>

namespace nw {
/// So far, in all threads.
std::size_t allocationCount();
/// Those of them that oneDNN made for itself.
std::size_t allocationCountOfOneDnn();
}  // namespace nw
