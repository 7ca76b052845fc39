// Attr: a parameter's value in the form that files, forms and the command line share.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/tensor/tensor.h"

namespace nw {

/// A function of a module, by index + 1; 0 is none.
struct FunctionRef {
    std::uint32_t id = 0;
    explicit operator bool() const { return id != 0; }
    bool operator==(const FunctionRef&) const = default;
};

/// A constant tensor as a parameter; equal when type and bytes are.
struct TensorRef {
    Tensor tensor;
    bool operator==(const TensorRef& other) const;
};

/// Enumerators are strings (the choice's id); tuples are lists of integers.
using Attr = std::variant<std::int64_t, double, bool, std::string, std::vector<std::int64_t>, std::vector<double>,
                          std::vector<std::string>, Shape, DType, FunctionRef, TensorRef>;

/// For people: 3, 0.5, same, 3×3, float32.
std::string textOf(const Attr& attr);

namespace detail {
bool read(const Attr&, std::int64_t&);
bool read(const Attr&, double&);
bool read(const Attr&, bool&);
bool read(const Attr&, std::string&);
bool read(const Attr&, std::vector<std::int64_t>&);
bool read(const Attr&, std::vector<double>&);
bool read(const Attr&, std::vector<std::string>&);
bool read(const Attr&, Shape&);
bool read(const Attr&, DType&);
bool read(const Attr&, FunctionRef&);
bool read(const Attr&, TensorRef&);
}  // namespace detail

}  // namespace nw
