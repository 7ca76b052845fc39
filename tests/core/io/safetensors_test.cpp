// Safetensors: round trip of every type, known bytes, and files that lie.
#include "core/io/safetensors.h"

#include <gtest/gtest.h>

namespace nw {
namespace {

Bytes file(std::string_view header, std::size_t data) {
    Bytes out(8 + header.size() + data);
    for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(header.size() >> 8 * i);
    std::copy(header.begin(), header.end(), out.begin() + 8);
    return out;
}

TEST(Safetensors, KeepsEveryType) {
    Safetensors content;
    for (const DType t : {DType::Float32, DType::Float64, DType::Float16, DType::BFloat16, DType::Int8, DType::Int16, DType::Int32,
                          DType::Int64, DType::UInt8, DType::UInt16, DType::UInt32, DType::UInt64, DType::Bool, DType::Complex64}) {
        Tensor tensor = Tensor::empty(t, {2, 3});
        for (std::size_t i = 0; i < tensor.bytes(); ++i) tensor.raw()[i] = static_cast<std::byte>(i % 2);
        content.tensors.emplace("path/" + std::string(nameOf(t)), tensor);
    }
    content.tensors.emplace("scalar", Tensor::scalar(3.5F));
    content.tensors.emplace("empty", Tensor::empty(DType::Float32, {0, 4}));
    content.metadata = {{"format", "netwright"}, {"step", "12"}};
    const auto bytes = writeSafetensors(content);
    ASSERT_TRUE(bytes);
    const auto again = readSafetensors(*bytes);
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(again->metadata, content.metadata);
    ASSERT_EQ(again->tensors.size(), content.tensors.size());
    for (const auto& [name, tensor] : content.tensors) {
        const Tensor& t = again->tensors.at(name);
        EXPECT_EQ(t.type(), tensor.type()) << name;
        EXPECT_TRUE(std::equal(t.raw(), t.raw() + t.bytes(), tensor.raw())) << name;
    }
    EXPECT_EQ(*writeSafetensors(*again), *bytes);
}

TEST(Safetensors, ReadsKnownBytes) {
    Bytes bytes =
        file(R"({"b":{"dtype":"I8","shape":[2],"data_offsets":[4,6]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})", 6);
    bytes[bytes.size() - 4] = 0x80;
    bytes[bytes.size() - 3] = 0x3F;
    bytes[bytes.size() - 1] = 0xFF;
    const auto content = readSafetensors(bytes);
    ASSERT_TRUE(content) << content.error().text();
    EXPECT_EQ(content->tensors.at("a").data<float>()[0], 1.0F);
    EXPECT_EQ(content->tensors.at("b").data<std::int8_t>()[1], -1);
}

TEST(Safetensors, RefusesLies) {
    const std::pair<const char*, Bytes> cases[] = {
        {"short", Bytes(7)},
        {"header beyond the end", {9, 0, 0, 0, 0, 0, 0, 0, '{', '}'}},
        {"huge header", Bytes(16, 0xFF)},
        {"no JSON", file("{", 0)},
        {"an array", file("[]", 0)},
        {"no dtype", file(R"({"a":{"shape":[],"data_offsets":[0,4]}})", 4)},
        {"unknown dtype", file(R"({"a":{"dtype":"F5","shape":[],"data_offsets":[0,4]}})", 4)},
        {"wrong range", file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4)},
        {"backwards", file(R"({"a":{"dtype":"F32","shape":[],"data_offsets":[4,0]}})", 4)},
        {"beyond the end", file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 4)},
        {"negative", file(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4)},
        {"overflow", file(R"({"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})", 0)},
        {"overlap",
         file(R"({"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"I8","shape":[2],"data_offsets":[1,3]}})", 3)},
        {"gap", file(R"({"a":{"dtype":"I8","shape":[1],"data_offsets":[1,2]}})", 2)},
        {"trailing", file(R"({"a":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}})", 2)},
        {"metadata number", file(R"({"__metadata__":{"a":1}})", 0)},
    };
    for (const auto& [what, bytes] : cases) EXPECT_FALSE(readSafetensors(bytes)) << what;
}

TEST(Safetensors, FileErrorsNameTheFile) {
    const auto missing = readSafetensorsFile("/nonexistent/x.safetensors");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Code::Io);
    const auto path = std::filesystem::temp_directory_path() / "nw_safetensors_test.safetensors";
    Safetensors content;
    content.tensors.emplace("w", Tensor::scalar(2.0));
    ASSERT_TRUE(writeSafetensorsFile(path, content));
    const auto again = readSafetensorsFile(path);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->tensors.at("w").data<double>()[0], 2.0);
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace nw
