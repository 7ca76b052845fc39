// Whole networks: a small convolutional one in float and int8 through each format, with an open batch; and bytes that the facts
// fix.
#include <cstdlib>

#include "core/formats/format.h"
#include "core/formats/tflite/schema_generated.h"
#include "core/io/npy.h"
#include "tests/core/formats/samples.h"

namespace nw {
namespace {

using test::randomTensor;
using Ints = std::vector<std::int64_t>;

Value weight(FunctionBuilder& b, const Extents& extents, std::uint64_t seed) {
    return b.one("constant", {{"value", TensorRef{randomTensor(DType::Float32, extents, -0.3, 0.3, seed)}}}, {});
}

/// Pixels → conv → batch norm → relu → depthwise → residual add → pools → dense → softmax.
Program convolutional() {
    Program p;
    FunctionBuilder b(*p.module, false, "main");
    const Type image{DType::Float32, Shape{Dim::named("batch"), 12, 12, 3}};
    p.inputs.push_back({"image", image});
    const Value x = b.param("image", image);
    const Value scaled = b.one("rescaling", {}, {x});
    b.setName("conv2d");
    Value y = b.one("conv2d", {{"filters", std::int64_t{8}}, {"padding", std::string("same")}},
                    {scaled, weight(b, {3, 3, 3, 8}, 1), weight(b, {8}, 2)});
    const OpDef& norm = operatorById("batch_normalization");
    const Value positive = b.one("constant", {{"value", TensorRef{randomTensor(DType::Float32, {8}, 0.5, 1.5, 3)}}}, {});
    y = norm.inference(Params(norm), b, std::array{y, positive, weight(b, {8}, 4), weight(b, {8}, 5), positive})[0];
    const Value relu = b.one("relu", {}, {y});
    y = b.one("depthwise_conv2d", {{"padding", std::string("same")}}, {relu, weight(b, {3, 3, 8, 1}, 6), weight(b, {8}, 7)});
    y = b.one("relu6", {}, {b.one("add", {}, {y, relu})});
    y = b.one("max_pooling2d", {}, {y});
    y = b.one("conv2d",
              {{"filters", std::int64_t{6}}, {"strides", Ints{2, 2}}, {"padding", std::string("same")}, {"use_bias", false}},
              {y, weight(b, {3, 3, 8, 6}, 8)});
    y = b.one("concatenate", {{"axis", std::int64_t{-1}}}, {y, b.one("sigmoid", {}, {y})});
    y = b.one("flatten", {}, {y});
    y = b.one("dense", {{"units", std::int64_t{10}}}, {y, weight(b, {108, 10}, 9), weight(b, {10}, 10)});
    y = b.one("softmax", {}, {y});
    p.outputs.push_back({"digits", OutputRole::Prediction});
    p.main = b.finish({y}, {"digits"});
    return p;
}

Value quantized(Emit& e, Value x, double scale, std::int64_t zero) {
    const Value q = e.one("quantize", {{"scale", std::vector<double>{scale}}, {"zero_point", Ints{zero}}}, {x});
    return e.one("dequantize", {{"scale", std::vector<double>{scale}}, {"zero_point", Ints{zero}}}, {q});
}

Value quantizedWeight(Emit& e, const Tensor& t, const std::vector<double>& scale, std::int64_t axis) {
    const Value c = e.one("constant", {{"value", TensorRef{t}}}, {});
    return e.one("dequantize", {{"scale", scale}, {"zero_point", Ints(scale.size(), 0)}, {"axis", axis}}, {c});
}

/// conv → relu → dense → softmax as a quantizer leaves it.
Program int8Network() {
    Program p;
    FunctionBuilder b(*p.module, false, "main");
    const Type image{DType::Float32, Shape{Dim::named("batch"), 8, 8, 1}};
    p.inputs.push_back({"image", image});
    const Value x = quantized(b, b.param("image", image), 1, -128);
    const std::vector<double> kernel{0.002, 0.003, 0.001, 0.004};
    std::vector<double> bias = kernel;  // input scale · weight scale, and the input's scale is 1
    Value y = b.one("conv2d", {{"filters", std::int64_t{4}}, {"strides", Ints{2, 2}}},
                    {x, quantizedWeight(b, randomTensor(DType::Int8, {3, 3, 1, 4}, -127, 128, 1), kernel, 3),
                     quantizedWeight(b, randomTensor(DType::Int32, {4}, -500, 500, 2), bias, 0)});
    y = quantized(b, b.one("relu", {}, {y}), 0.4, -128);
    y = quantized(b, b.one("flatten", {}, {y}), 0.4, -128);
    y = b.one("dense", {{"units", std::int64_t{5}}},
              {y, quantizedWeight(b, randomTensor(DType::Int8, {36, 5}, -127, 128, 3), {0.003}, -1),
               quantizedWeight(b, randomTensor(DType::Int32, {5}, -500, 500, 4), {0.4 * 0.003}, -1)});
    y = quantized(b, y, 0.5, 3);
    y = quantized(b, b.one("softmax", {}, {y}), 1.0 / 256, -128);
    p.outputs.push_back({"digits", OutputRole::Prediction});
    p.main = b.finish({y}, {"digits"});
    return p;
}

/// Operators that only move integers: with one quantization for all, and a pool between two (which must be computed in float).
Program int8Moves() {
    Program p;
    FunctionBuilder b(*p.module, false, "main");
    const Type image{DType::Float32, Shape{Dim::named("batch"), 8, 8, 1}};
    p.inputs.push_back({"image", image});
    const Value x = quantized(b, b.param("image", image), 1, -128);
    const Value small = quantized(b, b.one("resizing", {{"height", std::int64_t{4}}, {"width", std::int64_t{4}}}, {x}), 1, -128);
    const Value pooled = quantized(b, b.one("max_pooling2d", {}, {x}), 1, -128);
    Value y = quantized(b, b.one("concatenate", {{"axis", std::int64_t{-1}}}, {small, pooled}), 1, -128);
    y = quantized(b, b.one("average_pooling2d", {}, {y}), 0.5, -20);
    p.outputs.push_back({"digits", OutputRole::Prediction});
    p.main = b.finish({quantized(b, b.one("flatten", {}, {y}), 0.5, -20)}, {"digits"});
    return p;
}

void dump(const Format& format, const std::string& name, const Bytes& bytes, const Tensor& input, const Tensor& output) {
    const char* folder = std::getenv("NETWRIGHT_SAMPLES");
    if (!folder) return;
    const auto path = std::filesystem::path(folder) / format.id() / name;
    ASSERT_TRUE(makeFolder(path));
    ASSERT_TRUE(writeFileAtomically(path / ("model" + std::string(format.extension())), bytes));
    ASSERT_TRUE(writeNpyFile(path / "input_0.npy", input));
    ASSERT_TRUE(writeNpyFile(path / "output_0.npy", output));
}

class Networks : public testing::TestWithParam<const Format*> {};

TEST_P(Networks, ConvolutionalComesBack) {
    const Program program = convolutional();
    const auto bytes = GetParam()->write(program);
    ASSERT_TRUE(bytes) << bytes.error().text();
    const auto again = GetParam()->read(*bytes);
    ASSERT_TRUE(again) << again.error().text();
    ASSERT_EQ(again->inputs.size(), 1u);
    EXPECT_EQ(again->inputs[0].name, "image");
    EXPECT_EQ(again->inputs[0].type, program.inputs[0].type);
    EXPECT_EQ(again->outputs[0].name, "digits");
    for (const std::int64_t batch : {1, 5}) {
        const Tensor image = randomTensor(DType::Float32, {batch, 12, 12, 3}, 0, 255, 20);
        const auto expected = test::run(program, std::array{image}), actual = test::run(*again, std::array{image});
        ASSERT_TRUE(expected && actual) << (expected ? actual.error().text() : expected.error().text());
        EXPECT_LE(test::difference((*expected)[0], (*actual)[0]), 1e-6);
        dump(*GetParam(), "convolutional_" + std::to_string(batch), *bytes, image, (*expected)[0]);
    }
}

TEST_P(Networks, Int8ComesBack) {
    for (const auto& [name, program] : {std::pair{"int8_network", int8Network()}, {"int8_moves", int8Moves()}}) {
        SCOPED_TRACE(name);
        const auto bytes = GetParam()->write(program);
        ASSERT_TRUE(bytes) << bytes.error().text();
        const auto again = GetParam()->read(*bytes);
        ASSERT_TRUE(again) << again.error().text();
        const Tensor image = randomTensor(DType::Float32, {3, 8, 8, 1}, 0, 255, 21);
        const auto expected = test::run(program, std::array{image}), actual = test::run(*again, std::array{image});
        ASSERT_TRUE(expected && actual) << (expected ? actual.error().text() : expected.error().text());
        EXPECT_LE(test::difference((*expected)[0], (*actual)[0]), 1e-6);
        if (GetParam()->id() == "tflite") dump(*GetParam(), name, *bytes, image, (*expected)[0]);
    }
}

TEST_P(Networks, DamagedFilesAreRefused) {
    const auto bytes = GetParam()->write(convolutional());
    ASSERT_TRUE(bytes);
    EXPECT_FALSE(GetParam()->read({}));
    for (std::size_t size = 1; size < bytes->size(); size += 37) {
        const auto cut = GetParam()->read(std::span(*bytes).first(size));
        EXPECT_TRUE(!cut || GetParam()->id() == "onnx") << size;  // a protobuf may end between two fields
    }
    for (std::size_t at = 0; at < bytes->size(); at += 11) {
        Bytes damaged = *bytes;
        damaged[at] ^= 0xFF;
        [[maybe_unused]] const auto answer = GetParam()->read(damaged);  // any answer, no crash
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, Networks, testing::ValuesIn(std::vector<const Format*>(formats().begin(), formats().end())),
                         [](const auto& p) { return std::string(p.param->id()); });

TEST(Tflite, BytesAreAsTheFormatSays) {
    const auto bytes = findFormat("tflite")->write(int8Network());
    ASSERT_TRUE(bytes);
    EXPECT_EQ(std::string(bytes->begin() + 4, bytes->begin() + 8), "TFL3");
    const auto& model = *tflite::fb::GetModel(bytes->data());
    EXPECT_EQ(model.version(), 3u);
    EXPECT_EQ(model.buffers()->Get(0)->data(), nullptr);
    for (const auto* buffer : *model.buffers()) {
        if (buffer->data()) { EXPECT_EQ((buffer->data()->data() - bytes->data()) % 16, 0); }
    }
    const auto& graph = *model.subgraphs()->Get(0);
    EXPECT_EQ(graph.operators()->size(), 4u);  // conv with its relu, reshape, fully connected, softmax
    const auto& input = *graph.tensors()->Get(static_cast<unsigned>(graph.inputs()->Get(0)));
    EXPECT_EQ(input.type(), tflite::fb::TensorType::INT8);
    EXPECT_EQ(input.shape_signature()->Get(0), -1);
    EXPECT_EQ(input.shape()->Get(0), 1);
    const auto& output = *graph.tensors()->Get(static_cast<unsigned>(graph.outputs()->Get(0)));
    EXPECT_EQ(output.type(), tflite::fb::TensorType::INT8);
    EXPECT_EQ(output.quantization()->scale()->Get(0), 1.0F / 256);
    EXPECT_EQ(output.quantization()->zero_point()->Get(0), -128);
    const auto& signature = *model.signature_defs()->Get(0);
    EXPECT_EQ(signature.signature_key()->str(), "serving_default");
    EXPECT_EQ(signature.inputs()->Get(0)->name()->str(), "image");
    EXPECT_EQ(signature.outputs()->Get(0)->name()->str(), "digits");
    for (const auto* code : *model.operator_codes())
        EXPECT_EQ(code->deprecated_builtin_code(), std::min(static_cast<int>(code->builtin_code()), 127));
}

TEST(Formats, AreFoundByIdAndFile) {
    EXPECT_EQ(formatForFile("a/Model.TFLITE"), findFormat("tflite"));
    EXPECT_EQ(formatForFile("model.onnx"), findFormat("onnx"));
    EXPECT_EQ(formatForFile("model"), nullptr);
    EXPECT_EQ(findFormat("word"), nullptr);
}

}  // namespace
}  // namespace nw
