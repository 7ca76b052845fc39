// Proof of an exported file: every head counts. Without a foreign runtime Netwright reads the file back itself.
#include "core/deploy/verify.h"

#include <gtest/gtest.h>

#include "core/formats/format.h"
#include "core/io/safetensors.h"
#include "tests/core/data/scratch_folder.h"
#include "tests/core/graph/documents.h"
#include "tests/core/train/trained.h"

namespace nw {
namespace {

using test::engine;

/// One step of a network with two heads: how certain, and which digit.
RunFolder trained(const std::filesystem::path& folder) {
    Project p;
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{28, 28, 1}}, {"rescale", 1.0 / 255}}), flat = d.then(input, "flatten");
    const NodeId number = d.head(d.then(flat, "dense", {{"units", std::int64_t{1}}}), input, "regress");
    d.head(d.then(flat, "dense", {{"units", std::int64_t{10}}}), input);
    d.apply({"", {Rename{number, "a"}}});  // the first head tells no classes apart
    p.graph = d.graph;
    p.data = "digits?limit=200";
    p.training.steps = 1;
    const RunFolder run(folder);
    const auto done = test::train(p, run);
    EXPECT_TRUE(done) << (done ? "" : done.error().text());
    return run;
}

TEST(Verify, NearTiesOfInt8AreNoFault) {
    const auto file = [](double difference, double agreement, double margin) {
        Verification v;
        v.maxAbsDifference = difference;
        v.top1Agreement = agreement;
        if (agreement < 1) v.differing.push_back({3, 1, 2, margin});
        return v;
    };
    EXPECT_TRUE(saysTheSame(file(1e-5, 1, 0), false));
    EXPECT_FALSE(saysTheSame(file(1e-3, 1, 0), false));
    EXPECT_FALSE(saysTheSame(file(1e-5, 0.98, 1e-6), false));
    EXPECT_TRUE(saysTheSame(file(0.3, 0.99, 0.5), true));
    EXPECT_TRUE(saysTheSame(file(0.03, 0.97, 0.02), true)) << "only near ties differ";
    EXPECT_FALSE(saysTheSame(file(0.03, 0.97, 0.2), true)) << "a clear answer changed";
    EXPECT_FALSE(saysTheSame(file(0.3, 0.97, 0.02), true)) << "the values are others";
}

TEST(Verify, LooksAtEveryHead) {
    ::setenv("NETWRIGHT_PYTHON", "/nowhere/python", 1);
    const test::ScratchFolder folder;
    const RunFolder run = trained(folder.path() / "run");
    const auto model = loadModel(run.path().string());
    ASSERT_TRUE(model);
    for (const Format* format : formats()) {
        const std::string file = (folder.path() / ("model" + std::string(format->extension()))).string();
        ASSERT_TRUE(format->writeFile(file, model->inference));
        const auto verdict = [&](const LoadedModel& m) {
            const auto v = verify(engine(), m, file, runtimeOf(format->id()), "digits?limit=50", 50);
            EXPECT_TRUE(v) << (v ? "" : v.error().text());
            EXPECT_TRUE(!v || v->reason == "/nowhere/python cannot be started") << v->reason;
            return v ? v->verdict + (v->accuracyHere ? " with accuracy" : "") : "";
        };
        EXPECT_EQ(verdict(*model), "unchecked with accuracy");
        for (const char* bias : {"dense/bias", "dense_1/bias"}) {
            const auto checkpoint = run.path() / "checkpoints" / "best.safetensors";
            const auto old =
                readSafetensorsFile(run.hasCheckpoint("best") ? checkpoint : run.path() / "checkpoints/last.safetensors");
            ASSERT_TRUE(old);
            Safetensors changed = *old;
            changed.tensors.at(bias) = changed.tensors.at(bias).clone();
            changed.tensors.at(bias).data<float>()[0] += 1;
            ASSERT_TRUE(writeSafetensorsFile(checkpoint, changed));
            const auto other = loadModel(run.path().string());
            ASSERT_TRUE(other);
            EXPECT_EQ(verdict(*other), "differs with accuracy") << bias;
            ASSERT_TRUE(writeSafetensorsFile(checkpoint, *old));
        }
    }
}

TEST(Verify, EvaluationFindsTheHeadThatTellsClassesApart) {
    const test::ScratchFolder folder;
    const auto model = loadModel(trained(folder.path() / "run").path().string());
    ASSERT_TRUE(model);
    const auto data = engine().open("digits?limit=50", 1);
    ASSERT_TRUE(data);
    const auto e = evaluateModel(engine(), *model, data->train, {.keepAnswers = true, .stop = {}, .progress = {}});
    ASSERT_TRUE(e) << e.error().text();
    EXPECT_EQ(e->confusion.size(), 10u);
    EXPECT_TRUE(e->metrics.contains("accuracy") && e->metrics.contains("mean_absolute_error"));
}

}  // namespace
}  // namespace nw
