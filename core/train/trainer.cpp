// The training loop.
#include "core/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/op/registry.h"

namespace nw {

using nlohmann::json;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

/// Index of the first element that is not finite; -1 when all are.
std::int64_t firstNotFinite(const Tensor& t) {
    if (t.dtype() != DType::Float32) return -1;
    const auto v = t.data<float>();
    for (std::size_t i = 0; i < v.size(); ++i)
        if (!std::isfinite(v[i])) return static_cast<std::int64_t>(i);
    return -1;
}

}  // namespace

Result<Program> trainingProgram(const Project& project) {
    const TrainingSettings& t = project.training;
    const std::vector<std::pair<std::string_view, Attr>> attrs(t.optimizerParams.begin(), t.optimizerParams.end());
    NW_TRY(const Params optimizer, Params::make(operatorById(t.optimizer), attrs));
    return trainingProgram(project.graph, optimizer);
}

class Trainer {
public:
    Trainer(TrainJob job, TrainControl& control, EventRing& events)
        : job_(std::move(job)), control_(control), events_(events), settings_(job_.project.training) {}

    Result<TrainReport> run() {
        const fs::path made = job_.run.toMake();
        auto done = prepare();
        if (done) {
            auto lock = job_.run.lock();
            if (!lock) return lock.error();
            lock_ = *std::move(lock);
            done = begin();
        }
        const bool begun = static_cast<bool>(done);
        if (begun) done = loop();
        if (!done) {
            manifest_.status = done.error().code == Code::Cancelled ? "stopped" : "failed";
            if (at_.step == 0 && !job_.resume && !ranAway_)
                job_.run.discard(made);
            else if (begun)
                (void)job_.run.writeManifest(manifest_);
            return done.error();
        }
        manifest_.status = report_.end == TrainReport::End::Stopped ? "stopped" : "finished";
        NW_RETURN_IF_ERROR(job_.run.writeManifest(manifest_));
        report_.epochs = at_.epoch;
        report_.steps = at_.step;
        report_.seconds = at_.seconds;
        report_.state = std::move(state_);
        return std::move(report_);
    }

private:
    Result<void> prepare() {
        const DataDescription data = describe(job_.data.train->spec());
        if (auto fault = firstFault(job_.project.graph, allFindings(job_.project.graph, &data))) return *std::move(fault);
        NW_TRY(Program training, trainingProgram(job_.project));
        NW_TRY(Program evaluation, evaluationProgram(job_.project.graph));
        NW_TRY(job_.data, fitImages(training, job_.data));
        NW_TRY(auto binding, DataBinding::create(training, job_.data.train->spec()));
        binding_ = std::move(binding);
        ExecutableOptions options = job_.executable;
        options.phase = Phase::Training;
        step_ = std::make_unique<Runner>(std::move(training), options);
        options.phase = Phase::Inference;
        evaluate_ = std::make_unique<Runner>(std::move(evaluation), options);
        pipeline_ = std::make_unique<Pipeline>(
            job_.data.train,
            PipelineOptions{
                .batch = settings_.batch, .seed = static_cast<std::uint64_t>(settings_.seed), .cacheBytes = job_.cacheBytes},
            *job_.executable.pool);
        return {};
    }

    Result<void> begin() {
        manifest_ = {"",
                     job_.projectPath,
                     job_.project.data,
                     "cpu",
                     backendText(),
                     job_.executable.numerics == Numerics::Fast ? "fast" : "exact",
                     "running",
                     "",
                     "training",
                     settings_.seed};
        if (job_.resume) NW_RETURN_IF_ERROR(checkKind());
        if (job_.resume && job_.run.hasCheckpoint()) return goOn();
        NW_TRY(state_, initialState(step_->program(), static_cast<std::uint64_t>(settings_.seed)));
        if (job_.from && !job_.resume) NW_RETURN_IF_ERROR(beginFrom(*job_.from));
        NW_RETURN_IF_ERROR(job_.run.begin(manifest_, job_.project));
        NW_RETURN_IF_ERROR(job_.run.keepMetrics({}));
        NW_TRY(manifest_, job_.run.manifest());
        return {};
    }

    Result<void> goOn() {
        NW_TRY(auto loaded, job_.run.loadCheckpoint("last", step_->program().state));
        state_ = std::move(loaded.first);
        at_ = std::move(loaded.second);
        NW_RETURN_IF_ERROR(checkPosition());
        NW_RETURN_IF_ERROR(job_.run.keepMetrics(at_));
        job_.run.removeTemporaries();
        NW_RETURN_IF_ERROR(job_.run.writeProject(job_.project));
        NW_TRY(const Manifest old, job_.run.manifest());
        manifest_.created = old.created;
        manifest_.parent = old.parent;
        return job_.run.writeManifest(manifest_);
    }

    /// Weights of another model in place of the initial ones. They are saved before the manifest makes the folder a run: whatever
    /// happens then, it goes on from them.
    Result<void> beginFrom(const StartWeights& from) {
        const WeightFit fit = takeWeights(state_, from);
        if (fit.taken == 0)
            return fail(Code::Argument, from.source, "has no weight that fits this network",
                        "A weight fits where the names of the layers and its sizes agree.");
        manifest_.parent = from.source;
        if (job_.began) job_.began(fit);
        NW_RETURN_IF_ERROR(makeFolder(job_.run.path() / "checkpoints"));
        return checkpoint("last");
    }

    /// What was quantized or imported has no training to go on with.
    Result<void> checkKind() const {
        const auto old = job_.run.manifest();
        if (!old || old->kind == "training") return {};
        return fail(Code::Argument, job_.run.path().filename().string(), "is " + old->kind + ", and nothing that was being trained",
                    "Train its project without --resume.");
    }

    /// Inside an epoch the order and size of its batches must be those that the position counts.
    Result<void> checkPosition() const {
        if (at_.batch == 0 || at_.samples == std::min(at_.batch * settings_.batch, pipeline_->size())) return {};
        return fail(Code::Argument, "resume",
                    "the run stands inside an epoch, after " + std::to_string(at_.samples) + " samples in " +
                        std::to_string(at_.batch) + " batches; batches of " + std::to_string(settings_.batch) + " from " +
                        std::to_string(pipeline_->size()) + " samples do not continue that",
                    "Resume with the batch size and the data of the run.");
    }

    std::string backendText() const {
        std::string text;
        for (const auto& b : job_.executable.backends) text += (text.empty() ? "" : "; ") + b->description();
        return text.empty() ? "reference" : text;
    }

    bool limitReached() const { return settings_.steps > 0 && at_.step >= settings_.steps; }

    Result<void> loop() {
        lastCheckpoint_ = lastValidation_ = Clock::now();
        while (at_.epoch < settings_.epochs && !limitReached()) {
            if (outOfPatience()) {
                report_.end = TrainReport::End::EarlyStop;
                break;
            }
            pipeline_->startEpoch(static_cast<int>(at_.epoch), at_.batch);
            NW_TRY(const bool whole, epoch());
            if (!whole) break;
            NW_RETURN_IF_ERROR(endEpoch());
        }
        const bool more = at_.epoch < settings_.epochs && !limitReached() && report_.end == TrainReport::End::Finished;
        if (more && control_.stopToken().stop_requested()) report_.end = TrainReport::End::Stopped;
        return checkpoint("last");
    }

    /// Steps to the end of the epoch; false when stopped before.
    Result<bool> epoch() {
        Batch batch;
        const auto start = Clock::now();
        const double before = at_.seconds;
        const std::int64_t firstSample = at_.samples;
        for (;;) {
            awaitTurn();
            if (control_.stopToken().stop_requested()) return false;
            if (limitReached()) return at_.batch == pipeline_->batchesPerEpoch();
            NW_TRY(const bool more, pipeline_->next(batch));
            if (!more) return true;
            NW_RETURN_IF_ERROR(oneStep(batch));
            const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
            at_.seconds = before + seconds;
            speed_ = static_cast<double>(at_.samples - firstSample) / std::max(seconds, 1e-9);
            announce(TrainEvent::Kind::Step);
            keepPoint();
            NW_RETURN_IF_ERROR(validateBetween());
            if (std::chrono::duration<double>(Clock::now() - lastCheckpoint_).count() >= settings_.checkpointSeconds)
                NW_RETURN_IF_ERROR(checkpoint("last"));
        }
    }

    /// Blocks while paused; shows the state to whoever asked.
    void awaitTurn() {
        const auto tell = [&] {
            events_.push(
                {.kind = TrainEvent::Kind::Paused, .epoch = at_.epoch + 1, .step = at_.step, .metrics = {}, .valMetrics = {}});
        };
        const auto look = [&] {
            if (control_.stateWanted_.exchange(false, std::memory_order_relaxed) && job_.observe) job_.observe(state_, at_.step);
        };
        while (!control_.waitForTurn(tell)) look();
        look();
    }

    Result<void> oneStep(const Batch& batch) {
        NW_TRY(const auto outputs,
               step_->run(binding_->inputs(batch), state_.tensors, static_cast<float>(settings_.rate), settings_.seed, at_.step));
        const Program& p = step_->program();
        const auto count = static_cast<double>(batch.count);
        for (std::size_t i = 0; i < p.outputs.size(); ++i) {
            if (p.outputs[i].role == OutputRole::Prediction) continue;
            const double value =
                outputs[i].dtype() == DType::Float32 ? static_cast<double>(outputs[i].data<float>()[0]) : toDoubles(outputs[i])[0];
            if (p.outputs[i].role == OutputRole::Metric) {
                at_.metricSums[p.outputs[i].name] += value * count;
                last_.metrics[p.outputs[i].name] = value;
                continue;
            }
            if (!std::isfinite(value)) return notFinite();
            at_.lossSum += value * count;
            last_.loss = value;
        }
        at_.samples += batch.count;
        ++at_.batch;
        ++at_.step;
        return {};
    }

    /// Which tensor of which layer is not finite, for the sentence.
    Error notFinite() {
        ranAway_ = true;
        std::string where;
        TrainEvent e;
        e.kind = TrainEvent::Kind::NotFinite;
        e.step = at_.step + 1;
        e.what = "loss";
        for (std::size_t i = 0; i < state_.specs.size() && where.empty(); ++i)
            if (firstNotFinite(state_.tensors[i]) >= 0) {
                e.what = state_.specs[i].name;
                where = " and " + e.what + " holds values that are not finite";
            }
        events_.push(std::move(e));
        return fail(Code::Argument, "train", "the training became NaN or infinite at step " + std::to_string(at_.step + 1) + where,
                    "Lower the learning rate to " + textOf(Attr(settings_.rate * 0.3)) + " and resume from the last checkpoint.");
    }

    void keepPoint() {
        const auto point = addStep(at_.point, last_, at_.batch, pipeline_->batchesPerEpoch());
        if (!point) return;
        at_.curveSteps.push_back(at_.step);
        for (const auto& [name, value] : *point) at_.curve[name].push_back(value);
    }

    /// A look at validation inside a long epoch; at most a twentieth of the time goes into it.
    Result<void> validateBetween() {
        if (job_.validateSeconds <= 0 || !job_.data.validation || job_.data.validation->size() == 0) return {};
        const double since = std::chrono::duration<double>(Clock::now() - lastValidation_).count();
        if (since < std::max(job_.validateSeconds, 20 * validationTook_)) return {};
        TrainEvent e = last_;
        const std::int64_t samples = std::min<std::int64_t>(job_.data.validation->size(), 2000);
        NW_RETURN_IF_ERROR(validate(e, samples));
        json line{{"epoch", at_.epoch + 1}, {"step", at_.step}, {"val_loss", e.valLoss}, {"val_samples", samples}};
        for (const auto& [name, value] : e.valMetrics) line["val_" + name] = value;
        NW_RETURN_IF_ERROR(job_.run.appendMetrics(line));
        std::swap(e, last_);
        announce(TrainEvent::Kind::Validation);
        std::swap(e, last_);
        return {};
    }

    void announce(TrainEvent::Kind kind) {
        TrainEvent e = last_;
        e.kind = kind;
        e.epoch = at_.epoch + 1;
        e.step = at_.step;
        e.batch = at_.batch;
        e.batches = pipeline_->batchesPerEpoch();
        e.samplesPerSecond = speed_;
        const double left = static_cast<double>((settings_.epochs - at_.epoch) * e.batches - at_.batch);
        e.secondsLeft = left * static_cast<double>(settings_.batch) / std::max(speed_, 1e-9);
        events_.push(std::move(e));
    }

    /// From the position alone, so that a run that was killed here stops as well.
    bool outOfPatience() const {
        return settings_.patience > 0 && at_.bestEpoch >= 0 && at_.epoch - 1 - at_.bestEpoch >= settings_.patience;
    }

    /// Validation, metrics and checkpoints.
    Result<void> endEpoch() {
        TrainEvent e;
        e.kind = TrainEvent::Kind::Epoch;
        e.loss = at_.lossSum / static_cast<double>(std::max<std::int64_t>(at_.samples, 1));
        for (const auto& [name, sum] : at_.metricSums)
            e.metrics[name] = sum / static_cast<double>(std::max<std::int64_t>(at_.samples, 1));
        if (job_.data.validation && job_.data.validation->size() > 0) NW_RETURN_IF_ERROR(validate(e, settings_.validationLimit));
        json line{{"epoch", at_.epoch + 1}, {"loss", e.loss}, {"samples_per_second", speed_}};
        for (const auto& [name, value] : e.metrics) line[name] = value;
        if (e.validated) line["val_loss"] = e.valLoss;
        for (const auto& [name, value] : e.valMetrics) line["val_" + name] = value;
        line["curve"] = std::exchange(at_.curve, {});
        line["curve"]["step"] = std::exchange(at_.curveSteps, {});
        NW_RETURN_IF_ERROR(job_.run.appendMetrics(line));
        report_.loss = e.loss, report_.metrics = e.metrics, report_.valLoss = e.valLoss, report_.valMetrics = e.valMetrics;
        const bool better = e.validated && (at_.bestEpoch < 0 || e.valLoss < at_.bestLoss);
        if (better) at_.bestLoss = e.valLoss, at_.bestEpoch = at_.epoch;
        last_ = e;
        announce(TrainEvent::Kind::Epoch);
        ++at_.epoch;
        at_.batch = at_.samples = 0;
        at_.lossSum = 0;
        at_.metricSums.clear();
        last_.metrics.clear(), last_.valMetrics.clear(), last_.validated = false;
        if (better) NW_RETURN_IF_ERROR(checkpoint("best"));
        return checkpoint("last");
    }

    Result<void> validate(TrainEvent& e, std::int64_t limit) {
        const auto start = Clock::now();
        NW_TRY(const auto state, state_.select(evaluate_->program()));
        NW_TRY(const Evaluation v,
               evaluate(*evaluate_, state, job_.data.validation, *job_.executable.pool,
                        {.batch = std::max<std::int64_t>(settings_.batch, 128), .limit = limit, .stop = {}, .progress = {}}));
        e.validated = true;
        e.valLoss = v.loss;
        e.valMetrics = v.metrics;
        lastValidation_ = Clock::now();
        validationTook_ = std::chrono::duration<double>(lastValidation_ - start).count();
        return {};
    }

    /// A state that is not finite is never saved: the checkpoint that is there stays good to go on from.
    Result<void> checkpoint(const std::string& name) {
        for (const Tensor& t : state_.tensors)
            if (firstNotFinite(t) >= 0) return notFinite();
        if (name == "last") lastCheckpoint_ = Clock::now();
        return job_.run.saveCheckpoint(name, state_, at_);
    }

    TrainJob job_;
    TrainControl& control_;
    EventRing& events_;
    TrainingSettings settings_;
    std::unique_ptr<Runner> step_, evaluate_;
    std::unique_ptr<Pipeline> pipeline_;
    std::optional<DataBinding> binding_;
    std::optional<FileLock> lock_;
    Manifest manifest_;
    State state_;
    Position at_;
    TrainReport report_;
    TrainEvent last_;
    bool ranAway_ = false;  ///< a value became infinite or NaN
    double speed_ = 0;
    Clock::time_point lastCheckpoint_, lastValidation_;
    double validationTook_ = 0;
};

Result<TrainReport> train(TrainJob job, TrainControl& control, EventRing& events) {
    return Trainer(std::move(job), control, events).run();
}

}  // namespace nw
