// Analysis: types of half-built graphs, and for every rule a network that breaks it and whose fix makes the finding go away.
#include "core/graph/analyse.h"

#include <gtest/gtest.h>

#include "core/compile/compile.h"
#include "tests/core/graph/documents.h"

namespace nw {
namespace {

const Finding* findingWith(const Analysis& a, std::string_view part) {
    for (const Finding& f : a.findings)
        if (f.headline.find(part) != std::string::npos) return &f;
    return nullptr;
}

std::string listed(const Analysis& a) {
    std::string out;
    for (const Finding& f : a.findings) out += std::string(nameOf(f.rank)) + ": " + f.headline + " | " + f.message + "\n";
    return out;
}

/// The network has a finding of this headline and rank, and every fix removes it without making a worse one.
void fixes(const Graph& graph, std::string_view headline, Rank rank) {
    const Analysis before = analyse(graph);
    const Finding* f = findingWith(before, headline);
    ASSERT_TRUE(f) << headline << " is not among\n" << listed(before);
    EXPECT_EQ(f->rank, rank) << nameOf(f->rank);
    ASSERT_FALSE(f->fixes.empty());
    for (const Patch& fix : f->fixes) {
        EXPECT_NE(fix.label, "");
        Graph fixed = graph;
        const auto inverse = fix.apply(fixed);
        ASSERT_TRUE(inverse) << fix.label << ": " << inverse.error().text();
        const Analysis after = analyse(fixed);
        const Finding* still = findingWith(after, headline);
        EXPECT_FALSE(still && still->node == f->node) << fix.label << " leaves\n" << listed(after);
        ASSERT_TRUE(inverse->apply(fixed));
        EXPECT_TRUE(fixed == graph);
    }
}

Attrs image(std::int64_t size, std::int64_t channels = 1) {
    return {{"shape", Ints{size, size, channels}}, {"rescale", 1.0 / 255}};
}

TEST(Analyse, GoodNetworkHasNoFaults) {
    const Analysis a = analyse(smallClassifier().graph);
    EXPECT_TRUE(a.findings.empty()) << listed(a);
    EXPECT_FALSE(a.fault(smallClassifier().graph));
}

/// A single node with nothing connected is unfinished, not wrong.
TEST(Analyse, OpenNodesAreNotContradictions) {
    for (const OpDef& op : operators()) {
        if (op.control) continue;  // they need functions
        Draft d;
        const NodeId id = d.add(op.id);
        const Analysis a = analyse(d.graph);
        for (const Finding& f : a.findings) EXPECT_NE(f.rank, Rank::Contradiction) << op.id << ": " << f.headline;
        EXPECT_GE(a.nodes.at(id).outputs.size(), std::min<std::size_t>(1, op.outputs.size())) << op.id;
    }
}

/// Each input of each operator connected alone, the others open.
TEST(Analyse, HalfConnectedNodesAreNotContradictions) {
    for (const OpDef& op : operators()) {
        if (op.control || op.internal || op.inputs.size() < 2 || std::string_view(op.id) == "classify") continue;
        for (const PortDoc& port : op.inputs) {
            if (port.implicit) continue;
            Draft d;
            const bool truth = std::string_view(port.name) == "condition" || std::string_view(op.id).starts_with("logical");
            const bool whole = std::string_view(port.name) == "indices" || std::string_view(port.name) == "label" ||
                               std::string_view(port.name) == "labels";
            const NodeId input = d.add("input", {{"shape", Ints{4, 4, 3}},
                                                 {"rescale", 0.0},
                                                 {"dtype", truth   ? DType::Bool
                                                           : whole ? DType::Int32
                                                                   : DType::Float32}});
            const NodeId id = d.add(op.id);
            d.link(input, id, "value", port.name);
            for (const Finding& f : analyse(d.graph).findings)
                EXPECT_NE(f.rank, Rank::Contradiction) << op.id << " with " << port.name << " only: " << f.headline;
        }
    }
}

TEST(Analyse, NoHead) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{4}}});
    d.then(input, "dense");
    fixes(d.graph, "No head", Rank::Blocker);
    Draft renamed;
    renamed.then(renamed.add("input", {{"shape", Ints{4}}, {"label", std::string("target")}}), "dense");
    fixes(renamed.graph, "No head", Rank::Blocker);
}

TEST(Analyse, HeadWithoutLabel) {
    for (const char* head : {"classify", "regress"})
        for (const char* name : {"label", "target"}) {
            Draft d;
            const NodeId input =
                d.add("input", {{"shape", Ints{4}}, {"label", std::string(name)}, {"target", std::string("value")}});
            d.then(d.then(input, "dense", {{"units", std::int64_t{1}}}), head);
            if (std::string_view(head) == "classify") d.apply({"", {SetParam{input, "target", std::string("class")}}});
            fixes(d.graph, "Nothing connected to label", Rank::Blocker);
            const auto training = trainingProgram(d.graph, Params(operatorById("sgd")));
            ASSERT_FALSE(training);
            EXPECT_TRUE(inferenceProgram(d.graph)) << "using a network needs no label";
        }
}

TEST(Analyse, OpenScores) {
    Draft d;
    d.link(d.add("input", {{"shape", Ints{4}}}), d.add("classify"), "label", "label");
    const Analysis a = analyse(d.graph);
    const Finding* f = findingWith(a, "Nothing connected to scores");
    ASSERT_TRUE(f) << listed(a);
    EXPECT_EQ(f->rank, Rank::Blocker);
    EXPECT_FALSE(trainingProgram(d.graph, Params(operatorById("sgd"))));
}

TEST(Analyse, ScoresOfImages) {
    Draft d;
    const NodeId input = d.add("input", image(8));
    d.head(d.then(d.then(input, "conv2d"), "dense", {{"units", std::int64_t{10}}}), input);
    fixes(d.graph, "axes, needs 2", Rank::Contradiction);
    Draft without;
    const NodeId from = without.add("input", image(8));
    without.head(without.then(from, "conv2d"), from);
    fixes(without.graph, "axes, needs 2", Rank::Contradiction);
}

TEST(Analyse, ScoresAndClasses) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{4}}, {"class_names", std::vector<std::string>{"a", "b", "c"}}});
    const NodeId dense = d.then(input, "dense", {{"units", std::int64_t{5}}});
    d.head(d.then(dense, "softmax"), input);
    fixes(d.graph, "5 scores, but 3 classes", Rank::Contradiction);
}

TEST(Analyse, RawPixels) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{8, 8, 3}}});
    d.head(d.then(d.then(input, "flatten"), "dense"), input);
    fixes(d.graph, "Values go up to 255", Rank::Advice);
}

TEST(Analyse, SecondSoftmax) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{4}}});
    d.head(d.then(d.then(d.then(input, "dense"), "softmax"), "softmax"), input);
    fixes(d.graph, "Softmax of softmax", Rank::Advice);
    Draft setting;
    const NodeId from = setting.add("input", {{"shape", Ints{4}}});
    setting.head(setting.then(setting.then(from, "dense", {}, {{"activation", std::string("softmax")}}), "softmax"), from);
    fixes(setting.graph, "Softmax of softmax", Rank::Advice);
}

TEST(Analyse, KernelLargerThanItsMap) {
    for (const char* op : {"conv2d", "depthwise_conv2d"}) {
        Draft d;
        const NodeId input = d.add("input", image(4));
        d.head(d.then(d.then(d.then(input, op, {{"kernel_size", Ints{7, 7}}}), "flatten"), "dense"), input);
        fixes(d.graph, "does not fit", Rank::Contradiction);
    }
    Draft pool;
    const NodeId input = pool.add("input", image(1));
    pool.head(pool.then(pool.then(pool.then(input, "max_pooling2d"), "flatten"), "dense"), input);
    fixes(pool.graph, "does not fit", Rank::Contradiction);
}

TEST(Analyse, OutputThatParametersTookAway) {
    Draft d = smallClassifier();
    d.apply({"", {SetParam{d.graph.findByName("input")->id, "target", std::string("none")}}});
    fixes(d.graph, "No output label", Rank::Contradiction);
    EXPECT_FALSE(trainingProgram(d.graph, Params(operatorById("sgd"))));
}

TEST(Analyse, SettingsThatCannotBe) {
    const std::vector<std::pair<std::string, Attr>> wrong{
        {"activation", std::string("conv2d")},        {"activation", 3.0},          {"trainable", std::string("yes")},
        {"kernel_initializer", std::string("dense")}, {"kernel_initializer", true}, {"learning_rate_factor", -1.0},
        {"kernel_regularizer", std::string("much")},  {"kernel_regularizer", -0.5},
    };
    for (const auto& [id, value] : wrong) {
        Draft d = smallClassifier();
        d.apply({"", {SetSetting{d.graph.findByName("dense")->id, id, value}}});
        fixes(d.graph, "cannot be", Rank::Contradiction);
        EXPECT_FALSE(trainingProgram(d.graph, Params(operatorById("sgd")))) << id;
        EXPECT_FALSE(inferenceProgram(d.graph)) << id;
    }
}

TEST(Analyse, WorstFirst) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{8, 8, 3}}});
    d.then(d.then(input, "flatten"), "dense");
    const Analysis a = analyse(d.graph);
    ASSERT_GE(a.findings.size(), 2u) << listed(a);
    for (std::size_t i = 1; i < a.findings.size(); ++i) EXPECT_GE(a.findings[i - 1].rank, a.findings[i].rank);
    for (const Finding& f : a.findings) EXPECT_LE(f.headline.size(), 42u) << f.headline;
}

}  // namespace
}  // namespace nw
