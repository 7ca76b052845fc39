// Reading and writing a file that is not ours alone.
#include "ui/document/known_file.h"

#include "core/base/files.h"

namespace nw::ui {

namespace {

constexpr std::uint64_t Most = std::uint64_t{256} << 20;

}  // namespace

Result<std::string> KnownFile::text() {
    NW_TRY(std::string text, readText(path_, Most));
    know(text);
    return text;
}

bool KnownFile::exists() const {
    std::error_code ignored;
    return std::filesystem::exists(path_, ignored);
}

Result<std::optional<std::string>> KnownFile::news() const {
    if (!exists()) return fail(Code::NotFound, path_.string(), "is not there");
    NW_TRY(std::string text, readText(path_, Most));
    if (knows(text)) return std::optional<std::string>();
    return std::optional(std::move(text));
}

Result<void> KnownFile::write(std::string_view text) {
    NW_RETURN_IF_ERROR(writeTextAtomically(path_, text));
    know(text);
    return {};
}

}  // namespace nw::ui
