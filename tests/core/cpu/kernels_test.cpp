// Every kernel of the processor's backend against the reference, over sizes that straddle vector widths and chunks.
#include <cstdlib>

#include "compare.h"

namespace nw::test {
namespace {

using Ints = std::vector<std::int64_t>;

const std::vector<std::int64_t> sizes{1, 3, 15, 16, 17, 31, 64, 65, 1000, 300001};

TEST(CpuKernels, UnaryExact) {
    for (const std::int64_t n : sizes)
        for (const char* op : {"relu", "relu6", "leaky_relu", "square", "negative", "abs"})
            expectAgreement({op, {}, {{{n}, DType::Float32, -8, 8}}});
}

TEST(CpuKernels, UnaryApproximate) {
    for (const std::int64_t n : sizes) {
        for (const char* op : {"sigmoid", "tanh", "swish", "elu"})
            expectAgreement({op, {}, {{{n}, DType::Float32, -30, 30}}, 1e-6});
        expectAgreement({"exp", {}, {{{n}, DType::Float32, -90, 80}}, 1e-6});
        for (const char* op : {"sqrt", "rsqrt"}) expectAgreement({op, {}, {{{n}, DType::Float32, 0.1, 9}}, 1e-6});
    }
    expectAgreement({"rescaling", {{"scale", 2.0}, {"offset", -1.0}}, {{{1001}}}, 1e-6});
}

TEST(CpuKernels, ExpAndTanhNearZero) {
    for (const char* op : {"exp", "tanh", "sigmoid", "elu"})
        expectAgreement({op, {}, {{{4097}, DType::Float32, -1e-3, 1e-3}}, 3e-7});
}

TEST(CpuKernels, Binary) {
    for (const char* op : {"add", "subtract", "multiply", "divide", "maximum", "minimum", "relu_grad", "relu6_grad"}) {
        for (const std::int64_t n : sizes) expectAgreement({op, {}, {{{n}, DType::Float32, 1, 8}, {{n}, DType::Float32, 0.5, 9}}});
        if (std::string_view(op).ends_with("_grad")) continue;
        expectAgreement({op, {}, {{{257}, DType::Float32, 1, 8}, {{}, DType::Float32, 0.5, 9}}});
        expectAgreement({op, {}, {{{}, DType::Float32, 1, 8}, {{257}, DType::Float32, 0.5, 9}}});
        expectAgreement({op, {}, {{{700, 3, 33}, DType::Float32, 1, 8}, {{33}, DType::Float32, 0.5, 9}}});
        expectAgreement({op, {}, {{{33}, DType::Float32, 1, 8}, {{70, 3, 33}, DType::Float32, 0.5, 9}}});
    }
}

TEST(CpuKernels, Where) {
    for (const std::int64_t n : sizes) {
        expectAgreement({"where", {}, {{{n}, DType::Bool, 0, 2}, {{n}}, {{n}}}});
        expectAgreement({"where", {}, {{{n}, DType::Bool, 0, 2}, {{n}}, {{}}}});
        expectAgreement({"where", {}, {{{n}, DType::Bool, 0, 2}, {{}}, {{n}}}});
    }
}

TEST(CpuKernels, Matmul) {
    for (const bool ta : {false, true})
        for (const bool tb : {false, true})
            for (const auto& [m, n, k] : std::vector<std::array<std::int64_t, 3>>{{1, 1, 1},
                                                                                  {3, 5, 7},
                                                                                  {16, 16, 16},
                                                                                  {17, 33, 65},
                                                                                  {128, 10, 100},
                                                                                  {10, 200, 128},
                                                                                  {131, 257, 190},
                                                                                  {1, 500, 300}})
                expectAgreement({"matmul",
                                 {{"transpose_a", ta}, {"transpose_b", tb}},
                                 {{ta ? Extents{k, m} : Extents{m, k}}, {tb ? Extents{n, k} : Extents{k, n}}},
                                 2e-6});
    expectAgreement({"matmul", {}, {{{3, 2, 17, 9}}, {{3, 2, 9, 20}}}, 2e-6});
    expectAgreement({"matmul", {}, {{{3, 17, 9}}, {{9, 20}}}, 2e-6});
}

TEST(CpuKernels, Dense) {
    for (const char* then : {static_cast<const char*>(nullptr), "relu", "relu6"})
        for (const std::int64_t units : {1, 10, 64, 130}) {
            expectAgreement({"dense", {{"units", units}}, {{{37, 50}}, {{50, units}}, {{units}}}, 2e-6, false, then});
            expectAgreement({"dense", {{"units", units}, {"use_bias", false}}, {{{2, 150, 70}}, {{70, units}}}, 2e-6, false, then});
        }
    EXPECT_EQ(runCase({"dense", {{"units", std::int64_t{8}}}, {{{3, 5}}, {{5, 8}}, {{8}}}, 0, false, "relu"}, 1).ops.size(), 1u);
}

CpuCase conv(Extents x, std::int64_t filters, std::int64_t size, std::int64_t stride, const char* padding, std::int64_t groups = 1,
             std::int64_t dilation = 1, const char* then = nullptr) {
    const std::int64_t channels = x[3];
    return {"conv2d",
            {{"filters", filters},
             {"kernel_size", Ints{size, size}},
             {"strides", Ints{stride, stride}},
             {"padding", std::string(padding)},
             {"dilation_rate", Ints{dilation, dilation}},
             {"groups", groups}},
            {{std::move(x)}, {{size, size, channels / groups, filters}}, {{filters}}},
            3e-6,
            false,
            then};
}

std::vector<CpuCase> convolutions() {
    return {conv({2, 9, 8, 3}, 5, 3, 1, "valid"),
            conv({9, 28, 28, 1}, 32, 3, 1, "valid", 1, 1, "relu"),
            conv({2, 13, 11, 16}, 32, 3, 1, "same"),
            conv({3, 14, 14, 17}, 33, 3, 2, "same"),
            conv({1, 40, 31, 16}, 48, 5, 1, "same", 1, 1, "relu"),
            conv({1, 56, 56, 8}, 16, 3, 2, "valid"),
            conv({2, 16, 16, 32}, 16, 1, 1, "valid"),
            conv({2, 15, 15, 16}, 16, 1, 2, "same"),
            conv({2, 16, 15, 8}, 8, 3, 1, "same", 1, 2),
            conv({2, 12, 12, 16}, 32, 3, 1, "same", 4),
            conv({2, 20, 20, 32}, 32, 3, 1, "same", 32),
            conv({1, 64, 64, 3}, 16, 7, 2, "same", 1, 1, "relu6")};
}

TEST(CpuKernels, Conv2d) {
    for (const CpuCase& c : convolutions()) expectAgreement(c);
}

/// The gradients of the same convolutions.
TEST(CpuKernels, Conv2dGradients) {
    for (const CpuCase& c : convolutions()) {
        const Extents x = c.inputs[0].extents, k = c.inputs[1].extents;
        CpuCase plain = c;
        plain.then = nullptr;
        const Extents y = runCase(plain, 1).results[0].extents();
        std::vector<std::pair<std::string_view, Attr>> attrs(c.attrs.begin() + 2, c.attrs.end());
        attrs.emplace_back("input_shape", toShape(x));
        expectAgreement({"conv2d_input_grad", attrs, {{y}, {k}}, 3e-6});
        attrs.back() = {"kernel_shape", toShape(k)};
        expectAgreement({"conv2d_kernel_grad", attrs, {{x}, {y}}, 6e-6});
    }
}

std::vector<CpuCase> winogradConvolutions() {
    return {conv({3, 26, 26, 32}, 64, 3, 1, "valid"), conv({2, 13, 14, 16}, 16, 3, 1, "same", 1, 1, "relu"),
            conv({1, 56, 31, 64}, 32, 3, 1, "same", 1, 1, "relu6"), conv({5, 8, 8, 128}, 128, 3, 1, "same"),
            conv({20, 6, 7, 48}, 80, 3, 1, "valid", 1, 1, "relu")};
}

TEST(CpuKernels, Winograd) {
    for (CpuCase c : winogradConvolutions()) {
        c.tolerance = c.then && std::string_view(c.then) == "relu6" ? 4e-5 : 1e-5;  // of the largest value before it is limited
        c.numerics = Numerics::Fast;
        EXPECT_EQ(runCase(c, 1).implementations, std::vector<std::string>{"winograd"});
        expectAgreement(c);
        const Extents x = c.inputs[0].extents, k = c.inputs[1].extents;
        const Extents y = runCase(c, 1).results[0].extents();
        std::vector<std::pair<std::string_view, Attr>> attrs(c.attrs.begin() + 2, c.attrs.end());
        attrs.emplace_back("input_shape", toShape(x));
        const CpuCase gradient{"conv2d_input_grad", attrs, {{y}, {k}}, 1e-5, false, nullptr, Numerics::Fast};
        EXPECT_EQ(runCase(gradient, 1).implementations, std::vector<std::string>{"winograd"});
        expectAgreement(gradient);
    }
}

TEST(CpuKernels, DepthwiseConv2d) {
    for (const std::int64_t channels : {16, 33})
        for (const std::int64_t stride : {1, 2})
            expectAgreement({"depthwise_conv2d",
                             {{"strides", Ints{stride, stride}}, {"padding", std::string("same")}},
                             {{{2, 15, 14, channels}}, {{3, 3, channels, 1}}, {{channels}}},
                             3e-6});
}

TEST(CpuKernels, Pooling) {
    for (const std::int64_t channels : {1, 3, 16, 17, 64})
        for (const auto& [size, stride, padding] :
             std::vector<std::tuple<std::int64_t, std::int64_t, const char*>>{{2, 2, "valid"}, {3, 2, "same"}, {3, 1, "valid"}}) {
            const Extents x{5, 12, 10, channels};
            const std::vector<std::pair<std::string_view, Attr>> attrs{
                {"pool_size", Ints{size, size}}, {"strides", Ints{stride, stride}}, {"padding", std::string(padding)}};
            expectAgreement({"max_pooling2d", attrs, {{x}}, 0, true});
            expectAgreement({"max_pooling2d", attrs, {{x}}, 0, false});
            expectAgreement({"average_pooling2d", attrs, {{x}}, 1e-6});
            expectAgreement({"global_average_pooling2d", {}, {{x}}, 1e-6});
            const Extents y = runCase({"average_pooling2d", attrs, {{x}}}, 1).results[0].extents();
            auto grad = attrs;
            grad.emplace_back("input_shape", toShape(x));
            expectAgreement({"max_pooling2d_grad", grad, {{y}, {y, DType::Int32, 0, static_cast<double>(size * size)}}, 1e-6});
            expectAgreement({"average_pooling2d_grad", grad, {{y}}, 1e-6});
        }
}

TEST(CpuKernels, Reductions) {
    for (const char* op : {"reduce_sum", "reduce_mean"})
        for (const auto& [x, axis] : std::vector<std::pair<Extents, Ints>>{{{1000, 33}, {0}},
                                                                           {{3000, 20, 5}, {0, 1}},
                                                                           {{1000, 33}, {1}},
                                                                           {{200001}, {}},
                                                                           {{64, 9, 9, 17}, {1, 2}},
                                                                           {{2, 700, 64}, {1}},
                                                                           {{7}, {0}}})
            expectAgreement({op, {{"axis", axis}}, {{x, DType::Float32, 0, 1}}, 3e-5});
}

TEST(CpuKernels, SoftmaxAndCrossEntropy) {
    for (const std::int64_t classes : {1, 2, 10, 16, 17, 300, 1000}) {
        const Extents z{97, classes};
        const CpuInput scores{z, DType::Float32, -9, 9};
        expectAgreement({"softmax", {}, {scores}, 2e-6});
        for (const DType t : {DType::Int32, DType::Int64}) {
            const CpuInput label{{97}, t, -1, static_cast<double>(classes + 1)};
            expectAgreement({"softmax_cross_entropy", {}, {scores, label}, 2e-6});
            expectAgreement({"softmax_cross_entropy_grad", {}, {scores, label, {{97}}}, 2e-6});
        }
    }
}

TEST(CpuKernels, DropoutHasTheReferencesBits) {
    for (const std::int64_t n : sizes)
        for (const double rate : {0.0, 0.3, 0.5, 1.0})
            for (const bool differentiated : {false, true})
                expectAgreement({"dropout", {{"rate", rate}}, {{{n}}, {{}, DType::Int64, 0, 1e6}}, 0, differentiated});
}

TEST(CpuKernels, Optimizers) {
    for (const std::int64_t n : {1, 17, 1000, 100003}) {
        const CpuInput w{{n}}, rate{{}, DType::Float32, 0.01, 0.1}, step{{}, DType::Int64, 0, 9}, square{{n}, DType::Float32, 1, 2};
        expectAgreement({"adam", {}, {w, w, rate, step, w, square}, 1e-6});
        expectAgreement({"adamw", {}, {w, w, rate, step, w, square}, 1e-6});
        expectAgreement({"sgd", {}, {w, w, rate, step}, 1e-6});
        expectAgreement({"sgd", {{"momentum", 0.9}}, {w, w, rate, step, w}, 1e-6});
        expectAgreement({"sgd", {{"momentum", 0.9}, {"nesterov", true}}, {w, w, rate, step, w}, 1e-6});
        expectAgreement({"rmsprop", {}, {w, w, rate, step, square}, 1e-6});
    }
}

TEST(CpuKernels, BatchNormalization) {
    for (const std::int64_t channels : {1, 3, 16, 17, 64})
        for (const double mean : {0.0, 50.0}) {
            const CpuInput x{{6, 20, 20, channels}, DType::Float32, mean - 1, mean + 1}, c{{channels}},
                v{{channels}, DType::Float32, 0.5, 1.5};
            for (const bool differentiated : {false, true})
                expectAgreement({"batch_normalization", {}, {x, v, c, c, v}, 2e-5, differentiated});
            expectAgreement({"batch_normalization", {{"scale", false}, {"center", false}}, {x, c, v}, 2e-5});
        }
    for (const std::int64_t channels : {1, 3, 16, 17, 64}) {
        const CpuInput x{{6, 20, 20, channels}}, c{{channels}}, v{{channels}, DType::Float32, 0.5, 1.5};
        expectAgreement({"batch_normalization_grad", {}, {x, v, c, v, x}, 2e-5});
        expectAgreement({"batch_normalization_grad", {}, {x, {{}, DType::Float32, 0, 0, true}, c, v, x}, 2e-5});
    }
}

TEST(CpuKernels, Copies) {
    for (const DType t : {DType::Float32, DType::Float64, DType::Bool, DType::Int32}) {
        const auto of = [&](Extents e) { return CpuInput{std::move(e), t, 0, 2}; };
        for (const auto& [x, axes] : std::vector<std::pair<Extents, Ints>>{{{33, 65}, {}},
                                                                           {{5, 17, 19}, {0, 2, 1}},
                                                                           {{5, 17, 19}, {1, 0, 2}},
                                                                           {{3, 4, 5, 6}, {0, 3, 1, 2}},
                                                                           {{3, 4, 5, 6}, {3, 1, 2, 0}},
                                                                           {{300, 400}, {1, 0}},
                                                                           {{7}, {0}},
                                                                           {{1, 9, 1}, {2, 1, 0}},
                                                                           {{1, 1}, {1, 0}}})
            expectAgreement({"transpose", {{"permutation", axes}}, {of(x)}});
        for (const std::int64_t axis : {0, 1, -1}) {
            expectAgreement({"slice", {{"axis", axis}, {"range", Shape{1, 3}}}, {of({40, 5, 70})}});
            expectAgreement({"pad", {{"axis", axis}, {"padding", Shape{1, 3}}}, {of({40, 5, 70})}});
            expectAgreement({"concatenate", {{"axis", axis}}, {of({40, 5, 70}), of({40, 5, 70})}});
        }
    }
    for (const auto& [x, y] : std::vector<std::pair<Extents, Extents>>{
             {{}, {1000}}, {{33}, {20, 33}}, {{9, 1, 1, 64}, {9, 8, 8, 64}}, {{70, 1}, {70, 40}}, {{5, 1, 3}, {5, 7, 3}}})
        expectAgreement({"broadcast_to", {{"shape", toShape(y)}}, {{x}}});
    for (const DType t : {DType::Bool, DType::Int32, DType::Int64, DType::Float64})
        expectAgreement({"cast", {{"dtype", DType::Float32}}, {{{100001}, t, 0, 2}}});
}

TEST(CpuKernels, OtherTypesGoToTheReference) {
    for (const char* op : {"relu", "sigmoid", "square"}) {
        const CpuRun run = runCase({op, {}, {{{33}, DType::Float64}}}, 2);
        EXPECT_EQ(run.implementations, std::vector<std::string>{"reference"}) << op;
    }
    const CpuRun run = runCase({"matmul", {}, {{{3, 4}, DType::Float64}, {{4, 5}, DType::Float64}}}, 2);
    EXPECT_EQ(run.implementations, std::vector<std::string>{"reference"});
}

/// The same tests in a process that may use AVX2 only.
TEST(CpuKernelsAvx2, AllAgree) {
#if defined(__x86_64__)
    const std::string self = testing::internal::GetArgvs()[0];
    const std::string command = "ONEDNN_MAX_CPU_ISA=AVX2 DNNL_MAX_CPU_ISA=AVX2 NETWRIGHT_MAX_CPU_LEVEL=v3 \"" + self +
                                "\" --gtest_filter=CpuKernels.* --gtest_brief=1 > /dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
#else
    GTEST_SKIP() << "only x86-64 has these levels";
#endif
}

}  // namespace
}  // namespace nw::test
