// Growth of list memory.
#include "core/runtime/list.h"

#include <algorithm>
#include <cstring>

namespace nw {

void ListBuffer::resize(std::int64_t count) {
    const std::size_t need = static_cast<std::size_t>(count) * stride_;
    if (need > 0 && (!storage_ || storage_->bytes() < need)) {
        auto larger = Storage::allocate(std::max(need, storage_ ? storage_->bytes() * 2 : need));
        const auto kept = static_cast<std::size_t>(std::min(count_, count)) * stride_;
        if (kept > 0) std::memcpy(larger->data(), storage_->data(), kept);
        storage_ = std::move(larger);
    }
    count_ = count;
}

void ListBuffer::assign(const ListBuffer& other) {
    resize(other.count_);
    if (count_ > 0) std::memcpy(storage_->data(), other.storage_->data(), static_cast<std::size_t>(count_) * stride_);
}

}  // namespace nw
