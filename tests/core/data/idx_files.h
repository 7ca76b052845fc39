// IDX files made in memory, plain and compressed.
#pragma once
#include <zlib.h>

#include <initializer_list>

#include "core/base/files.h"

namespace nw::test {

/// Header, then `values` bytes 0, 1, 2, … modulo `modulus`.
inline Bytes idx(std::initializer_list<std::uint32_t> extents, std::size_t values, int modulus = 251, std::uint8_t type = 8) {
    Bytes file = {0, 0, type, static_cast<std::uint8_t>(extents.size())};
    for (const std::uint32_t e : extents)
        for (int shift = 24; shift >= 0; shift -= 8) file.push_back(static_cast<std::uint8_t>(e >> shift));
    for (std::size_t i = 0; i < values; ++i) file.push_back(static_cast<std::uint8_t>(i % static_cast<std::size_t>(modulus)));
    return file;
}

inline Bytes gzip(const Bytes& content) {
    z_stream z{};
    deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    Bytes out(deflateBound(&z, static_cast<uLong>(content.size())) + 32);
    z.next_in = const_cast<Bytef*>(content.data());
    z.avail_in = static_cast<uInt>(content.size());
    z.next_out = out.data();
    z.avail_out = static_cast<uInt>(out.size());
    deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

}  // namespace nw::test
