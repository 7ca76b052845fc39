// Parsing one IDX file.
#include "core/data/idx.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/data/count_text.h"
#include "core/data/gzip.h"

namespace nw {
namespace {

constexpr std::uint64_t LargestArray = std::uint64_t{8} << 30;
constexpr std::size_t LongestHeader = 4 + 4 * 4;
constexpr const char* Again = "Download it again.";

/// What follows the magic number.
struct Header {
    Extents extents;
    std::size_t bytes = 0;     ///< of the header itself
    std::uint64_t values = 0;  ///< product of the extents
};

std::string_view typeName(std::uint8_t type) {
    switch (type) {
        case 0x09: return "int8";
        case 0x0B: return "int16";
        case 0x0C: return "int32";
        case 0x0D: return "float32";
        case 0x0E: return "float64";
        default: return {};
    }
}

Error endsEarly(const Header& header, std::uint64_t available, std::string_view place) {
    const auto count = static_cast<std::uint64_t>(header.extents[0]);
    const char* noun = header.extents.size() == 1 ? "labels" : "images";
    const std::uint64_t whole = available / std::max<std::uint64_t>(header.values / count, 1);
    return fail(Code::Format, place, "This file ends after " + grouped(whole) + " of " + grouped(count) + " " + noun, Again);
}

Result<Header> parseHeader(std::span<const std::uint8_t> start, std::string_view place) {
    if (start.size() < 4 || start[0] != 0 || start[1] != 0)
        return fail(Code::Format, place, "This is not an IDX file: it does not begin with two zero bytes", Again);
    if (start[2] != 0x08) {
        const std::string_view type = typeName(start[2]);
        if (type.empty())
            return fail(Code::Format, place, "This is not an IDX file: its type is " + std::to_string(start[2]), Again);
        return fail(Code::Unsupported, place, "Its numbers are " + std::string(type) + "; only unsigned bytes can be read",
                    "Store the images as unsigned bytes.");
    }
    if (start[3] < 1 || start[3] > 4)
        return fail(Code::Format, place, "An array of " + std::to_string(start[3]) + " dimensions is neither images nor labels");
    Header header;
    header.bytes = 4 + std::size_t{4} * start[3];
    header.values = 1;
    if (start.size() < header.bytes) return fail(Code::Format, place, "This file ends within its header", Again);
    for (std::size_t at = 4; at < header.bytes; at += 4) {
        const std::uint32_t n = std::uint32_t{start[at]} << 24 | std::uint32_t{start[at + 1]} << 16 |
                                std::uint32_t{start[at + 2]} << 8 | std::uint32_t{start[at + 3]};
        if (n == 0) return fail(Code::Format, place, "One of its sizes is 0: it holds nothing", Again);
        header.extents.push_back(n);
        if (header.values > LargestArray / n)
            return fail(Code::Memory, place, "Its header claims an array of " + textOf(header.extents) + "…, more than 8 GiB",
                        Again);
        header.values *= n;
    }
    return header;
}

Error tooLong(const Header& header, std::string_view place) {
    return fail(Code::Format, place,
                "This file goes on after its " + grouped(static_cast<std::uint64_t>(header.extents[0])) +
                    (header.extents.size() == 1 ? " labels" : " images"),
                Again);
}

Result<IdxArray> parseCompressed(std::span<const std::uint8_t> content, std::string_view place) {
    GzipReader reader(content, place);
    std::array<std::uint8_t, LongestHeader> start;
    NW_TRY(std::size_t got, reader.read(std::span(start).first(4)));
    if (got == 4) {
        const auto rest = std::span(start).subspan(4, std::size_t{4} * std::min<std::size_t>(start[3], 4));
        NW_TRY(const std::size_t more, reader.read(rest));
        got += more;
    }
    NW_TRY(Header header, parseHeader(std::span(start).first(got), place));
    if (header.values > largestGzipContent(content.size()))
        return fail(Code::Format, place,
                    "Its header claims " + grouped(header.values) + " bytes, more than a compressed file of " +
                        grouped(content.size()) + " bytes can hold",
                    Again);
    IdxArray array{header.extents, Bytes(static_cast<std::size_t>(header.values))};
    NW_TRY(const std::size_t filled, reader.read(array.values));
    if (filled < header.values) return endsEarly(header, filled, place);
    std::uint8_t beyond = 0;  // asking for one byte more also makes zlib check the checksum
    NW_TRY(const std::size_t extra, reader.read({&beyond, 1}));
    if (extra > 0) return tooLong(header, place);
    if (reader.cutOff()) return fail(Code::Format, place, "The compressed file is cut off before its checksum", Again);
    return array;
}

}  // namespace

Result<IdxArray> parseIdx(std::span<const std::uint8_t> content, std::string_view place) {
    if (content.empty()) return fail(Code::Format, place, "This file is empty", Again);
    if (looksLikeGzip(content)) return parseCompressed(content, place);
    NW_TRY(Header header, parseHeader(content.first(std::min(content.size(), LongestHeader)), place));
    const std::span<const std::uint8_t> values = content.subspan(header.bytes);
    if (values.size() < header.values) return endsEarly(header, values.size(), place);
    if (values.size() > header.values) return tooLong(header, place);
    return IdxArray{std::move(header.extents), Bytes(values.begin(), values.end())};
}

}  // namespace nw
