// Counting, and hashing elements to find those that lie in two parts.
#include "core/data/statistics.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <unordered_map>

namespace nw {
namespace {

constexpr Split All[] = {Split::Train, Split::Validation, Split::Test};
constexpr std::int64_t Chunk = 16;

/// Memory of one element; its label does not count.
class Element {
public:
    explicit Element(const ElementSpec& spec) {
        for (const Field& f : spec.fields) {
            memory_.emplace_back((f.type.bytes() + 63) / 64 * 8 + 8, 0);
            pointers_.push_back(reinterpret_cast<std::byte*>(memory_.back().data()));
            sizes_.push_back(f.name == "label" ? 0 : f.type.bytes());
        }
    }
    Result<void> read(const Dataset& set, std::int64_t index) { return set.read(index, pointers_); }
    /// Mixes eight bytes at a time with the multiplier of MurmurHash3's finaliser (Appleby 2011).
    std::uint64_t hash() const {
        std::uint64_t h = 0x9E3779B97F4A7C15ull;
        for (std::size_t f = 0; f < pointers_.size(); ++f)
            for (std::size_t at = 0; at < sizes_[f]; at += 8) {
                std::uint64_t word = 0;
                std::memcpy(&word, pointers_[f] + at, std::min<std::size_t>(8, sizes_[f] - at));
                h = (h ^ word) * 0xFF51AFD7ED558CCDull;
                h ^= h >> 32;
            }
        return h;
    }
    bool operator==(const Element& other) const {
        for (std::size_t f = 0; f < pointers_.size(); ++f)
            if (sizes_[f] != other.sizes_[f] || std::memcmp(pointers_[f], other.pointers_[f], sizes_[f]) != 0) return false;
        return true;
    }

private:
    std::vector<std::vector<std::uint64_t>> memory_;
    std::vector<std::byte*> pointers_;
    std::vector<std::size_t> sizes_;
};

struct Hashes {
    std::vector<std::uint64_t> values;
    std::vector<std::uint8_t> readable;
};

class Search {
public:
    Search(const DatasetSplits& splits, const DuplicateOptions& options) : splits_(splits), options_(options) {
        for (const Split s : All)
            if (splits.of(s)) total_ += splits.of(s)->size();
    }

    Result<DuplicateReport> run() {
        for (const Split split : All) {
            if (!splits_.of(split)) continue;
            NW_TRY(const Hashes hashes, hashAll(*splits_.of(split)));
            compare(split, hashes);
        }
        return std::move(report_);
    }

private:
    Result<Hashes> hashAll(const Dataset& set) {
        const std::int64_t n = set.size(), block = Chunk * (options_.pool ? 4 * options_.pool->threads() : 4);
        Hashes out{std::vector<std::uint64_t>(static_cast<std::size_t>(n)),
                   std::vector<std::uint8_t>(static_cast<std::size_t>(n), 0)};
        for (std::int64_t at = 0; at < n; at += block) {
            if (options_.stop.stop_requested()) return fail(Code::Cancelled, "data", "was stopped");
            const std::int64_t end = std::min(at + block, n), chunks = (end - at + Chunk - 1) / Chunk;
            const auto body = [&](std::int64_t chunk, int) {
                hashSome(set, at + chunk * Chunk, std::min(at + (chunk + 1) * Chunk, end), out);
            };
            if (options_.pool)
                options_.pool->parallel(chunks, body, Job::Priority::Pipeline);
            else
                for (std::int64_t c = 0; c < chunks; ++c) body(c, 0);
            report_.compared += end - at;
            if (options_.progress) options_.progress(report_.compared, total_);
        }
        return out;
    }

    void hashSome(const Dataset& set, std::int64_t begin, std::int64_t end, Hashes& out) {
        Element element(set.spec());
        for (std::int64_t i = begin; i < end; ++i) {
            if (const auto read = element.read(set, i); !read) {
                const std::lock_guard lock(mutex_);
                report_.unreadable.push_back(read.error());
                continue;
            }
            out.values[static_cast<std::size_t>(i)] = element.hash();
            out.readable[static_cast<std::size_t>(i)] = 1;
        }
    }

    /// Finds what earlier parts hold, then adds this part to them.
    void compare(Split split, const Hashes& hashes) {
        const Dataset& set = *splits_.of(split);
        for (std::int64_t i = 0; i < set.size(); ++i) {
            const auto seen =
                hashes.readable[static_cast<std::size_t>(i)] ? seen_.find(hashes.values[static_cast<std::size_t>(i)]) : seen_.end();
            if (seen != seen_.end() && equal(split, i, seen->second.first, seen->second.second))
                report_.duplicates.push_back({split, i, seen->second.first, seen->second.second});
        }
        for (std::int64_t i = 0; i < set.size(); ++i)
            if (hashes.readable[static_cast<std::size_t>(i)])
                seen_.try_emplace(hashes.values[static_cast<std::size_t>(i)], split, i);
    }

    bool equal(Split a, std::int64_t i, Split b, std::int64_t j) const {
        const Dataset &first = *splits_.of(a), &second = *splits_.of(b);
        Element x(first.spec()), y(second.spec());
        return x.read(first, i) && y.read(second, j) && x == y;
    }

    const DatasetSplits& splits_;
    const DuplicateOptions& options_;
    std::int64_t total_ = 0;
    std::mutex mutex_;
    DuplicateReport report_;
    std::unordered_map<std::uint64_t, std::pair<Split, std::int64_t>> seen_;
};

}  // namespace

std::vector<SplitStatistics> statisticsOf(const DatasetSplits& splits) {
    std::vector<SplitStatistics> out;
    for (const Split split : All) {
        const auto& set = splits.of(split);
        if (!set) continue;
        SplitStatistics s{split, set->size(), std::vector<std::int64_t>(set->spec().classNames.size(), 0), {}};
        for (std::int64_t i = 0; i < s.samples; ++i) {
            const std::int64_t label = s.classCounts.empty() ? -1 : set->label(i);
            if (label >= 0 && label < static_cast<std::int64_t>(s.classCounts.size()))
                ++s.classCounts[static_cast<std::size_t>(label)];
            if (const auto size = set->storedSize(i)) ++s.sizes[*size];
        }
        out.push_back(std::move(s));
    }
    return out;
}

std::map<StoredSize, std::int64_t> sizesOf(const std::vector<SplitStatistics>& statistics) {
    std::map<StoredSize, std::int64_t> out;
    for (const SplitStatistics& s : statistics)
        for (const auto& [size, count] : s.sizes) out[size] += count;
    return out;
}

std::int64_t DuplicateReport::count(Split split, Split ofSplit) const {
    return std::count_if(duplicates.begin(), duplicates.end(),
                         [&](const Duplicate& d) { return d.split == split && d.ofSplit == ofSplit; });
}

Result<DuplicateReport> findDuplicates(const DatasetSplits& splits, const DuplicateOptions& options) {
    return Search(splits, options).run();
}

}  // namespace nw
