// The trainer: looking at a run changes no bit of it; curves and points between epochs are kept and told.
#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/files.h"
#include "tests/core/data/scratch_folder.h"
#include "tests/core/train/trained.h"

namespace nw {
namespace {

namespace fs = std::filesystem;

/// Two epochs of small steps.
Project smallProject() {
    Project p = test::oneDense(1200);
    p.training.epochs = 2;
    p.training.batch = 8;
    return p;
}

struct Ran {
    Result<TrainReport> report;
    std::vector<TrainEvent> events;
    std::vector<nlohmann::json> lines;
};

Ran ran(const Project& project, bool looking) {
    const test::ScratchFolder scratch;
    const fs::path folder = scratch.path() / "run";
    TrainJob job = test::jobOf(project, RunFolder(folder));
    TrainControl control;
    EventRing events;
    int looks = 0;
    if (looking) {
        job.validateSeconds = 1e-6;
        job.observe = [&](const State& state, std::int64_t) {
            ++looks;
            EXPECT_FALSE(state.tensors.empty());
            control.requestState();
        };
        control.requestState();
    }
    Ran r{train(std::move(job), control, events), {}, {}};
    r.events = events.drain();
    if (looking) EXPECT_GT(looks, 10);
    if (const auto text = readText(folder / "metrics.jsonl")) {
        std::istringstream in(*text);
        for (std::string line; std::getline(in, line);) r.lines.push_back(nlohmann::json::parse(line));
    }
    return r;
}

TEST(Trainer, LookingChangesNoBit) {
    const Ran plain = ran(smallProject(), false), looked = ran(smallProject(), true);
    ASSERT_TRUE(plain.report && looked.report);
    EXPECT_TRUE(test::same(plain.report->state, looked.report->state));
    const auto count = [](const Ran& r, TrainEvent::Kind kind) {
        return std::count_if(r.events.begin(), r.events.end(), [&](const TrainEvent& e) { return e.kind == kind; });
    };
    EXPECT_EQ(count(plain, TrainEvent::Kind::Validation), 0);
    EXPECT_GE(count(looked, TrainEvent::Kind::Validation), 1);
    for (const TrainEvent& e : looked.events)
        if (e.kind == TrainEvent::Kind::Step) EXPECT_FALSE(e.validated) << "points of validation must not leak into steps";
}

/// What was seen of validation between the ends of epochs stands in the file as it was told.
TEST(Trainer, KeepsValidationInsideEpochs) {
    const Ran r = ran(smallProject(), true);
    ASSERT_TRUE(r.report);
    std::vector<std::tuple<std::int64_t, std::int64_t, double, double>> told, kept;
    for (const TrainEvent& e : r.events)
        if (e.kind == TrainEvent::Kind::Validation) told.emplace_back(e.epoch, e.step, e.valLoss, e.valMetrics.at("accuracy"));
    for (const auto& line : r.lines)
        if (line.contains("step")) kept.emplace_back(line["epoch"], line["step"], line["val_loss"], line["val_accuracy"]);
    EXPECT_GE(told.size(), 1u);
    EXPECT_EQ(told, kept);
    EXPECT_EQ(static_cast<std::int64_t>(r.lines.size() - kept.size()), r.report->epochs) << "and one line an epoch";
}

TEST(RunFolder, KeepsTheMetricsUpToItsCheckpoint) {
    const test::ScratchFolder scratch;
    const RunFolder run(scratch.path());
    for (const auto& line :
         {R"({"epoch":1,"step":40,"val_loss":1})", R"({"epoch":1,"loss":1})", R"({"epoch":2,"step":90,"val_loss":1})",
          R"({"epoch":2,"step":110,"val_loss":1})", R"({"epoch":2,"loss":1})"})
        ASSERT_TRUE(run.appendMetrics(nlohmann::json::parse(line)));
    Position at;
    at.epoch = 1;
    at.step = 100;
    ASSERT_TRUE(run.keepMetrics(at));
    EXPECT_EQ(*readText(run.path() / "metrics.jsonl"),
              "{\"epoch\":1,\"step\":40,\"val_loss\":1}\n{\"epoch\":1,\"loss\":1}\n"
              "{\"epoch\":2,\"step\":90,\"val_loss\":1}\n");
    ASSERT_TRUE(run.keepMetrics({}));
    EXPECT_EQ(*readText(run.path() / "metrics.jsonl"), "");
}

TEST(Trainer, KeepsTheCurveOfEachEpoch) {
    const Ran r = ran(smallProject(), false);
    ASSERT_TRUE(r.report);
    ASSERT_EQ(r.lines.size(), 2u);
    double sum = 0;
    for (const auto& line : r.lines) {
        const auto& curve = line["curve"];
        ASSERT_EQ(curve["step"].size(), curve["loss"].size());
        ASSERT_EQ(curve["step"].size(), curve["accuracy"].size());
        EXPECT_LE(curve["step"].size(), 200u);
        EXPECT_GE(curve["step"].size(), 100u);
        sum = 0;
        for (const double v : curve["loss"]) sum += v;
        EXPECT_NEAR(sum / static_cast<double>(curve["loss"].size()), line["loss"].get<double>(), 0.05);
    }
    EXPECT_EQ(r.lines[1]["curve"]["step"].back(), r.report->steps);
}

TEST(Trainer, TellsWhichTensorBecameNaN) {
    Project p = smallProject();
    p.training.optimizer = "sgd";
    p.training.rate = 1e38;
    const Ran r = ran(p, false);
    ASSERT_FALSE(r.report);
    EXPECT_NE(r.report.error().message.find("at step"), std::string::npos);
    const auto it =
        std::find_if(r.events.begin(), r.events.end(), [](const TrainEvent& e) { return e.kind == TrainEvent::Kind::NotFinite; });
    ASSERT_NE(it, r.events.end());
    EXPECT_FALSE(it->what.empty());
}

TEST(RunFolder, TheTenthOfASecondIsNewerThanTheNinth) {
    const test::ScratchFolder parent;
    for (const char* name : {"20260101T000000-9", "20260101T000000-10", "20251231T235959-11"}) {
        Manifest manifest;
        manifest.kind = "training";
        ASSERT_TRUE(RunFolder(parent.path() / name).begin(manifest, smallProject()));
    }
    const auto newest = RunFolder::newestIn(parent.path(), false);
    ASSERT_TRUE(newest);
    EXPECT_EQ(newest->path().filename(), "20260101T000000-10");
}

TEST(RunFolder, IsTrainedByOneAtATime) {
    const test::ScratchFolder scratch;
    const fs::path folder = scratch.path() / "run";
    {
        const auto held = RunFolder(folder).lock();
        ASSERT_TRUE(held);
        const auto refused = test::train(smallProject(), RunFolder(folder));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().message, "is being trained by another program");
        EXPECT_FALSE(RunFolder::is(folder)) << "nothing was written";
    }
    EXPECT_TRUE(test::train(smallProject(), RunFolder(folder)));
    EXPECT_TRUE(RunFolder(folder).lock()) << "it was let go of";
}

TEST(RunFolder, OnlyTrainingsAreResumed) {
    const test::ScratchFolder scratch;
    RunFolder run(scratch.path());
    Manifest manifest;
    manifest.kind = "quantized";
    manifest.parent = "run";
    ASSERT_TRUE(run.begin(manifest, smallProject()));
    TrainControl control;
    EventRing events;
    const auto refused = train(test::jobOf(smallProject(), run, true), control, events);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "is quantized, and nothing that was being trained");
    EXPECT_EQ(run.manifest()->kind, "quantized") << "it is as it was";
    EXPECT_EQ(run.manifest()->parent, "run");
}

TEST(FileLock, IsLetGoOfWhenItsProgramIsKilled) {
    const test::ScratchFolder scratch;
    const fs::path path = scratch.path() / "held";
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        const auto lock = FileLock::tryTake(path);
        (void)!::write(ready[1], "x", 1);
        for (;;) ::pause();
    }
    char told = 0;
    ASSERT_EQ(::read(ready[0], &told, 1), 1);
    auto mine = FileLock::tryTake(path);
    ASSERT_TRUE(mine);
    EXPECT_FALSE(mine->has_value());
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    mine = FileLock::tryTake(path);
    ASSERT_TRUE(mine);
    EXPECT_TRUE(mine->has_value());
}

}  // namespace
}  // namespace nw
