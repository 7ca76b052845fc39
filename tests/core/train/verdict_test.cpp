// What check says of a network and its data is what training does: one starts where the other passes.
#include <gtest/gtest.h>

#include "core/data/memory_images.h"
#include "core/graph/data_rules.h"
#include "tests/core/data/scratch_folder.h"
#include "tests/core/graph/findings.h"
#include "tests/core/train/trained.h"

namespace nw {
namespace {

using Words = std::vector<std::string>;

Words names(std::size_t count) {
    Words out;
    for (std::size_t i = 0; i < count; ++i) out.push_back("class " + std::to_string(i));
    return out;
}

/// Twenty pictures of 4×4 in so many classes.
std::shared_ptr<const Dataset> pictures(std::size_t classes) {
    static const std::vector<std::uint8_t> pixels(20 * 16, 100);
    const auto labels = std::make_shared<std::vector<std::uint8_t>>();
    for (std::size_t i = 0; i < 20; ++i) labels->push_back(static_cast<std::uint8_t>(i % classes));
    return std::make_shared<MemoryImages>(MemoryImages::Content{
        .pixels = pixels, .labels = *labels, .height = 4, .width = 4, .classNames = names(classes), .owner = labels});
}

/// Empty when one step is made.
std::string refusal(const Graph& graph, std::size_t classes) {
    const test::ScratchFolder folder;
    Project p;
    p.graph = graph;
    p.training.steps = 1;
    DatasetSplits data;
    data.train = data.validation = pictures(classes);
    TrainControl control;
    EventRing events;
    const auto done =
        train({p, "", data, RunFolder(folder.path()), false, test::engine().executable(Phase::Training)}, control, events);
    return done ? "" : done.error().text();
}

Draft network(std::int64_t scores, std::size_t inInput, std::size_t inHead) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{4, 4, 1}}, {"class_names", names(inInput)}});
    const NodeId head = d.head(d.then(d.then(input, "flatten"), "dense", {{"units", scores}}), input);
    d.apply({"", {SetParam{head, "class_names", names(inHead)}}});
    return d;
}

TEST(Verdict, OfClassesAndScores) {
    int started = 0, refused = 0;
    for (const std::int64_t scores : {2, 3, 5})
        for (const std::size_t inInput : {0U, 2U, 3U, 5U})
            for (const std::size_t inHead : {0U, 3U})
                for (const std::size_t classes : {2U, 3U, 5U}) {
                    const Graph graph = network(scores, inInput, inHead).graph;
                    const DataDescription data = describe(pictures(classes)->spec());
                    const auto findings = allFindings(graph, &data);
                    const std::string sentence = refusal(graph, classes);
                    EXPECT_EQ(faults(findings) == 0, sentence.empty())
                        << scores << " scores, Input of " << inInput << ", head of " << inHead << ", data of " << classes << "\n"
                        << listed(findings) << sentence;
                    ++(sentence.empty() ? started : refused);
                }
    EXPECT_GE(started, 15);
    EXPECT_GE(refused, 15);
}

TEST(Verdict, OfFewerScoresThanClasses) {
    EXPECT_EQ(
        refusal(network(3, 0, 0).graph, 5),
        "[classify] 3 scores, but 5 classes: Dense gives 3 numbers for each sample. The labels have 5 classes. Set units to 5.");
    EXPECT_EQ(refusal(network(5, 0, 0).graph, 2), "") << "scores that are never right train as in Keras";
    EXPECT_EQ(refusal(network(5, 5, 0).graph, 2), "") << "classes without samples too";
}

TEST(Verdict, OfInputsWithoutData) {
    Draft d = network(3, 0, 0);
    const Graph& g = d.graph;
    const NodeId second = d.add("input", {{"shape", Ints{4, 4, 1}}, {"name", std::string("mask")}});
    const Link read = *g.linkInto({g.findByName("flatten")->id, "x", 0});
    const NodeId sum = d.add("add");
    d.apply({"", {RemoveLink{read}, AddLink{{read.to, {sum, "y", 0}}}}});
    d.link(read.from.node, sum, "value", "a");
    d.link(second, sum, "value", "b");
    const std::string sentence = refusal(d.graph, 3);
    EXPECT_NE(sentence.find("The data have nothing for this Input"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("Use input instead"), std::string::npos) << sentence;
}

}  // namespace
}  // namespace nw
