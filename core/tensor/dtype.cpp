// Names and sizes of element types.
#include "core/tensor/dtype.h"

#include <array>

namespace nw {
namespace {
struct Row {
    std::string_view name;
    std::size_t size;
};
constexpr std::array<Row, 16> rows{{{"float32", 4},
                                    {"float64", 8},
                                    {"float16", 2},
                                    {"bfloat16", 2},
                                    {"int8", 1},
                                    {"int16", 2},
                                    {"int32", 4},
                                    {"int64", 8},
                                    {"uint8", 1},
                                    {"uint16", 2},
                                    {"uint32", 4},
                                    {"uint64", 8},
                                    {"bool", 1},
                                    {"string", 0},
                                    {"complex64", 8},
                                    {"complex128", 16}}};
}  // namespace

std::size_t sizeOf(DType dtype) { return rows[static_cast<std::size_t>(dtype)].size; }
std::string_view nameOf(DType dtype) { return rows[static_cast<std::size_t>(dtype)].name; }

std::optional<DType> dtypeFromName(std::string_view name) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].name == name) return static_cast<DType>(i);
    return std::nullopt;
}

}  // namespace nw
