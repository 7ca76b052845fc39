// Passes: what they tell, that every one is checked while these tests run, what the check refuses, and names of gradients.
#include "core/passes/pass_log.h"

#include <gtest/gtest.h>

#include "core/autodiff/differentiate.h"
#include "core/compile/compile.h"
#include "resources/templates/templates.h"
#include "tests/core/graph/documents.h"

namespace nw {
namespace {

/// All tests of this program run with the check between passes, whatever the build.
class CheckedPasses final : public testing::Environment {
    void SetUp() override { checkPasses(true); }
};
[[maybe_unused]] const auto* const environment = testing::AddGlobalTestEnvironment(new CheckedPasses);

TEST(PassLog, TellsOfEveryPass) {
    ASSERT_TRUE(passesAreChecked());
    std::vector<std::string> names;
    std::size_t last = smallClassifier().graph.nodes().size();
    const auto program = trainingProgram(smallClassifier().graph, Params(operatorById("adam")), [&](const PassEvent& e) {
        names.emplace_back(e.name);
        EXPECT_EQ(e.before, last) << e.name;
        EXPECT_EQ(e.after, e.module[e.function].nodes.size()) << e.name;
        EXPECT_NE(print(e.module, e.function), "");
        EXPECT_NE(e.doc, "");
        last = e.after;
    });
    ASSERT_TRUE(program);
    EXPECT_EQ(names, (std::vector<std::string>{"specialise", "differentiate", "update", "inline", "share", "prune"}));
    EXPECT_EQ(last, program->function().nodes.size());
}

TEST(PassLog, EveryTemplateIsCorrectAfterEveryPass) {
    for (const Template& t : templates()) {
        const Project p = *makeTemplate(t.id);
        for (const char* optimizer : {"adam", "sgd", "rmsprop", "adamw"})
            EXPECT_TRUE(trainingProgram(p.graph, Params(operatorById(optimizer)))) << t.id;
        const auto evaluation = evaluationProgram(p.graph), inference = inferenceProgram(p.graph);
        ASSERT_TRUE(evaluation && inference) << t.id;
        EXPECT_TRUE(verify(*evaluation)) << t.id;
        EXPECT_TRUE(verify(*inference)) << t.id;
    }
}

/// A function of two parameters: relu(a) + b.
Function example(Module& module) {
    FunctionBuilder b(module, false, "example");
    const Type type{DType::Float32, Shape{2, 3}, Form::Tensor};
    const Value x = b.param("a", type), y = b.param("b", type);
    const Value sum = b.add(b.one("relu", {}, {x}), y);
    return module[b.finish({sum}, {"sum"})];
}

TEST(PassLog, RefusesBrokenFunctions) {
    Module module;
    const Function good = example(module);
    EXPECT_TRUE(verify(module, module.add(good)));
    const auto refused = [&](const char* part, const std::function<void(Function&)>& damage) {
        Function f = good;
        damage(f);
        const auto r = verify(module, module.add(std::move(f)));
        ASSERT_FALSE(r) << part;
        EXPECT_NE(r.error().text().find(part), std::string::npos) << r.error().text();
    };
    refused("not made before", [](Function& f) { f.nodes[0].inputs[0] = {2, 0}; });
    refused("not made before", [](Function& f) { f.nodes[1].inputs[1] = {0, 7}; });
    refused("nothing connected to b", [](Function& f) { f.nodes[1].inputs[1] = {}; });
    refused("inference says", [](Function& f) { f.nodes[1].outputs[0].dtype = DType::Float64; });
    refused("inference says", [](Function& f) { f.nodes[0].outputs[0].shape = Shape{6}; });
    refused("values for", [](Function& f) { f.nodes[1].outputs.push_back(f.nodes[1].outputs[0]); });
    refused("outputs", [](Function& f) { f.nodes[1].plainOutputs = 2; });
    refused("names for", [](Function& f) { f.resultNames.push_back("more"); });
    EXPECT_FALSE(verify(module, FunctionRef{99}));
    EXPECT_FALSE(verify(module, FunctionRef{}));
}

TEST(PassLog, RefusesProgramsWhoseStateDoesNotFit) {
    const Program good = *trainingProgram(smallClassifier().graph, Params(operatorById("sgd")));
    ASSERT_TRUE(verify(good));
    Program p = good;
    p.state[0].type.extents[0] += 1;
    EXPECT_FALSE(verify(p));
    p = good;
    p.next.pop_back();
    EXPECT_FALSE(verify(p));
    p = good;
    p.next[1] = p.next[0];
    EXPECT_FALSE(verify(p));
    p = good;
    p.inputs[0].type.dtype = DType::Int32;
    EXPECT_FALSE(verify(p));
    p = good;
    p.state.clear();
    EXPECT_FALSE(verify(p));
}

/// Every application of a training step says which layer it belongs to; gradients say which port of it they are of.
TEST(PassLog, GradientsAreNamedAfterTheirLayer) {
    const Program p = *trainingProgram((*makeTemplate("resnet20")).graph, Params(operatorById("sgd")));
    std::set<std::string> names;
    for (const Apply& a : p.function().nodes) {
        EXPECT_FALSE(a.name.empty()) << a.op().id;
        names.insert(a.name);
        const std::string_view id = a.op().id;
        if (id == "conv2d_kernel_grad") EXPECT_TRUE(a.name.ends_with("/grad/kernel")) << a.name;
        if (id == "conv2d_input_grad") EXPECT_TRUE(a.name.ends_with("/grad/x")) << a.name;
        if (id.ends_with("_grad")) EXPECT_NE(a.name.find("/grad"), std::string::npos) << a.name;
    }
    for (const char* name :
         {"conv2d", "conv2d/grad/kernel", "conv2d_1/grad/x", "batch_normalization/grad", "dense/grad/bias", "dense/kernel"})
        EXPECT_TRUE(names.contains(name)) << name;
}

}  // namespace
}  // namespace nw
