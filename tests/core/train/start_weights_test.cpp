// Trainings that begin with the weights of another model: which are taken, that they are there at step 0, and that a run needs
// them no more once it has begun.
#include <gtest/gtest.h>

#include "core/deploy/model.h"
#include "core/formats/format.h"
#include "tests/core/data/scratch_folder.h"
#include "tests/core/graph/documents.h"
#include "tests/core/train/trained.h"

namespace nw {
namespace {

namespace fs = std::filesystem;
using test::same;

/// Flatten, a hidden Dense and a last one of the given name.
Project network(const std::string& last, double rescale = 1.0 / 255) {
    Project p;
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{28, 28, 1}}, {"rescale", rescale}});
    const NodeId hidden =
        d.then(d.then(input, "flatten"), "dense", {{"units", std::int64_t{12}}}, {{"activation", std::string("relu")}});
    const NodeId end = d.add("dense", {{"units", std::int64_t{10}}}, {}, last);
    d.link(hidden, end);
    d.head(end, input);
    p.graph = d.graph;
    p.data = "digits?limit=240";
    p.training.batch = 20;
    p.training.epochs = 1;
    return p;
}

struct Ran {
    Result<TrainReport> report;
    std::int64_t taken = -1, all = -1;
    State first;  ///< before the first step
};

struct How {
    std::optional<StartWeights> from = {};
    bool resume = false, stopAtOnce = false;
};

Ran ran(const Project& project, const fs::path& folder, const How& how = {}) {
    Ran r{fail(Code::Argument, "", ""), -1, -1, {}};
    TrainJob job = test::jobOf(project, RunFolder(folder), how.resume);
    TrainControl control;
    EventRing events;
    job.from = how.from;
    job.began = [&](const WeightFit& fit) { r.taken = fit.taken, r.all = fit.all; };
    job.observe = [&](const State& state, std::int64_t step) {
        if (step == 0) r.first = state.clone();
    };
    control.requestState();
    if (how.stopAtOnce) control.stop();
    r.report = train(std::move(job), control, events);
    return r;
}

TEST(StartWeights, AreThereBeforeTheFirstStep) {
    const test::ScratchFolder folder;
    const Project p = network("last");
    ASSERT_TRUE(ran(p, folder.path() / "m").report);
    const auto from = startWeights((folder.path() / "m").string());
    ASSERT_TRUE(from) << from.error().text();
    const Ran r = ran(p, folder.path() / "r", {.from = *from});
    ASSERT_TRUE(r.report) << r.report.error().text();
    EXPECT_EQ(r.taken, 4);
    EXPECT_EQ(r.all, 4);
    for (const char* name : {"dense/kernel", "dense/bias", "last/kernel", "last/bias"})
        EXPECT_TRUE(same(*r.first.find(name), from->tensors.at(name))) << name;
    EXPECT_EQ(RunFolder(folder.path() / "r").manifest()->parent, from->source);
    const State fresh = *initialState(*trainingProgram(p), 1);
    for (std::size_t i = 0; i < r.first.specs.size(); ++i)
        if (r.first.specs[i].slot)
            EXPECT_TRUE(same(r.first.tensors[i], fresh.tensors[i])) << r.first.specs[i].name << " is of the optimizer";
}

TEST(StartWeights, AreTakenWhereNameAndShapeMatch) {
    const test::ScratchFolder folder;
    ASSERT_TRUE(ran(network("last"), folder.path() / "m").report);
    const auto from = startWeights((folder.path() / "m").string());
    ASSERT_TRUE(from);
    const Project other = network("fresh");
    const Ran r = ran(other, folder.path() / "r", {.from = *from}), plain = ran(other, folder.path() / "plain");
    ASSERT_TRUE(r.report && plain.report);
    EXPECT_EQ(r.taken, 2);
    EXPECT_EQ(r.all, 4);
    EXPECT_EQ(weightFit(trainingProgram(other)->state, *from), (WeightFit{2, 4})) << "known before it is trained";
    EXPECT_EQ(weightFit(trainingProgram(network("last"))->state, *from), (WeightFit{4, 4}));
    EXPECT_EQ(plain.taken, -1);
    EXPECT_TRUE(same(*r.first.find("dense/kernel"), from->tensors.at("dense/kernel")));
    EXPECT_FALSE(same(*r.first.find("dense/kernel"), *plain.first.find("dense/kernel")));
    EXPECT_TRUE(same(*r.first.find("fresh/kernel"), *plain.first.find("fresh/kernel"))) << "as without";
    StartWeights none{"elsewhere", {{"dense/kernel", from->tensors.at("dense/bias")}}};
    const Ran refused = ran(other, folder.path() / "none", {.from = none});
    ASSERT_FALSE(refused.report);
    EXPECT_EQ(refused.report.error().sentence(),
              "elsewhere has no weight that fits this network. A weight fits where the names of the layers and its sizes agree.");
    EXPECT_FALSE(fs::exists(folder.path() / "none"));
}

/// Stopped before the first step or later, it goes on to the same bits, and the model that it began with may be gone.
TEST(StartWeights, AreKeptByTheRun) {
    const test::ScratchFolder folder;
    Project p = network("last");
    ASSERT_TRUE(ran(p, folder.path() / "m").report);
    const auto from = startWeights((folder.path() / "m").string());
    ASSERT_TRUE(from);
    p.training.epochs = 2;
    const Ran whole = ran(p, folder.path() / "whole", {.from = *from});
    ASSERT_TRUE(whole.report);
    for (const std::int64_t steps : {0, 7}) {
        const fs::path run = folder.path() / std::to_string(steps);
        Project part = p;
        part.training.steps = steps;
        ASSERT_TRUE(ran(part, run, {.from = *from, .stopAtOnce = steps == 0}).report);
        const Ran rest = ran(p, run, {.resume = true});
        ASSERT_TRUE(rest.report) << rest.report.error().text();
        EXPECT_TRUE(same(rest.report->state, whole.report->state)) << "stopped after " << steps;
        EXPECT_EQ(RunFolder(run).manifest()->parent, from->source);
    }
}

TEST(StartWeights, AreReadFromModelFiles) {
    const test::ScratchFolder folder;
    Project p = network("last", 0);  // a factor of the input would be folded into the first weights
    p.training.rate = 1e-6;
    ASSERT_TRUE(ran(p, folder.path() / "m").report);
    const auto model = loadModel((folder.path() / "m").string());
    ASSERT_TRUE(model);
    const auto own = startWeights((folder.path() / "m").string());
    for (const Format* format : formats()) {
        const std::string file = (folder.path() / ("model" + std::string(format->extension()))).string();
        ASSERT_TRUE(format->writeFile(file, model->inference));
        const auto from = startWeights(file);
        ASSERT_TRUE(from) << from.error().text();
        EXPECT_EQ(from->source, file);
        ASSERT_TRUE(from->tensors.contains("dense/kernel")) << format->id();
        EXPECT_TRUE(same(from->tensors.at("dense/kernel"), own->tensors.at("dense/kernel"))) << format->id();
    }
    EXPECT_FALSE(startWeights((folder.path() / "nothing").string()));
    EXPECT_FALSE(startWeights(folder.path().string()));
}

}  // namespace
}  // namespace nw
