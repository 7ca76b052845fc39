// Runs for tests of pages: trained by core, without the studio.
#pragma once

#include <functional>
#include <memory>

#include "resources/templates/templates.h"
#include "tests/core/train/trained.h"
#include "tests/widgets/quiet.h"
#include "ui/document/studio.h"

namespace nw::test {

/// The starter on few digits, one short epoch.
inline Project smallProject() {
    Project project = *makeTemplate("first-network");
    project.data = "digits?limit=600";
    project.training.epochs = 1;
    return project;
}

/// Units of its hidden layer.
inline std::int64_t unitsIn(const Project& project) { return project.graph.findByName("dense")->params.get<std::int64_t>("units"); }

/// Changes settings of the training, as one edit.
inline bool setTraining(ui::Document& document, const std::function<void(TrainingSettings&)>& change) {
    ui::ProjectPatch patch;
    patch.label = QStringLiteral("Set training");
    patch.training = document.project().training;
    change(*patch.training);
    return static_cast<bool>(document.apply(patch));
}

/// Opens the project in the studio and waits until its data are there.
inline bool open(ui::Studio& studio, const Project& project) {
    return studio.document.start(project) && QTest::qWaitFor([&] { return studio.data.isOpen(); }, 60000);
}

/// A studio with that project open; null when its data cannot be opened.
inline std::unique_ptr<ui::Studio> smallStudio() {
    auto studio = std::make_unique<ui::Studio>(engine());
    return open(*studio, smallProject()) ? std::move(studio) : nullptr;
}

/// Every sample of ten classes answered rightly.
inline Evaluation perfectEvaluation(const Dataset& set) {
    Evaluation perfect;
    perfect.samples = set.size();
    perfect.metrics["accuracy"] = 1;
    perfect.confusion.assign(10, std::vector<std::int64_t>(10, 0));
    for (std::int64_t i = 0; i < set.size(); ++i) {
        const auto label = static_cast<std::int32_t>(set.label(i));
        ++perfect.confusion[static_cast<std::size_t>(label)][static_cast<std::size_t>(label)];
        perfect.answers.push_back({i, label, label, 0.9F});
    }
    return perfect;
}

/// Trains the studio's project into its runs; the studio knows the run afterwards.
inline bool trainRun(ui::Studio& studio) {
    auto run = RunFolder::createIn(studio.document.runsFolder());
    if (!run || !train(studio.document.project(), *run)) return false;
    studio.runs.reload();
    return QTest::qWaitFor([&] { return !studio.runs.isLoading() && studio.runs.current(); }, 10000);
}

}  // namespace nw::test
