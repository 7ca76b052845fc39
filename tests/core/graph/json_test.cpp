// Graphs and projects as text: both ways, and refusals of broken, hostile and newer files.
#include "core/graph/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <random>

#include "core/compile/compile.h"
#include "core/graph/analyse.h"
#include "core/graph/attr_json.h"
#include "core/graph/project.h"
#include "tests/core/graph/documents.h"

namespace nw {
namespace {

using nlohmann::json;

Graph everyLayer() {
    Draft d;
    for (const OpDef& op : operators()) {
        if (op.internal) continue;
        if (!op.samples.empty() && op.samples.back().params) {
            Node node{randomNodeId(), d.graph.freeName(op.id), Params(op, op.samples.back().params), d.graph.freeStream(), {}, {}};
            for (const ParamSpec& p : op.params)  // what files do not hold
                if (p.doc.internal || p.kind == ParamKind::Function || p.kind == ParamKind::Tensor)
                    if (auto plain = node.params.with(p.id, Params(op).get(p))) node.params = *plain;
            d.apply({"", {AddNode{node}}});
        } else {
            d.add(op.id);
        }
    }
    return d.graph;
}

TEST(GraphJson, RoundTrip) {
    for (const Graph& g : {Graph(), smallClassifier().graph, everyLayer()}) {
        const json j = toJson(g);
        const auto again = graphFromJson(json::parse(j.dump()));
        ASSERT_TRUE(again) << again.error().text();
        EXPECT_TRUE(*again == g);
        EXPECT_EQ(toJson(*again).dump(), j.dump());
    }
}

TEST(GraphJson, SettingsDevicesAndIndices) {
    Draft d;
    const NodeId a =
        d.add("dense", {{"units", std::int64_t{3}}},
              {{"trainable", Attr(false)}, {"learning_rate_factor", Attr(0.5)}, {"activation", Attr(std::string("relu"))}},
              "名前 \"quoted\"");
    const NodeId c = d.add("concatenate");
    const std::string port = d.graph.find(c)->op().inputs[0].name;
    d.link(a, c, {}, port, 0), d.link(a, c, {}, port, 1);
    d.apply({"", {SetDevice{a, "cuda:0"}}});
    const auto again = graphFromJson(toJson(d.graph));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_TRUE(*again == d.graph);
}

/// Changes one place of a good file and expects a refusal of this kind.
void refuses(const std::function<void(json&)>& change, Code code) {
    json j = toJson(smallClassifier().graph);
    change(j);
    const auto g = graphFromJson(json::parse(j.dump()));
    ASSERT_FALSE(g) << j.dump().substr(0, 300);
    EXPECT_EQ(g.error().code, code) << g.error().text();
    EXPECT_NE(g.error().message, "");
}

TEST(GraphJson, WrongKinds) {
    const std::vector<json> wrong{nullptr,        true, -1, 1.5, "text", json::array(), json::array({json::array()}),
                                  json::object(), 1e300};
    Draft inner, d = smallClassifier();
    inner.then(inner.add("argument"), "result");
    inner.add("constant", {{"value", TensorRef{Tensor::scalar(2.0F)}}});
    d.apply({"", {SetFunction{"same", std::make_shared<const Graph>(inner.graph)}}});
    d.add("call", {}, {{"function", std::string("same")}});
    const json good = toJson(d.graph);
    std::vector<json::json_pointer> places;
    const json flat = good.flatten();
    for (const auto& [path, value] : flat.items()) {
        for (json::json_pointer at(path); !at.empty(); at.pop_back()) places.push_back(at);
    }
    for (const json::json_pointer& at : places)
        for (const json& value : wrong) {
            json j = good;
            j[at] = value;
            const auto g = graphFromJson(j);  // refused or read, never thrown
            if (g) (void)analyse(*g);
        }
}

TEST(GraphJson, ConstantsKeepTheirBits) {
    const float special[] = {0.1F, -0.0F, std::nanf(""), INFINITY, -INFINITY, 1e-45F};
    const std::int64_t wide[] = {INT64_MIN, INT64_MAX, 0};
    for (const Tensor& t : {Tensor::of<float>({2, 3}, special), Tensor::of<std::int64_t>({3}, wide), Tensor::scalar(true),
                            Tensor::zeros(DType::Float16, {2}), Tensor::zeros(DType::Complex64, {0, 3})}) {
        const auto back = attrFromJson(json::parse(toJson(Attr(TensorRef{t})).dump()), ParamKind::Tensor);
        ASSERT_TRUE(back) << back.error().text();
        const Tensor& b = std::get<TensorRef>(*back).tensor;
        ASSERT_EQ(b.dtype(), t.dtype());
        ASSERT_EQ(b.extents(), t.extents());
        EXPECT_EQ(std::memcmp(b.raw(), t.raw(), t.bytes()), 0) << nameOf(t.dtype());
    }
    for (const char* bad : {R"({"dtype":"float32","shape":[3],"values":[1,2]})", R"({"dtype":"int8","shape":[1],"values":[300]})",
                            R"({"dtype":"float32","shape":[1048577],"values":[]})", R"({"dtype":"string","shape":[],"values":[]})",
                            R"({"dtype":"float16","shape":[1],"bytes":"0g00"})", R"({"dtype":"float32","shape":[-1],"values":[]})"})
        EXPECT_FALSE(attrFromJson(json::parse(bad), ParamKind::Tensor)) << bad;
}

TEST(GraphJson, Refusals) {
    refuses([](json& j) { j = json::array(); }, Code::Format);
    refuses([](json& j) { j.erase("links"); }, Code::Format);
    refuses([](json& j) { j["nodes"][0]["op"] = "no_such_layer"; }, Code::Version);
    refuses([](json& j) { j["nodes"][0]["op"] = "max_pooling2d_grad"; }, Code::Format);
    refuses([](json& j) { j["nodes"][0].erase("op"); }, Code::Version);
    refuses([](json& j) { j["nodes"][0]["version"] = 99; }, Code::Version);
    refuses([](json& j) { j["nodes"][0]["version"] = 0; }, Code::Version);
    refuses([](json& j) { j["nodes"][0]["version"] = "new"; }, Code::Version);
    refuses([](json& j) { j["nodes"][0]["id"] = "0000000000000000"; }, Code::Format);
    refuses([](json& j) { j["nodes"][0]["id"] = "12"; }, Code::Format);
    refuses([](json& j) { j["nodes"][0]["id"] = "zzzzzzzzzzzzzzzz"; }, Code::Format);
    refuses([](json& j) { j["nodes"][0].erase("id"); }, Code::Format);
    refuses([](json& j) { j["nodes"][0]["stream"] = -1; }, Code::Format);
    refuses([](json& j) { j["nodes"][0]["stream"] = std::uint64_t{1} << 40; }, Code::Format);
    refuses([](json& j) { j["nodes"][0]["name"] = "a/b"; }, Code::Argument);
    refuses([](json& j) { j["nodes"][0].erase("name"); }, Code::Argument);
    refuses([](json& j) { j["nodes"][0]["params"] = {{"no_such", 1}}; }, Code::Format);
    refuses([](json& j) { j["nodes"].push_back(j["nodes"][0]); }, Code::Argument);
    refuses([](json& j) { j["nodes"][1]["name"] = j["nodes"][0]["name"]; }, Code::Argument);
    refuses([](json& j) { j["links"].push_back(j["links"][0]); }, Code::Type);
    refuses([](json& j) { j["links"][0]["from"][0] = "00000000000000ff"; }, Code::NotFound);
    refuses([](json& j) { j["links"][0]["to"][1] = "nowhere"; }, Code::NotFound);
    refuses([](json& j) { j["links"][0]["from"][1] = "nowhere"; }, Code::NotFound);
    refuses([](json& j) { j["links"][0]["to"].push_back(5); }, Code::NotFound);
    refuses([](json& j) { j["links"][0]["to"].push_back(70000); }, Code::Format);
    refuses([](json& j) { j["links"][0] = json::object(); }, Code::Format);
}

TEST(GraphJson, TwoNodesInACircle) {
    Draft d;
    const NodeId a = d.add("relu"), b = d.then(a, "relu");
    json j = toJson(d.graph);
    j["links"].push_back({{"from", {textOf(b), "y"}}, {"to", {textOf(a), "x"}}});
    const auto g = graphFromJson(j);
    ASSERT_FALSE(g);
    EXPECT_EQ(g.error().code, Code::Type);
}

TEST(GraphJson, DuplicateStreamsAreRenumbered) {
    json j = toJson(smallClassifier().graph);
    for (json& n : j["nodes"]) n["stream"] = 2;
    const auto g = graphFromJson(json::parse(j.dump()));
    ASSERT_TRUE(g) << g.error().text();
    std::set<std::uint32_t> streams;
    for (const auto& [id, node] : g->nodes()) streams.insert(node->stream);
    EXPECT_EQ(streams, (std::set<std::uint32_t>{1, 2, 3, 4}));
}

Project example() {
    Project p;
    p.graph = smallClassifier().graph;
    p.data = "digits";
    p.training.optimizer = "sgd";
    p.training.rate = 0.05;
    p.training.seed = 77;
    p.training.optimizerParams["momentum"] = 0.9;
    return p;
}

TEST(ProjectText, RoundTrip) {
    for (const Project& p : {Project(), example()}) {
        const auto again = projectFromText(toText(p), "test");
        ASSERT_TRUE(again) << again.error().text();
        EXPECT_TRUE(*again == p);
        EXPECT_EQ(toText(*again), toText(p));
    }
}

TEST(ProjectText, EveryTruncationIsRefused) {
    const std::string text = toText(example());
    for (std::size_t n = 0; n + 2 < text.size(); ++n) {
        const auto p = projectFromText(text.substr(0, n), "test");
        ASSERT_FALSE(p) << "the first " << n << " characters";
        ASSERT_EQ(p.error().code, Code::Format);
    }
}

TEST(ProjectText, RandomDamageIsRefusedOrRead) {
    const std::string text = toText(example());
    std::mt19937 gen(5);
    for (int i = 0; i < 3000; ++i) {
        std::string broken = text;
        for (unsigned n = 1 + gen() % 4; n > 0; --n) broken[gen() % broken.size()] = static_cast<char>(gen() % 256);
        const auto p = projectFromText(broken, "test");
        if (!p) continue;
        (void)toText(*p);
        (void)analyse(p->graph);
        (void)trainingProgram(p->graph, Params(operatorById("sgd")));
        (void)inferenceProgram(p->graph);
    }
}

TEST(ProjectText, ConstantsComeBackBitForBit) {
    const auto withConstant = [](const Tensor& t) {
        Draft d;
        d.add("constant", {{"value", TensorRef{t}}});
        return Project{d.graph, {}, {}};
    };
    constexpr float inf = std::numeric_limits<float>::infinity();
    const std::vector<float> values{0.1F, -0.0F, 1e-45F, 3.4e38F, inf, -inf};
    const std::vector<std::int64_t> whole{std::numeric_limits<std::int64_t>::min(), -1, std::numeric_limits<std::int64_t>::max()};
    const std::vector<std::uint64_t> most{std::numeric_limits<std::uint64_t>::max()};
    const Tensor truth = Tensor::zeros(DType::Bool, {2});
    truth.data<bool>()[1] = true;
    for (const Tensor& t : {Tensor::of<float>({2, 3}, values), Tensor::of<std::int64_t>({3}, whole),
                            Tensor::of<std::uint64_t>({1}, most), Tensor::scalar(0.1), truth, Tensor::zeros(DType::Int8, {0, 4})}) {
        const Project p = withConstant(t);
        const auto again = projectFromText(toText(p), "test");
        ASSERT_TRUE(again) << again.error().text();
        EXPECT_TRUE(*again == p) << nameOf(t.dtype());
    }
    const std::string text = toText(withConstant(Tensor::zeros(DType::Int8, {2})));
    const auto at = text.find("\"value\": {"), end = text.find('}', at) + 1;
    for (const char* value :
         {"null", "3", "[]", "{}", R"({"dtype": "int8", "shape": [3], "values": [1, 2]})",
          R"({"dtype": "int8", "shape": [2], "values": [1, 200]})", R"({"dtype": "int8", "shape": [2], "values": [1, 0.5]})",
          R"({"dtype": "float32", "shape": [1], "values": ["much"]})", R"({"dtype": "bool", "shape": [1], "values": [1]})",
          R"({"dtype": "string", "shape": [0], "values": []})", R"({"dtype": "no", "shape": [0], "values": []})",
          R"({"dtype": "int8", "shape": [-1], "values": [1]})", R"({"dtype": "int8", "shape": [1.5], "values": [1]})",
          R"({"dtype": "int8", "shape": [4294967296, 4294967296], "values": []})",
          R"({"dtype": "int8", "shape": [18446744073709551615], "values": []})",
          R"({"dtype": "uint64", "shape": [1], "values": [-1]})"}) {
        const auto p = projectFromText(std::string(text).replace(at, end - at, "\"value\": " + std::string(value)), "test");
        ASSERT_FALSE(p) << value;
        EXPECT_EQ(p.error().code, Code::Format) << value;
    }
}

TEST(ProjectText, NewerVersionsAndOtherFiles) {
    const auto newer = projectFromText(R"({"netwright": 2, "graph": {"nodes": [], "links": []}})", "p");
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().code, Code::Version);
    for (const char* text : {"", "{}", "[]", "null", "{\"netwright\": \"1\"}", "\xFF\xFE", "{\"netwright\": 1}",
                             "{\"netwright\": 1e99}", "{\"netwright\": 18446744073709551615}"})
        EXPECT_FALSE(projectFromText(text, "p")) << text;
    EXPECT_FALSE(projectFromText(std::string(100000, '['), "p"));
}

TEST(ProjectText, HostileSettings) {
    for (const char* training : {R"({"epochs": -1})", R"({"batch": 0})", R"({"batch": 1e30})", R"({"rate": "fast"})",
                                 R"({"rate": 1e400})", R"({"optimizer": "no_such"})", R"({"optimizer": "dense"})",
                                 R"({"optimizer": 3})", R"([])", R"({"optimizer_params": {"no_such": 1}})",
                                 R"({"optimizer_params": []})", R"({"epochs": 1.5})", R"({"optimizer_params": {"beta_1": 7}})"}) {
        const std::string text =
            R"({"netwright": 1, "graph": {"nodes": [], "links": []}, "training": )" + std::string(training) + "}";
        EXPECT_FALSE(projectFromText(text, "p")) << training;
    }
}

TEST(ProjectText, SettingsById) {
    Project p;
    EXPECT_TRUE(setSetting(p, "optimizer", "sgd"));
    EXPECT_TRUE(setSetting(p, "rate", "0.01"));
    EXPECT_TRUE(setSetting(p, "momentum", "0.5"));
    EXPECT_TRUE(setSetting(p, "epochs", "7"));
    EXPECT_TRUE(setSetting(p, "data", "images:flowers/"));
    EXPECT_EQ(p.training.epochs, 7);
    EXPECT_EQ(p.training.rate, 0.01);
    EXPECT_EQ(p.training.optimizerParams.at("momentum"), Attr(0.5));
    const Project before = p;
    for (const auto& [id, value] : std::vector<std::pair<const char*, const char*>>{{"rate", "fast"},
                                                                                    {"epochs", "-1"},
                                                                                    {"epochs", "1.5"},
                                                                                    {"epochs", ""},
                                                                                    {"nothing", "1"},
                                                                                    {"optimizer", "relu"},
                                                                                    {"rate", "nan"},
                                                                                    {"rate", "inf"},
                                                                                    {"momentum", "7"},
                                                                                    {"rate", "0.1x"},
                                                                                    {"batch", "0"}}) {
        const auto r = setSetting(p, id, value);
        ASSERT_FALSE(r) << id << " = " << value;
        EXPECT_EQ(r.error().code, Code::Argument);
    }
    EXPECT_TRUE(p == before);
    EXPECT_TRUE(setSetting(p, "optimizer", "adam"));
    EXPECT_TRUE(p.training.optimizerParams.empty()) << "they belonged to another optimizer";
}

}  // namespace
}  // namespace nw
