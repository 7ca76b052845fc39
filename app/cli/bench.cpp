// netwright bench: times a training step or an inference call, as the peers' script does, with random inputs in memory.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>

#include "app/cli/command.h"
#include "core/base/philox.h"
#include "core/op/registry.h"
#include "core/passes/simplify.h"
#include "resources/templates/templates.h"

namespace nw::cli {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Random contents: normal values, labels below `classes`.
Tensor randomTensor(const Type& type, std::int64_t batch, std::int64_t classes) {
    Tensor t = Tensor::empty(type.dtype, *evaluate(*type.shape, {{"batch", batch}}));
    const RandomKey key{17};
    if (type.dtype == DType::Float32)
        for (std::int64_t i = 0; i < t.elements(); ++i)
            t.data<float>()[static_cast<std::size_t>(i)] = static_cast<float>(normal(key, static_cast<std::uint64_t>(i)));
    else
        for (std::int64_t i = 0; i < t.elements(); ++i)
            t.data<std::int32_t>()[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(
                below(randomBits(key, static_cast<std::uint64_t>(i)), static_cast<std::uint64_t>(classes)));
    return t;
}

/// samples/s of windows of about half a second.
Result<std::vector<double>> rates(const std::function<Result<void>()>& step, std::int64_t batch, double seconds) {
    for (int i = 0; i < 3; ++i) NW_RETURN_IF_ERROR(step());
    std::vector<double> out;
    for (const auto begin = Clock::now(); secondsSince(begin) < seconds || out.size() < 3;) {
        const auto start = Clock::now();
        std::int64_t n = 0;
        for (; secondsSince(start) < 0.5; ++n) NW_RETURN_IF_ERROR(step());
        out.push_back(static_cast<double>(n * batch) / secondsSince(start));
    }
    return out;
}

/// Milliseconds of single calls.
Result<std::vector<double>> latencies(const std::function<Result<void>()>& call, double seconds) {
    for (int i = 0; i < 5; ++i) NW_RETURN_IF_ERROR(call());
    std::vector<double> out;
    for (const auto begin = Clock::now(); secondsSince(begin) < seconds || out.size() < 10;) {
        const auto start = Clock::now();
        NW_RETURN_IF_ERROR(call());
        out.push_back(secondsSince(start) * 1e3);
    }
    return out;
}

class Bench final : public Command {
public:
    const char* name() const override { return "bench"; }
    const char* doc() const override { return "Time a workload (mlp-train, lenet-infer, ...) or a model."; }
    void declare(Args& args) override {
        args.positional("WORKLOAD", workload_, "TEMPLATE-train, TEMPLATE-infer, a project, a run folder or a model file.");
        args.option("--batch", batch_, "Samples at once.");
        args.option("--seconds", seconds_, "How long to measure.");
        args.option("--device", device_, "cpu.");
        args.flag("--profile", profile_, "Also print where the time goes, to stderr.");
    }
    Result<void> run(Console& console) override {
        if (!device_.empty() && device_ != "cpu")
            return fail(Code::Unsupported, "--device", "\"" + device_ + "\" is not a device of this build", "Use cpu.");
        const auto dash = workload_.rfind('-');
        const std::string kind = dash == std::string::npos ? "" : workload_.substr(dash + 1);
        if (kind == "train" || kind == "infer") {
            NW_TRY(const Project project, makeTemplate(workload_.substr(0, dash)));
            return kind == "train" ? benchTraining(console, project) : benchInference(console, project);
        }
        std::error_code error;
        if (!std::filesystem::exists(workload_, error))
            return fail(Code::NotFound, workload_, "is neither a workload nor a model",
                        "Workloads are templates with -train or -infer, such as mlp-train.");
        NW_TRY(const LoadedModel model, console.load(workload_));
        return timeCalls(console, model.inference);
    }

private:
    void report(Console& console, const char* unit, std::int64_t batch, std::vector<double> values) const {
        std::sort(values.begin(), values.end());
        const std::size_t n = values.size();
        const double median = n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
        const auto rounded = [](double v) { return std::round(v * 1000) / 1000; };
        const nlohmann::ordered_json j{{"peer", "netwright"},
                                       {"version", NW_VERSION},
                                       {"workload", workload_},
                                       {"unit", unit},
                                       {"batch", batch},
                                       {"threads", console.engine().pool()->threads()},
                                       {"median", rounded(median)},
                                       {"min", rounded(values.front())},
                                       {"max", rounded(values.back())},
                                       {"runs", n}};
        console.print(nlohmann::json(j), j.dump());
    }

    void showProfile(Console& console, Executable& executable) const {
        if (!profile_) return;
        std::vector<InstructionProfile> rows = executable.profile();
        std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
        double total = 0;
        for (const auto& r : rows) total += r.seconds;
        for (const auto& r : rows) {
            if (r.seconds < total * 0.0005) break;
            char line[256];
            std::snprintf(line, sizeof line, "%5.1f %%  %9.1f us  %-26s %-26s %4lld chunks  %s", 100 * r.seconds / total,
                          1e6 * r.seconds / static_cast<double>(std::max<std::int64_t>(r.runs, 1)), r.op.c_str(),
                          r.implementation.c_str(), static_cast<long long>(r.chunks), r.name.c_str());
            console.note(line);
        }
    }

    static std::int64_t classesOf(const Program& p) {
        const auto i = p.findOutput(OutputRole::Prediction);
        const Type& t = p.function().type(p.function().results[p.outputResult(i)]);
        return t.shape->back().known() ? t.shape->back().value() : 1;
    }

    Result<void> benchTraining(Console& console, const Project& project) {
        const std::int64_t batch = batch_ > 0 ? batch_ : project.training.batch;
        NW_TRY(Program program, trainingProgram(project));
        NW_TRY(const State state, initialState(program, 0));
        std::vector<Tensor> inputs;
        for (const NamedType& t : program.inputs) inputs.push_back(randomTensor(t.type, batch, classesOf(program)));
        Runner runner(std::move(program), console.engine().executable(Phase::Training));
        runner.executable().setProfiling(profile_);
        std::int64_t step = 0;
        NW_TRY(auto values,
               rates(
                   [&]() -> Result<void> {
                       if (console.stopToken().stop_requested()) return fail(Code::Cancelled, "bench", "was stopped");
                       NW_RETURN_IF_ERROR(runner.run(inputs, state.tensors, static_cast<float>(project.training.rate), 0, step++));
                       return {};
                   },
                   batch, seconds_));
        showProfile(console, runner.executable());
        report(console, "samples/s", batch, std::move(values));
        return {};
    }

    Result<void> benchInference(Console& console, const Project& project) {
        NW_TRY(const Program program, inferenceProgram(project.graph));
        NW_TRY(const State state, initialState(program, 0));
        return timeCalls(console, freeze(program, state.tensors));
    }

    Result<void> timeCalls(Console& console, const Program& program) {
        const std::int64_t batch = batch_ > 0 ? batch_ : 1;
        std::vector<Tensor> inputs;
        for (const NamedType& t : program.inputs) inputs.push_back(randomTensor(t.type, batch, 2));
        Runner runner(program, console.engine().executable(Phase::Inference));
        runner.executable().setProfiling(profile_);
        NW_TRY(auto values, latencies(
                                [&]() -> Result<void> {
                                    if (console.stopToken().stop_requested()) return fail(Code::Cancelled, "bench", "was stopped");
                                    NW_RETURN_IF_ERROR(runner.run(inputs, {}));
                                    return {};
                                },
                                seconds_));
        showProfile(console, runner.executable());
        report(console, "ms", batch, std::move(values));
        return {};
    }

    std::string workload_, device_;
    std::int64_t batch_ = 0;
    double seconds_ = 5;
    bool profile_ = false;
};

}  // namespace

std::unique_ptr<Command> makeBench() { return std::make_unique<Bench>(); }

}  // namespace nw::cli
