// What findings and fixes call layers: as their cards on the canvas do, and by their unique name only where two could be meant.
#include "core/graph/shown_name.h"

#include "tests/core/graph/findings.h"

namespace nw {
namespace {

using Labels = std::vector<std::string>;

TEST(ShownName, IsTheLabelUntilSomebodyNamesTheLayer) {
    Draft d;
    const auto shown = [&](const char* name) { return shownName(*d.graph.find(d.add("conv2d", {}, {}, name))); };
    EXPECT_EQ(shown("conv2d"), "Conv2D");
    EXPECT_EQ(shown("conv2d_12"), "Conv2D");
    EXPECT_EQ(shown("conv2d_"), "conv2d_");
    EXPECT_EQ(shown("conv2d_b"), "conv2d_b");
    EXPECT_EQ(shown("conv2d_1b"), "conv2d_1b");
    EXPECT_EQ(shown("stem"), "stem");
}

TEST(ShownName, TellsLayersOfOneNameApart) {
    Draft d;
    const NodeId first = d.add("dense");
    const auto telling = [&](NodeId id) { return tellingName(d.graph, *d.graph.find(id)); };
    EXPECT_EQ(telling(first), "Dense");
    const NodeId second = d.add("dense");
    EXPECT_EQ(telling(first), "dense");
    EXPECT_EQ(telling(second), "dense_1");
    d.apply({"", {Rename{second, "scores"}}});
    EXPECT_EQ(telling(first), "Dense");
    EXPECT_EQ(telling(second), "scores");
    d.apply({"", {Rename{d.add("conv2d"), "Dense"}}});  // a name that another layer's card shows too
    EXPECT_EQ(telling(first), "dense");
}

/// Scores that nothing links to Classify; the layer that could be linked is called `name`.
Labels connectFixes(const std::string& name, bool another = false, const std::string& head = "classify") {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{4}}});
    const NodeId before = another ? d.then(input, "dense") : input;
    const NodeId dense = d.add("dense", {}, {}, name), classify = d.add("classify", {}, {}, head);
    d.link(before, dense);
    d.link(input, classify, "label", "label");
    const auto labels = fixes(d.graph, "Nothing connected to scores", Rank::Blocker);
    const Finding found = *findingWith(analyse(d.graph).findings, "Nothing connected to scores");
    EXPECT_EQ(found.message, "Connect scores of " + shownName(*d.graph.find(classify)) + ".");
    return labels;
}

TEST(ShownName, OfLayersInFixes) {
    EXPECT_EQ(connectFixes("dense"), Labels{"Connect Dense to Classify"});
    EXPECT_EQ(connectFixes("dense_1", true), Labels{"Connect dense_1 to Classify"}) << "the other Dense is not meant";
    EXPECT_EQ(connectFixes("scores of digits", true), Labels{"Connect scores of digits to Classify"});
    EXPECT_EQ(connectFixes("dense", false, "digit"), Labels{"Connect Dense to digit"});
}

TEST(ShownName, NeverMakesALabelLong) {
    EXPECT_EQ(connectFixes("the scores of handwritten digits"), Labels{"Connect the scores of handwritten digits"})
        << "40 are enough";
    EXPECT_EQ(connectFixes("the scores of all handwritten digits"), Labels{"Connect the scores of all handwritten d…"});
    std::string umlauts;
    for (int i = 0; i < 100; ++i) umlauts += "ü";
    EXPECT_EQ(connectFixes(umlauts), Labels{"Connect " + umlauts.substr(0, 62) + "…"}) << "characters, not bytes";
    Draft d;
    const NodeId input = d.add("input", image(8)), dense = d.add("dense", {}, {}, std::string(200, 'x'));
    d.link(d.then(input, "conv2d"), dense);
    d.head(dense, input);
    EXPECT_EQ(fixes(d.graph, "axes, needs 2", Rank::Contradiction), Labels{"Insert Flatten before " + std::string(17, 'x') + "…"});
}

/// Where the finding's place says which layer is meant, no name of another kind is needed.
TEST(ShownName, IsEnoughBesideTheFinding) {
    Draft d;
    const NodeId input = d.add("input", image(8));
    const NodeId hidden = d.then(d.then(input, "dense"), "softmax");
    d.head(d.then(d.then(d.then(hidden, "dense"), "softmax"), "softmax"), input);
    EXPECT_EQ(fixes(d.graph, "axes, needs 2", Rank::Contradiction), Labels{"Insert Flatten before Dense"});
    EXPECT_EQ(fixes(d.graph, "Softmax of softmax", Rank::Advice), Labels{"Remove Softmax"});
}

}  // namespace
}  // namespace nw
