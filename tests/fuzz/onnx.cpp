// Fuzz target: ONNX models.
#include "core/formats/onnx/onnx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    [[maybe_unused]] const auto content = nw::onnx::format().read({data, size});
    return 0;
}
