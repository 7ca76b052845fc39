// ListBuffer: the memory of a list that a loop fills or consumes. Keeps its capacity from run to run.
#pragma once
#include "core/tensor/tensor.h"

namespace nw {

class ListBuffer {
public:
    void setElement(TensorType type) {
        type_ = std::move(type);
        stride_ = (type_.bytes() + 63) / 64 * 64;
    }
    const TensorType& element() const { return type_; }
    std::int64_t count() const { return count_; }
    std::byte* at(std::int64_t i) const { return storage_ ? storage_->data() + static_cast<std::size_t>(i) * stride_ : nullptr; }
    /// Makes room for `count` elements and keeps those that are there.
    void resize(std::int64_t count);
    void assign(const ListBuffer& other);

private:
    TensorType type_;
    std::size_t stride_ = 0;
    std::int64_t count_ = 0;
    std::shared_ptr<Storage> storage_;
};

}  // namespace nw
