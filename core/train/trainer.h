// Trainer: trains a snapshot of a project into a run folder.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>

#include "core/train/evaluate.h"
#include "core/train/events.h"
#include "core/train/run_folder.h"
#include "core/train/start_weights.h"

namespace nw {

/// Pause, resume, single step and stop, from any thread.
class TrainControl {
public:
    void pause();
    void resume();
    /// While paused: one more step.
    void step();
    void stop() { stop_.request_stop(), resume(); }
    /// Asks for TrainJob::observe to be called before the next step, or at once while paused.
    void requestState();
    std::stop_token stopToken() const { return stop_.get_token(); }

private:
    friend class Trainer;
    /// Called before each step; blocks while paused. `onPause` is called when it begins to block. False: it is not the turn yet,
    /// but the state is asked for.
    bool waitForTurn(const std::function<void()>& onPause);
    std::mutex mutex_;
    std::condition_variable changed_;
    bool paused_ = false, told_ = false;
    std::int64_t steps_ = 0;  ///< allowed while paused
    std::stop_source stop_;
    std::atomic<bool> stateWanted_{false};
};

struct TrainJob {
    Project project;
    std::string projectPath;  ///< for the manifest; may be empty
    DatasetSplits data;
    RunFolder run;
    bool resume = false;           ///< go on from the run's last checkpoint
    ExecutableOptions executable;  ///< backends, pool, numerics
    std::uint64_t cacheBytes = std::uint64_t{1} << 30;
    /// Called between steps after TrainControl::requestState, on the training's thread: copy what is needed. May be empty. Looking
    /// changes no bit of the run.
    std::function<void(const State& state, std::int64_t step)> observe{};
    /// Seconds after which a long epoch is validated in between, on at most 2,000 samples; 0: at the end of epochs only.
    double validateSeconds = 0;
    /// A new run begins with these where name and shape match, and with the initial weights elsewhere; it needs them no more when
    /// it is resumed. Error: Argument, when none fits.
    std::optional<StartWeights> from{};
    /// Told before the first step how many of the network's weights those are. May be empty.
    std::function<void(const WeightFit& fit)> began{};
};

/// One step of the project's training. Errors: of the network and the optimizer's parameters.
Result<Program> trainingProgram(const Project& project);

struct TrainReport {
    enum class End : std::uint8_t { Finished, EarlyStop, Stopped } end = End::Finished;
    std::int64_t epochs = 0, steps = 0;
    double loss = 0, valLoss = 0;
    std::map<std::string, double> metrics, valMetrics;
    double seconds = 0;
    State state;  ///< the last one
};

/// Trains on the calling thread until done or stopped. Killed at any moment and resumed, it ends with the bits it would have had.
/// Errors: of the network, the data and the run folder, after which the run folder holds nothing when no step was made; a loss that
/// is not a number stops it, with the step and what became so first.
Result<TrainReport> train(TrainJob job, TrainControl& control, EventRing& events);

}  // namespace nw
