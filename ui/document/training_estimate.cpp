// How long a training would take, and how one types it.
#include <algorithm>

#include "core/op/registry.h"
#include "ui/document/command_text.h"
#include "ui/document/text.h"
#include "ui/document/training.h"

namespace nw::ui {

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Seconds of one step, from a few real batches: the first one binds sizes and is not counted.
Result<double> timeStep(const Project& project, const DatasetSplits& data, const ExecutableOptions& executable,
                        const JobHooks& hooks) {
    const TrainingSettings& t = project.training;
    NW_TRY(Program program, trainingProgram(project));
    NW_TRY(const DatasetSplits fitted, fitImages(program, data));
    NW_TRY(DataBinding binding, DataBinding::create(program, fitted.train->spec()));
    NW_TRY(nw::State state, initialState(program, static_cast<std::uint64_t>(t.seed)));
    Pipeline pipeline(fitted.train, {.batch = t.batch, .seed = static_cast<std::uint64_t>(t.seed)}, *executable.pool);
    Runner runner(std::move(program), executable);
    pipeline.startEpoch(0);
    Batch batch;
    Clock::time_point start;
    int steps = 0;
    for (; steps <= 20; ++steps) {
        NW_RETURN_IF_ERROR(hooks.check("estimate"));
        if (steps == 1) start = Clock::now();
        if (steps > 3 && since(start) > 0.4) break;
        NW_TRY(const bool more, pipeline.next(batch));
        if (!more) break;
        NW_TRY([[maybe_unused]] const auto outputs,
               runner.run(binding.inputs(batch), state.tensors, static_cast<float>(t.rate), t.seed, steps));
    }
    if (steps < 2) return fail(Code::Unsupported, "estimate", "needs at least two batches");
    return since(start) / (steps - 1);
}

std::int64_t stepsOf(const TrainingSettings& t, std::int64_t samples) {
    const std::int64_t all = t.epochs * ((samples + t.batch - 1) / t.batch);
    return t.steps > 0 ? std::min(t.steps, all) : all;
}

}  // namespace

Job* Training::estimate(std::function<void(Result<double>)> done) {
    const Project project = document_.project();
    double speed = 0;
    for (const Run& run : runs_.all())
        if (speed <= 0 && run.isTraining() && run.project.graph == project.graph && run.project.data == project.data &&
            run.project.training.batch == project.training.batch)
            speed = run.samplesPerSecond;
    return Job::start<double>(
        this,
        [project, speed, engine = &engine_, base = data_.base(), splits = data_.splits()](const JobHooks& hooks) -> Result<double> {
            DatasetSplits data = splits;
            if (!data.train) { NW_TRY(data, engine->open(project.data, static_cast<std::uint64_t>(project.training.seed), base)); }
            const TrainingSettings& t = project.training;
            const auto steps = static_cast<double>(stepsOf(t, data.train->size()));
            if (speed > 0) return steps * static_cast<double>(t.batch) / speed;
            NW_TRY(const double step, timeStep(project, data, engine->executable(Phase::Training), hooks));
            return steps * step;
        },
        std::move(done));
}

QString Training::command(const Project& project) const {
    QStringList words{QStringLiteral("netwright"), QStringLiteral("train"), q(document_.path().string())};
    const TrainingSettings &now = project.training, &file = document_.project().training;
    const auto set = [&](const std::string& id, const std::string& value) {
        words << QStringLiteral("--set") << q(id + "=" + value);
    };
    if (const Run* from = next_.run()) words << QStringLiteral("--from") << q(from->folder.path().string());
    if (project.data != document_.project().data) set("data", project.data);
    if (now.optimizer != file.optimizer) set("optimizer", now.optimizer);
    for (const TrainingField& f : trainingFields())
        if (f.get(now) != f.get(file)) set(f.id, textOf(f.get(now)));
    const Params defaults(operatorById(now.optimizer));
    const bool same = now.optimizer == file.optimizer;
    for (const ParamSpec& p : operatorById(now.optimizer).params) {
        const auto mine = now.optimizerParams.find(p.id), theirs = file.optimizerParams.find(p.id);
        const Attr value = mine == now.optimizerParams.end() ? defaults.get(p) : mine->second;
        const Attr other = !same || theirs == file.optimizerParams.end() ? defaults.get(p) : theirs->second;
        if (value != other) set(p.id, textOf(value));
    }
    return commandLine(words);
}

}  // namespace nw::ui
