// Post-training quantization: which layers become int8, and that the answers stay near those of the float network.
#include "core/quant/int8.h"

#include "tests/core/formats/samples.h"

namespace nw {
namespace {

using test::randomTensor;
using Ints = std::vector<std::int64_t>;

Value weight(FunctionBuilder& b, const Extents& extents, std::uint64_t seed) {
    return b.one("constant", {{"value", TensorRef{randomTensor(DType::Float32, extents, -0.3, 0.3, seed)}}}, {});
}

/// Pixels → resizing → rescaling → conv → `middle` → dense → softmax; int8 knows neither resizing nor some activations.
Program network(std::string_view middle, bool layers = true) {
    Program p;
    FunctionBuilder b(*p.module, false, "main");
    const Type image{DType::Float32, Shape{Dim::named("batch"), 20, 20, 3}};
    p.inputs.push_back({"image", image});
    Value y = b.one("resizing", {{"height", std::int64_t{8}}, {"width", std::int64_t{8}}}, {b.param("image", image)});
    y = b.one("rescaling", {{"scale", 1.0 / 255}}, {y});
    if (layers) y = b.one("conv2d", {{"filters", std::int64_t{4}}}, {y, weight(b, {3, 3, 3, 4}, 1), weight(b, {4}, 2)});
    y = b.one("flatten", {}, {b.one(middle, {}, {y})});
    if (layers) y = b.one("dense", {{"units", std::int64_t{10}}}, {y, weight(b, {144, 10}, 3), weight(b, {10}, 4)});
    p.outputs.push_back({"digits", OutputRole::Prediction});
    p.main = b.finish({b.one("softmax", {}, {y})}, {"digits"});
    return p;
}

std::vector<float> answers(const Program& p, const Tensor& batch) {
    const auto out = test::run(p, std::array{batch});
    EXPECT_TRUE(out) << out.error().text();
    const auto values = (*out)[0].data<float>();
    return {values.begin(), values.end()};
}

Program int8Of(const Program& p, const Tensor& batch) {
    RangeObserver observer(p, {});
    EXPECT_TRUE(observer.observe(std::array{batch}));
    return quantizeInt8(p, observer.ranges());
}

/// A layer behind an operator that stays float is int8 all the same.
TEST(Int8Quantization, EntersAgainBehindFloatOperators) {
    const Tensor batch = randomTensor(DType::Float32, {16, 20, 20, 3}, 0, 255, 9);
    for (const char* middle : {"relu", "gelu", "swish", "elu"}) {
        SCOPED_TRACE(middle);
        const Program p = network(middle), q = int8Of(p, batch);
        const Int8Layers before = int8Layers(p), after = int8Layers(q);
        EXPECT_EQ(before.quantized, 0);
        EXPECT_EQ(before.all, 2);
        EXPECT_EQ(after.quantized, 2);
        EXPECT_EQ(after.all, 2);
        const auto floats = answers(p, batch), integers = answers(q, batch);
        ASSERT_EQ(floats.size(), integers.size());
        for (std::size_t i = 0; i < floats.size(); ++i) EXPECT_NEAR(floats[i], integers[i], 0.02) << i;
    }
}

bool is(const Apply* a, std::string_view op) { return a && op == a->op().id; }

/// TensorFlow Lite joins int8 tensors only where all have the scale of the result.
TEST(Int8Quantization, WhatIsJoinedSharesOneScale) {
    Program p;
    FunctionBuilder b(*p.module, false, "main");
    const Type image{DType::Float32, Shape{Dim::named("batch"), 6, 6, 3}};
    p.inputs.push_back({"image", image});
    const Value x = b.param("image", image);
    const auto conv = [&](std::uint64_t seed) {
        return b.one("conv2d", {{"filters", std::int64_t{4}}}, {x, weight(b, {3, 3, 3, 4}, seed), weight(b, {4}, seed + 1)});
    };
    const Value joined = b.one("concatenate", {}, {conv(1), b.one("relu", {}, {conv(3)}), conv(5)});
    p.outputs.push_back({"maps", OutputRole::Prediction});
    p.main = b.finish({joined}, {"maps"});

    const Tensor batch = randomTensor(DType::Float32, {8, 6, 6, 3}, 0, 1, 9);
    const Program q = int8Of(p, batch);
    const Function& f = q.function();
    const auto concatenate = std::find_if(f.nodes.begin(), f.nodes.end(), [](const Apply& a) { return is(&a, "concatenate"); });
    ASSERT_NE(concatenate, f.nodes.end());
    const Apply* result = f.maker(f.results[0]);
    ASSERT_TRUE(is(result, "dequantize"));
    for (const Value v : concatenate->inputs) {
        ASSERT_TRUE(is(f.maker(v), "dequantize"));
        for (const char* name : {"scale", "zero_point"}) EXPECT_EQ(f.maker(v)->params.get(name), result->params.get(name)) << name;
    }
    const auto floats = answers(p, batch), integers = answers(q, batch);
    for (std::size_t i = 0; i < floats.size(); ++i) EXPECT_NEAR(floats[i], integers[i], 0.05) << i;
}

TEST(Int8Quantization, NothingToDoIsCountedAsNothing) {
    const Tensor batch = randomTensor(DType::Float32, {4, 20, 20, 3}, 0, 255, 9);
    const Int8Layers layers = int8Layers(int8Of(network("gelu", false), batch));
    EXPECT_EQ(layers.quantized, 0);
    EXPECT_EQ(layers.all, 0);
}

}  // namespace
}  // namespace nw
