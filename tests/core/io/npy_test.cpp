// .npy: round trip of every type, bytes as NumPy writes them, and files that lie.
#include "core/io/npy.h"

#include <gtest/gtest.h>

#include <numeric>

namespace nw {
namespace {

Bytes file(std::string_view header, std::initializer_list<std::uint8_t> data) {
    Bytes out(10 + header.size() + data.size());
    const std::uint8_t start[10] = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, static_cast<std::uint8_t>(header.size()), 0};
    std::copy(std::begin(start), std::end(start), out.begin());
    std::copy(header.begin(), header.end(), out.begin() + 10);
    std::copy(data.begin(), data.end(), out.begin() + 10 + static_cast<std::ptrdiff_t>(header.size()));
    return out;
}

TEST(Npy, KeepsEveryType) {
    for (const DType t :
         {DType::Float32, DType::Float64, DType::Float16, DType::BFloat16, DType::Int8, DType::Int16, DType::Int32, DType::Int64,
          DType::UInt8, DType::UInt16, DType::UInt32, DType::UInt64, DType::Bool, DType::Complex64, DType::Complex128})
        for (const Extents& extents : {Extents{}, Extents{3}, Extents{2, 0}, Extents{2, 3, 4}}) {
            Tensor tensor = Tensor::empty(t, extents);
            for (std::size_t i = 0; i < tensor.bytes(); ++i) tensor.raw()[i] = static_cast<std::byte>(i % 2);
            const auto bytes = writeNpy(tensor);
            ASSERT_TRUE(bytes);
            EXPECT_EQ((bytes->size() - tensor.bytes()) % 64, 0u);
            const auto again = readNpy(*bytes);
            ASSERT_TRUE(again) << again.error().text();
            EXPECT_EQ(again->type(), tensor.type());
            EXPECT_TRUE(std::equal(again->raw(), again->raw() + again->bytes(), tensor.raw()));
        }
}

TEST(Npy, ReadsBothOrders) {
    const auto fortran = readNpy(file("{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3), }\n", {1, 4, 2, 5, 3, 6}));
    ASSERT_TRUE(fortran) << fortran.error().text();
    const auto v = fortran->data<std::int8_t>();
    for (int i = 0; i < 6; ++i) EXPECT_EQ(v[static_cast<std::size_t>(i)], i + 1);
    const auto big = readNpy(file("{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }", {0, 1, 1, 0}));
    ASSERT_TRUE(big) << big.error().text();
    EXPECT_EQ(big->data<std::int16_t>()[0], 1);
    EXPECT_EQ(big->data<std::int16_t>()[1], 256);
}

TEST(Npy, RefusesLies) {
    const std::pair<const char*, Bytes> cases[] = {
        {"empty", {}},
        {"other magic", Bytes(64, 'x')},
        {"version", {0x93, 'N', 'U', 'M', 'P', 'Y', 4, 0, 0, 0, 0, 0}},
        {"header beyond the end", {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 200, 0, '{'}},
        {"no dictionary", file("hello", {})},
        {"no shape", file("{'descr': '<f4', 'fortran_order': False}", {0, 0, 0, 0})},
        {"object", file("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", {0, 0, 0, 0})},
        {"records", file("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", {0, 0, 0, 0})},
        {"too short", file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", {0, 0, 0, 0})},
        {"negative", file("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", {0, 0, 0, 0})},
        {"overflow", file("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)}", {})},
        {"text without end", file("{'descr': '<f4", {})},
        {"twice", file("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}", {0, 0, 0, 0})},
    };
    for (const auto& [what, bytes] : cases) EXPECT_FALSE(readNpy(bytes)) << what;
}

}  // namespace
}  // namespace nw
