// Analysis: types of half-built graphs, and what inference alone finds.
#include "core/graph/analyse.h"

#include <gtest/gtest.h>

#include "core/compile/compile.h"
#include "tests/core/graph/findings.h"

namespace nw {
namespace {

TEST(Analyse, GoodNetworkHasNoFaults) {
    const Analysis a = analyse(smallClassifier().graph);
    EXPECT_TRUE(a.findings.empty()) << listed(a.findings);
    EXPECT_FALSE(firstFault(smallClassifier().graph, a.findings));
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
    ASSERT_GE(a.findings.size(), 2u) << listed(a.findings);
    for (std::size_t i = 1; i < a.findings.size(); ++i) EXPECT_GE(a.findings[i - 1].rank, a.findings[i].rank);
}

}  // namespace
}  // namespace nw
