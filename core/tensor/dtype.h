// The element types of tensors.
#pragma once
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace nw {

enum class DType : std::uint8_t {
    Float32,
    Float64,
    Float16,
    BFloat16,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Bool,
    String,
    Complex64,
    Complex128,
};

/// Bytes of one element; 0 for String, whose bundle is opened before memory is planned.
std::size_t sizeOf(DType dtype);
/// NumPy's and TensorFlow's name, e.g. "float32".
std::string_view nameOf(DType dtype);
std::optional<DType> dtypeFromName(std::string_view name);

constexpr bool isFloating(DType t) { return t <= DType::BFloat16; }
constexpr bool isInteger(DType t) { return t >= DType::Int8 && t <= DType::UInt64; }
constexpr bool isComplex(DType t) { return t == DType::Complex64 || t == DType::Complex128; }
/// Whether gradients flow through values of this type.
constexpr bool isDifferentiable(DType t) { return isFloating(t) || isComplex(t); }

/// The DType of a C++ type that has one.
template <class T>
constexpr DType dtypeOf() {
    if constexpr (std::is_same_v<T, float>)
        return DType::Float32;
    else if constexpr (std::is_same_v<T, double>)
        return DType::Float64;
    else if constexpr (std::is_same_v<T, std::int8_t>)
        return DType::Int8;
    else if constexpr (std::is_same_v<T, std::int16_t>)
        return DType::Int16;
    else if constexpr (std::is_same_v<T, std::int32_t>)
        return DType::Int32;
    else if constexpr (std::is_same_v<T, std::int64_t>)
        return DType::Int64;
    else if constexpr (std::is_same_v<T, std::uint8_t>)
        return DType::UInt8;
    else if constexpr (std::is_same_v<T, std::uint16_t>)
        return DType::UInt16;
    else if constexpr (std::is_same_v<T, std::uint32_t>)
        return DType::UInt32;
    else if constexpr (std::is_same_v<T, std::uint64_t>)
        return DType::UInt64;
    else if constexpr (std::is_same_v<T, std::complex<float>>)
        return DType::Complex64;
    else if constexpr (std::is_same_v<T, std::complex<double>>)
        return DType::Complex128;
    else {
        static_assert(std::is_same_v<T, bool>, "no DType for this C++ type");
        return DType::Bool;
    }
}

}  // namespace nw
