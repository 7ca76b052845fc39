// What an image file's first bytes say: format and size, without decoding.
#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "core/base/result.h"

namespace nw {

enum class ImageFormat : std::uint8_t { Jpeg, Png, Bmp, WebP, Pnm };

struct ImageHeader {
    ImageFormat format = ImageFormat::Jpeg;
    std::int64_t height = 0, width = 0;  ///< at least 1, at most LargestImage pixels together
    bool grey = false;                   ///< stored with one channel
};

/// Larger images are refused before memory is taken for them.
constexpr std::int64_t LargestImage = 100'000'000;

/// Reads JPEG (ITU-T T.81, B.2.2), PNG (W3C PNG, 11.2.2), BMP, WebP (RFC 9649) and binary PNM headers from a file's first bytes.
/// Errors: Format (no image, or cut off), Memory (more than LargestImage pixels). `place` names the file in errors.
Result<ImageHeader> parseImageHeader(std::span<const std::uint8_t> start, std::string_view place);

/// Whether a file with this header goes on to its end, as far as its own lengths tell (PNG, BMP without compression, WebP). JPEG
/// and PNM have no such lengths: true.
bool reachesItsEnd(std::span<const std::uint8_t> file, const ImageHeader& header);

/// parseImageHeader for a file, of which mostly the first 16 KiB are read. Errors: as above, and Io.
Result<ImageHeader> readImageHeader(const std::filesystem::path& file);

}  // namespace nw
