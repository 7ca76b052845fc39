// Fuzz target: the text of a SPEC.
#include "core/data/spec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto spec = nw::parseDataSpec({reinterpret_cast<const char*>(data), size});
    if (spec && (spec->height.has_value() != spec->width.has_value() || spec->path.empty())) __builtin_trap();
    return 0;
}
