// Reading run folders.
#include "ui/document/run.h"

#include <QCoreApplication>
#include <QLocale>
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

void addValidation(Run& run, const json& line, double step) {
    for (const auto& [name, value] : line.items())
        if (name.starts_with("val_") && name != "val_samples" && value.is_number())
            run.curves.validation[name.substr(4)].add(step, value.get<double>());
}

/// One line of metrics.jsonl: an epoch, or a look at validation inside one.
void addLine(Run& run, const json& line) {
    if (line.contains("step")) return addValidation(run, line, line["step"].get<double>());
    run.epochsDone = line.value("epoch", std::int64_t{0});
    run.samplesPerSecond = line.value("samples_per_second", 0.0);
    const json curve = line.value("curve", json::object());
    addPoints(run.curves, curve);
    const Curve& loss = run.curves.train["loss"];
    if (run.epochsDone <= 0 || loss.steps.empty()) return;
    const double step = loss.steps.back();
    run.curves.stepsPerEpoch = step / static_cast<double>(run.epochsDone);
    addValidation(run, line, step);
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
            addLine(run, line);
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
    for (auto& [name, curve] : run.curves.validation)  // what was seen after the checkpoint will be seen again
        while (!curve.steps.empty() && curve.steps.back() > static_cast<double>(at.step))
            curve.steps.pop_back(), curve.values.pop_back();
}

RunKind kindOf(const std::string& name) {
    return name == "quantized" ? RunKind::Quantized : name == "imported" ? RunKind::Imported : RunKind::Training;
}

}  // namespace

QString Run::name() const { return QCoreApplication::translate("nw::ui::Runs", "Run %1").arg(number); }

std::optional<Run::Best> Run::best() const {
    const auto kept = bestOf("loss");
    for (const auto& [name, curve] : curves.validation) {
        if (name == "loss") continue;
        const auto at = kept ? std::find(curve.steps.begin(), curve.steps.end(), kept->step) : curve.steps.end();
        return at == curve.steps.end() ? bestOf(name)
                                       : Best{name, curve.values[static_cast<std::size_t>(at - curve.steps.begin())], kept->step};
    }
    return kept;
}

std::optional<Run::Best> Run::bestOf(const std::string& metric) const {
    const auto found = curves.validation.find(metric);
    if (found == curves.validation.end() || found->second.values.empty()) return {};
    const auto& [steps, values] = found->second;
    // Errors are better when smaller; accuracy and its kin when larger.
    const bool small = metric == "loss" || metric.find("error") != std::string::npos;
    // Within an epoch only a part of the set is asked: once there are ends of epochs, they alone count, and are what files keep.
    const auto isEnd = [this](double step) { return curves.stepsPerEpoch <= 0 || std::fmod(step, curves.stepsPerEpoch) == 0; };
    const bool ends = std::any_of(steps.begin(), steps.end(), isEnd);
    std::optional<std::size_t> at;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (ends && !isEnd(steps[i])) continue;
        if (!at || (small ? values[i] < values[*at] : values[i] > values[*at])) at = i;
    }
    return Best{metric, values[*at], steps[*at]};
}

QString Run::bestText() const {
    const auto found = best();
    if (!found) return {};
    if (found->metric != "accuracy") return QLocale().toString(found->value, 'g', 3);
    return QCoreApplication::translate("nw::ui::Runs", "%1 %").arg(QLocale().toString(found->value * 100, 'f', 1));
}

QString Run::headline() const {
    const QString figure = bestText();
    return figure.isEmpty() ? name() : QCoreApplication::translate("nw::ui::Runs", "%1 · validation %2").arg(name(), figure);
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
