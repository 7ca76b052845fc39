// The choice, and how far it fits the network as it is edited.
#include "ui/document/next_start.h"

#include <algorithm>

#include "core/deploy/model.h"
#include "core/train/trainer.h"

namespace nw::ui {

NextStart::NextStart(Document& document, Runs& runs, QObject* parent) : QObject(parent), document_(document), runs_(runs) {
    wait_.setSingleShot(true);
    wait_.setInterval(150);
    connect(&wait_, &QTimer::timeout, this, &NextStart::count);
    connect(&document, &Document::opened, this, [this] { set(0); });
    connect(&document, &Document::graphChanged, this, [this] {
        if (!number_) return;
        wait_.start();
        if (!fit_ || fit_->taken > 0) return;
        fit_.reset();  // it may fit now: until that is known nobody is kept from training
        Q_EMIT changed();
    });
    connect(&runs, &Runs::changed, this, [this] {
        if (number_ && !run()) return set(0);  // it was deleted
        Q_EMIT changed();                      // there may be one to offer
    });
}

void NextStart::set(int number) {
    if (std::exchange(number_, number) == number) return;
    fit_.reset();
    wait_.stop();
    if (job_) job_->abandon();
    job_.clear();
    if (number_) count();
    Q_EMIT changed();
}

const Run* NextStart::offered() const {
    const auto& all = runs_.all();
    const bool trained =
        std::any_of(all.begin(), all.end(), [this](const Run& run) { return run.isTraining() && run.number != runs_.running(); });
    return trained || number_ ? nullptr : runs_.newest(RunKind::Imported);
}

void NextStart::count() {
    const Run* from = run();
    if (!from) return;
    if (job_) job_->abandon();
    job_ = Job::start<WeightFit>(
        this,
        [project = document_.project(), folder = from->folder.path().string()](const JobHooks&) -> Result<WeightFit> {
            NW_TRY(const Program program, trainingProgram(project));
            NW_TRY(const StartWeights weights, startWeights(folder));
            return weightFit(program.state, weights);
        },
        [this](Result<WeightFit> fit) {
            job_.clear();
            const auto counted = fit ? std::optional(*fit) : std::nullopt;
            if (std::exchange(fit_, counted) != counted) Q_EMIT changed();
        });
}

}  // namespace nw::ui
