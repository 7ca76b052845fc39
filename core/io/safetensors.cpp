// Reading and writing safetensors: u64 header size, JSON header, data.
#include "core/io/safetensors.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

namespace nw {
namespace {

constexpr std::uint64_t MaxHeader = 100'000'000;
constexpr std::string_view Metadata = "__metadata__";

struct Name {
    DType dtype;
    std::string_view text;
};
constexpr Name Names[] = {
    {DType::Float32, "F32"}, {DType::Float64, "F64"}, {DType::Float16, "F16"}, {DType::BFloat16, "BF16"}, {DType::Int8, "I8"},
    {DType::Int16, "I16"},   {DType::Int32, "I32"},   {DType::Int64, "I64"},   {DType::UInt8, "U8"},      {DType::UInt16, "U16"},
    {DType::UInt32, "U32"},  {DType::UInt64, "U64"},  {DType::Bool, "BOOL"},   {DType::Complex64, "C64"},
};

Error broken(std::string message) { return fail(Code::Format, "safetensors", std::move(message)); }
std::string quoted(const std::string& name) { return "\"" + name.substr(0, 200) + "\""; }

struct Entry {
    std::string name;
    DType dtype;
    Extents extents;
    std::uint64_t begin, end;
};

Result<std::uint64_t> wholeNumber(const nlohmann::json& j, const std::string& name) {
    if (!j.is_number_unsigned()) return broken(quoted(name) + " has a size or offset that is not a whole number");
    return j.get<std::uint64_t>();
}

/// Bytes of a tensor; checks every product.
Result<std::uint64_t> bytesOf(const std::string& name, DType dtype, const Extents& extents) {
    std::uint64_t bytes = sizeOf(dtype);
    for (const std::int64_t e : extents)
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(e), &bytes) || bytes > (std::uint64_t{1} << 62))
            return broken(quoted(name) + " is larger than any memory");
    return bytes;
}

Result<Entry> readEntry(const std::string& name, const nlohmann::json& j) {
    if (!j.is_object() || !j.contains("dtype") || !j.contains("shape") || !j.contains("data_offsets"))
        return broken(quoted(name) + " has no dtype, shape or data_offsets");
    const auto &dtype = j["dtype"], &shape = j["shape"], &offsets = j["data_offsets"];
    if (!dtype.is_string() || !shape.is_array() || !offsets.is_array() || offsets.size() != 2 || shape.size() > 64)
        return broken(quoted(name) + " has a malformed description");
    const auto text = dtype.get<std::string>();
    const auto* known = std::find_if(std::begin(Names), std::end(Names), [&](const Name& n) { return n.text == text; });
    if (known == std::end(Names)) return fail(Code::Type, "safetensors", quoted(name) + " has the unknown type " + quoted(text));
    Entry entry{name, known->dtype, {}, 0, 0};
    for (const auto& size : shape) {
        NW_TRY(const std::uint64_t extent, wholeNumber(size, name));
        if (extent > (std::uint64_t{1} << 62)) return broken(quoted(name) + " has an axis that is too long");
        entry.extents.push_back(static_cast<std::int64_t>(extent));
    }
    NW_TRY(entry.begin, wholeNumber(offsets[0], name));
    NW_TRY(entry.end, wholeNumber(offsets[1], name));
    NW_TRY(const std::uint64_t bytes, bytesOf(name, entry.dtype, entry.extents));
    if (entry.end < entry.begin || entry.end - entry.begin != bytes)
        return broken(quoted(name) + " should have " + std::to_string(bytes) + " bytes, but its range is " +
                      std::to_string(entry.begin) + " to " + std::to_string(entry.end));
    return entry;
}

Result<void> readMetadata(const nlohmann::json& j, Safetensors& out) {
    if (!j.is_object()) return broken("__metadata__ is not an object");
    for (const auto& [key, value] : j.items()) {
        if (!value.is_string()) return broken("metadata " + quoted(key) + " is not a text");
        out.metadata[key] = value.get<std::string>();
    }
    return {};
}

/// Sorted by position; together the ranges are the data, without gap or overlap.
Result<std::vector<Entry>> readEntries(const nlohmann::json& header, std::uint64_t dataBytes, Safetensors& out) {
    std::vector<Entry> entries;
    for (const auto& [name, value] : header.items()) {
        if (name == Metadata) {
            NW_RETURN_IF_ERROR(readMetadata(value, out));
            continue;
        }
        NW_TRY(Entry entry, readEntry(name, value));
        entries.push_back(std::move(entry));
    }
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
    std::uint64_t at = 0;
    for (const Entry& e : entries) {
        if (e.begin != at) return broken(quoted(e.name) + (e.begin < at ? " overlaps another tensor" : " follows a gap"));
        at = e.end;
    }
    if (at != dataBytes)
        return broken("the tensors need " + std::to_string(at) + " bytes, but the file has " + std::to_string(dataBytes));
    return entries;
}

/// The 8 bytes of the header's size and the header, padded with blanks to a multiple of 8.
Result<std::string> headerOf(const Safetensors& content) {
    nlohmann::json header = nlohmann::json::object();
    if (!content.metadata.empty()) header[std::string(Metadata)] = content.metadata;
    std::uint64_t at = 0;
    for (const auto& [name, tensor] : content.tensors) {
        if (name == Metadata) return fail(Code::Argument, "safetensors", "no tensor can be called __metadata__");
        const auto* known =
            std::find_if(std::begin(Names), std::end(Names), [&](const Name& n) { return n.dtype == tensor.dtype(); });
        if (known == std::end(Names))
            return fail(Code::Type, "safetensors",
                        quoted(name) + " is " + std::string(nameOf(tensor.dtype())) + ", which the format does not have");
        header[name] = {{"dtype", known->text}, {"shape", tensor.extents()}, {"data_offsets", {at, at + tensor.bytes()}}};
        at += tensor.bytes();
    }
    std::string text;
    try {
        text = header.dump();
    } catch (const nlohmann::json::exception&) { return fail(Code::Argument, "safetensors", "a name or value is not UTF-8"); }
    text.resize((text.size() + 7) / 8 * 8, ' ');
    std::string size(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) size[i] = static_cast<char>(text.size() >> 8 * i & 0xFF);
    return size + text;
}

std::span<const std::uint8_t> bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Result<void> produce(const Safetensors& content, const ByteSink& sink) {
    NW_TRY(const std::string header, headerOf(content));
    NW_RETURN_IF_ERROR(sink(bytesOf(header)));
    for (const auto& [name, tensor] : content.tensors) {
        const Tensor dense = tensor.contiguous();
        NW_RETURN_IF_ERROR(sink({reinterpret_cast<const std::uint8_t*>(dense.raw()), dense.bytes()}));
    }
    return {};
}

}  // namespace

Result<Safetensors> readSafetensors(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < 8) return broken("is too short to have a header");
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < 8; ++i) size |= std::uint64_t{bytes[i]} << 8 * i;
    if (size > MaxHeader || size > bytes.size() - 8)
        return broken("the header should have " + std::to_string(size) + " bytes, which cannot be");
    const auto text = bytes.subspan(8, size), data = bytes.subspan(8 + size);
    const auto header = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    if (header.is_discarded() || !header.is_object()) return broken("the header is not a JSON object");
    Safetensors out;
    NW_TRY(const std::vector<Entry> entries, readEntries(header, data.size(), out));
    for (const Entry& e : entries) {
        Tensor tensor = Tensor::empty(e.dtype, e.extents);
        if (e.end > e.begin) std::memcpy(tensor.raw(), data.data() + e.begin, e.end - e.begin);
        out.tensors.emplace(e.name, std::move(tensor));
    }
    return out;
}

Result<Safetensors> readSafetensorsFile(const std::filesystem::path& path) {
    NW_TRY(const Bytes bytes, readFile(path));
    auto content = readSafetensors(bytes);
    if (content) return content;
    Error error = content.error();
    error.place = path.string();
    return error;
}

Result<Bytes> writeSafetensors(const Safetensors& content) {
    Bytes out;
    NW_RETURN_IF_ERROR(produce(content, [&](std::span<const std::uint8_t> part) -> Result<void> {
        out.insert(out.end(), part.begin(), part.end());
        return {};
    }));
    return out;
}

Result<void> writeSafetensorsFile(const std::filesystem::path& path, const Safetensors& content) {
    return writeStreamAtomically(path, [&](const ByteSink& sink) { return produce(content, sink); });
}

}  // namespace nw
