// Timing and counting.
#include "core/deploy/measure.h"

#include <algorithm>
#include <chrono>

namespace nw {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double LongestTiming = 0.4;  // seconds
constexpr std::size_t FewestCalls = 5, MostCalls = 2000;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

Result<double> timeOne(const Engine& engine, const Program& program, std::shared_ptr<const Dataset> given, const JobHooks& hooks) {
    NW_TRY(auto set, fitImages(program, std::move(given)));
    NW_TRY(DataBinding binding, DataBinding::create(program, set->spec()));
    Pipeline pipeline(set, {.batch = 1, .shuffle = false, .prefetch = 0}, *engine.pool());
    pipeline.startEpoch(0);
    Batch batch;
    NW_TRY(const bool any, pipeline.next(batch));
    if (!any) return fail(Code::Argument, "data", "the set is empty");
    const auto inputs = binding.inputs(batch);
    Runner runner(program, engine.executable(Phase::Inference));
    for (int i = 0; i < 2; ++i) { NW_TRY([[maybe_unused]] const auto warm, runner.run(inputs, {})); }
    std::vector<double> times;
    for (const auto begin = Clock::now();
         times.size() < FewestCalls || (secondsSince(begin) < LongestTiming && times.size() < MostCalls);) {
        NW_RETURN_IF_ERROR(hooks.check("measure"));
        const auto start = Clock::now();
        NW_TRY([[maybe_unused]] const auto outputs, runner.run(inputs, {}));
        times.push_back(secondsSince(start) * 1e3);
    }
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
    return times[times.size() / 2];
}

Result<Measured> measureModel(const Engine& engine, const LoadedModel& model, const std::shared_ptr<const Dataset>& set,
                              std::int64_t limit, std::optional<double> accuracy, const JobHooks& hooks) {
    Measured m;
    for (const Format* format : formats()) {
        const auto file = format->write(model.inference);
        m.bytes.emplace(format->id(), file ? Result<std::int64_t>(static_cast<std::int64_t>(file->size())) : file.error());
    }
    NW_TRY(m.milliseconds, timeOne(engine, model.inference, set, hooks));
    m.accuracy = accuracy;
    m.samples = set->size();
    if (accuracy || set->spec().classNames.empty()) return m;
    EvaluateOptions options{.limit = limit, .stop = hooks.stop, .progress = [&](std::int64_t done, std::int64_t total) {
                                hooks.say("Measuring", done, total);
                            }};
    NW_TRY(const Evaluation e, evaluateModel(engine, model, set, options));
    m.samples = e.samples;
    if (e.metrics.contains("accuracy")) m.accuracy = e.accuracy();
    return m;
}

}  // namespace nw
