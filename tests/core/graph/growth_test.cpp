// Large networks: the work of reading, checking and compiling them grows as they do, not as the square.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/compile/compile.h"
#include "core/graph/data_rules.h"
#include "core/graph/project.h"
#include "tests/core/compile/allocations.h"
#include "tests/core/graph/documents.h"

namespace nw {
namespace {

/// Input, `depth` ReLU in a row, Dense and Classify, in the order of a file that somebody wrote from front to back.
Patch chain(int depth) {
    Patch p;
    auto add = [&, stream = std::uint32_t{0}](std::string_view op, std::string name, const Attrs& attrs = {}) mutable {
        p.edits.push_back(AddNode{{randomNodeId(), std::move(name), *Params::make(operatorById(op), attrs), ++stream, {}, {}}});
        return std::get<AddNode>(p.edits.back()).node.id;
    };
    const NodeId input = add("input", "input", {{"shape", Ints{4}}});
    PortRef last{input, "value", 0};
    const auto link = [&](NodeId to, const char* port) { p.edits.push_back(AddLink{{{to, port, 0}, last}}); };
    for (int i = 0; i < depth; ++i) {
        const NodeId id = add("relu", "relu_" + std::to_string(i));
        link(id, "x");
        last = {id, "y", 0};
    }
    const NodeId dense = add("dense", "dense", {{"units", std::int64_t{3}}}), head = add("classify", "classify");
    link(dense, "x");
    last = {dense, "y", 0};
    link(head, "scores");
    last = {input, "label", 0};
    link(head, "label");
    return p;
}

TEST(Growth, OfWorkIsThatOfTheNetwork) {
    const DataDescription data{{{"x", {DType::Float32, {4}}}, {"label", {DType::Int32, {}}}}, {"a", "b", "c"}};
    const auto work = [&](int depth) {
        Graph graph;
        EXPECT_TRUE(chain(depth).apply(graph));
        const std::string text = toText({graph, {}, {}});
        const std::size_t before = allocationCount();
        const auto project = projectFromText(text, "chain");
        EXPECT_TRUE(project && allFindings(project->graph, &data).size() == 1) << "the classes have no names";
        EXPECT_TRUE(trainingProgram(project->graph, Params(operatorById("sgd"))));
        return static_cast<double>(allocationCount() - before);
    };
    const double some = work(1000), more = work(4000);
    if (some == 0) GTEST_SKIP() << "this build does not count allocations";
    EXPECT_LT(more / some, 6) << "four times the layers";
}

TEST(Growth, CirclesAreFoundAmongManyLinks) {
    Patch p = chain(50);
    Graph whole;
    ASSERT_TRUE(p.apply(whole));
    const NodeId first = whole.findByName("relu_0")->id, last = whole.findByName("relu_49")->id;
    const Link front = *whole.linkInto({first, "x", 0});
    p.edits.erase(std::find(p.edits.begin(), p.edits.end(), Edit(AddLink{front})));
    p.edits.push_back(AddLink{{front.to, {last, "y", 0}}});
    Graph none;
    const auto done = p.apply(none);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Code::Type);
    EXPECT_NE(done.error().message.find("circle"), std::string::npos);
    EXPECT_TRUE(none == Graph());
    const auto refused = checkLink(whole, {front.to, {last, "y", 0}});
    ASSERT_FALSE(refused) << "it would be the same without trying";
    EXPECT_TRUE(checkLink(whole, {{last, "x", 0}, front.from})) << "what is there is replaced";
    EXPECT_FALSE(checkLink(whole, {{last, "nothing", 0}, front.from}));
    const auto single = Patch{"", {RemoveLink{front}, AddLink{{front.to, {last, "y", 0}}}}}.apply(whole);
    ASSERT_FALSE(single);
    EXPECT_EQ(single.error().message, refused.error().message);
    EXPECT_EQ(single.error().message, "the link from relu_49 would make a circle: relu_49 already depends on relu_0");
}

}  // namespace
}  // namespace nw
