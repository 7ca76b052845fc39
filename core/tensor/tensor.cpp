// Storage and views.
#include "core/tensor/tensor.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "core/base/memory.h"

namespace nw {

Storage::Storage(std::byte* data, std::size_t bytes, std::shared_ptr<const void> owner, bool own)
    : data_(data), bytes_(bytes), owner_(std::move(owner)), own_(own) {}

Storage::~Storage() {
    if (own_) ::operator delete (data_, std::align_val_t{64});
}

std::shared_ptr<Storage> Storage::allocate(std::size_t bytes) {
    constexpr std::size_t large = std::size_t{256} << 20;
    if (bytes >= large && bytes > availableMemory()) throw std::bad_alloc();
    auto* data = static_cast<std::byte*>(::operator new (std::max<std::size_t>(bytes, 1), std::align_val_t{64}));
    return std::shared_ptr<Storage>(new Storage(data, bytes, nullptr, true));
}

std::shared_ptr<Storage> Storage::wrap(void* data, std::size_t bytes, std::shared_ptr<const void> owner) {
    return std::shared_ptr<Storage>(new Storage(static_cast<std::byte*>(data), bytes, std::move(owner), false));
}

Extents denseStrides(const Extents& extents) {
    Extents strides(extents.size(), 1);
    for (std::size_t i = extents.size(); i-- > 1;) strides[i - 1] = strides[i] * std::max<std::int64_t>(extents[i], 1);
    return strides;
}

Tensor Tensor::view(std::shared_ptr<Storage> storage, std::size_t byteOffset, DType dtype, Extents extents) {
    Tensor t;
    t.storage_ = std::move(storage);
    t.offset_ = byteOffset;
    t.dtype_ = dtype;
    t.strides_ = denseStrides(extents);
    t.extents_ = std::move(extents);
    NW_CHECK(t.offset_ + t.bytes() <= t.storage_->bytes());
    return t;
}

Tensor Tensor::empty(DType dtype, Extents extents) {
    const std::size_t bytes = static_cast<std::size_t>(product(extents)) * sizeOf(dtype);
    return view(Storage::allocate(bytes), 0, dtype, std::move(extents));
}

Tensor Tensor::zeros(DType dtype, Extents extents) {
    Tensor t = empty(dtype, std::move(extents));
    if (t.bytes() > 0) std::memset(t.raw(), 0, t.bytes());
    return t;
}

bool Tensor::dense() const {
    if (elements() <= 1) return true;
    std::int64_t stride = 1;
    for (std::size_t i = extents_.size(); i-- > 0; stride *= std::max<std::int64_t>(extents_[i], 1))
        if (strides_[i] != stride) return false;
    return true;
}

Tensor Tensor::reshaped(Extents extents) const {
    NW_CHECK(dense() && product(extents) == elements());
    Tensor t = *this;
    t.strides_ = denseStrides(extents);
    t.extents_ = std::move(extents);
    return t;
}

Tensor Tensor::slice(std::size_t axis, std::int64_t begin, std::int64_t end) const {
    NW_CHECK(axis < extents_.size() && 0 <= begin && begin <= end && end <= extents_[axis]);
    Tensor t = *this;
    t.extents_[axis] = end - begin;
    t.offset_ += static_cast<std::size_t>(begin * strides_[axis]) * sizeOf(dtype_);
    return t;
}

Tensor Tensor::contiguous() const { return dense() ? *this : clone(); }

Tensor Tensor::clone() const {
    Tensor out = empty(dtype_, extents_);
    const std::size_t size = sizeOf(dtype_);
    if (dense()) {
        if (bytes() > 0) std::memcpy(out.raw(), raw(), bytes());
        return out;
    }
    Extents at(extents_.size(), 0);
    for (std::int64_t i = 0, n = elements(); i < n; ++i) {
        std::int64_t from = 0;
        for (std::size_t d = 0; d < at.size(); ++d) from += at[d] * strides_[d];
        std::memcpy(out.raw() + static_cast<std::size_t>(i) * size, raw() + static_cast<std::size_t>(from) * size, size);
        for (std::size_t d = at.size(); d-- > 0 && ++at[d] == extents_[d];) at[d] = 0;
    }
    return out;
}

namespace {
template <class T>
void append(const Tensor& t, std::vector<double>& out) {
    for (const T v : t.data<T>()) out.push_back(static_cast<double>(v));
}
}  // namespace

std::vector<double> toDoubles(const Tensor& tensor) {
    const Tensor t = tensor.contiguous();
    std::vector<double> out;
    out.reserve(static_cast<std::size_t>(t.elements()));
    switch (t.dtype()) {
        case DType::Float32: append<float>(t, out); break;
        case DType::Float64: append<double>(t, out); break;
        case DType::Int8: append<std::int8_t>(t, out); break;
        case DType::Int16: append<std::int16_t>(t, out); break;
        case DType::Int32: append<std::int32_t>(t, out); break;
        case DType::Int64: append<std::int64_t>(t, out); break;
        case DType::UInt8: append<std::uint8_t>(t, out); break;
        case DType::UInt16: append<std::uint16_t>(t, out); break;
        case DType::UInt32: append<std::uint32_t>(t, out); break;
        case DType::UInt64: append<std::uint64_t>(t, out); break;
        case DType::Bool: append<bool>(t, out); break;
        default: NW_CHECK(false, "toDoubles of " + std::string(nameOf(t.dtype())));
    }
    return out;
}

}  // namespace nw
