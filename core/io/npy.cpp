// Reading and writing .npy: magic, version, a Python dict as header, data.
#include "core/io/npy.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace nw {
namespace {

constexpr std::string_view Magic("\x93NUMPY", 6);
constexpr std::size_t MaxHeader = 1 << 20;

struct Name {
    DType dtype;
    std::string_view text;
};
constexpr Name Names[] = {
    {DType::Float32, "f4"}, {DType::Float64, "f8"}, {DType::Float16, "f2"}, {DType::BFloat16, "V2"},  {DType::Int8, "i1"},
    {DType::Int16, "i2"},   {DType::Int32, "i4"},   {DType::Int64, "i8"},   {DType::UInt8, "u1"},     {DType::UInt16, "u2"},
    {DType::UInt32, "u4"},  {DType::UInt64, "u8"},  {DType::Bool, "b1"},    {DType::Complex64, "c8"}, {DType::Complex128, "c16"},
};

Error broken(std::string message) { return fail(Code::Format, "npy", std::move(message)); }

struct Header {
    DType dtype = DType::Float32;
    bool bigEndian = false, fortranOrder = false;
    Extents extents;
};

/// Reads the Python literal {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<Header> header() {
        Header h;
        bool descr = false, order = false, shape = false;
        if (!take('{')) return broken("the header is no dictionary");
        while (!take('}')) {
            NW_TRY(const std::string_view key, word());
            if (!take(':')) return broken("the header has a key without a value");
            if (key == "descr" && !descr) {
                NW_RETURN_IF_ERROR(type(h));
                descr = true;
            } else if (key == "fortran_order" && !order) {
                NW_TRY(h.fortranOrder, boolean());
                order = true;
            } else if (key == "shape" && !shape) {
                NW_TRY(h.extents, tuple());
                shape = true;
            } else {
                return broken("the header has the unexpected key \"" + std::string(key.substr(0, 40)) + "\"");
            }
            if (!take(',') && !peek('}')) return broken("the header's entries are not separated");
        }
        blanks();
        if (!descr || !order || !shape || at_ != text_.size()) return broken("the header is not complete");
        return h;
    }

private:
    void blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) ++at_;
    }
    bool peek(char c) {
        blanks();
        return at_ < text_.size() && text_[at_] == c;
    }
    bool take(char c) {
        const bool there = peek(c);
        at_ += there ? 1 : 0;
        return there;
    }
    bool take(std::string_view what) {
        blanks();
        const bool there = text_.substr(at_).starts_with(what);
        at_ += there ? what.size() : 0;
        return there;
    }
    Result<std::string_view> word() {
        blanks();
        if (at_ >= text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) return broken("the header lacks a text");
        const std::size_t end = text_.find(text_[at_], at_ + 1);
        if (end == std::string_view::npos) return broken("the header has a text without an end");
        const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return inside;
    }
    Result<bool> boolean() {
        if (take("True")) return true;
        if (take("False")) return false;
        return broken("fortran_order is neither True nor False");
    }
    Result<void> type(Header& h) {
        if (peek('[')) return fail(Code::Type, "npy", "has records, not one type of number");
        NW_TRY(const std::string_view descr, word());
        const bool order = !descr.empty() && std::string_view("<>|=").find(descr[0]) != std::string_view::npos;
        const std::string_view base = order ? descr.substr(1) : descr;
        const auto* known = std::find_if(std::begin(Names), std::end(Names), [&](const Name& n) { return n.text == base; });
        if (known == std::end(Names))
            return fail(Code::Type, "npy",
                        "has elements of type \"" + std::string(descr.substr(0, 40)) + "\", which cannot be read");
        h.dtype = known->dtype;
        h.bigEndian = order && descr[0] == '>';
        return {};
    }
    Result<Extents> tuple() {
        if (!take('(')) return broken("the shape is no tuple");
        Extents extents;
        while (!take(')')) {
            blanks();
            std::int64_t value = -1;
            const char *begin = text_.data() + at_, *end = text_.data() + text_.size();
            const auto [rest, error] = std::from_chars(begin, end, value);
            if (error != std::errc() || value < 0 || extents.size() >= 64) return broken("the shape has an impossible size");
            at_ += static_cast<std::size_t>(rest - begin);
            extents.push_back(value);
            take('L');  // long integers of Python 2
            if (!take(',') && !peek(')')) return broken("the shape's sizes are not separated");
        }
        return extents;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

Result<void> checkSize(const Header& h, std::size_t available) {
    std::uint64_t bytes = sizeOf(h.dtype);
    for (const std::int64_t e : h.extents)
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(e), &bytes) || bytes > (std::uint64_t{1} << 62))
            return broken("the shape " + textOf(h.extents) + " is larger than any memory");
    if (bytes > available)
        return broken("the shape " + textOf(h.extents) + " needs " + std::to_string(bytes) + " bytes, but the file has " +
                      std::to_string(available));
    return {};
}

void swapBytes(const Tensor& t) {
    const std::size_t size = isComplex(t.dtype()) ? sizeOf(t.dtype()) / 2 : sizeOf(t.dtype());
    for (std::size_t at = 0; at + size <= t.bytes(); at += size) std::reverse(t.raw() + at, t.raw() + at + size);
}

/// Column-major elements in row-major order.
Tensor rowMajor(const Tensor& columnMajor, const Extents& extents) {
    Tensor out = Tensor::empty(columnMajor.dtype(), extents);
    const std::size_t size = sizeOf(out.dtype()), rank = extents.size();
    Extents strides(rank, 1), index(rank, 0);
    for (std::size_t d = 1; d < rank; ++d) strides[d] = strides[d - 1] * extents[d - 1];
    for (std::int64_t i = 0, from = 0, n = out.elements(); i < n; ++i) {
        std::memcpy(out.raw() + static_cast<std::size_t>(i) * size, columnMajor.raw() + static_cast<std::size_t>(from) * size,
                    size);
        for (std::size_t d = rank; d-- > 0;) {
            from += strides[d];
            if (++index[d] < extents[d]) break;
            from -= strides[d] * extents[d];
            index[d] = 0;
        }
    }
    return out;
}

}  // namespace

Result<Tensor> readNpy(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < 10 || std::memcmp(bytes.data(), Magic.data(), Magic.size()) != 0) return broken("is not a .npy file");
    const int version = bytes[6];
    if (version < 1 || version > 3)
        return fail(Code::Version, "npy", "has version " + std::to_string(version) + ", known are 1 to 3");
    const std::size_t start = version == 1 ? 10 : 12;
    if (bytes.size() < start) return broken("ends in the header");
    std::size_t length = 0;
    for (std::size_t i = 8; i < start; ++i) length |= std::size_t{bytes[i]} << 8 * (i - 8);
    if (length > MaxHeader || length > bytes.size() - start) return broken("ends in the header");
    NW_TRY(const Header h, Parser({reinterpret_cast<const char*>(bytes.data()) + start, length}).header());
    const auto data = bytes.subspan(start + length);
    NW_RETURN_IF_ERROR(checkSize(h, data.size()));
    Tensor tensor = Tensor::empty(h.dtype, h.extents);
    if (tensor.bytes() > 0) std::memcpy(tensor.raw(), data.data(), tensor.bytes());
    if (h.bigEndian) swapBytes(tensor);
    if (h.dtype == DType::Bool)  // any other byte is no value of a bool
        std::transform(tensor.raw(), tensor.raw() + tensor.bytes(), tensor.raw(),
                       [](std::byte b) { return std::byte{b != std::byte{0}}; });
    return h.fortranOrder && tensor.elements() > 0 ? rowMajor(tensor, h.extents) : tensor;
}

Result<Tensor> readNpyFile(const std::filesystem::path& path) {
    NW_TRY(const Bytes bytes, readFile(path));
    auto tensor = readNpy(bytes);
    if (tensor) return tensor;
    Error error = tensor.error();
    error.place = path.string();
    return error;
}

Result<Bytes> writeNpy(const Tensor& tensor) {
    const auto* known = std::find_if(std::begin(Names), std::end(Names), [&](const Name& n) { return n.dtype == tensor.dtype(); });
    if (known == std::end(Names))
        return fail(Code::Type, "npy", "cannot hold elements of type " + std::string(nameOf(tensor.dtype())));
    std::string shape;
    for (const std::int64_t e : tensor.extents()) shape += std::to_string(e) + (tensor.extents().size() == 1 ? "," : ", ");
    if (shape.ends_with(", ")) shape.resize(shape.size() - 2);
    std::string header = "{'descr': '" + std::string(sizeOf(tensor.dtype()) == 1 ? "|" : "<") + std::string(known->text) +
                         "', 'fortran_order': False, 'shape': (" + shape + "), }";
    header.resize((header.size() + 11 + 63) / 64 * 64 - 11, ' ');
    header += '\n';
    Bytes out(Magic.begin(), Magic.end());
    for (const std::size_t b : {std::size_t{1}, std::size_t{0}, header.size() & 0xFF, header.size() >> 8})
        out.push_back(static_cast<std::uint8_t>(b));
    out.insert(out.end(), header.begin(), header.end());
    const Tensor dense = tensor.contiguous();
    const auto* data = reinterpret_cast<const std::uint8_t*>(dense.raw());
    out.insert(out.end(), data, data + dense.bytes());
    return out;
}

Result<void> writeNpyFile(const std::filesystem::path& path, const Tensor& tensor) {
    NW_TRY(const Bytes bytes, writeNpy(tensor));
    return writeFileAtomically(path, bytes);
}

}  // namespace nw
