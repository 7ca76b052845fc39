// KnownFile: a text file that others may write too, and what of it is known here.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace nw::ui {

class KnownFile {
public:
    /// Nothing of it is known yet.
    explicit KnownFile(std::filesystem::path path = {}) : path_(std::move(path)) {}
    const std::filesystem::path& path() const { return path_; }

    /// Reads it; it is known from then on. Errors: Io, Memory.
    Result<std::string> text();
    /// Whether this is what was last read or written here.
    bool knows(std::string_view text) const { return known_ == Mark(text); }
    /// Nobody has to be told of this content any more.
    void know(std::string_view text) { known_.emplace(text); }
    bool exists() const;
    /// What others have written since; nothing where it holds what is known. Errors: NotFound (it is gone), Io, Memory.
    Result<std::optional<std::string>> news() const;
    /// Atomically, over whatever it holds. Error: Io.
    Result<void> write(std::string_view text);

private:
    /// Tells texts apart without keeping them.
    struct Mark {
        explicit Mark(std::string_view text) : size(text.size()), hash(std::hash<std::string_view>()(text)) {}
        std::size_t size, hash;
        bool operator==(const Mark&) const = default;
    };
    std::filesystem::path path_;
    std::optional<Mark> known_;
};

}  // namespace nw::ui
