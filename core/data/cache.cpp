// Packing elements, publishing them with one atomic pointer each.
#include "core/data/cache.h"

#include <algorithm>
#include <cstring>

namespace nw {
namespace {

constexpr std::byte AsStored{0}, AsBytes{1};

bool fitsBytes(const TensorType& type, const std::byte* field) {
    if (type.dtype != DType::Float32) return false;
    const auto* values = reinterpret_cast<const float*>(field);
    const auto fits = [](float v) {
        const bool inRange = v >= 0.0f && v <= 255.0f;
        return inRange && v == static_cast<float>(static_cast<int>(v));
    };
    return std::all_of(values, values + type.elements(), fits);
}

void pack(const TensorType& type, const std::byte* field, bool asBytes, std::byte* to) {
    if (!asBytes) {
        std::memcpy(to, field, type.bytes());
        return;
    }
    const auto* values = reinterpret_cast<const float*>(field);
    for (std::int64_t i = 0, n = type.elements(); i < n; ++i) to[i] = static_cast<std::byte>(static_cast<int>(values[i]));
}

/// Returns how many packed bytes were read.
std::size_t unpack(const TensorType& type, const std::byte* from, bool asBytes, std::byte* field) {
    if (!asBytes) {
        std::memcpy(field, from, type.bytes());
        return type.bytes();
    }
    auto* values = reinterpret_cast<float*>(field);
    const std::int64_t n = type.elements();
    for (std::int64_t i = 0; i < n; ++i) values[i] = static_cast<float>(std::to_integer<int>(from[i]));
    return static_cast<std::size_t>(n);
}

}  // namespace

CachedDataset::CachedDataset(std::shared_ptr<const Dataset> source, std::uint64_t largestBytes)
    : source_(std::move(source)), largestBytes_(largestBytes), kept_(static_cast<std::size_t>(source_->size())) {}

CachedDataset::~CachedDataset() {
    for (auto& element : kept_) delete[] element.load(std::memory_order_relaxed);
}

Result<void> CachedDataset::read(std::int64_t index, std::span<std::byte* const> fields) const {
    const std::byte* packed = kept_[static_cast<std::size_t>(index)].load(std::memory_order_acquire);
    if (!packed) {
        NW_RETURN_IF_ERROR(source_->read(index, fields));
        keep(index, fields);
        return {};
    }
    hits_.fetch_add(1, std::memory_order_relaxed);
    const auto& types = spec().fields;
    const std::byte* from = packed + types.size();
    for (std::size_t f = 0; f < types.size(); ++f) from += unpack(types[f].type, from, packed[f] == AsBytes, fields[f]);
    return {};
}

void CachedDataset::keep(std::int64_t index, std::span<std::byte* const> fields) const {
    if (used_.load(std::memory_order_relaxed) >= largestBytes_) return;
    const auto& types = spec().fields;
    const auto storedBytes = [&](std::size_t f, bool asBytes) {
        return asBytes ? static_cast<std::size_t>(types[f].type.elements()) : types[f].type.bytes();
    };
    std::size_t size = types.size();
    for (std::size_t f = 0; f < types.size(); ++f) size += storedBytes(f, fitsBytes(types[f].type, fields[f]));
    if (used_.fetch_add(size, std::memory_order_relaxed) + size > largestBytes_) {
        used_.fetch_sub(size, std::memory_order_relaxed);
        return;
    }
    auto packed = std::make_unique<std::byte[]>(size);
    std::byte* to = packed.get() + types.size();
    for (std::size_t f = 0; f < types.size(); ++f) {
        const bool asBytes = fitsBytes(types[f].type, fields[f]);
        packed[f] = asBytes ? AsBytes : AsStored;
        pack(types[f].type, fields[f], asBytes, to);
        to += storedBytes(f, asBytes);
    }
    std::byte* nobody = nullptr;
    if (kept_[static_cast<std::size_t>(index)].compare_exchange_strong(nobody, packed.get(), std::memory_order_acq_rel))
        packed.release();
    else
        used_.fetch_sub(size, std::memory_order_relaxed);  // another thread read the same element meanwhile
}

}  // namespace nw
