// Numbers as people read them.
#pragma once
#include <cstdint>
#include <string>

namespace nw {

/// "60,000".
std::string grouped(std::uint64_t number);
/// "1 image", "60,000 images"; `plural` is given, never guessed.
std::string counted(std::uint64_t number, const char* singular, const char* plural);

}  // namespace nw
