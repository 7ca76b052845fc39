// TensorProto both ways.
#include "core/formats/onnx/tensors.h"

#include <algorithm>
#include <cstring>

namespace nw::onnx {
namespace {

struct Pair {
    DType dtype;
    int number;
};
constexpr Pair Pairs[] = {{DType::Float32, 1},  {DType::UInt8, 2},    {DType::Int8, 3},    {DType::UInt16, 4},
                          {DType::Int16, 5},    {DType::Int32, 6},    {DType::Int64, 7},   {DType::Bool, 9},
                          {DType::Float16, 10}, {DType::Float64, 11}, {DType::UInt32, 12}, {DType::UInt64, 13},
                          {DType::BFloat16, 16}};

Error broken(std::string message) { return fail(Code::Format, "onnx", std::move(message)); }

/// One element a number, as in the typed lists; narrower types keep the low bytes.
template <class List>
bool copyList(const List& list, const Tensor& to) {
    const std::size_t size = sizeOf(to.dtype());
    if (static_cast<std::int64_t>(list.size()) != to.elements() || sizeof(*list.begin()) < size) return false;
    std::size_t at = 0;
    for (const auto value : list) {
        std::memcpy(to.raw() + at, &value, size);
        at += size;
    }
    return true;
}

bool copyTyped(const pb::Tensor& from, const Tensor& to) {
    switch (to.dtype()) {
        case DType::Float32: return copyList(from.float_data(), to);
        case DType::Float64: return copyList(from.double_data(), to);
        case DType::Int64: return copyList(from.int64_data(), to);
        case DType::UInt32:
        case DType::UInt64: return copyList(from.uint64_data(), to);
        default: return copyList(from.int32_data(), to);
    }
}

}  // namespace

std::optional<int> numberOf(DType dtype) {
    for (const Pair& p : Pairs)
        if (p.dtype == dtype) return p.number;
    return std::nullopt;
}

std::optional<DType> dtypeOf(int number) {
    for (const Pair& p : Pairs)
        if (p.number == number) return p.dtype;
    return std::nullopt;
}

void store(const Tensor& tensor, const std::string& name, pb::Tensor& to) {
    const Tensor dense = tensor.contiguous();
    for (const std::int64_t e : dense.extents()) to.add_dims(e);
    to.set_data_type(*numberOf(dense.dtype()));
    to.set_name(name);
    to.set_raw_data(reinterpret_cast<const char*>(dense.raw()), dense.bytes());
}

Result<Tensor> load(const pb::Tensor& from) {
    const std::string name = from.name().substr(0, 80);
    const auto dtype = dtypeOf(from.data_type());
    if (!dtype)
        return fail(Code::Unsupported, "onnx",
                    "tensor " + name + " has elements of type number " + std::to_string(from.data_type()));
    if (from.data_location() != 0) return fail(Code::Unsupported, "onnx", "tensor " + name + " lies in another file");
    Extents extents(from.dims().begin(), from.dims().end());
    std::int64_t elements = 1;
    for (const std::int64_t e : extents)
        if (e < 0 || __builtin_mul_overflow(elements, e, &elements) || elements > (std::int64_t{1} << 40))
            return broken("tensor " + name + " has an impossible shape");
    const auto bytes = static_cast<std::uint64_t>(elements) * sizeOf(*dtype);
    const auto given = static_cast<std::int64_t>(from.float_data_size()) + from.int32_data_size() + from.int64_data_size() +
                       from.double_data_size() + from.uint64_data_size();
    if (extents.size() > 16 || (from.has_raw_data() ? from.raw_data().size() != bytes : given != elements))
        return broken("tensor " + name + " has not as many elements as its shape " + textOf(extents) + " says");
    Tensor out = Tensor::empty(*dtype, std::move(extents));
    if (from.has_raw_data())
        std::memcpy(out.raw(), from.raw_data().data(), bytes);
    else if (!copyTyped(from, out))
        return broken("tensor " + name + " keeps its elements in the wrong field");
    if (*dtype == DType::Bool)
        std::transform(out.raw(), out.raw() + bytes, out.raw(), [](std::byte b) { return std::byte{b != std::byte{0}}; });
    return out;
}

}  // namespace nw::onnx
