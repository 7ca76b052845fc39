// int8 regions: the arithmetic and the kernels against golden numbers, and the VNNI kernels against the plain loops, bit for bit.
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <thread>

#include "core/cpu/cpu.h"
#include "core/cpu/int8_arithmetic.h"
#include "core/cpu/vnni.h"
#include "core/graph/builder.h"
#include "core/op/registry.h"
#include "core/runtime/regions.h"
#include "tests/core/cpu/compare.h"

namespace nw::test {
namespace {

using Ints = std::vector<std::int64_t>;
using Attrs = std::vector<std::pair<std::string_view, Attr>>;

struct Scale {
    std::vector<double> scale;
    std::int64_t zero = 0;
};

struct Int8Case {
    std::string op;
    Attrs attrs;
    std::vector<Tensor> inputs;
    std::vector<Scale> scales;  ///< of the inputs, then of the output
    const char* activation = nullptr;
};

template <class T>
Tensor tensorOf(const Extents& extents, const std::vector<T>& values) {
    Tensor t = Tensor::empty(std::is_same_v<T, std::int8_t> ? DType::Int8 : DType::Int32, extents);
    std::copy(values.begin(), values.end(), t.data<T>().begin());
    return t;
}

template <class T>
Tensor randomInts(const Extents& extents, int low, int high, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> value(low, high);
    std::vector<T> values(static_cast<std::size_t>(product(extents)));
    for (T& v : values) v = static_cast<T>(value(random));
    return tensorOf(extents, values);
}

struct Prepared {
    Module module;
    std::unique_ptr<Kernel> kernel;
    std::vector<const void*> in;
    Tensor out;
    std::string reason = "no unit";
};

/// The kernel of the rule called `rule`; inputs but the first `variable` are constants.
std::unique_ptr<Prepared> prepare(const Int8Case& c, const std::string& rule, std::size_t variable = 1) {
    auto p = std::make_unique<Prepared>();
    FunctionBuilder b(p->module, false, "case");
    std::vector<Value> real;
    for (std::size_t i = 0; i < c.inputs.size(); ++i) {
        const Tensor& t = c.inputs[i];
        const Value v = b.param(std::string("p").append(std::to_string(i)), {t.dtype(), toShape(t.extents()), Form::Tensor});
        const std::size_t n = c.scales[i].scale.size();
        Attrs attrs{{"scale", c.scales[i].scale}, {"zero_point", Ints(n, c.scales[i].zero)}};
        if (n > 1) attrs.push_back({"axis", static_cast<std::int64_t>(t.extents().size()) - (t.extents().back() == 1 ? 2 : 1)});
        real.push_back(b.apply(*Params::make(operatorById("dequantize"), attrs), std::array{v}, false)[0]);
    }
    const auto params = Params::make(operatorById(c.op), c.attrs);
    EXPECT_TRUE(params) << (params ? "" : params.error().text());
    Value y = b.apply(*params, real, false)[0];
    if (c.activation) y = b.one(c.activation, {}, {y});
    y = b.one("quantize", {{"scale", c.scales.back().scale}, {"zero_point", Ints{c.scales.back().zero}}}, {y});
    const Function& f = b.function();
    const Backends backends{*Backend::load(cpuPlugin())};
    const auto typeOf = [&](Value v) { return TensorType{f.type(v).dtype, *evaluate(*f.type(v).shape, {})}; };
    p->out = Tensor::empty(DType::Int8, typeOf(y).extents);
    findUnits(f, backends, Numerics::Exact, [&](const Unit& unit) {
        if (p->kernel || unit.rule->name != rule) return false;
        const auto data = [&](Value v) { return static_cast<const void*>(c.inputs[v.port].raw()); };
        auto made =
            unit.rule->factory(requestFor(f, unit, {}, typeOf, [&](Value v) { return v.port < variable ? nullptr : data(v); }));
        if (!made) {
            p->reason = made.error().text();
            return false;
        }
        p->kernel = std::move(*made);
        for (const Value v : unit.inputs) p->in.push_back(data(v));
        return true;
    });
    return p;
}

std::vector<std::int8_t> runOn(const Prepared& p, int threads) {
    constexpr std::int8_t guard = 0x5A;
    std::vector<std::int8_t> y(p.out.bytes() + 128, guard);
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t)
        workers.emplace_back([&, t] {
            std::vector<std::byte> scratch(p.kernel->scratchBytes + 64);
            auto* aligned = scratch.data() + (64 - reinterpret_cast<std::uintptr_t>(scratch.data()) % 64);
            Stream stream;
            void* out = y.data() + 64;
            for (std::int64_t i = t; i < p.kernel->chunks; i += threads)
                p.kernel->run({p.in.data(), &out, aligned, nullptr}, i, stream);
        });
    for (std::thread& w : workers) w.join();
    EXPECT_EQ(std::count(y.begin(), y.begin() + 64, guard), 64) << "wrote before its output";
    EXPECT_EQ(std::count(y.end() - 64, y.end(), guard), 64) << "wrote beyond its output";
    return {y.begin() + 64, y.end() - 64};
}

std::vector<std::int8_t> exact(const Int8Case& c, const std::string& rule) {
    const auto p = prepare(c, rule);
    EXPECT_TRUE(p->kernel) << rule << ": " << p->reason;
    return p->kernel ? runOn(*p, 1) : std::vector<std::int8_t>{};
}

std::string ruleOf(const Int8Case& c, const char* ending = "") {
    std::string rule = "int8 ";
    return rule.append(c.op).append(ending);
}

/// The VNNI kernel gives the bits of the plain one, for any number of threads, and values of many sizes.
void expectSameBits(const Int8Case& c) {
    std::string name = c.op;
    for (const Tensor& t : c.inputs) name.append(" ").append(textOf(t.extents()));
    SCOPED_TRACE(name);
    const auto fast = prepare(c, ruleOf(c, " by VNNI"));
    ASSERT_TRUE(fast->kernel) << fast->reason;
    const std::vector<std::int8_t> want = exact(c, ruleOf(c));
    for (const int threads : {1, 2, 4}) EXPECT_EQ(runOn(*fast, threads), want) << threads << " threads";
    if (want.size() > 300) EXPECT_GT(std::set<std::int8_t>(want.begin(), want.end()).size(), 20u) << "the case is too easy";
}

/// Scales about which sums of `terms` products spread over the whole int8 range.
std::vector<Scale> scalesFor(std::int64_t terms, std::int64_t channels, std::int64_t zero) {
    std::vector<double> weights;
    for (std::int64_t c = 0; c < channels; ++c) weights.push_back(0.003 * (1 + 0.37 * static_cast<double>(c % 7)));
    const double out = 0.02 * 0.006 * 74 * 74 * std::sqrt(static_cast<double>(terms)) / 50;
    return {{{0.02}, zero}, {weights}, {weights}, {{out}, -3}};
}

Int8Case convCase(const std::string& op, const Extents& x, const Extents& kernel, std::int64_t filters, const Attrs& extra,
                  std::int64_t zero, const char* activation = nullptr) {
    Attrs attrs = extra;
    attrs.push_back({"kernel_size", Ints{kernel[0], kernel[1]}});
    if (op == "conv2d") attrs.push_back({"filters", filters});
    const std::int64_t terms = kernel[0] * kernel[1] * (op == "conv2d" ? kernel[2] : 1);
    return {op,
            attrs,
            {randomInts<std::int8_t>(x, -128, 127, 1), randomInts<std::int8_t>(kernel, -128, 127, 2),
             randomInts<std::int32_t>({filters}, -20000, 20000, 3)},
            scalesFor(terms, filters, zero),
            activation};
}

Attrs window(std::int64_t stride, const char* padding, std::int64_t dilation) {
    return {{"strides", Ints{stride, stride}}, {"padding", std::string(padding)}, {"dilation_rate", Ints{dilation, dilation}}};
}

#define NW_NEEDS_VNNI \
    if (!cpu::int8Loops()) GTEST_SKIP() << "the processor has no AVX-512 VNNI"

TEST(Int8Vnni, ConvChannels) {
    NW_NEEDS_VNNI;
    for (const std::int64_t c : {1, 3, 4, 5, 16, 33})
        for (const std::int64_t o : {1, 15, 16, 17, 40, 64, 70, 130})
            expectSameBits(convCase("conv2d", {2, 7, 9, c}, {3, 3, c, o}, o, window(1, "same", 1), -128));
}

TEST(Int8Vnni, ConvWindows) {
    NW_NEEDS_VNNI;
    for (const std::int64_t stride : {1, 2, 3})
        for (const std::int64_t dilation : {1, 2})
            for (const char* padding : {"same", "valid"}) {
                if (stride > 1 && dilation > 1) continue;
                for (const Extents& k : {Extents{1, 1}, Extents{3, 3}, Extents{5, 2}, Extents{1, 7}})
                    for (const std::int64_t zero : {-128, 5, 127})
                        expectSameBits(convCase("conv2d", {2, 15, 17, 6}, {k[0], k[1], 6, 20}, 20,
                                                window(stride, padding, dilation), zero, zero == 5 ? "relu" : "relu6"));
            }
    expectSameBits(convCase("conv2d", {1, 2, 2, 3}, {5, 5, 3, 4}, 4, window(1, "same", 1), 9));
    expectSameBits(convCase("conv2d", {1, 200, 300, 8}, {3, 3, 8, 16}, 16, window(1, "same", 1), 9));
    expectSameBits(convCase("conv2d", {1, 2, 2, 128}, {3, 3, 128, 256}, 256, window(1, "same", 1), 9));
}

TEST(Int8Vnni, ConvGroups) {
    NW_NEEDS_VNNI;
    for (const std::int64_t groups : {2, 3, 6}) {
        Attrs attrs = window(1, "same", 1);
        attrs.push_back({"groups", groups});
        for (const std::int64_t filters : {6, 36, 120})
            expectSameBits(convCase("conv2d", {2, 8, 9, 12}, {3, 3, 12 / groups, filters}, filters, attrs, -7));
    }
}

TEST(Int8Vnni, Depthwise) {
    NW_NEEDS_VNNI;
    for (const std::int64_t c : {1, 3, 16, 31, 63, 64, 65, 130})
        for (const char* padding : {"same", "valid"})
            expectSameBits(convCase("depthwise_conv2d", {2, 9, 11, c}, {3, 3, c, 1}, c, window(c % 2 + 1, padding, 1), c - 64));
    expectSameBits(convCase("depthwise_conv2d", {1, 20, 21, 96}, {5, 5, 96, 1}, 96, window(1, "same", 2), 127, "relu6"));
    expectSameBits(convCase("depthwise_conv2d", {3, 6, 5, 8}, {1, 2, 8, 1}, 8, window(1, "valid", 1), -128, "relu"));
}

TEST(Int8Vnni, Dense) {
    NW_NEEDS_VNNI;
    for (const std::int64_t rows : {1, 2, 9, 130})
        for (const std::int64_t in : {1, 7, 64, 400})
            for (const std::int64_t units : {1, 10, 16, 100, 300}) {
                Int8Case c{"dense",
                           {{"units", units}},
                           {randomInts<std::int8_t>({rows, in}, -128, 127, 4), randomInts<std::int8_t>({in, units}, -128, 127, 5),
                            randomInts<std::int32_t>({units}, -2000, 2000, 6)},
                           scalesFor(in, rows == 9 ? 1 : units, 11),
                           rows == 2 ? "relu" : nullptr};
                if (rows == 9) c.scales[1].scale = c.scales[2].scale = {0.004};
                expectSameBits(c);
            }
    expectSameBits({"dense",
                    {{"units", std::int64_t{1000}}},
                    {randomInts<std::int8_t>({1, 5000}, -128, 127, 4), randomInts<std::int8_t>({5000, 1000}, -128, 127, 5),
                     randomInts<std::int32_t>({1000}, -2000, 2000, 6)},
                    scalesFor(5000, 1000, 11)});
}

TEST(Int8Vnni, ScalesAboveOneAndExtremeSums) {
    NW_NEEDS_VNNI;
    for (const double out : {1e-6, 1e-4, 1.0, 1e6}) {
        Int8Case c = convCase("conv2d", {1, 5, 5, 3}, {1, 1, 3, 3}, 3, window(1, "same", 1), 0);
        c.inputs[2] = tensorOf<std::int32_t>({3}, {2147000000, -2147000000, 0});
        c.scales.back().scale = {out};
        const std::vector<std::int8_t> want = exact(c, "int8 conv2d");
        EXPECT_EQ(exact(c, "int8 conv2d by VNNI"), want) << out;
    }
}

TEST(Int8Vnni, AddAndSubtract) {
    NW_NEEDS_VNNI;
    for (const char* op : {"add", "subtract"})
        for (const std::int64_t n : {1, 15, 16, 17, 63, 70001})
            expectSameBits({op,
                            {},
                            {randomInts<std::int8_t>({n}, -128, 127, 7), randomInts<std::int8_t>({n}, -128, 127, 8)},
                            {{{0.1}, 3}, {{0.031}, -128}, {{0.12}, 10}},
                            n == 17 ? "relu" : nullptr});
}

TEST(Int8Vnni, DeclinesWeightsThatChange) {
    const Int8Case c = convCase("conv2d", {1, 5, 5, 3}, {1, 1, 3, 3}, 3, window(1, "same", 1), 0);
    const auto p = prepare(c, "int8 conv2d by VNNI", 3);
    EXPECT_FALSE(p->kernel);
    EXPECT_NE(p->reason.find(cpu::int8Loops() ? "not constant" : "no AVX-512 VNNI"), std::string::npos) << p->reason;
}

TEST(Int8Pool, MaxAndAverage) {
    for (const char* op : {"max_pooling2d", "average_pooling2d"})
        for (const std::int64_t channels : {1, 6, 63, 64, 65, 300}) {
            constexpr std::int64_t height = 7, width = 9, size = 3, stride = 2, rows = 3, columns = 4;
            const Int8Case c{
                op,
                {{"pool_size", Ints{size, size}}, {"strides", Ints{stride, stride}}, {"padding", std::string("valid")}},
                {randomInts<std::int8_t>({2, height, width, channels}, -128, 127, 9)},
                {{{0.1}, 3}, {{0.1}, 3}}};
            const auto x = c.inputs[0].data<std::int8_t>();
            std::vector<std::int8_t> want;
            for (std::int64_t i = 0; i < 2 * rows * columns * channels; ++i) {
                const std::int64_t k = i % channels, ox = i / channels % columns, oy = i / channels / columns % rows,
                                   image = i / channels / columns / rows;
                int most = -128, sum = 0;
                for (std::int64_t t = 0; t < size * size; ++t) {
                    const std::int64_t y = oy * stride + t / size, z = ox * stride + t % size;
                    const int v = x[static_cast<std::size_t>(((image * height + y) * width + z) * channels + k)];
                    most = std::max(most, v);
                    sum += v;
                }
                const int mean = (sum > 0 ? sum + 4 : sum - 4) / 9;
                want.push_back(static_cast<std::int8_t>(op[0] == 'm' ? most : mean));
            }
            EXPECT_EQ(exact(c, ruleOf(c)), want) << op << " " << channels;
        }
}

TEST(Int8Vnni, Quantize) {
    NW_NEEDS_VNNI;
    for (const std::int64_t n : {1, 15, 16, 17, 63, 300001})
        for (const std::int64_t zero : {-128, 0, 127})
            expectAgreement(
                {"quantize", {{"scale", std::vector<double>{0.5}}, {"zero_point", Ints{zero}}}, {{{n}, DType::Float32, -70, 70}}});
    constexpr float nan = std::numeric_limits<float>::quiet_NaN(), infinite = std::numeric_limits<float>::infinity();
    const float x[] = {0.25f, -0.25f, 0.75f, -0.75f, 0.24999999f, nan, -nan, infinite, -infinite, 1e30f, -1e30f, 60.75f, -61.25f};
    const std::vector<std::int8_t> want{6, 4, 7, 3, 5, -128, -128, 127, -128, 127, -128, 127, -118};
    std::vector<std::int8_t> y(std::size(x));
    cpu::int8Loops()->quantize(x, 0.5f, 5, y.data(), static_cast<std::int64_t>(y.size()));
    EXPECT_EQ(y, want);
}

// Numbers of TensorFlow Lite's reference kernels.
TEST(Int8Arithmetic, Multipliers) {
    const auto expect = [](double real, std::int32_t multiplier, int shift) {
        const cpu::Multiplier m = cpu::toMultiplier(real);
        EXPECT_EQ(m.multiplier, multiplier) << real;
        EXPECT_EQ(m.shift, shift) << real;
    };
    expect(0.0072474273418460, 1992157658, -7);
    expect(0.5, 1073741824, 0);
    expect(1.0, 1073741824, 1);
    expect(1.0 / 3, 1431655765, -1);
    expect(3e-11, 0, 0);
    expect(0, 0, 0);
}

TEST(Int8Arithmetic, Rounding) {
    const cpu::Multiplier half{1 << 30, 0}, quarter{1 << 30, -1}, other{1921919273, -1};
    EXPECT_EQ(cpu::scaleBy(7979, other), 3571);
    EXPECT_EQ(cpu::scaleByOnce(7979, other), 3570);
    for (const auto& [x, y] : {std::pair{3, 2}, {-3, -1}, {1, 1}, {-1, 0}}) EXPECT_EQ(cpu::scaleBy(x, half), y);
    for (const auto& [x, y] : {std::pair{2, 1}, {-2, -1}, {6, 2}, {-6, -2}}) EXPECT_EQ(cpu::scaleBy(x, quarter), y);
    constexpr auto least = std::numeric_limits<std::int32_t>::min();
    EXPECT_EQ(cpu::highMultiply(least, least), std::numeric_limits<std::int32_t>::max());
}

TEST(Int8Golden, Conv) {
    const Int8Case c{"conv2d",
                     {{"filters", std::int64_t{1}}, {"kernel_size", Ints{1, 1}}},
                     {tensorOf<std::int8_t>({1, 1, 1, 3}, {4, -3, 7}), tensorOf<std::int8_t>({1, 1, 3, 1}, {10, -20, 30}),
                      tensorOf<std::int32_t>({1}, {17})},
                     {{{0.5}, -1}, {{0.25}}, {{0.125}}, {{1.0}, -2}}};
    EXPECT_EQ(exact(c, "int8 conv2d"), (std::vector<std::int8_t>{42}));
    if (cpu::int8Loops()) EXPECT_EQ(exact(c, "int8 conv2d by VNNI"), (std::vector<std::int8_t>{42}));
}

TEST(Int8Golden, Add) {
    const Int8Case c{"add",
                     {},
                     {tensorOf<std::int8_t>({2}, {50, 0}), tensorOf<std::int8_t>({2}, {-60, 0})},
                     {{{0.1}, 3}, {{0.05}, -7}, {{0.12}, 10}}};
    EXPECT_EQ(exact(c, "int8 add"), (std::vector<std::int8_t>{27, 10}));
}

TEST(Int8Golden, Mean) {
    const Int8Case c{"global_average_pooling2d",
                     {},
                     {tensorOf<std::int8_t>({1, 7, 1, 1}, {10, 20, 31, -5, 7, 9, 100})},
                     {{{0.1}, -3}, {{0.08}, 5}}};
    EXPECT_EQ(exact(c, "int8 mean"), (std::vector<std::int8_t>{40}));
}

/// Answers of TensorFlow Lite's reference kernel, to larger and to smaller.
TEST(Int8Golden, Resizing) {
    const auto resized = [](const Extents& x, std::int64_t height, std::int64_t width) {
        std::vector<std::int8_t> pixels;
        for (std::int64_t i = 0; i < x[1] * x[2]; ++i) pixels.push_back(static_cast<std::int8_t>(i * 53 % 256 - 128));
        return exact(
            {"resizing", {{"height", height}, {"width", width}}, {tensorOf<std::int8_t>(x, pixels)}, {{{0.5}, -7}, {{0.5}, -7}}},
            "int8 resizing");
    };
    EXPECT_EQ(resized({1, 3, 4, 1}, 5, 3),
              (std::vector<std::int8_t>{-119, -49, 22, -52, -66, 5, 50, -93, -22, 49, -42, -48, 49, -8, -66}));
    EXPECT_EQ(resized({1, 3, 3, 1}, 2, 7),
              (std::vector<std::int8_t>{-88, -81, -58, -35, -40, -45, -46, -42, -34, -11, 11, 7, 2, 0}));
}

TEST(Int8Golden, Softmax) {
    const Int8Case c{"softmax", {}, {tensorOf<std::int8_t>({1, 5}, {-128, 0, 40, 127, 120})}, {{{0.1}, 0}, {{1.0 / 256}, -128}}};
    EXPECT_EQ(exact(c, "int8 softmax"), (std::vector<std::int8_t>{-128, -128, -128, 43, -43}));
}

}  // namespace
}  // namespace nw::test
