// Reference kernels: plain templated functions over dense row-major views.
#pragma once
#include "core/op/kernel.h"
#include "core/op/signature.h"

namespace nw {

/// Lists of C++ types that reference kernels are made for.
template <class... T>
struct Types {};
using NumberTypes = Types<float, double, std::int32_t, std::int64_t>;
using RealTypes = Types<float, double, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                        std::uint32_t, std::uint64_t>;
using AllTypes = Types<float, double, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                       std::uint32_t, std::uint64_t, bool>;

/// Calls f.operator()<T>() for the type T of the list that has this dtype. False when none has.
template <class... T, class F>
bool withType(Types<T...>, DType dtype, F f) {
    return ((dtypeOf<T>() == dtype && (f.template operator()<T>(), true)) || ...);
}

/// The bytes of an element of type T, for kernels that only move elements: one instance serves all types of a size. {} is zero.
template <std::size_t Size>
struct alignas(Size) Element {
    std::byte bytes[Size];
};
template <class T>
using ElementOf = Element<sizeof(T)>;

template <class T>
struct View {
    T* data = nullptr;
    std::span<const std::int64_t> shape;

    bool present() const { return data != nullptr; }
    std::int64_t size() const {
        std::int64_t n = 1;
        for (const std::int64_t e : shape) n *= e;
        return n;
    }
    std::int64_t rank() const { return static_cast<std::int64_t>(shape.size()); }
    /// Size of an axis; negative counts from the end.
    std::int64_t dim(std::int64_t axis) const { return shape[static_cast<std::size_t>(axis < 0 ? axis + rank() : axis)]; }
    T& operator[](std::int64_t i) const { return data[i]; }
};

/// The arguments of a reference kernel by port name: declared inputs, weights, outputs, state outputs, residuals.
class ReferenceArgs {
public:
    ReferenceArgs(const RegionNode& node, std::span<const TensorType> inputs, const Signature& signature, const KernelArgs& args)
        : node_(node), inputs_(inputs), signature_(signature), args_(args) {}

    /// Not present() when an optional input is absent.
    template <class T>
    View<const T> in(std::string_view port) const {
        const int i = inputIndex(port);
        if (i < 0) return {};
        return {static_cast<const T*>(args_.in[i]), inputs_[static_cast<std::size_t>(i)].extents};
    }
    template <class T>
    std::vector<View<const T>> many(std::string_view port) const {
        std::vector<View<const T>> views;
        const auto [begin, end] = inputRange(port);
        for (std::size_t i = begin; i < end; ++i) views.push_back({static_cast<const T*>(args_.in[i]), inputs_[i].extents});
        return views;
    }
    /// Not present() for a residual in a forward pass that is not differentiated.
    template <class T>
    View<T> out(std::string_view port) const {
        const int i = outputIndex(port);
        if (i < 0) return {};
        return {static_cast<T*>(args_.out[i]), node_.outputs[static_cast<std::size_t>(i)].extents};
    }
    DType inputDType(std::string_view port) const { return inputs_[static_cast<std::size_t>(inputIndex(port))].dtype; }

private:
    int inputIndex(std::string_view port) const;
    std::pair<std::size_t, std::size_t> inputRange(std::string_view port) const;
    int outputIndex(std::string_view port) const;

    const RegionNode& node_;
    std::span<const TensorType> inputs_;
    const Signature& signature_;
    const KernelArgs& args_;
};

/// Applies f to every element of port `from` into port `to`.
template <class To, class From, class F>
void mapElements(const ReferenceArgs& a, std::string_view from, std::string_view to, F f) {
    const auto x = a.in<From>(from);
    const auto y = a.out<To>(to);
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) y[i] = f(x[i]);
}

/// Row-major strides of an operand of `shape` broadcast to `to`: 0 along stretched axes.
std::vector<std::int64_t> broadcastStrides(std::span<const std::int64_t> shape, std::span<const std::int64_t> to);

/// Strides that lead from each element of `shape` to its element of the row-major result of a reduction: 0 along the reduced
/// axes (empty: all).
std::vector<std::int64_t> reducedStrides(std::span<const std::int64_t> shape, std::span<const std::int64_t> axes);

/// Calls f(i, offsets) for every element i of `shape` in order, with the offsets of operands that have the given strides.
template <std::size_t N, class F>
void forEachOffset(std::span<const std::int64_t> shape, const std::array<std::vector<std::int64_t>, N>& strides, F f) {
    std::int64_t n = 1;
    for (const std::int64_t e : shape) n *= e;
    std::vector<std::int64_t> at(shape.size(), 0);
    std::array<std::int64_t, N> offsets{};
    for (std::int64_t i = 0; i < n; ++i) {
        f(i, offsets);
        for (std::size_t d = shape.size(); d-- > 0;) {
            for (std::size_t k = 0; k < N; ++k) offsets[k] += strides[k][d];
            if (++at[d] < shape[d]) break;
            for (std::size_t k = 0; k < N; ++k) offsets[k] -= strides[k][d] * shape[d];
            at[d] = 0;
        }
    }
}

/// y = f(a, b) with NumPy broadcasting, ports a, b, y.
template <class To, class From, class F>
void mapBroadcast(const ReferenceArgs& args, F f) {
    const auto a = args.in<From>("a"), b = args.in<From>("b");
    const auto y = args.out<To>("y");
    forEachOffset<2>(y.shape, {broadcastStrides(a.shape, y.shape), broadcastStrides(b.shape, y.shape)},
                     [&](std::int64_t i, const std::array<std::int64_t, 2>& o) { y[i] = f(a[o[0]], b[o[1]]); });
}

}  // namespace nw
