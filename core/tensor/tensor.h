// Storage and Tensor: typed, strided views of reference-counted memory. No arithmetic.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "core/base/check.h"
#include "core/base/result.h"
#include "core/tensor/type.h"

namespace nw {

/// A block of memory, aligned to 64 bytes, freed with its last owner.
class Storage {
public:
    /// Uninitialised memory. Throws std::bad_alloc when there is none, also where the system would promise some and kill later.
    static std::shared_ptr<Storage> allocate(std::size_t bytes);
    /// Memory of somebody else that `owner` keeps alive.
    static std::shared_ptr<Storage> wrap(void* data, std::size_t bytes, std::shared_ptr<const void> owner);
    ~Storage();
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;

    std::byte* data() const { return data_; }
    std::size_t bytes() const { return bytes_; }

private:
    Storage(std::byte* data, std::size_t bytes, std::shared_ptr<const void> owner, bool own);
    std::byte* data_;
    std::size_t bytes_;
    std::shared_ptr<const void> owner_;
    bool own_;
};

/// A view: dtype, extents, strides in elements, and the storage it looks into. Copies share memory; a Tensor is not synchronised.
class Tensor {
public:
    Tensor() = default;
    /// Dense and uninitialised / zeroed.
    static Tensor empty(DType dtype, Extents extents);
    static Tensor zeros(DType dtype, Extents extents);
    /// A dense view of `storage` from `byteOffset`. NW_CHECK: it fits.
    static Tensor view(std::shared_ptr<Storage> storage, std::size_t byteOffset, DType dtype, Extents extents);
    template <class T>
    static Tensor of(Extents extents, std::span<const T> values) {
        Tensor t = empty(dtypeOf<T>(), std::move(extents));
        NW_CHECK(t.elements() == static_cast<std::int64_t>(values.size()));
        std::copy(values.begin(), values.end(), t.data<T>().begin());
        return t;
    }
    template <class T>
    static Tensor scalar(T value) {
        return of<T>({}, std::span<const T>(&value, 1));
    }

    bool defined() const { return storage_ != nullptr; }
    DType dtype() const { return dtype_; }
    const Extents& extents() const { return extents_; }
    const Extents& strides() const { return strides_; }
    std::int64_t elements() const { return product(extents_); }
    std::size_t bytes() const { return static_cast<std::size_t>(elements()) * sizeOf(dtype_); }
    TensorType type() const { return {dtype_, extents_}; }
    bool dense() const;

    std::byte* raw() const { return storage_ ? storage_->data() + offset_ : nullptr; }
    /// The elements of a dense tensor. NW_CHECK: dense and of type T.
    template <class T>
    std::span<T> data() const {
        NW_CHECK(dtype_ == dtypeOf<T>(), "tensor is " + std::string(nameOf(dtype_)));
        NW_CHECK(dense());
        return {reinterpret_cast<T*>(raw()), static_cast<std::size_t>(elements())};
    }

    /// The same elements of a dense tensor under other extents of the same product.
    Tensor reshaped(Extents extents) const;
    /// Indices [begin, end) of one axis; shares memory.
    Tensor slice(std::size_t axis, std::int64_t begin, std::int64_t end) const;
    /// Itself if dense, else a dense copy.
    Tensor contiguous() const;
    /// A dense copy with memory of its own.
    Tensor clone() const;

private:
    std::shared_ptr<Storage> storage_;
    std::size_t offset_ = 0;  ///< bytes
    DType dtype_ = DType::Float32;
    Extents extents_, strides_;
};

/// Row-major strides in elements.
Extents denseStrides(const Extents& extents);

/// Every element as double (bool as 0 or 1). NW_CHECK: a real numeric type of 1, 4 or 8 bytes or an integer.
std::vector<double> toDoubles(const Tensor& tensor);

}  // namespace nw
