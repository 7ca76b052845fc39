// Reads gzip (RFC 1952) from memory in pieces, so that nobody needs to believe how large the content will be.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace nw {

/// Whether the bytes begin as a gzip file does.
bool looksLikeGzip(std::span<const std::uint8_t> content);

/// The content of one gzip file, of one or several members. `compressed` must outlive the reader.
class GzipReader {
public:
    /// `place` names the file in errors.
    GzipReader(std::span<const std::uint8_t> compressed, std::string_view place);
    ~GzipReader();
    GzipReader(const GzipReader&) = delete;
    GzipReader& operator=(const GzipReader&) = delete;

    /// Fills `out` and returns its size, or less where the content ends or the file is cut off. Error: Format (damaged content or a
    /// checksum that does not agree).
    Result<std::size_t> read(std::span<std::uint8_t> out);
    /// Whether the file ended in the middle of its content (known once read() has returned less than was asked for).
    bool cutOff() const { return cutOff_; }

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
    std::string place_;
    bool finished_ = false, cutOff_ = false;
};

/// No gzip file of this many bytes holds more (deflate's best ratio is 1032 to 1).
constexpr std::uint64_t largestGzipContent(std::uint64_t compressedBytes) { return compressedBytes * 1032 + 1032; }

}  // namespace nw
