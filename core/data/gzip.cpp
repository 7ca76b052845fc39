// gzip through zlib's inflate.
#include "core/data/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "core/base/check.h"

namespace nw {

struct GzipReader::Stream {
    z_stream z{};
    std::span<const std::uint8_t> rest;
};

bool looksLikeGzip(std::span<const std::uint8_t> content) {
    return content.size() >= 2 && content[0] == 0x1f && content[1] == 0x8b;
}

GzipReader::GzipReader(std::span<const std::uint8_t> compressed, std::string_view place)
    : stream_(std::make_unique<Stream>()), place_(place) {
    stream_->rest = compressed;
    NW_CHECK(inflateInit2(&stream_->z, 15 + 16) == Z_OK);
}

GzipReader::~GzipReader() { inflateEnd(&stream_->z); }

Result<std::size_t> GzipReader::read(std::span<std::uint8_t> out) {
    constexpr std::size_t Most = std::numeric_limits<uInt>::max() / 2;
    z_stream& z = stream_->z;
    auto& rest = stream_->rest;
    std::size_t done = 0;
    while (done < out.size() && !finished_) {
        const std::size_t in = std::min(rest.size(), Most), room = std::min(out.size() - done, Most);
        z.next_in = const_cast<Bytef*>(rest.data());
        z.avail_in = static_cast<uInt>(in);
        z.next_out = out.data() + done;
        z.avail_out = static_cast<uInt>(room);
        const int status = inflate(&z, Z_NO_FLUSH);
        rest = rest.subspan(in - z.avail_in);
        done += room - z.avail_out;
        if (status == Z_STREAM_END) {
            finished_ = !looksLikeGzip(rest);  // another member may follow; other bytes after the end are padding
            inflateReset(&z);
        } else if (status == Z_BUF_ERROR || (status == Z_OK && rest.empty() && z.avail_out > 0)) {
            finished_ = cutOff_ = true;
        } else if (status != Z_OK) {
            return fail(Code::Format, place_, "The compressed data are damaged after " + std::to_string(z.total_out) + " bytes",
                        "Download it again.");
        }
    }
    return done;
}

}  // namespace nw
