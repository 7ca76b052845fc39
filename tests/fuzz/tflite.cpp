// Fuzz target: TensorFlow Lite models.
#include "core/formats/tflite/tflite.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    [[maybe_unused]] const auto content = nw::tflite::format().read({data, size});
    return 0;
}
