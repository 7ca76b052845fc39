// Headers of the image formats that can be decoded.
#include "core/data/image_header.h"

#include <array>
#include <cstring>
#include <fstream>
#include <optional>

#include "core/base/files.h"
#include "core/data/count_text.h"

namespace nw {
namespace {

using Span = std::span<const std::uint8_t>;

std::int64_t big(Span s, std::size_t at, int bytes) {
    std::int64_t v = 0;
    for (int i = 0; i < bytes; ++i) v = v << 8 | s[at + static_cast<std::size_t>(i)];
    return v;
}

std::int64_t little(Span s, std::size_t at, int bytes) {
    std::int64_t v = 0;
    for (int i = bytes; i-- > 0;) v = v << 8 | s[at + static_cast<std::size_t>(i)];
    return v;
}

bool begins(Span s, std::string_view with, std::size_t at = 0) {
    return s.size() >= at + with.size() && std::memcmp(s.data() + at, with.data(), with.size()) == 0;
}

using Found = std::optional<ImageHeader>;  ///< nothing: the bytes end within the header or contradict the format

Found jpeg(Span s) {
    std::size_t at = 2;
    while (at + 4 <= s.size()) {
        if (s[at] != 0xFF) return std::nullopt;
        const int marker = s[at + 1];
        if (marker == 0xFF) {  // fill byte
            ++at;
            continue;
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {  // no content
            at += 2;
            continue;
        }
        const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame && at + 10 <= s.size())
            return ImageHeader{ImageFormat::Jpeg, big(s, at + 5, 2), big(s, at + 7, 2), s[at + 9] == 1};
        const std::int64_t length = big(s, at + 2, 2);
        if (frame || marker == 0xD9 || marker == 0xDA || length < 2) return std::nullopt;
        at += 2 + static_cast<std::size_t>(length);
    }
    return std::nullopt;
}

Found png(Span s) {
    if (s.size() < 33 || !begins(s, "IHDR", 12)) return std::nullopt;
    const bool grey = s[25] == 0 || s[25] == 4;
    return ImageHeader{ImageFormat::Png, big(s, 20, 4), big(s, 16, 4), grey};
}

Found bmp(Span s) {
    if (s.size() < 30) return std::nullopt;
    if (little(s, 14, 4) == 12) return ImageHeader{ImageFormat::Bmp, little(s, 20, 2), little(s, 18, 2), false};
    const auto height = static_cast<std::int32_t>(little(s, 22, 4));  // negative: the first row is the top one
    return ImageHeader{ImageFormat::Bmp, height < 0 ? -std::int64_t{height} : height, little(s, 18, 4), false};
}

Found webp(Span s) {
    if (s.size() < 30) return std::nullopt;
    if (begins(s, "VP8 ", 12)) return ImageHeader{ImageFormat::WebP, little(s, 28, 2) & 0x3FFF, little(s, 26, 2) & 0x3FFF, false};
    if (begins(s, "VP8L", 12)) {
        const std::int64_t bits = little(s, 21, 4);
        return ImageHeader{ImageFormat::WebP, (bits >> 14 & 0x3FFF) + 1, (bits & 0x3FFF) + 1, false};
    }
    if (begins(s, "VP8X", 12)) return ImageHeader{ImageFormat::WebP, little(s, 27, 3) + 1, little(s, 24, 3) + 1, false};
    return std::nullopt;
}

Found pnm(Span s) {
    std::size_t at = 2;
    std::array<std::int64_t, 2> sizes{};
    for (std::int64_t& size : sizes) {
        for (bool comment = false; at < s.size() && (comment || s[at] <= ' ' || s[at] == '#'); ++at)
            comment = (comment || s[at] == '#') && s[at] != '\n';
        for (; at < s.size() && s[at] >= '0' && s[at] <= '9' && size < LargestImage; ++at) size = size * 10 + (s[at] - '0');
    }
    return ImageHeader{ImageFormat::Pnm, sizes[1], sizes[0], s[1] == '5'};
}

bool pngReachesItsEnd(Span s) {
    for (std::size_t at = 8; at + 12 <= s.size();) {  // chunks: length, name, content, checksum
        const auto length = static_cast<std::size_t>(big(s, at, 4));
        if (begins(s, "IEND", at + 4)) return true;
        at += 12 + length;
    }
    return false;
}

bool bmpReachesItsEnd(Span s, const ImageHeader& header) {
    const bool old = little(s, 14, 4) == 12;
    if (!old && s.size() < 34) return false;
    const std::int64_t bits = little(s, old ? 24 : 28, 2), compression = old ? 0 : little(s, 30, 4);
    if (compression != 0) return true;
    const std::int64_t row = (header.width * bits + 31) / 32 * 4;
    return little(s, 10, 4) + row * header.height <= static_cast<std::int64_t>(s.size());
}

/// How each format begins, and who reads its header.
struct Reader {
    std::string_view begin;
    std::string_view name;
    Found (*read)(Span);
};
constexpr Reader Readers[] = {{"\xFF\xD8", "JPEG", jpeg}, {"\x89PNG\r\n\x1A\n", "PNG", png},
                              {"BM", "BMP", bmp},         {"RIFF", "WebP", webp},
                              {"P5", "PNM", pnm},         {"P6", "PNM", pnm}};

}  // namespace

Result<ImageHeader> parseImageHeader(Span start, std::string_view place) {
    if (start.empty()) return fail(Code::Format, place, "This file is empty");
    for (const Reader& reader : Readers) {
        if (!begins(start, reader.begin)) continue;
        const Found found = reader.read(start);
        const std::string name(reader.name);
        if (!found) return fail(Code::Format, place, "This " + name + " file ends within its header, or its header is damaged");
        if (found->height < 1 || found->width < 1)
            return fail(Code::Format, place, "This " + name + " file claims to have no pixels: its header is damaged");
        if (found->height > LargestImage / found->width)
            return fail(Code::Memory, place,
                        "This image claims " + grouped(static_cast<std::uint64_t>(found->width)) + "×" +
                            grouped(static_cast<std::uint64_t>(found->height)) + " pixels; more than 100 megapixels are not read",
                        "Make it smaller.");
        return *found;
    }
    return fail(Code::Format, place, "This is not an image in a format that can be read (JPEG, PNG, BMP, WebP, PNM)");
}

bool reachesItsEnd(Span file, const ImageHeader& header) {
    switch (header.format) {
        case ImageFormat::Png: return pngReachesItsEnd(file);
        case ImageFormat::Bmp: return bmpReachesItsEnd(file, header);
        case ImageFormat::WebP: return little(file, 4, 4) + 8 <= static_cast<std::int64_t>(file.size());
        case ImageFormat::Jpeg:
        case ImageFormat::Pnm: break;
    }
    return true;
}

Result<ImageHeader> readImageHeader(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return fail(Code::Io, file.string(), "cannot be opened");
    Bytes start(16 << 10);
    stream.read(reinterpret_cast<char*>(start.data()), static_cast<std::streamsize>(start.size()));
    const bool whole = stream.gcount() < static_cast<std::streamsize>(start.size());
    start.resize(static_cast<std::size_t>(stream.gcount()));
    auto header = parseImageHeader(start, file.string());
    if (header || whole || header.error().code == Code::Memory) return header;
    // A JPEG file may carry a thumbnail and a colour profile before its size.
    NW_TRY(const Bytes all, readFile(file, std::uint64_t{1} << 30));
    return parseImageHeader(all, file.string());
}

}  // namespace nw
