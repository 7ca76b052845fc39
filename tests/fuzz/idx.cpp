// Fuzz target: IDX files, plain as they come.
#include "core/data/idx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto array = nw::parseIdx({data, size}, "fuzz");
    if (array && static_cast<std::uint64_t>(nw::product(array->extents)) != array->values.size()) __builtin_trap();
    return 0;
}
