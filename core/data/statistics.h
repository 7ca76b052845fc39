// What is in a set: how many elements of each class and size, what could not be read, and which elements lie in two parts.
#pragma once
#include <functional>
#include <map>
#include <stop_token>

#include "core/base/thread_pool.h"
#include "core/data/dataset.h"

namespace nw {

struct SplitStatistics {
    Split split = Split::Train;
    std::int64_t samples = 0;
    std::vector<std::int64_t> classCounts;     ///< by label; empty where there are no classes
    std::map<StoredSize, std::int64_t> sizes;  ///< images as they are stored; empty: all are as the set's spec says
};

/// Of the parts that exist, in the order train, validation, test. Labels and headers only: nothing is decoded.
std::vector<SplitStatistics> statisticsOf(const DatasetSplits& splits);
/// Sizes of all parts together.
std::map<StoredSize, std::int64_t> sizesOf(const std::vector<SplitStatistics>& statistics);

/// An element of one part whose values are those of an element of an earlier part.
struct Duplicate {
    Split split = Split::Test;
    std::int64_t index = 0;
    Split ofSplit = Split::Train;
    std::int64_t of = 0;
    bool operator==(const Duplicate&) const = default;
};

struct DuplicateReport {
    std::int64_t compared = 0;
    std::vector<Duplicate> duplicates;  ///< by split and index
    std::vector<Error> unreadable;      ///< elements that could not be decoded

    /// How many elements of `split` are also in `ofSplit`.
    std::int64_t count(Split split, Split ofSplit) const;
};

struct DuplicateOptions {
    ThreadPool* pool = nullptr;  ///< null: on this thread
    std::stop_token stop{};
    std::function<void(std::int64_t done, std::int64_t total)> progress{};  ///< on the calling thread; may be empty
};

/// Reads every element once and compares what they hold but for the label: by a 64-bit hash, then value by value. An element counts
/// once, for the first element that it repeats. Error: Cancelled.
Result<DuplicateReport> findDuplicates(const DatasetSplits& splits, const DuplicateOptions& options = {});

}  // namespace nw
