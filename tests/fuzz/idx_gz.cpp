// Fuzz target: the compressed content as it comes, and IDX files compressed anew, so that mutants get past gzip's checksum.
#include <zlib.h>

#include "core/data/gzip.h"
#include "core/data/idx.h"

namespace {

nw::Bytes compressed(const std::uint8_t* data, std::size_t size) {
    z_stream z{};
    if (deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    nw::Bytes out(deflateBound(&z, static_cast<uLong>(size)) + 32);
    z.next_in = const_cast<Bytef*>(data);
    z.avail_in = static_cast<uInt>(size);
    z.next_out = out.data();
    z.avail_out = static_cast<uInt>(out.size());
    deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    nw::GzipReader reader({data, size}, "fuzz");
    nw::Bytes piece(1 << 16);
    for (std::size_t total = 0; total < (std::size_t{16} << 20);) {
        const auto got = reader.read(piece);
        if (!got || *got < piece.size()) break;
        total += *got;
    }
    const auto plain = nw::parseIdx({data, size}, "fuzz"), packed = nw::parseIdx(compressed(data, size), "fuzz");
    // What is a whole file must be the same one when compressed.
    if (plain && !nw::looksLikeGzip({data, size}) && (!packed || packed->values != plain->values)) __builtin_trap();
    return 0;
}
