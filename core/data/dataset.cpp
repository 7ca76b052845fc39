// Subsets, splits, and holding out a validation set.
#include "core/data/dataset.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/data/shuffle.h"

namespace nw {

std::optional<std::size_t> ElementSpec::find(std::string_view name) const {
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i].name == name) return i;
    return std::nullopt;
}

std::string Dataset::name(std::int64_t index) const { return std::string("#").append(std::to_string(index)); }

Subset::Subset(std::shared_ptr<const Dataset> source, std::vector<std::int64_t> indices)
    : source_(std::move(source)), indices_(std::move(indices)) {
    const std::int64_t n = source_->size();
    NW_CHECK(std::all_of(indices_.begin(), indices_.end(), [n](std::int64_t i) { return i >= 0 && i < n; }));
}

Result<void> Subset::read(std::int64_t index, std::span<std::byte* const> fields) const {
    return source_->read(indices_[static_cast<std::size_t>(index)], fields);
}

std::string_view nameOf(Split split) {
    switch (split) {
        case Split::Train: return "train";
        case Split::Validation: return "validation";
        case Split::Test: return "test";
    }
    return "";
}

std::optional<Split> splitFromName(std::string_view name) {
    for (const Split s : {Split::Train, Split::Validation, Split::Test})
        if (nameOf(s) == name) return s;
    return std::nullopt;
}

const std::shared_ptr<const Dataset>& DatasetSplits::of(Split split) const {
    return split == Split::Train ? train : split == Split::Validation ? validation : test;
}

Result<std::shared_ptr<const Dataset>> DatasetSplits::choose(Split byDefault) const {
    const Split split = wanted.value_or(byDefault);
    if (const auto& set = of(split)) return set;
    return fail(Code::NotFound, "data", "This set has no " + std::string(nameOf(split)) + " split",
                "Add ?split=train or ?split=validation to use another part of it.");
}

void holdOutValidation(DatasetSplits& splits, std::uint64_t seed) {
    if (splits.validation || !splits.train || splits.train->size() < 2) return;
    const auto n = static_cast<std::size_t>(splits.train->size());
    const std::size_t held = std::max<std::size_t>(1, n / 12);
    std::vector<std::uint32_t> order(n);
    permute(order, fold(RandomKey{seed}, 0x76616C6964617465ull));
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(n - held);
    std::sort(order.begin(), middle);
    std::sort(middle, order.end());
    const std::shared_ptr<const Dataset> whole = splits.train;
    splits.train = std::make_shared<Subset>(whole, std::vector<std::int64_t>(order.begin(), middle));
    splits.validation = std::make_shared<Subset>(whole, std::vector<std::int64_t>(middle, order.end()));
}

std::shared_ptr<const Dataset> limited(std::shared_ptr<const Dataset> source, std::int64_t limit) {
    if (!source || source->size() <= limit) return source;
    std::vector<std::int64_t> indices(static_cast<std::size_t>(limit));
    for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = limitedIndex(source->size(), limit, static_cast<std::int64_t>(i));
    return std::make_shared<Subset>(std::move(source), std::move(indices));
}

std::int64_t limitedIndex(std::int64_t size, std::int64_t limit, std::int64_t index) {
    if (size <= limit) return index;
    const double step = static_cast<double>(size) / static_cast<double>(limit);
    return std::min(static_cast<std::int64_t>(static_cast<double>(index) * step), size - 1);
}

}  // namespace nw
