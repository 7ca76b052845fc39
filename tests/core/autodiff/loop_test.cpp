// First and second derivatives through a data-dependent loop, on graphs and on the eager tape.
#include <gtest/gtest.h>

#include <cmath>

#include "core/autodiff/differentiate.h"
#include "core/autodiff/tape.h"
#include "core/runtime/eager.h"

namespace nw {
namespace {

const Type scalar{DType::Float64, Shape{}, Form::Tensor};

/// s = x; while (s < 10) s = sin(s) * k + 1.3 s; result s². How often it runs depends on x.
double valueOf(double x, double k) {
    double s = x;
    while (s < 10) s = std::sin(s) * k + 1.3 * s;
    return s * s;
}

std::vector<Value> writeLoop(Emit& e, Value x, Value k) {
    const std::array<Type, 2> types{scalar, scalar};
    const FunctionRef cond = e.define("cond", types, [](Emit& b, std::span<const Value> v) {
        return std::vector<Value>{b.less(v[0], b.constant(DType::Float64, 10))};
    });
    const FunctionRef body = e.define("body", types, [](Emit& b, std::span<const Value> v) {
        return std::vector<Value>{b.add(b.multiply(b.one("sin", {}, {v[0]}), v[1]), b.scale(v[0], 1.3))};
    });
    const std::vector<Value> s = e.call(
        "loop", {{"cond", cond}, {"body", body}, {"states", std::int64_t{1}}, {"captures", std::int64_t{1}}}, std::array{x, k});
    return {e.multiply(s[0], s[0])};
}

double run(const std::shared_ptr<Module>& module, FunctionRef f, std::vector<double> args, std::size_t result) {
    Executable executable(module, f, {});
    std::vector<Tensor> tensors, results((*module)[f].results.size());
    for (const double a : args) tensors.push_back(Tensor::scalar(a));
    const auto done = executable.run(tensors, results);
    EXPECT_TRUE(done) << (done ? "" : done.error().text());
    return results[result].data<double>()[0];
}

FunctionRef single(Module& module, FunctionRef f, std::size_t result) {
    Function g = module[f];
    g.results = {g.results[result]};
    return module.add(std::move(g));
}

TEST(Loop, GraphDerivativesAgreeWithDifferences) {
    auto module = std::make_shared<Module>();
    GradientBuilder b(*module, true, "f");
    const Value x = b.param("x", scalar), k = b.param("k", scalar);
    const FunctionRef f = b.finish(writeLoop(b, x, k));
    const double x0 = 0.7, k0 = 0.2, h = 1e-5;
    EXPECT_DOUBLE_EQ(run(module, f, {x0, k0}, 0), valueOf(x0, k0));
    const std::array<std::size_t, 1> loss{0};
    for (const std::size_t wrt : {std::size_t{0}, std::size_t{1}}) {
        const std::array<std::size_t, 1> wanted{wrt};
        const FunctionRef g = single(*module, differentiate(*module, f, loss, wanted, true), 1);
        const auto moved = [&](double d) { return wrt == 0 ? valueOf(x0 + d, k0) : valueOf(x0, k0 + d); };
        EXPECT_NEAR(run(module, g, {x0, k0}, 0), (moved(h) - moved(-h)) / (2 * h), 1e-7 * std::abs(moved(0)));
        const FunctionRef gg = single(*module, differentiate(*module, g, loss, wanted, true), 1);
        const auto gradient = [&](double d) { return run(module, g, {x0 + (wrt == 0 ? d : 0), k0 + (wrt == 1 ? d : 0)}, 0); };
        const double numeric = (gradient(h) - gradient(-h)) / (2 * h);
        EXPECT_NEAR(run(module, gg, {x0, k0}, 0), numeric, 1e-6 * std::abs(numeric));
    }
}

TEST(Loop, EagerDerivativesAgreeWithDifferences) {
    Eager eager(true, {}, nullptr, [](Module& module, FunctionRef f, const std::vector<bool>& wanted) {
        return GradientBuilder(module, true).linearise(f, wanted);
    });
    Tape tape(eager);
    const double x0 = 0.7, k0 = 0.2, h = 1e-4;
    const Value x = eager.value(Tensor::scalar(x0)), k = eager.value(Tensor::scalar(k0));
    tape.watch(x);
    tape.watch(k);
    const std::vector<Value> y = writeLoop(tape, x, k);
    const std::array<Value, 1> one{eager.value(Tensor::scalar(1.0))};
    const std::array<Value, 1> xs{x};
    const std::vector<Value> d1 = tape.gradient(y, one, xs, true);
    const double first = (valueOf(x0 + h, k0) - valueOf(x0 - h, k0)) / (2 * h);
    EXPECT_NEAR(eager.tensor(d1[0]).data<double>()[0], first, 1e-4 * std::abs(first));
    const std::vector<Value> d2 = tape.gradient(d1, one, xs, true);
    const double second = (valueOf(x0 + h, k0) - 2 * valueOf(x0, k0) + valueOf(x0 - h, k0)) / (h * h);
    EXPECT_NEAR(eager.tensor(d2[0]).data<double>()[0], second, 1e-3 * std::abs(second));
}

/// Three turns of (s = s + an inner loop of two turns of s = sin(s) k + s / 2).
double nestedValue(double x, double k) {
    double s = x;
    for (int i = 0; i < 3; ++i) {
        double t = s;
        for (int j = 0; j < 2; ++j) t = std::sin(t) * k + t / 2;
        s += t;
    }
    return s * s;
}

/// A loop of `turns` whose state is a number and a counter; `k` is captured.
Value repeat(Emit& e, Value x, Value k, double turns, const std::function<Value(Emit&, Value, Value)>& step) {
    const std::array<Type, 3> types{scalar, scalar, scalar};
    const FunctionRef cond = e.define("cond", types, [turns](Emit& b, std::span<const Value> v) {
        return std::vector<Value>{b.less(v[1], b.constant(DType::Float64, turns))};
    });
    const FunctionRef body = e.define("body", types, [&step](Emit& b, std::span<const Value> v) {
        return std::vector<Value>{step(b, v[0], v[2]), b.add(v[1], b.constant(DType::Float64, 1))};
    });
    return e.call("loop", {{"cond", cond}, {"body", body}, {"states", std::int64_t{2}}, {"captures", std::int64_t{1}}},
                  std::array{x, e.constant(DType::Float64, 0), k})[0];
}

TEST(Loop, LoopsInLoopsHaveFirstAndSecondDerivatives) {
    auto module = std::make_shared<Module>();
    GradientBuilder b(*module, true, "f");
    const Value x = b.param("x", scalar), k = b.param("k", scalar);
    const Value s = repeat(b, x, k, 3, [](Emit& outer, Value state, Value factor) {
        return outer.add(state, repeat(outer, state, factor, 2, [](Emit& inner, Value t, Value f) {
                             return inner.add(inner.multiply(inner.one("sin", {}, {t}), f), inner.scale(t, 0.5));
                         }));
    });
    const FunctionRef f = b.finish({b.multiply(s, s)});
    const double x0 = 0.7, k0 = 0.2, h = 1e-5;
    EXPECT_NEAR(run(module, f, {x0, k0}, 0), nestedValue(x0, k0), 1e-12);
    const std::array<std::size_t, 1> loss{0};
    for (const std::size_t wrt : {std::size_t{0}, std::size_t{1}}) {
        const std::array<std::size_t, 1> wanted{wrt};
        const FunctionRef g = single(*module, differentiate(*module, f, loss, wanted, true), 1);
        const auto gradient = [&](double d) { return run(module, g, {x0 + (wrt == 0 ? d : 0), k0 + (wrt == 1 ? d : 0)}, 0); };
        const auto value = [&](double d) { return nestedValue(x0 + (wrt == 0 ? d : 0), k0 + (wrt == 1 ? d : 0)); };
        EXPECT_NEAR(gradient(0), (value(h) - value(-h)) / (2 * h), 1e-7 * std::abs(value(0)));
        const FunctionRef gg = single(*module, differentiate(*module, g, loss, wanted, true), 1);
        const double numeric = (gradient(h) - gradient(-h)) / (2 * h);
        EXPECT_NEAR(run(module, gg, {x0, k0}, 0), numeric, 1e-6 * std::abs(numeric));
    }
}

}  // namespace
}  // namespace nw
