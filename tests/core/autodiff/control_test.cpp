// Branches and calls: values, first and second derivatives, eagerly and in graphs; custom gradients and recomputation.
#include <gtest/gtest.h>

#include <cmath>

#include "core/autodiff/differentiate.h"
#include "tests/core/ops/samples.h"

namespace nw {
namespace {

const Type vector3{DType::Float64, Shape{3}, Form::Tensor};

/// x³ + sin(x y).
FunctionRef cube(Emit& e) {
    const std::array<Type, 2> types{vector3, vector3};
    return e.define("cube", types, [](Emit& b, std::span<const Value> v) {
        return std::vector<Value>{b.add(b.multiply(b.square(v[0]), v[0]), b.one("sin", {}, {b.multiply(v[0], v[1])}))};
    });
}

/// exp(y) x.
FunctionRef growth(Emit& e) {
    const std::array<Type, 2> types{vector3, vector3};
    return e.define("growth", types,
                    [](Emit& b, std::span<const Value> v) { return std::vector<Value>{b.multiply(b.exp(v[1]), v[0])}; });
}

TensorFunction branch(bool which) {
    return [which](Emit& e, std::span<const Value> in) {
        const Value c = e.one("fill", {{"dtype", DType::Bool}, {"shape", Shape{}}, {"value", which ? 1.0 : 0.0}}, {});
        return e.call("cond", {{"then", cube(e)}, {"otherwise", growth(e)}}, std::array{c, in[0], in[1]});
    };
}

std::vector<Value> callWith(Emit& e, bool recompute, std::span<const Value> in) {
    return e.call("call", {{"function", cube(e)}, {"recompute", recompute}}, in);
}

std::vector<Tensor> arguments() {
    return {randomTensor(DType::Float64, {3}, 0.3, 1.2, 1), randomTensor(DType::Float64, {3}, -1, 1, 2)};
}

/// Values, gradients and second gradients of `f` from graphs, against the eager ones.
void checkGraphAgainstEager(const TensorFunction& f) {
    auto module = std::make_shared<Module>();
    const std::vector<Tensor> args = arguments();
    const auto write = [&](Emit& tapeBase, const std::vector<Value>& in) {
        Tape tape(tapeBase);
        for (const Value v : in) tape.watch(v);
        std::vector<Value> y = f(tape, in);
        EXPECT_EQ(y.size(), 1u) << "residuals are the tape's";
        const std::vector<Value> ones{tapeBase.fill(tapeBase.type(y[0]), 1)};
        const std::vector<Value> first = tape.gradient(y, ones, in, true);
        const std::vector<Value> again{ones[0], tapeBase.fill(tapeBase.type(first[1]), 0.5)};
        const std::vector<Value> second = tape.gradient(first, again, in);
        y.insert(y.end(), first.begin(), first.end());
        y.insert(y.end(), second.begin(), second.end());
        return y;
    };
    GradientBuilder b(*module, true, "f");
    const std::vector<Value> params{b.param("x", vector3), b.param("y", vector3)};
    const FunctionRef g = b.finish(write(b, params));
    Executable executable(module, g, {});
    std::vector<Tensor> results(5);
    const auto done = executable.run(args, results);
    ASSERT_TRUE(done) << done.error().text();
    Eager eager = makeEager();
    const std::vector<Value> expected = write(eager, valuesOf(eager, args));
    for (std::size_t i = 0; i < 5; ++i) EXPECT_LE(difference(eager.tensor(expected[i]), results[i]), 1e-14) << "result " << i;
}

TEST(Cond, Derivatives) {
    for (const bool which : {true, false}) {
        checkGradients(branch(which), arguments());
        checkGraphAgainstEager(branch(which));
    }
}

TEST(Cond, ComputesTheChosenBranch) {
    Eager eager = makeEager();
    const std::vector<Value> in = valuesOf(eager, arguments());
    const std::vector<Value> a = branch(true)(eager, in), b = branch(false)(eager, in);
    const double x = arguments()[0].data<double>()[1], y = arguments()[1].data<double>()[1];
    EXPECT_DOUBLE_EQ(eager.tensor(a[0]).data<double>()[1], x * x * x + std::sin(x * y));
    EXPECT_DOUBLE_EQ(eager.tensor(b[0]).data<double>()[1], std::exp(y) * x);
}

TEST(Call, Derivatives) {
    for (const bool recompute : {false, true}) {
        const auto f = [recompute](Emit& e, std::span<const Value> in) { return callWith(e, recompute, in); };
        checkGradients(f, arguments());
        checkGraphAgainstEager(f);
    }
}

TEST(Call, InsideACall) {
    const auto f = [](Emit& e, std::span<const Value> in) {
        const std::array<Type, 2> types{vector3, vector3};
        const FunctionRef outer = e.define("outer", types, [](Emit& b, std::span<const Value> v) {
            const std::vector<Value> y = callWith(b, true, v);
            return std::vector<Value>{b.multiply(y[0], v[1])};
        });
        return e.call("call", {{"function", outer}}, in);
    };
    checkGradients(f, arguments());
    checkGraphAgainstEager(f);
}

/// A custom gradient is taken as it is: here one that doubles.
TEST(Call, CustomGradient) {
    const auto f = [](Emit& e, std::span<const Value> in) {
        const std::array<Type, 4> types{vector3, vector3, vector3, vector3};
        const FunctionRef gradient = e.define("gradient", types, [](Emit& b, std::span<const Value> v) {
            return std::vector<Value>{b.scale(b.multiply(v[3], v[0]), 2), b.multiply(v[3], v[2])};
        });
        return e.call("call", {{"function", growth(e)}, {"gradient", gradient}}, in);
    };
    checkGraphAgainstEager(f);
    Eager eager = makeEager();
    Tape tape(eager);
    const std::vector<Value> in = valuesOf(eager, arguments());
    for (const Value v : in) tape.watch(v);
    const std::vector<Value> y = f(tape, in);
    const std::vector<Value> ones{eager.fill(vector3, 1)};
    const std::vector<Value> g = tape.gradient(y, ones, in);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_DOUBLE_EQ(eager.tensor(g[0]).data<double>()[i], 2 * arguments()[0].data<double>()[i]);
        EXPECT_DOUBLE_EQ(eager.tensor(g[1]).data<double>()[i], eager.tensor(y[0]).data<double>()[i]);
    }
}

/// A recurrence h = tanh(h w + x) over as many steps as a condition on the state allows: weights are captures.
TEST(Loop, RecurrenceWithMatrices) {
    const auto f = [](Emit& e, std::span<const Value> in) {
        const Type h{DType::Float64, Shape{2, 3}, Form::Tensor}, w{DType::Float64, Shape{3, 3}, Form::Tensor};
        const Type n{DType::Int64, Shape{}, Form::Tensor};
        const std::array<Type, 4> types{n, h, w, h};
        const FunctionRef cond = e.define("cond", types, [](Emit& b, std::span<const Value> v) {
            return std::vector<Value>{b.less(v[0], b.constant(DType::Int64, 4))};
        });
        const FunctionRef body = e.define("body", types, [](Emit& b, std::span<const Value> v) {
            return std::vector<Value>{b.add(v[0], b.constant(DType::Int64, 1)), b.tanh(b.add(b.matmul(v[1], v[2]), v[3]))};
        });
        const Value zero = e.constant(DType::Int64, 0);
        const std::vector<Value> out =
            e.call("loop", {{"cond", cond}, {"body", body}, {"states", std::int64_t{2}}, {"captures", std::int64_t{2}}},
                   std::array{zero, in[0], in[1], in[2]});
        return std::vector<Value>{out[1]};
    };
    checkGradients(f, {randomTensor(DType::Float64, {2, 3}, -1, 1, 1), randomTensor(DType::Float64, {3, 3}, -1, 1, 2),
                       randomTensor(DType::Float64, {2, 3}, -1, 1, 3)});
}

}  // namespace
}  // namespace nw
