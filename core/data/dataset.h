// Data sets: immutable, random access, safe to read from many threads; and their splits.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/tensor/type.h"

namespace nw {

/// One part of an element: its name and its type without the batch. Images are float32 0...255 [height, width, channels], named
/// "image"; a class is an int32 scalar named "label".
struct Field {
    std::string name;
    TensorType type;

    bool operator==(const Field&) const = default;
};

/// What every element of a set looks like. `classNames[l]` is the name of label l; empty where there are no classes.
struct ElementSpec {
    std::vector<Field> fields;
    std::vector<std::string> classNames;

    bool operator==(const ElementSpec&) const = default;
    /// Index of the field of that name; nothing where there is none.
    std::optional<std::size_t> find(std::string_view name) const;
};

/// Height and width of an image as it is stored.
struct StoredSize {
    std::int64_t height = 0, width = 0;

    auto operator<=>(const StoredSize&) const = default;
};

/// A set of elements of one kind. All members may be called from any thread.
class Dataset {
public:
    virtual ~Dataset() = default;

    virtual const ElementSpec& spec() const = 0;
    virtual std::int64_t size() const = 0;
    /// Writes element `index` (0 ≤ index < size) densely to fields[f], which has spec().fields[f].type.bytes() bytes and is aligned
    /// for its dtype. Error: what is wrong with which file; the memory may then hold anything.
    virtual Result<void> read(std::int64_t index, std::span<std::byte* const> fields) const = 0;
    /// The file's name below the set's folder, or "#index".
    virtual std::string name(std::int64_t index) const;
    /// The element's class without decoding the rest; -1 where the set has no classes.
    virtual std::int64_t label(std::int64_t) const { return -1; }
    /// The size of an image before it is resized; nothing where all are stored as spec() says.
    virtual std::optional<StoredSize> storedSize(std::int64_t) const { return std::nullopt; }
    /// Whether read() only copies from memory, so that a cache in front of it gains nothing.
    virtual bool inMemory() const { return false; }
};

/// Chosen elements of another set, in a given order.
class Subset final : public Dataset {
public:
    /// NW_CHECK: every index is one of the source's.
    Subset(std::shared_ptr<const Dataset> source, std::vector<std::int64_t> indices);

    const ElementSpec& spec() const override { return source_->spec(); }
    std::int64_t size() const override { return static_cast<std::int64_t>(indices_.size()); }
    Result<void> read(std::int64_t index, std::span<std::byte* const> fields) const override;
    std::string name(std::int64_t index) const override { return source_->name(indices_[static_cast<std::size_t>(index)]); }
    std::int64_t label(std::int64_t index) const override { return source_->label(indices_[static_cast<std::size_t>(index)]); }
    std::optional<StoredSize> storedSize(std::int64_t index) const override {
        return source_->storedSize(indices_[static_cast<std::size_t>(index)]);
    }
    bool inMemory() const override { return source_->inMemory(); }

private:
    std::shared_ptr<const Dataset> source_;
    std::vector<std::int64_t> indices_;
};

enum class Split : std::uint8_t { Train, Validation, Test };

/// "train", "validation", "test".
std::string_view nameOf(Split split);
std::optional<Split> splitFromName(std::string_view name);

/// A set's parts. `train` is never null in a set that was opened; `test` may be.
struct DatasetSplits {
    std::shared_ptr<const Dataset> train, validation, test;
    std::optional<Split> wanted;  ///< what `?split=` asked for
    std::vector<Error> problems;  ///< files that were left out, each with the reason

    const std::shared_ptr<const Dataset>& of(Split split) const;
    /// The split that was asked for, else `byDefault`. Error: NotFound when the set lacks it.
    Result<std::shared_ptr<const Dataset>> choose(Split byDefault) const;
};

/// Where validation is missing, train's elements are divided: the last 1/12 of a permutation that depends on `seed` alone becomes
/// validation, the rest, in its old order, stays train. Sets of fewer than 2 elements stay whole.
void holdOutValidation(DatasetSplits& splits, std::uint64_t seed);

/// `limit` elements evenly spaced over the set; the set itself if it has no more.
std::shared_ptr<const Dataset> limited(std::shared_ptr<const Dataset> source, std::int64_t limit);
/// Which element of a set of `size` is element `index` of limited(set, limit).
std::int64_t limitedIndex(std::int64_t size, std::int64_t limit, std::int64_t index);

}  // namespace nw
