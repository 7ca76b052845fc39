// netwright train: trains a project into a run folder.
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "app/cli/command.h"
#include "core/deploy/model.h"
#include "core/train/trainer.h"

namespace nw::cli {
namespace {

std::string figure(double v, const char* format) {
    char text[48];
    std::snprintf(text, sizeof text, format, v);
    return text;
}

std::string timeText(double seconds) {
    const auto s = static_cast<std::int64_t>(std::ceil(seconds));
    if (s < 100) return std::to_string(s) + " s";
    return std::to_string(s / 60) + " min " + std::to_string(s % 60) + " s";
}

/// The bar: epoch, share done, loss, accuracy, speed, time left.
std::string bar(const TrainEvent& e, std::int64_t epochs) {
    constexpr int width = 24;
    const int filled = e.batches > 0 ? static_cast<int>(e.batch * width / e.batches) : 0;
    std::string text = "epoch " + std::to_string(e.epoch) + "/" + std::to_string(epochs) + " [" +
                       std::string(static_cast<std::size_t>(filled), '#') +
                       std::string(static_cast<std::size_t>(width - filled), '.') + "] loss " + figure(e.loss, "%.4f");
    for (const auto& [name, value] : e.metrics) text += "  " + name + " " + figure(value, "%.4f");
    return text + "  " + figure(e.samplesPerSecond, "%.0f") + " samples/s  " + timeText(e.secondsLeft) + " left";
}

void showEpoch(Console& console, const TrainEvent& e, std::int64_t epochs) {
    nlohmann::json j{{"epoch", e.epoch}, {"loss", e.loss}, {"samples_per_second", e.samplesPerSecond}};
    std::string text = "epoch " + std::to_string(e.epoch) + "/" + std::to_string(epochs) + "  loss " + figure(e.loss, "%.4f");
    for (const auto& [name, value] : e.metrics) {
        j[name] = value;
        text += "  " + name + " " + figure(value, "%.4f");
    }
    if (e.validated) {
        j["val_loss"] = e.valLoss;
        text += "  val_loss " + figure(e.valLoss, "%.4f");
    }
    for (const auto& [name, value] : e.valMetrics) {
        j["val_" + name] = value;
        text += "  val_" + name + " " + figure(value, "%.4f");
    }
    console.print(j, text + "  " + figure(e.samplesPerSecond, "%.0f") + " samples/s");
}

class Train final : public Command {
public:
    const char* name() const override { return "train"; }
    const char* doc() const override { return "Train a project."; }
    void declare(Args& args) override {
        args.positional("PROJECT", path_, "A .netwright file, or with --resume a run folder.");
        args.option("--data", data_, "The data set, in place of the project's.");
        args.option("--epochs", epochs_, "Passes over the data.");
        args.option("--steps", steps_, "Stop after so many batches in all.");
        args.option("--batch", batch_, "Samples a batch.", 1);
        args.option("--seed", seed_, "Seed of weights, order and dropout.");
        args.option("--device", device_, "cpu.");
        args.flag("--resume", resume_, "Go on with the run of --run-dir, or the newest unfinished one.");
        args.option("--run-dir", runDir_, "The run folder itself.");
        args.option("--from", from_,
                    "Begin with the weights of a project, a run folder or a model file, where name and shape match.");
        args.option("--set", sets_, "key=value: any training, optimizer or data setting; may be repeated.");
        args.flag("--no-cache", noCache_, "Do not keep decoded samples in memory.");
    }

    Result<void> run(Console& console) override {
        if (!device_.empty() && device_ != "cpu")
            return fail(Code::Unsupported, "--device", "\"" + device_ + "\" is not a device of this build", "Use cpu.");
        if (resume_ && !from_.empty())
            return fail(Code::Argument, "--from", "cannot be used with --resume", "The run has the weights that it began with.");
        std::optional<RunFolder> old;
        if (resume_) { NW_TRY(old, oldFolder()); }
        NW_TRY(Project project, old ? old->project() : loadAnyProject(path_));
        NW_RETURN_IF_ERROR(applyOptions(project));
        NW_TRY(DatasetSplits data, console.open(project.data, static_cast<std::uint64_t>(project.training.seed)));
        std::optional<StartWeights> from;
        if (!from_.empty()) { NW_TRY(from, startWeights(from_)); }
        if (from && !from->note.empty()) console.note("netwright: " + from->note);
        if (!from && !resume_) tellOfImport(console);
        NW_TRY(const RunFolder folder, old ? Result<RunFolder>(*old) : newFolder());
        TrainJob job{project, path_, std::move(data), folder, resume_, console.engine().executable(Phase::Training)};
        if (noCache_) job.cacheBytes = 0;
        job.from = std::move(from);
        job.began = [&](const WeightFit& fit) {
            console.note("netwright: The training begins with " + std::to_string(fit.taken) + " of the network's " +
                         std::to_string(fit.all) + " weights from " + from_ + ".");
        };
        const auto report = trainShowing(console, std::move(job), project.training.epochs);
        if (!report) return report.error();
        const bool stopped = report->end == TrainReport::End::Stopped;
        nlohmann::json j{{"run", folder.path().string()},
                         {"epochs", report->epochs},
                         {"steps", report->steps},
                         {"status", stopped ? "stopped" : "finished"}};
        console.print(j, std::string(stopped ? "stopped; go on with --resume: " : "run: ") + folder.path().string());
        return {};
    }

private:
    /// Weights that came with the project are not what a new training begins with unless that is asked for.
    void tellOfImport(const Console& console) const {
        const auto newest = RunFolder::newestIn(runsFolderOf(path_), false);
        const auto manifest = newest ? newest->manifest() : fail(Code::NotFound, path_, "");
        if (manifest && manifest->kind == "imported")
            console.note("netwright: The training begins with fresh weights. Add --from " + path_ +
                         " to begin with the imported ones.");
    }

    /// The run to go on with.
    Result<RunFolder> oldFolder() const {
        if (RunFolder::is(path_)) return RunFolder(path_);
        if (runDir_.empty()) return RunFolder::newestIn(runsFolderOf(path_), true);
        if (RunFolder::is(runDir_)) return RunFolder(runDir_);
        return fail(Code::NotFound, runDir_, "is not a run folder", "Leave out --resume to begin a run there.");
    }

    Result<RunFolder> newFolder() const {
        if (runDir_.empty()) return RunFolder::createIn(runsFolderOf(path_));
        if (RunFolder::is(runDir_))
            return fail(Code::Argument, runDir_, "holds a run already", "Add --resume to go on with it, or choose another folder.");
        return RunFolder(runDir_);
    }

    Result<void> applyOptions(Project& project) const {
        if (!data_.empty()) project.data = data_;
        const std::pair<const char*, const std::optional<std::int64_t>&> numbers[] = {
            {"epochs", epochs_}, {"steps", steps_}, {"batch", batch_}, {"seed", seed_}};
        for (const auto& [id, value] : numbers)
            if (value) NW_RETURN_IF_ERROR(setSetting(project, id, std::to_string(*value)));
        for (const std::string& s : sets_) {
            const auto equal = s.find('=');
            if (equal == std::string::npos) return fail(Code::Argument, "--set", "\"" + s + "\" is not key=value");
            NW_RETURN_IF_ERROR(setSetting(project, s.substr(0, equal), s.substr(equal + 1)));
        }
        return {};
    }

    /// Trains on a thread of its own and shows events until it ends.
    static Result<TrainReport> trainShowing(Console& console, TrainJob job, std::int64_t epochs) {
        TrainControl control;
        EventRing events;
        std::optional<Result<TrainReport>> result;
        std::exception_ptr thrown;
        std::atomic<bool> done{false};
        const std::stop_callback stop(console.stopToken(), [&] { control.stop(); });
        std::thread thread([&] {
            try {
                result.emplace(train(std::move(job), control, events));
            } catch (...) { thrown = std::current_exception(); }
            done = true;
            done.notify_all();
        });
        const auto show = [&] {
            const std::vector<TrainEvent> all = events.drain();
            for (const TrainEvent& e : all)
                if (e.kind == TrainEvent::Kind::Epoch) showEpoch(console, e, epochs);
            if (!all.empty() && all.back().kind == TrainEvent::Kind::Step) console.progress(bar(all.back(), epochs));
        };
        while (!done) {
            show();
            for (int i = 0; i < 10 && !done; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        thread.join();
        show();
        console.endProgress();
        if (thrown) std::rethrow_exception(thrown);
        return *std::move(result);
    }

    std::string path_, data_, device_, runDir_, from_;
    std::optional<std::int64_t> epochs_, steps_, batch_, seed_;
    std::vector<std::string> sets_;
    bool resume_ = false, noCache_ = false;
};

}  // namespace

std::unique_ptr<Command> makeTrain() { return std::make_unique<Train>(); }

}  // namespace nw::cli
