// Reading run folders.
#include "ui/document/run.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "ui/document/text.h"

namespace nw::ui {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

void addPoints(RunCurves& curves, const json& points) {
    if (!points.is_object() || !points.contains("step")) return;
    const auto steps = points["step"].get<std::vector<double>>();
    for (const auto& [name, values] : points.items()) {
        if (name == "step") continue;
        const auto y = values.get<std::vector<double>>();
        for (std::size_t i = 0; i < std::min(steps.size(), y.size()); ++i) curves.train[name].add(steps[i], y[i]);
    }
}

/// One line of metrics.jsonl: an epoch.
void addEpoch(Run& run, const json& line) {
    run.epochsDone = line.value("epoch", std::int64_t{0});
    run.samplesPerSecond = line.value("samples_per_second", 0.0);
    const json curve = line.value("curve", json::object());
    addPoints(run.curves, curve);
    const Curve& loss = run.curves.train["loss"];
    if (run.epochsDone <= 0 || loss.steps.empty()) return;
    const double step = loss.steps.back();
    run.curves.stepsPerEpoch = step / static_cast<double>(run.epochsDone);
    for (const auto& [name, value] : line.items())
        if (name.starts_with("val_") && value.is_number()) run.curves.validation[name.substr(4)].add(step, value.get<double>());
}

void readMetrics(Run& run) {
    const auto text = readText(run.folder.path() / "metrics.jsonl");
    if (!text) return;  // a run that has not finished an epoch has none
    for (std::size_t at = 0; at < text->size();) {
        const std::size_t end = std::min(text->find('\n', at), text->size());
        const json line = json::parse(text->substr(at, end - at), nullptr, false);
        at = end + 1;
        if (!line.is_object()) continue;
        try {
            addEpoch(run, line);
        } catch (const json::exception&) {}  // a damaged line is left out
    }
}

/// Of a run that did not finish: the points since its last epoch, and where it would go on.
void readPosition(Run& run) {
    if (!run.isTraining() || run.isFinished() || !run.folder.hasCheckpoint("last")) return;
    const auto loaded = run.folder.loadCheckpoint("last", {});
    if (!loaded) return;
    const Position& at = loaded->second;
    run.checkpointStep = at.step;
    run.checkpointSums = at.point;
    for (const auto& [name, values] : at.curve)
        for (std::size_t i = 0; i < std::min(values.size(), at.curveSteps.size()); ++i)
            run.curves.train[name].add(static_cast<double>(at.curveSteps[i]), values[i]);
}

RunKind kindOf(const std::string& name) {
    return name == "quantized" ? RunKind::Quantized : name == "imported" ? RunKind::Imported : RunKind::Training;
}

}  // namespace

QString Run::name() const { return QCoreApplication::translate("nw::ui::Runs", "Run %1").arg(number); }

std::optional<Run::Best> Run::best() const {
    const Curve* found = nullptr;
    Best best;
    for (const auto& [name, curve] : curves.validation)
        if (name != "loss" && !found) found = &curve, best.metric = name;
    if (const auto loss = curves.validation.find("loss"); !found && loss != curves.validation.end())
        found = &loss->second, best.metric = "loss";
    if (!found || found->values.empty()) return {};
    // Errors are better when smaller; accuracy and its kin when larger.
    const bool small = best.metric == "loss" || best.metric.find("error") != std::string::npos;
    // Within an epoch only a part of the set is asked: once there are ends of epochs, they alone count, and are what files keep.
    const auto isEnd = [this](double step) { return curves.stepsPerEpoch <= 0 || std::fmod(step, curves.stepsPerEpoch) == 0; };
    const bool ends = std::any_of(found->steps.begin(), found->steps.end(), isEnd);
    std::optional<std::size_t> at;
    for (std::size_t i = 0; i < found->values.size(); ++i) {
        if (ends && !isEnd(found->steps[i])) continue;
        if (!at || (small ? found->values[i] < found->values[*at] : found->values[i] > found->values[*at])) at = i;
    }
    best.value = found->values[*at];
    best.step = found->steps[*at];
    return best;
}

Result<Run> readRun(const fs::path& folder) {
    Run run;
    run.folder = RunFolder(folder);
    NW_TRY(run.manifest, run.folder.manifest());
    NW_TRY(run.project, run.folder.project());
    run.kind = kindOf(run.manifest.kind);
    readMetrics(run);
    readPosition(run);
    return run;
}

}  // namespace nw::ui
