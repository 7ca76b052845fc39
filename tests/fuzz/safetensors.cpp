// Fuzz target: safetensors.
#include "core/io/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    [[maybe_unused]] const auto content = nw::readSafetensors({data, size});
    return 0;
}
