// The rules: for each a network that breaks it, whose fixes make the finding go away and can be undone.
#include <gtest/gtest.h>

#include "core/compile/compile.h"
#include "core/graph/data_rules.h"
#include "tests/core/graph/findings.h"

namespace nw {
namespace {

using Labels = std::vector<std::string>;
using Words = std::vector<std::string>;

Attrs numbers(std::int64_t count, std::string target = "class") { return {{"shape", Ints{count}}, {"target", std::move(target)}}; }
Attrs units(std::int64_t n) { return {{"units", n}}; }
bool trains(const Graph& graph) { return static_cast<bool>(trainingProgram(graph, Params(operatorById("sgd")))); }

TEST(Rules, MissingHead) {
    Draft d;
    d.then(d.add("input", numbers(4)), "dense");
    EXPECT_EQ(fixes(d.graph, "No Classify or Regress at the end", Rank::Blocker), (Labels{"Add Classify", "Add Regress"}));
    Draft number;
    number.then(number.add("input", numbers(4, "value")), "dense");
    EXPECT_EQ(fixes(number.graph, "No Classify or Regress at the end", Rank::Blocker)[0], "Add Regress");
    Draft unlabelled;  // as imported networks are
    unlabelled.then(unlabelled.add("input", numbers(4, "none")), "dense");
    EXPECT_EQ(fixes(unlabelled.graph, "No Classify or Regress at the end", Rank::Blocker), (Labels{"Add Classify", "Add Regress"}));
    Draft renamed;
    renamed.then(renamed.add("input", {{"shape", Ints{4}}, {"label", std::string("target")}}), "dense");
    fixes(renamed.graph, "No Classify or Regress at the end", Rank::Blocker);
    Draft stray = d;  // a layer that reads nothing does not hide where the network ends
    stray.add("conv2d");
    fixes(stray.graph, "No Classify or Regress at the end", Rank::Blocker);
    Draft alone;
    alone.add("input", numbers(4));
    EXPECT_EQ(fixes(alone.graph, "No Classify or Regress at the end", Rank::Blocker), (Labels{"Add Classify", "Add Regress"}));
}

TEST(Rules, HalfBuiltIsSilent) {
    Draft d;
    const NodeId input = d.add("input", image(8));
    d.head(d.then(d.then(input, "flatten"), "dense", units(3)), input);
    d.add("conv2d");
    d.add("add");
    d.then(d.add("relu"), "dropout");
    const Analysis a = analyse(d.graph);
    EXPECT_FALSE(a.findings.empty());
    for (const Finding& f : a.findings) EXPECT_EQ(f.rank, Rank::Open) << f.headline;
    EXPECT_TRUE(trains(d.graph)) << "what no head reads does not matter";
}

TEST(Rules, HeadWithoutLabel) {
    for (const char* head : {"classify", "regress"})
        for (const char* name : {"label", "target"}) {
            Draft d;
            const NodeId input =
                d.add("input", {{"shape", Ints{4}}, {"label", std::string(name)}, {"target", std::string("value")}});
            d.then(d.then(input, "dense", units(1)), head);
            if (std::string_view(head) == "classify") d.apply({"", {SetParam{input, "target", std::string("class")}}});
            EXPECT_EQ(fixes(d.graph, "Nothing connected to label", Rank::Blocker), Labels{"Connect the labels"});
            EXPECT_FALSE(trains(d.graph));
            EXPECT_TRUE(inferenceProgram(d.graph)) << "using a network needs no label";
        }
}

TEST(Rules, OnlyFittingFreePort) {
    Draft d;
    const NodeId input = d.add("input", image(8)), head = d.add("classify");
    d.then(d.then(d.then(input, "conv2d"), "flatten"), "dense", units(3));
    d.link(input, head, "label", "label");
    EXPECT_EQ(fixes(d.graph, "Nothing connected to scores", Rank::Blocker), Labels{"Connect Dense to Classify"});
    EXPECT_FALSE(trains(d.graph));
    Draft images = d;  // a second free port that does not fit changes nothing
    const NodeId conv = images.add("conv2d");
    images.link(conv, head, "y", "scores");
    images.then(images.then(input, "flatten"), "dense", units(4));
    EXPECT_TRUE(findingWith(analyse(images.graph).findings, "Nothing connected to x"));
    Draft two = d;
    two.then(input, "flatten");
    EXPECT_TRUE(findingWith(analyse(two.graph).findings, "Nothing connected to scores")->fixes.empty()) << "two ports would fit";
}

TEST(Rules, FlattenBeforeTheHead) {
    Draft d;
    const NodeId input = d.add("input", image(8));
    d.head(d.then(d.then(d.then(input, "conv2d"), "dense", units(10)), "softmax"), input);
    EXPECT_EQ(fixes(d.graph, "Scores have 4 axes, needs 2", Rank::Contradiction), Labels{"Insert Flatten before Dense"});
    Draft without;
    const NodeId from = without.add("input", image(8));
    without.head(without.then(from, "conv2d"), from);
    EXPECT_EQ(fixes(without.graph, "axes, needs 2", Rank::Contradiction), Labels{"Insert Flatten before Classify"});
}

TEST(Rules, ScoresAndClasses) {
    const Words names{"a", "b", "c"};
    for (const bool ofHead : {false, true}) {
        Draft d;
        const NodeId input = d.add("input", {{"shape", Ints{4}}, {"class_names", ofHead ? Words{} : names}});
        const NodeId dense = d.then(input, "dense", units(2)), head = d.head(d.then(dense, "softmax"), input);
        if (ofHead) d.apply({"", {SetParam{head, "class_names", names}}});
        EXPECT_EQ(fixes(d.graph, "2 scores, but 3 classes", Rank::Contradiction), Labels{"Set units to 3"});
        EXPECT_FALSE(trains(d.graph));
        d.apply({"", {SetParam{dense, "units", std::int64_t{5}}}});
        EXPECT_EQ(fixes(d.graph, "5 scores, but 3 classes", Rank::Advice), Labels{"Set units to 3"});
        EXPECT_TRUE(trains(d.graph));
    }
    Draft conv;
    const NodeId input = conv.add("input", {{"shape", Ints{8, 8, 1}}, {"class_names", names}, {"rescale", 0.1}});
    conv.head(conv.then(conv.then(input, "conv2d", {{"filters", std::int64_t{5}}}), "global_average_pooling2d"), input);
    EXPECT_EQ(fixes(conv.graph, "5 scores, but 3 classes", Rank::Advice), Labels{"Set filters to 3"});
}

TEST(Rules, RawPixels) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{8, 8, 3}}});
    d.head(d.then(d.then(input, "flatten"), "dense"), input);
    EXPECT_EQ(fixes(d.graph, "Values go up to 255", Rank::Advice), (Labels{"Rescale to 0…1", "Insert Rescaling"}));
    d.then(input, "conv2d");  // a second reader
    fixes(d.graph, "Values go up to 255", Rank::Advice);
    Draft resized;
    const NodeId from = resized.add("input", {{"shape", Ints{8, 8, 3}}});
    resized.head(resized.then(resized.then(resized.then(from, "resizing"), "flatten"), "dense"), from);
    fixes(resized.graph, "Values go up to 255", Rank::Advice);
}

TEST(Rules, SecondSoftmax) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{4}}});
    d.head(d.then(d.then(d.then(input, "dense"), "softmax"), "softmax"), input);
    EXPECT_EQ(fixes(d.graph, "Softmax of softmax", Rank::Advice), Labels{"Remove Softmax"});
    Draft setting;
    const NodeId from = setting.add("input", {{"shape", Ints{4}}});
    setting.head(setting.then(setting.then(from, "dense", {}, {{"activation", std::string("softmax")}}), "softmax"), from);
    fixes(setting.graph, "Softmax of softmax", Rank::Advice);
}

TEST(Rules, EmptyMap) {
    for (const char* op : {"conv2d", "depthwise_conv2d"}) {
        Draft d;
        const NodeId input = d.add("input", image(4));
        d.head(d.then(d.then(d.then(input, op, {{"kernel_size", Ints{7, 3}}}), "flatten"), "dense"), input);
        EXPECT_EQ(fixes(d.graph, "7×3 kernel, but the map is 4×4", Rank::Contradiction),
                  (Labels{"Set padding to same", "Set kernel size to 4×3"}));
    }
    Draft dilated;
    const NodeId wide = dilated.add("input", image(4));
    dilated.head(dilated.then(dilated.then(dilated.then(wide, "conv2d", {{"dilation_rate", Ints{2, 2}}}), "flatten"), "dense"),
                 wide);
    EXPECT_EQ(fixes(dilated.graph, "5×5 kernel, but the map is 4×4", Rank::Contradiction)[1], "Set kernel size to 2×2");
    Draft pool;
    const NodeId input = pool.add("input", image(1));
    pool.head(pool.then(pool.then(pool.then(input, "max_pooling2d"), "flatten"), "dense"), input);
    EXPECT_EQ(fixes(pool.graph, "2×2 pool, but the map is 1×1", Rank::Contradiction)[1], "Set pool size to 1×1");
}

/// Labels of a second Input, through a layer or none.
Draft labelled(const Attrs& labels, std::int64_t width, const char* layer = nullptr, const Attrs& params = {}) {
    Draft d;
    const NodeId input = d.add("input", numbers(4, "none")), second = d.add("input", labels);
    d.apply({"", {SetParam{second, "name", std::string("y")}, SetParam{second, "target", std::string("none")}}});
    const NodeId head = d.then(d.then(input, "dense", units(width)), "classify");
    d.link(layer ? d.then(second, layer, params) : second, head, {}, "label");
    return d;
}

TEST(Rules, LabelsInAnotherForm) {
    EXPECT_EQ(fixes(labelled(numbers(3), 3).graph, "Labels are one-hot", Rank::Contradiction),
              Labels{"Turn the labels into class numbers"});
    EXPECT_EQ(fixes(labelled({{"shape", Ints{}}, {"dtype", DType::Int32}}, 3, "one_hot", {{"depth", Shape{3}}}).graph,
                    "Labels are one-hot", Rank::Contradiction),
              Labels{"Remove One hot"});
    for (const DType dtype : {DType::UInt8, DType::Float32})
        EXPECT_EQ(fixes(labelled({{"shape", Ints{}}, {"dtype", dtype}}, 3).graph, "classes are int32", Rank::Contradiction),
                  Labels{"Cast the labels to int32"});
    EXPECT_EQ(
        fixes(labelled({{"shape", Ints{1}}, {"dtype", DType::Int64}}, 3).graph, "Labels have 2 axes, needs 1", Rank::Contradiction),
        Labels{"Drop the last axis of the labels"});
}

TEST(Rules, LabelsOfTheOtherHead) {
    Draft d;
    const NodeId input = d.add("input", numbers(4, "value"));
    d.head(d.then(input, "dense", units(3)), input);
    EXPECT_EQ(fixes(d.graph, "Labels are numbers, not classes", Rank::Contradiction)[0], "Set target to a class");
    Draft classes;
    const NodeId from = classes.add("input", numbers(4));
    classes.head(classes.then(from, "dense", units(3)), from, "regress");
    EXPECT_EQ(fixes(classes.graph, "3 values, but 1 number to predict", Rank::Contradiction),
              (Labels{"Use Classify instead", "Set units to 1"}));
    Draft wide;
    const NodeId pictures = wide.add("input", image(4));
    wide.apply({"", {SetParam{pictures, "target", std::string("value")}}});
    wide.head(wide.then(pictures, "dense", units(1)), pictures, "regress");
    EXPECT_EQ(fixes(wide.graph, "The value has 4 axes, needs 2", Rank::Contradiction), Labels{"Insert Flatten before Dense"});
}

TEST(Rules, NearestBroadcastableShape) {
    Draft d;  // squeeze and excite: one factor for each channel
    const NodeId input = d.add("input", image(8)), conv = d.then(input, "conv2d", {{"filters", std::int64_t{16}}});
    const NodeId dense = d.then(d.then(conv, "global_average_pooling2d"), "dense", units(16)), product = d.add("multiply");
    d.link(conv, product, {}, "a");
    d.link(dense, product, {}, "b");
    d.head(d.then(d.then(product, "flatten"), "dense"), input);
    EXPECT_EQ(fixes(d.graph, "6×6×16 and 16 do not combine", Rank::Contradiction), Labels{"Reshape dense to 1×1×16"});
    Draft flat;  // as many elements
    const NodeId from = flat.add("input", image(4)), sum = flat.add("add");
    flat.link(flat.then(from, "dense", units(2)), sum, {}, "a");
    flat.link(flat.then(flat.then(from, "flatten"), "dense", units(32)), sum, {}, "b");
    EXPECT_EQ(fixes(flat.graph, "4×4×2 and 32 do not combine", Rank::Contradiction)[0], "Reshape dense_1 to 4×4×2");
    Draft never;
    const NodeId one = never.add("input", numbers(4)), add = never.add("add");
    never.link(never.then(one, "dense", units(5)), add, {}, "a");
    never.link(never.then(one, "dense", units(3)), add, {}, "b");
    EXPECT_TRUE(findingWith(analyse(never.graph).findings, "5 and 3 do not combine")->fixes.empty());
}

DataDescription pictures(std::int64_t size, std::int64_t channels, std::size_t classes, DType label = DType::Int32) {
    DataDescription d{{{"image", {DType::Float32, {size, size, channels}}}, {"label", {label, {}}}}, {}};
    for (std::size_t i = 0; i < classes; ++i) d.classNames.push_back(std::to_string(i));
    return d;
}

Look against(DataDescription data) {
    return [data = std::move(data)](const Graph& g) { return allFindings(g, &data); };
}

std::vector<Finding> dataFindings(const Graph& graph, const DataDescription& data) {
    return nw::dataFindings(graph, inferTypes(graph), data);
}

Draft pictureNetwork() {
    Draft d;
    const NodeId input =
        d.add("input", {{"shape", Ints{28, 28, 1}}, {"rescale", 1.0 / 255}, {"class_names", Words{"0", "1", "2"}}});
    d.head(d.then(d.then(d.then(input, "conv2d"), "flatten"), "dense", units(3)), input);
    return d;
}

TEST(Rules, ImagesOfAnotherSize) {
    const Draft d = pictureNetwork();
    EXPECT_EQ(dataFindings(d.graph, pictures(28, 1, 3)).size(), 0u);
    EXPECT_EQ(fixes(d.graph, "Images of 32×32, input of 28×28", Rank::Advice, against(pictures(32, 1, 3))),
              (Labels{"Resize images to 28×28", "Set input to 32×32"}));
    fixes(d.graph, "Images have 3 channels, input takes 1", Rank::Advice, against(pictures(28, 3, 3)));
    Draft four = d;  // nothing makes a fourth channel
    four.apply({"", {SetParam{four.graph.findByName("input")->id, "shape", Ints{28, 28, 4}}}});
    fixes(four.graph, "Data of 28×28×1, input of 28×28×4", Rank::Contradiction, against(pictures(28, 1, 3)));
    Draft fixed = d;
    const DataDescription data = pictures(32, 1, 3);
    EXPECT_EQ(applyAllFixes(fixed.graph, &data), Labels{"Resize images to 28×28"});
    EXPECT_EQ(textOf(*inferTypes(fixed.graph).type({fixed.graph.findByName("input")->id, "value", 0}).shape), "batch×28×28×1")
        << "the layers see what they saw";
}

/// Fewer scores than classes cannot be; more train, as in Keras, and are told.
TEST(Rules, ScoresAndTheClassesOfData) {
    const auto network = [](std::int64_t scores, const Words& names, const Words& own = {}) {
        Draft d;
        const NodeId input = d.add("input", {{"shape", Ints{28, 28, 1}}, {"rescale", 1.0 / 255}, {"class_names", names}});
        const NodeId head = d.head(d.then(d.then(input, "flatten"), "dense", units(scores)), input);
        d.apply({"", {SetParam{head, "class_names", own}}});
        return d.graph;
    };
    const Words three{"0", "1", "2"};
    EXPECT_EQ(fixes(network(64, three), "64 scores, but 3 classes", Rank::Advice), Labels{"Set units to 3"});
    EXPECT_TRUE(trains(network(64, three)));
    EXPECT_EQ(fixes(network(64, {}, three), "64 scores, but 3 classes", Rank::Advice), Labels{"Set units to 3"});
    EXPECT_TRUE(trains(network(64, {}, three)));
    EXPECT_EQ(fixes(network(2, {}, three), "2 scores, but 3 classes", Rank::Contradiction), Labels{"Set units to 3"});
    const Look ten = against(pictures(28, 1, 10));
    EXPECT_EQ(fixes(network(5, {}), "5 scores, but 10 classes", Rank::Contradiction, ten), Labels{"Set units to 10"});
    EXPECT_EQ(fixes(network(64, {}), "64 scores, but 10 classes", Rank::Advice, ten), Labels{"Set units to 10"});
    fixes(network(10, {}, three), "3 classes, but the data have 10", Rank::Contradiction, ten);
    Graph many = network(3, three);
    const DataDescription two = pictures(28, 1, 2);
    EXPECT_EQ(fixes(many, "3 classes, but the data have 2", Rank::Advice, against(two)), Labels{"Take the 2 classes of the data"});
    EXPECT_EQ(applyAllFixes(many, &two), (Labels{"Take the 2 classes of the data", "Set units to 2"}));
}

TEST(Rules, TwoInputs) {
    Draft d;  // both give their values to one layer
    const NodeId one = d.add("input", image(28)), two = d.add("input", image(28)), sum = d.add("add");
    d.link(one, sum, {}, "a");
    d.link(two, sum, {}, "b");
    d.head(d.then(d.then(sum, "flatten"), "dense", units(3)), one);
    EXPECT_EQ(fixes(d.graph, "Two Inputs are called image", Rank::Contradiction), (Labels{"Use input instead", "Call it image_1"}));
    EXPECT_FALSE(trains(d.graph));
    d.apply({"", {SetParam{two, "name", std::string("mask")}}});
    EXPECT_EQ(faults(analysed(d.graph)), 0) << "other data may have two values";
    const Look look = against(pictures(28, 1, 3));
    EXPECT_EQ(fixes(d.graph, "The data have nothing for this Input", Rank::Contradiction, look), Labels{"Use input instead"});
    DataDescription both = pictures(28, 1, 3);
    both.fields.push_back({"left", {DType::Float32, {28, 28, 1}}});
    both.fields.push_back({"right", {DType::Float32, {28, 28, 1}}});
    EXPECT_EQ(fixes(d.graph, "The data have nothing for this Input", Rank::Contradiction, against(both)),
              (Labels{"Take left", "Take right"}));
    both.fields.pop_back();
    EXPECT_EQ(faults(allFindings(d.graph, &both)), 0) << "the only value that is left";
    Draft other;  // an Input that nothing reads says nothing
    const NodeId input = other.add("input", image(28));
    other.add("input", image(28));
    other.head(other.then(other.then(input, "flatten"), "dense", units(3)), input);
    EXPECT_EQ(faults(look(other.graph)), 0) << listed(look(other.graph));
}

TEST(Rules, DataThatInputDoesNotExpect) {
    const Draft d = pictureNetwork();
    fixes(d.graph, "3 classes, but the data have 10", Rank::Contradiction,
          [](const Graph& g) { return dataFindings(g, pictures(28, 1, 10)); });
    fixes(d.graph, "Labels are numbers, not classes", Rank::Contradiction,
          [](const Graph& g) { return dataFindings(g, pictures(28, 1, 0, DType::Float32)); });
    Draft number;
    const NodeId input = number.add("input", numbers(4, "value"));
    number.head(number.then(input, "dense", units(1)), input, "regress");
    DataDescription table{{{"x", {DType::Float32, {13}}}, {"label", {DType::Int32, {}}}}, {}};
    const Look look = [&](const Graph& g) { return dataFindings(g, table); };
    EXPECT_EQ(fixes(number.graph, "Data of 13, input of 4", Rank::Contradiction, look), Labels{"Set input to 13"});
    EXPECT_EQ(fixes(number.graph, "Labels are classes, not numbers", Rank::Contradiction, look), Labels{"Set target to a class"});
    table.fields = {{"x", {DType::Float64, {4}}}};
    fixes(number.graph, "Data are float64, input is float32", Rank::Contradiction, look);
    EXPECT_EQ(fixes(number.graph, "The data have no labels", Rank::Contradiction, look), Labels{"Set target to nothing"});
}

TEST(Rules, HeadlinesAreShort) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{1000, 1000, 3}}, {"class_names", Words{"a"}}});
    const NodeId odd = d.then(input, "conv2d", {{"filters", std::int64_t{33}}, {"groups", std::int64_t{2}}});
    d.then(input, "conv2d", {{"kernel_size", Ints{4096, 4096}}});
    d.then(d.then(input, "flatten"), "conv2d");
    d.then(input, "reshape", {{"target_shape", Ints{7, 11, 13, 17, 19, 23}}});
    d.head(d.then(odd, "dense", units(1000000)), input);
    const auto findings = allFindings(d.graph, nullptr);
    EXPECT_GE(faults(findings), 4) << listed(findings);
    for (const Finding& f : findings) {
        EXPECT_LE(charactersOf(f.headline), 40) << f.headline;
        EXPECT_GT(f.message.size(), 10u) << f.headline;
    }
}

/// Several faults at once: all are repaired, one after another.
TEST(Rules, AllFixesMakeANetworkThatTrains) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{28, 28, 1}}, {"class_names", Words{"a", "b", "c"}}});
    const NodeId conv = d.then(d.then(input, "max_pooling2d"), "conv2d", {{"kernel_size", Ints{40, 40}}});
    d.then(d.then(d.then(conv, "dense", units(10)), "softmax"), "softmax");
    EXPECT_FALSE(trains(d.graph));
    const Labels done = applyAllFixes(d.graph, nullptr);
    EXPECT_GE(done.size(), 5u) << testing::PrintToString(done);
    EXPECT_EQ(analyse(d.graph).findings.size(), 0u) << listed(analyse(d.graph).findings);
    EXPECT_TRUE(trains(d.graph));
}

}  // namespace
}  // namespace nw
