// SPEC, the one-line name of a data set: digits, idx:mnist/, images:flowers/?size=64x64&colour=grey, or a path alone.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/data/dataset.h"

namespace nw {

/// The parts of a SPEC. Options stand after the last '?' as key=value&key=value.
struct DataSpec {
    std::string kind;  ///< "idx", "images", or empty: a built-in name or a path whose content decides
    std::string path;  ///< a built-in name or a path
    std::optional<Split> split;
    std::optional<std::int64_t> height, width;  ///< size=28x28 (height x width); both or none
    std::optional<std::int64_t> channels;       ///< colour=grey (1) or colour=rgb (3)
    std::optional<std::int64_t> limit;          ///< at most so many elements of each split
};

/// Splits a SPEC into its parts. Error: Argument with the option's name, its value and what is allowed. A prefix that is no kind
/// and no path is an error too.
Result<DataSpec> parseDataSpec(std::string_view text);

struct OpenOptions;

/// The sets that ship with the program, by name. A value that the program fills explicitly; opening takes it by reference.
class BuiltInSets {
public:
    using Open = std::function<Result<DatasetSplits>(const OpenOptions&)>;

    struct Entry {
        std::string description;  ///< one sentence
        Open open;
    };

    /// NW_CHECK: the name is new.
    void add(std::string name, std::string description, Open open);
    const Entry* find(std::string_view name) const;
    const std::map<std::string, Entry, std::less<>>& entries() const { return entries_; }

private:
    std::map<std::string, Entry, std::less<>> entries_;
};

struct OpenOptions {
    const BuiltInSets* builtIn = nullptr;   ///< null: there are none
    ThreadPool* pool = nullptr;             ///< for sets that compute; null: on this thread
    std::filesystem::path relativeTo = {};  ///< where relative paths begin; empty: the current folder
    std::uint64_t seed = 0;                 ///< decides which elements are held out for validation
    bool holdOut = true;                    ///< false: a set without validation stays whole
};

/// The same SPEC with a relative path made absolute below `base`; built-in names and what cannot be parsed stay as they are.
std::string anchoredSpec(const std::string& spec, const BuiltInSets& sets, const std::filesystem::path& base);

/// Opens the set that a SPEC names: parts, validation held out where it is missing, size and colour, limit. Errors: those of
/// parseDataSpec and of the readers; NotFound lists the built-in names.
Result<DatasetSplits> openDataset(std::string_view spec, const OpenOptions& options);

}  // namespace nw
