// The type of a value: form, dtype, shape.
#pragma once
#include <optional>
#include <string>

#include "core/tensor/dim.h"
#include "core/tensor/dtype.h"

namespace nw {

/// A tensor, or the list of equally shaped tensors that a loop consumes or produces.
enum class Form : std::uint8_t { Tensor, List };

struct Type {
    DType dtype = DType::Float32;
    std::optional<Shape> shape;  ///< nothing: not known yet. For a list: the shape of one element
    Form form = Form::Tensor;

    bool operator==(const Type&) const = default;
    /// "float32 batch×28×28×1", "list of float32 ?".
    std::string text() const;
};

/// The type of a value whose sizes are numbers.
struct TensorType {
    DType dtype = DType::Float32;
    Extents extents;

    bool operator==(const TensorType&) const = default;
    std::int64_t elements() const { return product(extents); }
    /// Bytes of a dense tensor of this type.
    std::size_t bytes() const { return static_cast<std::size_t>(elements()) * sizeOf(dtype); }
};

}  // namespace nw
