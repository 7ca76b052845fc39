// Import: files become documents that answer as they did, our own and those of other tools.
#include <cstdlib>

#include "core/compile/deploy.h"
#include "core/cpu/cpu.h"
#include "core/formats/format.h"
#include "core/graph/analyse.h"
#include "core/passes/document.h"
#include "core/passes/simplify.h"
#include "core/train/imported.h"
#include "resources/templates/templates.h"
#include "tests/core/data/scratch_folder.h"
#include "tests/core/formats/samples.h"
#include "tests/core/graph/documents.h"

namespace nw {
namespace {

namespace fs = std::filesystem;

/// The document's network with its weights, as eval, predict and export take it.
Result<Program> programOf(const Document& document) {
    NW_TRY(const Program program, inferenceProgram(document.graph));
    std::vector<Tensor> state;
    for (const StateSpec& s : program.state) {
        const auto it = document.weights.find(s.name);
        if (it == document.weights.end() || !(it->second.type() == s.type)) return fail(Code::NotFound, s.name, "has no weights");
        state.push_back(it->second);
    }
    EXPECT_EQ(state.size(), document.weights.size());
    return deploy(freeze(program, state));
}

/// The place in `named` of what is called `name`, else `place`.
template <class T>
std::size_t placeOf(const std::vector<T>& named, const std::string& name, std::size_t place) {
    const auto it = std::find_if(named.begin(), named.end(), [&](const T& t) { return t.name == name; });
    return it == named.end() ? place : static_cast<std::size_t>(it - named.begin());
}

/// The inputs of `from` as those of `to` take them, by name, else by place: images that a file has channels first are turned.
std::vector<Tensor> fitted(const Program& from, const Program& to, const std::vector<Tensor>& inputs) {
    std::vector<Tensor> out;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Tensor& input = inputs[placeOf(from.inputs, to.inputs[i].name, i)];
        const Extents& e = input.extents();
        const auto wanted = evaluate(*to.inputs[i].type.shape, {{"batch", e[0]}});
        out.push_back(wanted == e ? input : Tensor());
        if (wanted == e || e.size() != 4) continue;
        Tensor t = Tensor::empty(DType::Float32, {e[0], e[2], e[3], e[1]});
        const auto pixels = input.data<float>(), turned = t.data<float>();
        for (std::int64_t n = 0; n < e[0]; ++n)
            for (std::int64_t c = 0; c < e[1]; ++c)
                for (std::int64_t p = 0; p < e[2] * e[3]; ++p)
                    turned[static_cast<std::size_t>((n * e[2] * e[3] + p) * e[1] + c)] =
                        pixels[static_cast<std::size_t>((n * e[1] + c) * e[2] * e[3] + p)];
        out.back() = t;
    }
    return out;
}

Result<std::vector<Tensor>> answers(const Program& program, std::span<const Tensor> inputs) {
    ExecutableOptions options;
    options.backends = {*Backend::load(cpuPlugin())};
    Executable executable(program.module, program.main, options);
    std::vector<Tensor> results(program.function().results.size());
    NW_RETURN_IF_ERROR(executable.run(inputs, results));
    for (Tensor& t : results) t = t.clone();
    return results;
}

/// Every output of `a` has its like in `b`, by name, else by place.
void expectSame(const Program& a, const Program& b, const std::vector<Tensor>& inputs, double bound) {
    const auto expected = answers(a, inputs), actual = answers(b, fitted(a, b, inputs));
    ASSERT_TRUE(expected && actual) << (expected ? actual.error().text() : expected.error().text());
    ASSERT_EQ(expected->size(), actual->size());
    for (std::size_t i = 0; i < expected->size(); ++i) {
        const std::size_t at = placeOf(b.outputs, a.outputs[i].name, i);
        EXPECT_LE(test::difference((*expected)[i], (*actual)[at]), bound) << a.outputs[i].name;
    }
}

std::vector<Tensor> inputsOf(const Program& program, std::int64_t batch, double high) {
    std::vector<Tensor> inputs;
    for (const NamedType& i : program.inputs) {
        Extents extents;
        for (const Dim& d : *i.type.shape) extents.push_back(d.known() ? d.value() : batch);
        inputs.push_back(test::randomTensor(i.type.dtype, extents, 0, isFloating(i.type.dtype) ? high : 2, inputs.size()));
    }
    return inputs;
}

struct Case {
    const char* name;
    std::int64_t samples;
    const Format* format;
};

class ImportTemplates : public testing::TestWithParam<Case> {};

TEST_P(ImportTemplates, AnswerTheSame) {
    const auto [name, samples, format] = GetParam();
    const Program inference = *inferenceProgram((*makeTemplate(name)).graph);
    State state = *initialState(inference, 3);
    for (std::size_t i = 0; i < state.specs.size(); ++i)  // averages and shifts that are not 0 and 1
        if (state.specs[i].type.extents.size() == 1)
            state.tensors[i] = test::randomTensor(DType::Float32, state.specs[i].type.extents, 0.5, 1.5, i);
    const Program original = *deploy(freeze(inference, state.tensors));
    const auto bytes = format->write(original);
    ASSERT_TRUE(bytes) << bytes.error().text();
    const auto document = documentOf(*deploy(*format->read(*bytes)), "import");
    ASSERT_TRUE(document) << document.error().text();
    EXPECT_FALSE(firstFault(document->graph, analyse(document->graph).findings)) << "it can be trained";
    for (const Finding& f : analyse(document->graph).findings)
        EXPECT_NE(f.place, "rescale") << "its weights know the range of pixels";
    ASSERT_TRUE(document->graph.findByName("classify"));
    const auto imported = programOf(*document);
    ASSERT_TRUE(imported) << imported.error().text();
    const std::vector<Tensor> inputs = inputsOf(original, samples, 255);
    expectSame(original, *imported, inputs, 2e-5);
    const auto again = format->write(*imported);
    ASSERT_TRUE(again) << again.error().text();
    const auto back = format->read(*again);
    ASSERT_TRUE(back) << back.error().text();
    expectSame(original, *back, inputs, 2e-5);
    EXPECT_EQ(back->inputs[0].name, original.inputs[0].name);
    EXPECT_EQ(back->outputs[0].name, original.outputs[0].name);
    for (const auto& [id, node] : document->graph.nodes()) EXPECT_STRNE(node->op().id, "transpose") << node->name;
    for (const StateSpec& s : state.specs)  // a training that begins with the file finds them by their names
        if (s.name.ends_with("kernel")) EXPECT_TRUE(document->weights.contains(s.name)) << s.name;
}

INSTANTIATE_TEST_SUITE_P(
    Every, ImportTemplates, testing::ValuesIn([] {
        std::vector<Case> all;
        for (const Format* f : formats())
            for (const auto& [name, samples] : std::vector<std::pair<const char*, std::int64_t>>{
                     {"first-network", 100}, {"mlp", 100}, {"lenet", 100}, {"resnet20", 100}, {"mobilenetv2", 2}})
                all.push_back({name, samples, f});
        return all;
    }()),
    [](const auto& p) {
        std::string name = std::string(p.param.name) + "_" + std::string(p.param.format->id());
        std::replace(name.begin(), name.end(), '-', '_');
        return name;
    });

/// Layers that a file spells out in several parts do not take the names of others.
TEST(Import, KeepsTheNamesOfLayers) {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{6}}});
    NodeId last = input;
    for (const char* activation : {"relu", "gelu", "swish", "softplus", "relu", "softmax"})
        last = d.then(last, "dense", {{"units", std::int64_t{6}}}, {{"activation", std::string(activation)}});
    d.head(last, input);
    const Program inference = *inferenceProgram(d.graph);
    const Program program = *deploy(freeze(inference, (*initialState(inference, 1)).tensors));
    for (const Format* format : formats()) {
        const auto bytes = format->write(program);
        ASSERT_TRUE(bytes) << bytes.error().text();
        const auto document = documentOf(*deploy(*format->read(*bytes)), "import");
        ASSERT_TRUE(document) << document.error().text();
        for (const StateSpec& s : inference.state) EXPECT_TRUE(document->weights.contains(s.name)) << format->id() << " " << s.name;
    }
}

TEST(Import, IsTheSameEveryTime) {
    const Program inference = *inferenceProgram((*makeTemplate("lenet")).graph);
    const Program program = *deploy(freeze(inference, (*initialState(inference, 1)).tensors));
    const auto a = documentOf(program, "seed"), b = documentOf(program, "seed");
    ASSERT_TRUE(a && b);
    EXPECT_TRUE(a->graph == b->graph);
    EXPECT_TRUE(a->graph.findByName("conv2d") && a->graph.findByName("dense_1"));
    EXPECT_EQ(a->graph.findByName("conv2d")->settings.at("activation"), Attr(std::string("relu")));
}

/// An input, something done to it, an output.
Program single(const std::function<Value(Emit&, Value)>& body, Shape shape) {
    Program p;
    FunctionBuilder b(*p.module, false, "main");
    const Type type{DType::Float32, std::move(shape)};
    p.inputs.push_back({"x", type});
    const Value x = b.param("x", type);
    p.outputs.push_back({"y", OutputRole::Prediction});
    p.main = b.finish({body(b, x)});
    return p;
}

TEST(Import, RefusesWhatNoLayerStandsFor) {
    const auto refused = [](const Program& p, const std::string& part) {
        const auto d = documentOf(p, "seed");
        ASSERT_FALSE(d) << part;
        EXPECT_NE(d.error().text().find(part), std::string::npos) << d.error().text();
    };
    const Shape rows{Dim::named("batch"), 6};
    refused(single(
                [](Emit& e, Value x) {
                    return e.one("reshape_to", {{"shape", Shape{Dim::named("batch") * Dim(2), 3}}}, {x});
                },
                rows),
            "mixes the batch");
    refused(single(
                [](Emit& e, Value x) {
                    return e.one("quantize", {{"scale", std::vector<double>{0.1}}}, {x});
                },
                rows),
            "float version");
    refused(single(
                [](Emit& e, Value x) {
                    return e.one("broadcast_to", {{"shape", Shape{4, 1, 6}}}, {x});
                },
                {1, 6}),
            "broadcast_to");
    refused(single(
                [](Emit& e, Value x) {
                    return e.transpose(x, std::array<std::int64_t, 2>{1, 0});
                },
                rows),
            "batch is not kept apart");
    refused(single([](Emit& e, Value x) { return e.one("relu", {}, {x}); }, {Dim::named("batch"), Dim::named("size_1")}),
            "open size");
    refused(single([](Emit& e, Value x) { return e.one("relu", {}, {x}); }, {}), "without a batch");
    refused(single(
                [](Emit& e, Value x) {
                    return e.one("dense", {{"units", std::int64_t{6}}, {"use_bias", false}}, {x, x});
                },
                {6, 6}),
            "takes its kernel from another layer");
}

/// Of several parts of one layer, the first is called as it, and no other takes the name of a layer that follows.
TEST(Import, LeavesEveryLayerItsName) {
    const auto body = [](Emit& e, Value x) {
        for (const auto& [name, op] :
             {std::pair{"a", "relu6"}, {"a/1", "sigmoid"}, {"a/2", "tanh"}, {"a_1", "relu"}, {"c", "elu"}}) {
            dynamic_cast<FunctionBuilder&>(e).setName(name);
            x = e.one(op, {}, {x});
        }
        return x;
    };
    const auto d = documentOf(single(body, {Dim::named("batch"), 6}), "seed");
    ASSERT_TRUE(d) << d.error().text();
    for (const auto& [name, op] : {std::pair{"a", "relu6"}, {"a_2", "sigmoid"}, {"a_3", "tanh"}, {"a_1", "relu"}}) {
        const Node* node = d->graph.findByName(name);
        ASSERT_TRUE(node) << name;
        EXPECT_STREQ(node->op().id, op) << name;
    }
}

/// A fixed batch of one becomes any batch; an output that is an input gets a layer of its name.
TEST(Import, OpensTheBatch) {
    const Program p = single([](Emit& e, Value x) { return e.one("reshape_to", {{"shape", Shape{1, 3, 2}}}, {x}); }, {1, 6});
    const auto d = documentOf(p, "seed");
    ASSERT_TRUE(d) << d.error().text();
    const auto program = programOf(*d);
    ASSERT_TRUE(program) << program.error().text();
    const Tensor x = test::randomTensor(DType::Float32, {5, 6}, -1, 1, 1);
    const auto y = answers(*program, std::array{x});
    ASSERT_TRUE(y) << y.error().text();
    EXPECT_EQ((*y)[0].extents(), (Extents{5, 3, 2}));
    EXPECT_EQ(program->outputs[0].name, "y");
    const auto same = documentOf(single([](Emit&, Value v) { return v; }, {1, 6}), "seed");
    ASSERT_TRUE(same) << same.error().text();
    EXPECT_TRUE(same->graph.findByName("y"));
}

/// A file damaged anywhere is refused or gives a document; what comes of it is whatever, but never a crash.
TEST(Import, DamagedFiles) {
    const Program inference = *inferenceProgram((*makeTemplate("first-network")).graph);
    const Program original = *deploy(freeze(inference, (*initialState(inference, 1)).tensors));
    for (const Format* format : formats()) {
        const Bytes bytes = *format->write(original);
        std::size_t documents = 0;
        for (std::size_t at = 0; at < bytes.size(); at += at < 3000 || bytes.size() - at < 6000 ? 7 : 4001) {
            Bytes damaged = bytes;
            damaged[at] ^= 0x5A;
            const auto program = format->read(damaged);
            const auto folded = program ? deploy(*program) : program;
            const auto document = folded ? documentOf(*folded, "x") : Result<Document>(folded.error());
            documents += document ? 1 : 0;
            if (!document) EXPECT_GT(document.error().message.size(), 5u);
            if (document) (void)projectFromText(toText(Project{document->graph, {}, {}}), "x");
        }
        EXPECT_GT(documents, 10u) << format->id();
    }
}

TEST(Import, ProjectsCarryTheirWeights) {
    const test::ScratchFolder folder;
    const Program inference = *inferenceProgram((*makeTemplate("lenet")).graph);
    const State state = *initialState(inference, 7);
    const Document d = *documentOf(*deploy(freeze(inference, state.tensors)), "lenet");
    Project project;
    project.graph = d.graph;
    const fs::path path = folder.path() / "lenet.netwright";
    const auto run = saveImported(project, path, d.weights, "lenet.onnx");
    ASSERT_TRUE(run) << run.error().text();
    const auto newest = RunFolder::newestIn(runsFolderOf(path), false);
    ASSERT_TRUE(newest);
    EXPECT_EQ(newest->path(), run->path());
    EXPECT_EQ((*newest->manifest()).kind, "imported");
    EXPECT_EQ((*newest->manifest()).parent, "lenet.onnx");
    EXPECT_FALSE(RunFolder::newestIn(runsFolderOf(path), true)) << "there is nothing to resume";
    EXPECT_TRUE(*loadProject(path) == project);
    const auto loaded = newest->loadCheckpoint("last", (*inferenceProgram(project.graph)).state);
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ(loaded->first.tensors.size(), d.weights.size());
    EXPECT_FALSE(saveImported(project, folder.path() / "b.netwright", {}, "x")) << "weights are missing";
    EXPECT_FALSE(fs::exists(folder.path() / "b.netwright"));
}

TEST(Import, FilesOfOtherTools) {
    const char* shared = std::getenv("NETWRIGHT_SHARED");
    const fs::path models = fs::path(shared ? shared : NW_SOURCE_DIR "/../shared") / "models";
    if (!fs::exists(models)) GTEST_SKIP() << "the shared model files are not here";
    std::size_t imported = 0;
    for (const auto& entry : fs::recursive_directory_iterator(models)) {
        const Format* format = entry.is_regular_file() ? formatForFile(entry.path()) : nullptr;
        const auto program = format ? format->readFile(entry.path()) : Result<Program>(fail(Code::NotFound, "", ""));
        if (!program) continue;
        SCOPED_TRACE(entry.path().filename().string());
        const auto folded = deploy(*program);
        ASSERT_TRUE(folded) << folded.error().text();
        const auto document = documentOf(*folded, "import");
        if (!document) {
            EXPECT_GT(document.error().message.size(), 20u);
            std::printf("refused %s: %s\n", entry.path().filename().c_str(), document.error().text().c_str());
            continue;
        }
        ++imported;
        const auto again = projectFromText(toText(Project{document->graph, {}, {}}), "imported");
        ASSERT_TRUE(again) << again.error().text();
        const auto network = programOf({again->graph, document->weights});
        ASSERT_TRUE(network) << network.error().text();
        expectSame(*program, *network, inputsOf(*program, 1, 1), 1e-4);
    }
    std::printf("%zu imported\n", imported);
    EXPECT_GE(imported, 20u);
}

}  // namespace
}  // namespace nw
