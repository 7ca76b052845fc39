// Evaluation: what was said about each sample, and what is kept with a run.
#include "core/train/evaluate.h"

#include <gtest/gtest.h>

#include "core/deploy/measure.h"
#include "core/deploy/model.h"
#include "core/train/evaluation_file.h"
#include "tests/core/data/scratch_folder.h"
#include "tests/core/train/trained.h"

namespace nw {
namespace {

using test::engine;

/// A run of one epoch on few digits.
RunFolder trained(const std::filesystem::path& folder) {
    const RunFolder run(folder);
    EXPECT_TRUE(test::train(test::oneDense(600), run));
    return run;
}

TEST(Evaluation, KeepsWhatWasSaidOfEachSample) {
    const test::ScratchFolder scratch;
    const RunFolder run = trained(scratch.path() / "run");
    const auto model = loadModel(run.path().string());
    ASSERT_TRUE(model) << model.error().text();
    const auto splits = engine().open("digits?limit=600", 1);
    ASSERT_TRUE(splits);
    const auto e = evaluateModel(engine(), *model, splits->test, {.keepAnswers = true, .stop = {}, .progress = {}});
    ASSERT_TRUE(e);
    ASSERT_EQ(e->answers.size(), static_cast<std::size_t>(splits->test->size()));
    auto confusion = e->confusion;
    for (std::size_t i = 0; i < e->answers.size(); ++i) {
        const SampleAnswer& a = e->answers[i];
        EXPECT_EQ(a.index, static_cast<std::int64_t>(i));
        EXPECT_EQ(a.truth, splits->test->label(a.index));
        EXPECT_GT(a.certainty, 0.09F);
        EXPECT_LE(a.certainty, 1.0F);
        --confusion[static_cast<std::size_t>(a.truth)][static_cast<std::size_t>(a.said)];
    }
    for (const auto& row : confusion)
        for (const std::int64_t left : row) EXPECT_EQ(left, 0);
    // Some of them only: the index is still that of the whole set.
    const auto few = evaluateModel(engine(), *model, splits->test, {.limit = 50, .keepAnswers = true, .stop = {}, .progress = {}});
    ASSERT_TRUE(few);
    ASSERT_EQ(few->answers.size(), 50u);
    for (const SampleAnswer& a : few->answers) EXPECT_EQ(a.said, e->answers[static_cast<std::size_t>(a.index)].said);
}

TEST(Evaluation, ComesBackFromItsRun) {
    const test::ScratchFolder scratch;
    const RunFolder run = trained(scratch.path() / "run");
    const auto model = loadModel(run.path().string());
    const auto splits = engine().open("digits?limit=600", 1);
    ASSERT_TRUE(model && splits);
    const auto e = evaluateModel(engine(), *model, splits->test, {.keepAnswers = true, .stop = {}, .progress = {}});
    ASSERT_TRUE(e && saveEvaluation(run, "test", "digits?limit=600", *e));
    const auto back = loadEvaluation(run, "test", "digits?limit=600", splits->test->size());
    ASSERT_TRUE(back);
    EXPECT_EQ(back->confusion, e->confusion);
    EXPECT_EQ(back->samples, e->samples);
    EXPECT_DOUBLE_EQ(back->accuracy(), e->accuracy());
    ASSERT_EQ(back->answers.size(), e->answers.size());
    for (std::size_t i = 0; i < e->answers.size(); ++i) EXPECT_NEAR(back->answers[i].certainty, e->answers[i].certainty, 1e-5);
    EXPECT_FALSE(loadEvaluation(run, "test", "digits", splits->test->size())) << "of other data";
    EXPECT_FALSE(loadEvaluation(run, "test", "digits?limit=600", splits->test->size() + 1)) << "of fewer samples";
    EXPECT_FALSE(loadEvaluation(run, "train", "digits?limit=600", splits->train->size()));
    ASSERT_TRUE(writeTextAtomically(run.path() / "evaluation" / "test.answers.json", "{\"data\": 3}"));
    EXPECT_FALSE(loadEvaluation(run, "test", "digits?limit=600", splits->test->size())) << "damaged";
}

TEST(Evaluation, MeasuresSizeAccuracyAndTime) {
    const test::ScratchFolder scratch;
    const RunFolder run = trained(scratch.path() / "run");
    const auto model = loadModel(run.path().string());
    const auto splits = engine().open("digits?limit=600", 1);
    ASSERT_TRUE(model && splits);
    const auto m = measureModel(engine(), *model, splits->test, 100, {}, {});
    ASSERT_TRUE(m) << m.error().text();
    for (const char* format : {"tflite", "onnx"}) {
        const auto& bytes = m->bytes.at(format);
        ASSERT_TRUE(bytes) << bytes.error().text();
        EXPECT_GT(*bytes, 7850 * 4);
        EXPECT_LT(*bytes, 7850 * 4 + 20000);
    }
    EXPECT_EQ(m->samples, 100);
    EXPECT_GT(m->milliseconds, 0);
    ASSERT_TRUE(m->accuracy);
    EXPECT_GT(*m->accuracy, 0.05);
}

}  // namespace
}  // namespace nw
