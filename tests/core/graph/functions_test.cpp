// Functions of documents: files, edits, analysis, and programs that call, choose and repeat them, also in training.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/compile/compile.h"
#include "core/graph/analyse.h"
#include "core/graph/json.h"
#include "core/passes/expand.h"
#include "tests/core/graph/documents.h"
#include "tests/core/ops/samples.h"

namespace nw {
namespace {

using Settings = std::map<std::string, Attr, std::less<>>;

std::shared_ptr<const Graph> shared(const Draft& d) { return std::make_shared<const Graph>(d.graph); }

/// Dense of `units` with an activation as a function of one value.
std::shared_ptr<const Graph> denseBlock(std::int64_t units, const char* activation = "tanh") {
    Draft d;
    const NodeId x = d.add("argument");
    d.then(d.then(x, "dense", {{"units", units}}, {{"activation", std::string(activation)}}), "result");
    return shared(d);
}

/// x -> dense 8 (in a function, used `calls` times one after another) -> dense 3 -> classify.
Draft withCalls(int calls, const Attrs& params = {}, const Settings& settings = {}) {
    Draft d;
    d.apply({"", {SetFunction{"block", denseBlock(8)}}});
    const NodeId input = d.add("input", {{"shape", Ints{8}}, {"name", std::string("x")}});
    NodeId at = input;
    for (int i = 0; i < calls; ++i) {
        Settings s = settings;
        s["function"] = std::string("block");
        if (i == 0) s.erase("weights_of");
        const NodeId call = d.add("call", params, s);
        d.link(at, call, i ? "result0" : "value", "in");
        at = call;
    }
    const NodeId scores = d.add("dense", {{"units", std::int64_t{3}}});
    d.link(at, scores, calls ? "result0" : "");
    d.head(scores, input);
    return d;
}

struct Batch {
    Tensor x, label;
    explicit Batch(std::int64_t n) : x(randomTensor(DType::Float32, {n, 8}, -1, 1, 5)), label(Tensor::empty(DType::Int32, {n})) {
        for (std::int64_t i = 0; i < n; ++i) {
            const float* row = x.data<float>().data() + i * 8;
            label.data<std::int32_t>()[static_cast<std::size_t>(i)] =
                static_cast<std::int32_t>(std::max_element(row, row + 3) - row);
        }
    }
    std::vector<Tensor> inputs() const { return {x, label}; }
};

struct Training {
    explicit Training(const Graph& graph, std::string_view id = "sgd")
        : runner(*trainingProgram(graph, Params(operatorById(id))),
                 [] {
                     ExecutableOptions o;
                     o.phase = Phase::Training;
                     return o;
                 }()),
          state(*initialState(runner.program(), 1)) {}
    float step(const Batch& b, float rate, std::int64_t number) {
        const auto out = runner.run(b.inputs(), state.tensors, rate, 1, number);
        EXPECT_TRUE(out) << (out ? "" : out.error().text());
        return (*out)[runner.program().findOutput(OutputRole::Loss)].data<float>()[0];
    }
    Runner runner;
    State state;
};

std::string errorOf(const Graph& graph) {
    const auto p = trainingProgram(graph, Params(operatorById("sgd")));
    return p ? "" : p.error().text();
}

std::vector<std::string> modelStates(const State& s) {
    std::vector<std::string> names;
    for (const StateSpec& spec : s.specs)
        if (!spec.slot) names.push_back(spec.name);
    return names;
}

TEST(Functions, AreInFiles) {
    const Draft d = withCalls(2);
    const auto back = graphFromJson(toJson(d.graph));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_TRUE(*back == d.graph);
    EXPECT_EQ(toJson(*back).dump(), toJson(d.graph).dump());
    auto j = toJson(d.graph);
    j["functions"]["block"]["functions"]["inner"] = j["functions"]["block"];
    EXPECT_FALSE(graphFromJson(j));
}

TEST(Functions, EditsInsideHaveInverses) {
    Draft d = withCalls(1);
    const Graph before = d.graph;
    const NodeId dense = d.graph.function("block")->findByName("dense")->id;
    Patch patch{"Set units to 5", {SetParam{dense, "units", std::int64_t{5}}}, "block"};
    auto inverse = patch.apply(d.graph);
    ASSERT_TRUE(inverse);
    EXPECT_EQ(d.graph.function("block")->find(dense)->params.get<std::int64_t>("units"), 5);
    ASSERT_TRUE(inverse->apply(d.graph));
    EXPECT_TRUE(d.graph == before);
    patch.function = "other";
    EXPECT_FALSE(patch.apply(d.graph));
    Patch remove{"", {SetFunction{"block", nullptr}}};
    const auto used = remove.apply(d.graph);
    ASSERT_FALSE(used);
    EXPECT_NE(used.error().text().find("still used by call"), std::string::npos) << used.error().text();
}

TEST(Functions, NeverCallThemselves) {
    Draft inner;
    const NodeId x = inner.add("argument");
    const NodeId call = inner.add("call", {}, {{"function", std::string("b")}});
    inner.link(x, call, {}, "in");
    Draft d;
    d.apply({"", {SetFunction{"a", shared(inner)}}});
    d.apply({"", {SetFunction{"b", denseBlock(4)}}});
    const auto circle = Patch{"", {SetFunction{"b", shared(inner)}}}.apply(d.graph);
    ASSERT_FALSE(circle);
    EXPECT_NE(circle.error().text().find("call itself"), std::string::npos) << circle.error().text();
}

TEST(Functions, FaultsInsideAreFoundWithTheirPlace) {
    Draft bad;
    const NodeId x = bad.add("argument");
    bad.then(bad.then(x, "conv2d"), "result");  // gets rows, needs images
    Draft d = withCalls(2);
    d.apply({"", {SetFunction{"block", shared(bad)}}});
    const Analysis a = analyse(d.graph);
    int found = 0;
    for (const Finding& f : a.findings) found += f.function == "block" && nodeOf(d.graph, f)->name == "conv2d";
    EXPECT_EQ(found, 1) << "once, although it is used twice";
    EXPECT_NE(errorOf(d.graph).find("conv2d"), std::string::npos);
    Draft misplaced = smallClassifier();
    misplaced.add("argument");
    EXPECT_NE(errorOf(misplaced.graph).find("outside a function"), std::string::npos) << errorOf(misplaced.graph);
}

TEST(Functions, ThatGrowWithoutEndAreRefused) {
    Draft d;
    d.apply({"", {SetFunction{"f0", denseBlock(8)}}});
    for (int i = 1; i <= 40; ++i) {
        Draft f;
        NodeId at = f.add("argument");
        for (int k = 0; k < 2; ++k) {
            const NodeId call = f.add("call", {}, {{"function", "f" + std::to_string(i - 1)}});
            f.link(at, call, k ? "result0" : "y", "in");
            at = call;
        }
        const NodeId end = f.add("result");
        f.link(at, end, "result0");
        d.apply({"", {SetFunction{"f" + std::to_string(i), shared(f)}}});
    }
    const NodeId input = d.add("input", {{"shape", Ints{8}}});
    const NodeId call = d.add("call", {}, {{"function", std::string("f40")}});
    d.link(input, call, {}, "in");
    d.head(d.then(call, "dense"), input);
    EXPECT_NE(errorOf(d.graph).find("Too many layers"), std::string::npos) << errorOf(d.graph);
}

TEST(Functions, ACallIsItsBodyWithWeightsOfItsOwn) {
    Training once(withCalls(1).graph), twice(withCalls(2).graph);
    EXPECT_EQ(modelStates(once.state),
              (std::vector<std::string>{"call/dense/kernel", "call/dense/bias", "dense/kernel", "dense/bias"}));
    EXPECT_EQ(modelStates(twice.state).size(), 6u);
    EXPECT_GT(difference(*twice.state.find("call/dense/kernel"), *twice.state.find("call_1/dense/kernel")), 0.01)
        << "two calls start with two sets";
    // The same network without a function, from the same weights: the same bits.
    Draft flat;
    const NodeId input = flat.add("input", {{"shape", Ints{8}}, {"name", std::string("x")}});
    const NodeId hidden = flat.then(input, "dense", {{"units", std::int64_t{8}}}, {{"activation", std::string("tanh")}});
    flat.head(flat.then(hidden, "dense", {{"units", std::int64_t{3}}}), input);
    Training plain(flat.graph);
    plain.state.tensors = once.state.clone().tensors;
    const Batch batch(32);
    for (int i = 1; i <= 3; ++i) EXPECT_EQ(plain.step(batch, 0.1f, i), once.step(batch, 0.1f, i));
}

TEST(Functions, WeightsCanBeShared) {
    const Draft d = withCalls(3, {}, {{"weights_of", std::string("call")}});
    EXPECT_EQ(parameterCount(d.graph, analyse(d.graph)), 8 * 8 + 8 + 8 * 3 + 3);
    const Draft two = withCalls(2);
    EXPECT_EQ(parameterCount(two.graph, analyse(two.graph)), 2 * (8 * 8 + 8) + 8 * 3 + 3);
    Training t(d.graph);
    EXPECT_EQ(modelStates(t.state).size(), 4u);
    const Batch batch(32);
    const float first = t.step(batch, 0.2f, 1);
    float last = first;
    for (int i = 2; i <= 150; ++i) last = t.step(batch, 0.2f, i);
    EXPECT_LT(last, first / 2);
    EXPECT_NE(errorOf(withCalls(2, {}, {{"weights_of", std::string("nothing")}}).graph).find("does not exist"), std::string::npos);
}

TEST(Functions, RecomputingGivesTheSameBits) {
    Training kept(withCalls(2).graph), again(withCalls(2, {{"recompute", true}}).graph);
    again.state.tensors = kept.state.clone().tensors;
    const Batch batch(32);
    for (int i = 1; i <= 5; ++i) EXPECT_EQ(kept.step(batch, 0.1f, i), again.step(batch, 0.1f, i));
    for (std::size_t i = 0; i < kept.state.tensors.size(); ++i)
        EXPECT_EQ(difference(kept.state.tensors[i], again.state.tensors[i]), 0) << kept.state.specs[i].name;
}

/// h repeats h = step(h) while its turn (a second state) is below `turns`; `extra` layers stand before the end of the step.
Draft withLoop(double turns, const std::vector<std::pair<const char*, Attrs>>& extra = {}) {
    Draft cond;
    cond.add("argument");
    const NodeId turn = cond.add("argument", {{"index", std::int64_t{1}}});
    const NodeId limit = cond.add("constant", {{"value", TensorRef{Tensor::scalar(static_cast<float>(turns))}}});
    const NodeId less = cond.add("less");
    cond.link(turn, less, {}, "a");
    cond.link(limit, less, {}, "b");
    cond.then(less, "result");
    Draft body;
    const NodeId h = body.add("argument");
    const NodeId count = body.add("argument", {{"index", std::int64_t{1}}});
    NodeId at = body.then(h, "dense", {{"units", std::int64_t{8}}}, {{"activation", std::string("tanh")}});
    for (const auto& [op, attrs] : extra) at = body.then(at, op, attrs);
    body.then(at, "result");
    const NodeId sum = body.add("add");
    const NodeId one = body.add("constant", {{"value", TensorRef{Tensor::scalar(1.0F)}}});
    body.link(count, sum, {}, "a");
    body.link(one, sum, {}, "b");
    body.then(sum, "result", {{"index", std::int64_t{1}}});
    Draft d;
    d.apply({"", {SetFunction{"again", shared(cond)}, SetFunction{"step", shared(body)}}});
    const NodeId input = d.add("input", {{"shape", Ints{8}}, {"name", std::string("x")}});
    const NodeId zero = d.add("constant", {{"value", TensorRef{Tensor::scalar(0.0F)}}});
    const NodeId loop =
        d.add("loop", {{"states", std::int64_t{2}}}, {{"cond", std::string("again")}, {"body", std::string("step")}});
    d.link(input, loop, {}, "in", 0);
    d.link(zero, loop, {}, "in", 1);
    const NodeId scores = d.add("dense", {{"units", std::int64_t{3}}});
    d.link(loop, scores, "state0");
    d.head(scores, input);
    return d;
}

TEST(Functions, ALoopTrains) {
    const Draft d = withLoop(3);
    Training looped(d.graph);
    EXPECT_EQ(modelStates(looped.state),
              (std::vector<std::string>{"loop/body/dense/kernel", "loop/body/dense/bias", "dense/kernel", "dense/bias"}));
    // Three calls that share their weights are the same network.
    Training called(withCalls(3, {}, {{"weights_of", std::string("call")}}).graph);
    called.state.tensors = looped.state.clone().tensors;
    const Batch batch(64);
    float first = 0, last = 0;
    for (int i = 1; i <= 200; ++i) {
        last = looped.step(batch, 0.3f, i);
        if (i == 1) first = last;
        if (i <= 20) EXPECT_NEAR(called.step(batch, 0.3f, i), last, 2e-4) << "step " << i;
    }
    EXPECT_NEAR(first, std::log(3.0), 0.8);
    EXPECT_LT(last, 0.3);
    const auto file = graphFromJson(toJson(d.graph));
    ASSERT_TRUE(file) << file.error().text();
    EXPECT_TRUE(*file == d.graph);
}

/// Dropout in a loop drops other units in each turn: with the same mask in all turns, those that are dropped once stay dropped.
TEST(Functions, RandomLayersInALoopDifferFromTurnToTurn) {
    Draft body;
    const NodeId h = body.add("argument");
    const NodeId count = body.add("argument", {{"index", std::int64_t{1}}});
    body.then(body.then(h, "dropout", {{"rate", 0.5}}), "result");
    const NodeId sum = body.add("add");
    const NodeId one = body.add("constant", {{"value", TensorRef{Tensor::scalar(1.0F)}}});
    body.link(count, sum, {}, "a");
    body.link(one, sum, {}, "b");
    body.then(sum, "result", {{"index", std::int64_t{1}}});
    Draft d = withLoop(4);
    d.apply({"", {SetFunction{"step", shared(body)}}});
    ExpandOptions options;
    const auto program = expand(d.graph, options);
    ASSERT_TRUE(program) << program.error().text();
    // What is left after four turns, through the first weight of the network: read from the loop itself.
    Program p = *program;
    Function f = p.function();
    for (std::size_t n = 0; n < f.nodes.size(); ++n)
        if (std::string_view(f.nodes[n].op().id) == "loop") f.results = {Value{static_cast<std::uint32_t>(n + 1), 0}};
    f.resultNames.clear();
    p.main = p.module->add(std::move(f));
    p.next.clear();
    p.outputs = {{"h", OutputRole::Prediction}};
    ExecutableOptions training;
    training.phase = Phase::Training;
    Runner runner(p, training);
    const Tensor ones = Tensor::empty(DType::Float32, {500, 8});
    std::fill(ones.data<float>().begin(), ones.data<float>().end(), 1.0F);
    const State state = *initialState(runner.program(), 1);
    const auto out = runner.run(std::array{ones, Tensor::zeros(DType::Int32, {500})}, state.tensors, 0, 1, 1);
    ASSERT_TRUE(out) << out.error().text();
    std::size_t left = 0;
    for (const float v : (*out)[0].data<float>()) left += v != 0;
    EXPECT_NEAR(static_cast<double>(left) / 4000, 1.0 / 16, 0.02);
}

TEST(Functions, AveragesInALoopAreKept) {
    Training t(withLoop(2, {{"batch_normalization", {}}}).graph);
    const State copy = t.state.clone();
    t.step(Batch(32), 0.01f, 1);
    EXPECT_GT(difference(*copy.find("loop/body/batch_normalization/moving_variance"),
                         *t.state.find("loop/body/batch_normalization/moving_variance")),
              1e-3);
}

TEST(Functions, AConditionTrainsTheBranchThatIsTaken) {
    Draft d;
    d.apply({"", {SetFunction{"wide", denseBlock(8)}, SetFunction{"relu", denseBlock(8, "relu")}}});
    const NodeId input = d.add("input", {{"shape", Ints{8}}, {"name", std::string("x")}});
    const NodeId yes = d.add("constant", {{"value", TensorRef{Tensor::scalar(true)}}});
    const NodeId node = d.add("cond", {}, {{"then", std::string("wide")}, {"otherwise", std::string("relu")}});
    d.link(yes, node, {}, "condition");
    d.link(input, node, {}, "in");
    const NodeId scores = d.add("dense", {{"units", std::int64_t{3}}});
    d.link(node, scores, "result0");
    d.head(scores, input);
    Training t(d.graph);
    ASSERT_EQ(t.runner.program().state.size(), 6u) << "both branches have weights";
    const State before = t.state.clone();
    const Batch batch(32);
    const float first = t.step(batch, 0.3f, 1);
    float last = first;
    for (int i = 2; i <= 100; ++i) last = t.step(batch, 0.3f, i);
    EXPECT_LT(last, first / 2);
    int changed = 0;
    for (std::size_t i = 0; i < 6; ++i) changed += difference(before.tensors[i], t.state.tensors[i]) > 0;
    EXPECT_EQ(changed, 4) << "the other branch's weights stay";
}

}  // namespace
}  // namespace nw
