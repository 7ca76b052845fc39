// The cache stage: keeps elements that were expensive to read, within a bound of memory.
#pragma once
#include <atomic>
#include <memory>
#include <vector>

#include "core/data/dataset.h"

namespace nw {

/// A set that remembers elements of another. A float field whose values are all whole numbers from 0 to 255 is kept as bytes, which
/// gives the same values back. Once the bound is reached nothing more is kept and nothing is thrown out: with a new order every
/// epoch, exchanging elements gains nothing.
class CachedDataset final : public Dataset {
public:
    CachedDataset(std::shared_ptr<const Dataset> source, std::uint64_t largestBytes);
    ~CachedDataset() override;
    CachedDataset(const CachedDataset&) = delete;
    CachedDataset& operator=(const CachedDataset&) = delete;

    const ElementSpec& spec() const override { return source_->spec(); }
    std::int64_t size() const override { return source_->size(); }
    Result<void> read(std::int64_t index, std::span<std::byte* const> fields) const override;
    std::string name(std::int64_t index) const override { return source_->name(index); }
    std::int64_t label(std::int64_t index) const override { return source_->label(index); }
    std::optional<StoredSize> storedSize(std::int64_t index) const override { return source_->storedSize(index); }

    /// Memory taken by the kept elements.
    std::uint64_t bytes() const { return used_.load(std::memory_order_relaxed); }
    /// Reads answered from memory.
    std::int64_t hits() const { return hits_.load(std::memory_order_relaxed); }

private:
    void keep(std::int64_t index, std::span<std::byte* const> fields) const;

    std::shared_ptr<const Dataset> source_;
    std::uint64_t largestBytes_;
    /// One packed element each, or null: a flag byte a field (1: bytes instead of floats), then the fields' values.
    mutable std::vector<std::atomic<std::byte*>> kept_;
    mutable std::atomic<std::uint64_t> used_{0};
    mutable std::atomic<std::int64_t> hits_{0};
};

}  // namespace nw
