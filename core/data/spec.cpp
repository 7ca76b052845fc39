// Parsing a SPEC.
#include "core/data/spec.h"

#include <algorithm>
#include <charconv>

#include "core/base/check.h"

namespace nw {
namespace {

constexpr const char* Place = "data";
constexpr std::int64_t LargestSide = 16384;

std::optional<std::int64_t> number(std::string_view text, std::int64_t low, std::int64_t high) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < low || value > high) return std::nullopt;
    return value;
}

Error badValue(std::string_view key, std::string_view value, const char* allowed) {
    return fail(Code::Argument, Place, "Option " + std::string(key) + " cannot be '" + std::string(value) + "'; it is " + allowed);
}

Result<void> readSize(std::string_view value, DataSpec& spec) {
    const std::size_t cross = value.find_first_of("xX");
    const std::string_view height = value.substr(0, cross), width = cross == value.npos ? height : value.substr(cross + 1);
    spec.height = number(height, 1, LargestSide);
    spec.width = number(width, 1, LargestSide);
    if (!spec.height || !spec.width) return badValue("size", value, "a height and a width from 1 to 16384, as in size=28x28");
    return {};
}

Result<void> readOption(std::string_view option, DataSpec& spec) {
    const std::size_t equals = option.find('=');
    if (equals == option.npos)
        return fail(Code::Argument, Place, "Option '" + std::string(option) + "' has no value", "Write it as key=value.");
    const std::string_view key = option.substr(0, equals), value = option.substr(equals + 1);
    if (key == "split") {
        spec.split = splitFromName(value);
        if (!spec.split) return badValue(key, value, "train, validation or test");
    } else if (key == "size") {
        return readSize(value, spec);
    } else if (key == "colour" || key == "color") {
        if (value != "grey" && value != "gray" && value != "rgb") return badValue(key, value, "grey or rgb");
        spec.channels = value == "rgb" ? 3 : 1;
    } else if (key == "limit") {
        spec.limit = number(value, 1, std::int64_t{1} << 40);
        if (!spec.limit) return badValue(key, value, "a whole number of at least 1");
    } else {
        return fail(Code::Argument, Place,
                    "There is no option '" + std::string(key) + "'; options are split, size, colour and limit");
    }
    return {};
}

bool isWord(std::string_view text) {
    return text.size() > 1 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

Result<DataSpec> parseDataSpec(std::string_view text) {
    DataSpec spec;
    const std::size_t question = text.rfind('?');
    // Options have an equals sign; without one the question mark belongs to a file's name.
    const bool hasOptions = question != text.npos && (question + 1 == text.size() || text.find('=', question) != text.npos);
    std::string_view source = hasOptions ? text.substr(0, question) : text;
    std::string_view options = hasOptions ? text.substr(question + 1) : std::string_view{};
    const std::size_t colon = source.find(':');
    if (colon != source.npos && isWord(source.substr(0, colon))) {
        spec.kind = source.substr(0, colon);
        source.remove_prefix(colon + 1);
        if (spec.kind != "idx" && spec.kind != "images")
            return fail(Code::Argument, Place, "There is no kind of data '" + spec.kind + "'; kinds are idx and images",
                        "A path with a colon is written with ./ in front.");
    }
    spec.path = source;
    if (source.empty()) return fail(Code::Argument, Place, "The data set has no name and no path");
    while (!options.empty()) {
        const std::size_t end = std::min(options.find('&'), options.size());
        if (end > 0) NW_RETURN_IF_ERROR(readOption(options.substr(0, end), spec));
        options.remove_prefix(std::min(end + 1, options.size()));
    }
    return spec;
}

void BuiltInSets::add(std::string name, std::string description, Open open) {
    NW_CHECK(entries_.emplace(std::move(name), Entry{std::move(description), std::move(open)}).second);
}

const BuiltInSets::Entry* BuiltInSets::find(std::string_view name) const {
    const auto at = entries_.find(name);
    return at == entries_.end() ? nullptr : &at->second;
}

}  // namespace nw
