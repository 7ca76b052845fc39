// Fuzz target: image files of every format that is decoded, to a small RGB picture and a grey one.
#include "core/data/image_decode.h"

#include <array>

#include "core/data/image_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto header = nw::parseImageHeader({data, size}, "fuzz");
    // Large pictures are legal, but only slow a fuzzer down.
    if (header && header->height * header->width > (1 << 22)) return 0;
    std::array<float, 12 * 10 * 3> pixels;
    for (const std::int64_t channels : {3, 1}) {
        const nw::ImageShape shape{12, 10, channels};
        const std::span<float> out(pixels.data(), static_cast<std::size_t>(shape.elements()));
        if (!nw::decodeImage({data, size}, "fuzz", shape, out)) continue;
        for (const float v : out)
            if (!(v >= 0.0f && v <= 255.001f)) __builtin_trap();
    }
    return 0;
}
