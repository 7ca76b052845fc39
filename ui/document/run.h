// Run: what the studio knows of one run folder: its number, settings, curves, best result, and what it tried.
#pragma once

#include <QString>
#include <optional>

#include "core/train/events.h"
#include "core/train/run_folder.h"

namespace nw::ui {

enum class RunKind { Training, Quantized, Imported };

/// Points in the order of steps.
struct Curve {
    std::vector<double> steps, values;
    void add(double step, double value) { steps.push_back(step), values.push_back(value); }
};

/// By name: "loss", "accuracy", ...
struct RunCurves {
    std::map<std::string, Curve> train, validation;
    double stepsPerEpoch = 0;  ///< 0 while unknown
    CurveSums next;            ///< of a run that goes on: the steps since the last point
};

struct Run {
    RunFolder folder{{}};
    int number = 0;  ///< kept for life; counted in the order of creation
    RunKind kind = RunKind::Training;
    Manifest manifest;
    Project project;
    RunCurves curves;
    std::int64_t epochsDone = 0;
    CurveSums checkpointSums;          ///< the steps before it that were no point yet
    std::int64_t checkpointStep = -1;  ///< where a resumed run would go on; -1: without a checkpoint, at the start
    double samplesPerSecond = 0;       ///< of the last epoch; 0: unknown
    QString difference;    ///< from the training before, in words, and what it began with; of the first one its settings
    bool visible = false;  ///< its curves are shown
    bool chosen = false;   ///< visible because a person wanted it, not because it is the newest

    /// "Run 3".
    QString name() const;
    /// Index of theme::curve.
    int colour() const { return (number - 1) % 4; }
    /// 0…2: how its curves and its dot differ from those of runs with the same colour.
    int stroke() const { return (number - 1) / 4 % 3; }
    bool isTraining() const { return kind == RunKind::Training; }
    bool isFinished() const { return manifest.status == "finished"; }
    bool hasWeights() const { return folder.hasCheckpoint("best") || folder.hasCheckpoint("last"); }
    /// A validation value, and the step it was taken at.
    struct Best {
        std::string metric;
        double value = 0;
        double step = 0;
    };
    /// How good the weights are that the run keeps, those of the lowest loss: their value of the first metric ("accuracy", ...),
    /// else the loss. Nothing before the first validation.
    std::optional<Best> best() const;
    /// The best of one metric, "loss" included, at any step.
    std::optional<Best> bestOf(const std::string& metric) const;
    /// best() as one reads it: "97.9 %", "0.512"; empty when there is none.
    QString bestText() const;
    /// Which run it is, and how good: "Run 3 · validation 97.9 %".
    QString headline() const;
    /// It has learned something that can be looked at: weights after at least one step.
    bool hasLearned() const { return hasWeights() && (isFinished() || epochsDone > 0 || checkpointStep > 0); }
};

/// Reads everything but number, difference and visibility. Errors: not a run folder, or its project cannot be read.
Result<Run> readRun(const std::filesystem::path& folder);
/// "rate 0.001 → 0.003, Dense 120 → 64 units"; at most `most` parts and then "and 2 more". Empty when they agree.
QString differenceOf(const Project& before, const Project& after, int most = 3);
/// Where the weights are from that a run began with: "from run 3", "from model.onnx"; empty for fresh ones. `all` are the runs of
/// its project.
QString originOf(const Run& run, const std::vector<Run>& all);
/// "Adam, 5 epochs".
QString summaryOf(const Project& project);

}  // namespace nw::ui
