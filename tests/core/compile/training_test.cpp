// Compiled programs: training lowers the loss, sizes rebind, state is replaced in place, phases and seeds do what they say.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/philox.h"
#include "core/compile/compile.h"
#include "core/passes/simplify.h"
#include "tests/core/compile/allocations.h"
#include "tests/core/graph/documents.h"
#include "tests/core/ops/samples.h"

namespace nw {
namespace {

Params optimizer(std::string_view id) { return Params(operatorById(id)); }

/// Points in four dimensions whose class is the place of the largest of the first three.
struct Batch {
    Tensor x, label;
    explicit Batch(std::int64_t n, std::uint64_t seed = 5)
        : x(randomTensor(DType::Float32, {n, 4}, -1, 1, seed)), label(Tensor::empty(DType::Int32, {n})) {
        for (std::int64_t i = 0; i < n; ++i) {
            const float* row = x.data<float>().data() + i * 4;
            label.data<std::int32_t>()[static_cast<std::size_t>(i)] =
                static_cast<std::int32_t>(std::max_element(row, row + 3) - row);
        }
    }
    std::vector<Tensor> inputs() const { return {x, label}; }
};

Program programOf(Result<Program> p) {
    EXPECT_TRUE(p) << (p ? "" : p.error().text());
    return p ? *std::move(p) : Program{};
}

struct Training {
    explicit Training(const Graph& graph, std::string_view id = "adam", std::uint64_t seed = 1)
        : runner(programOf(trainingProgram(graph, optimizer(id))),
                 [] {
                     ExecutableOptions o;
                     o.phase = Phase::Training;
                     return o;
                 }()),
          state(*initialState(runner.program(), seed)) {}
    float step(const Batch& b, float rate, std::int64_t number, std::int64_t seed = 1) {
        const auto out = runner.run(b.inputs(), state.tensors, rate, seed, number);
        EXPECT_TRUE(out) << (out ? "" : out.error().text());
        return (*out)[runner.program().findOutput(OutputRole::Loss)].data<float>()[0];
    }
    Runner runner;
    State state;
};

TEST(Training, WeightsThatDoNotFitAreRefusedBeforeTheyAreTaken) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{4}}, {"name", std::string("x")}});
    NodeId last = input;
    for (const std::int64_t units : {16'777'216, 16'777'216, 3}) last = d.then(last, "dense", {{"units", units}});
    d.head(last, input);
    const Program program = programOf(trainingProgram(d.graph, optimizer("adam")));
    EXPECT_GT(stateBytes(program), std::size_t{1} << 44);
    const auto state = initialState(program, 1);
    ASSERT_FALSE(state);
    EXPECT_EQ(state.error().code, Code::Memory);
    EXPECT_NE(state.error().message.find("GB of memory"), std::string::npos) << state.error().message;
}

TEST(Training, EveryOptimizerLearns) {
    for (const auto& [id, rate] :
         std::vector<std::pair<const char*, float>>{{"sgd", 0.5f}, {"adam", 0.02f}, {"adamw", 0.02f}, {"rmsprop", 0.01f}}) {
        Training t(smallClassifier().graph, id);
        const Batch batch(64);
        const float first = t.step(batch, rate, 1);
        float last = first;
        for (std::int64_t i = 2; i <= 300; ++i) last = t.step(batch, rate, i);
        EXPECT_NEAR(first, std::log(3.0), 0.8) << id;
        EXPECT_LT(last, 0.25) << id;
    }
}

TEST(Training, OneStepOfSgdIsTheGradient) {
    Draft d = smallClassifier();
    Training t(d.graph, "sgd");
    const State before = t.state.clone();
    const Batch batch(16);
    t.step(batch, 0.1f, 1);
    // The loss changes along each weight as the step says: (loss(w + h) − loss(w − h)) / 2h = (w − w') / rate.
    Runner evaluation(programOf(evaluationProgram(d.graph)), {});
    const auto lossAt = [&](std::size_t which, std::size_t element, float by) {
        State s = before.clone();
        s.tensors[which].data<float>()[element] += by;
        const auto out = evaluation.run(batch.inputs(), *s.select(evaluation.program()));
        return static_cast<double>((*out)[evaluation.program().findOutput(OutputRole::Loss)].data<float>()[0]);
    };
    for (std::size_t which = 0; which < before.tensors.size(); ++which) {
        if (!before.specs[which].trainable) continue;
        for (std::size_t e = 0; e < 3; ++e) {
            const double step = before.tensors[which].data<float>()[e] - t.state.tensors[which].data<float>()[e];
            EXPECT_NEAR(step / 0.1, (lossAt(which, e, 0.01f) - lossAt(which, e, -0.01f)) / 0.02, 2e-3) << before.specs[which].name;
        }
    }
}

TEST(Training, BypassedLayersPassTheirInputOn) {
    Draft with = smallClassifier(), without;
    const NodeId dense = with.graph.findByName("dense")->id;
    with.apply({"", {SetSetting{dense, "bypassed", Attr(true)}}});
    const NodeId input = without.add("input", {{"shape", Ints{4}}, {"name", std::string("x")}});
    without.head(without.then(input, "dense", {{"units", std::int64_t{3}}}, {}), input);
    Training a(with.graph), b(without.graph);
    ASSERT_EQ(a.state.tensors.size(), b.state.tensors.size());
    EXPECT_EQ(a.runner.program().state[0].name, "dense_1/kernel");
    b.state.tensors = a.state.clone().tensors;
    for (std::int64_t i = 1; i <= 3; ++i) EXPECT_EQ(a.step(Batch(16), 0.1F, i), b.step(Batch(16), 0.1F, i));
    with.apply({"", {SetSetting{dense, "bypassed", std::nullopt}}});
    EXPECT_GT(Training(with.graph).state.tensors.size(), a.state.tensors.size());
}

TEST(Training, SizesRebindAndAgree) {
    Training one(smallClassifier().graph), two(smallClassifier().graph);
    const Batch big(32), small(7, 9);
    for (std::int64_t i = 1; i <= 6; ++i) {
        const Batch& b = i % 2 ? big : small;
        Training fresh(smallClassifier().graph);
        fresh.state = one.state.clone();
        const float expected = fresh.step(b, 0.01f, i);
        EXPECT_EQ(one.step(b, 0.01f, i), expected) << "step " << i;
        for (std::size_t s = 0; s < one.state.tensors.size(); ++s)
            EXPECT_EQ(difference(one.state.tensors[s], fresh.state.tensors[s]), 0) << one.state.specs[s].name;
    }
    for (std::int64_t n = 1; n <= 20; ++n) two.step(Batch(n), 0.01f, n);  // more sizes than are kept
    EXPECT_TRUE(std::isfinite(two.step(Batch(1), 0.01f, 21)));
}

TEST(Training, StateIsReplacedInPlace) {
    Training t(smallClassifier().graph);
    std::vector<const std::byte*> places;
    for (const Tensor& s : t.state.tensors) places.push_back(s.raw());
    const State before = t.state.clone();
    t.step(Batch(8), 0.1f, 1);
    for (std::size_t i = 0; i < places.size(); ++i) EXPECT_EQ(t.state.tensors[i].raw(), places[i]);
    for (std::size_t i : t.runner.program().next)
        EXPECT_GT(difference(before.tensors[i], t.state.tensors[i]), 0) << t.state.specs[i].name;
}

/// Reference kernels look ports up and make strides, which takes memory. A network of views has none: what is left is ours.
TEST(Runner, TakesNoMemory) {
    Draft d;
    d.then(d.add("input", {{"shape", Ints{4, 2}}}), "flatten");
    Runner runner(programOf(inferenceProgram(d.graph)), {});
    const std::vector<Tensor> three{Tensor::zeros(DType::Float32, {3, 4, 2})};
    for (int i = 0; i < 5; ++i) {
        const std::size_t before = allocationCount();
        (void)runner.run(three, {});
        const std::size_t taken = allocationCount() - before;
        if (i >= 2) EXPECT_EQ(taken, 0u) << "run " << i;
    }
}

/// What reference kernels take for themselves is the same from step to step.
TEST(Training, StepsTakeNoMoreMemoryFromStepToStep) {
    Training t(smallClassifier().graph);
    const Batch batch(16);
    for (std::int64_t i = 1; i <= 2; ++i) t.step(batch, 0.01f, i);
    const auto inputs = batch.inputs();
    const auto count = [&](std::int64_t i) {
        const std::size_t before = allocationCount();
        (void)t.runner.run(inputs, t.state.tensors, 0.01f, 1, i);
        return allocationCount() - before;
    };
    const std::size_t third = count(3);
    for (std::int64_t i = 4; i <= 8; ++i) EXPECT_EQ(count(i), third);
}

TEST(Training, SameSeedSameBits) {
    std::vector<State> ends;
    for (const std::uint64_t seed : {3, 3, 4}) {
        Draft d = smallClassifier();
        Training t(d.graph, "adam", seed);
        for (std::int64_t i = 1; i <= 5; ++i) t.step(Batch(8), 0.01f, i, static_cast<std::int64_t>(seed));
        ends.push_back(t.state.clone());
    }
    double same = 0, other = 0;
    for (std::size_t i = 0; i < ends[0].tensors.size(); ++i) {
        same = std::max(same, difference(ends[0].tensors[i], ends[1].tensors[i]));
        other = std::max(other, difference(ends[0].tensors[i], ends[2].tensors[i]));
    }
    EXPECT_EQ(same, 0);
    EXPECT_GT(other, 0.01);
}

/// Initial values depend on stream numbers and seed, not on names, ids or the order of making.
TEST(Training, RenamingKeepsInitialValues) {
    Draft d = smallClassifier();
    const State before = *initialState(programOf(inferenceProgram(d.graph)), 9);
    d.apply({"", {Rename{d.graph.findByName("dense")->id, "zzz"}}});
    const State after = *initialState(programOf(inferenceProgram(d.graph)), 9);
    EXPECT_EQ(difference(*before.find("dense/kernel"), *after.find("zzz/kernel")), 0);
    EXPECT_GT(difference(*before.find("dense_1/kernel"), *before.find("dense_1/kernel")), -1);
}

Draft withNorm() {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{4}}});
    const NodeId norm = d.then(d.then(input, "dense", {{"units", std::int64_t{6}}}), "batch_normalization", {{"momentum", 0.5}});
    d.head(d.then(d.then(norm, "dropout", {{"rate", 0.5}}), "dense", {{"units", std::int64_t{3}}}), input);
    return d;
}

TEST(Phases, DropoutAndAverages) {
    Draft d = withNorm();
    Training t(d.graph, "sgd");
    const Batch batch(32);
    const Tensor mean = t.state.find("batch_normalization/moving_mean")->clone();
    const float a = t.step(batch, 0, 1), again = t.step(batch, 0, 1), next = t.step(batch, 0, 2), other = t.step(batch, 0, 1, 2);
    EXPECT_EQ(a, again) << "dropout depends on seed and step only";
    EXPECT_NE(a, next);
    EXPECT_NE(a, other);
    EXPECT_GT(difference(mean, *t.state.find("batch_normalization/moving_mean")), 0);
    Runner inference(programOf(inferenceProgram(d.graph)), {});
    ASSERT_EQ(inference.program().inputs.size(), 1u) << "no label";
    ASSERT_EQ(inference.program().outputs.size(), 1u);
    const std::vector<Tensor> state = *t.state.select(inference.program()), x{batch.x}, half{batch.x.slice(0, 0, 5).contiguous()};
    const Tensor all = (*inference.run(x, state))[0].clone();
    EXPECT_EQ(difference(all, (*inference.run(x, state, 0, 7, 9))[0]), 0) << "inference has no seed";
    const Tensor part = (*inference.run(half, state))[0].clone();
    EXPECT_LE(difference(all.slice(0, 0, 5).contiguous(), part), 1e-6) << "a sample's answer depends on its batch";
    const Program frozen = freeze(inference.program(), state);
    EXPECT_TRUE(frozen.state.empty());
    Runner constant(frozen, {});
    EXPECT_LE(difference(all, (*constant.run(x, {}))[0]), 1e-6);
}

TEST(Phases, DroppedShareAndMean) {
    Draft d;
    d.then(d.add("input", {{"shape", Ints{1000}}}), "dropout", {{"rate", 0.3}});
    const OpDef& op = operatorById("dropout");
    Eager eager = makeEager(true);
    const Value x = eager.value(randomTensor(DType::Float32, {50, 1000}, 1, 1, 1)),
                key = eager.value(Tensor::scalar(std::int64_t{77}));
    const Params p = *Params(op).with("rate", 0.3);
    const auto values = toDoubles(eager.tensor(eager.apply(p, std::array{x, key})[0]));
    double zeros = 0, sum = 0;
    for (const double v : values) zeros += v == 0, sum += v;
    const double n = static_cast<double>(values.size());
    EXPECT_NEAR(zeros / n, 0.3, 5 * std::sqrt(0.21 / n));
    EXPECT_NEAR(sum / n, 1, 5 * std::sqrt(0.3 / 0.7 / n));
}

TEST(Settings, FrozenWeightsFactorsAndRegularizers) {
    Draft d = smallClassifier();
    const NodeId dense = d.graph.findByName("dense")->id;
    d.apply({"", {SetSetting{dense, "trainable", Attr(false)}}});
    Training frozen(d.graph, "sgd");
    const State before = frozen.state.clone();
    frozen.step(Batch(8), 0.1f, 1);
    EXPECT_EQ(difference(*before.find("dense/kernel"), *frozen.state.find("dense/kernel")), 0);
    EXPECT_GT(difference(*before.find("dense_1/kernel"), *frozen.state.find("dense_1/kernel")), 0);
    Draft l2 = smallClassifier();
    l2.apply({"", {SetSetting{l2.graph.findByName("dense")->id, "kernel_regularizer", Attr(0.5)}}});
    Training plain(smallClassifier().graph, "sgd"), penalised(l2.graph, "sgd");
    double squares = 0;
    for (const double v : toDoubles(*plain.state.find("dense/kernel"))) squares += v * v;
    EXPECT_NEAR(penalised.step(Batch(8), 0, 1) - plain.step(Batch(8), 0, 1), 0.5 * squares, 1e-5);
}

TEST(Runner, ArgumentsThatDoNotFit) {
    Training t(smallClassifier().graph);
    const Batch batch(8);
    const auto refuses = [&](const std::vector<Tensor>& inputs, Code code) {
        const auto r = t.runner.run(inputs, t.state.tensors, 0.1f, 1, 1);
        ASSERT_FALSE(r);
        EXPECT_EQ(r.error().code, code) << r.error().text();
    };
    refuses({batch.x}, Code::Argument);
    refuses({randomTensor(DType::Float32, {8, 5}, 0, 1, 1), batch.label}, Code::Shape);
    refuses({randomTensor(DType::Float64, {8, 4}, 0, 1, 1), batch.label}, Code::Type);
    refuses({batch.x, randomTensor(DType::Int32, {7}, 0, 3, 1)}, Code::Shape);
    EXPECT_TRUE(std::isfinite(t.step(batch, 0.1f, 1))) << "a refusal leaves the runner usable";
}

}  // namespace
}  // namespace nw
