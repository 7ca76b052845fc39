// Fuzz target: .npy files.
#include "core/io/npy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    [[maybe_unused]] const auto content = nw::readNpy({data, size});
    return 0;
}
