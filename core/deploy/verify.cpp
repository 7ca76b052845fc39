// Running the foreign runtimes and comparing.
#include "core/deploy/verify.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/formats/format.h"
#include "core/io/npy.h"
#include "core/train/data_binding.h"
#include "resources/verify/script.h"

namespace nw {
namespace {

namespace fs = std::filesystem;

/// A folder that disappears with its owner.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern = (fs::temp_directory_path() / "netwright-XXXXXX").string();
        if (const char* made = ::mkdtemp(pattern.data())) path_ = made;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// Runs a program without a shell and collects its standard output. The exit status is -1 when it could not be started.
int runProcess(const std::vector<std::string>& words, std::string& output, const fs::path& errors) {
    int ends[2];
    if (::pipe(ends) != 0) return -1;
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        if (!std::freopen(errors.c_str(), "w", stderr)) ::_exit(127);
        ::close(ends[0]);
        std::vector<char*> argv;
        for (const std::string& w : words) argv.push_back(const_cast<char*>(w.c_str()));
        argv.push_back(nullptr);
        ::execvp(argv[0], argv.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    char buffer[4096];
    for (ssize_t n; child > 0 && (n = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        output.append(buffer, static_cast<std::size_t>(n));
    ::close(ends[0]);
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) < 0) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Runs the engine over the samples, batch by batch.
Result<Tensor> runAll(const Engine& engine, const Program& program, const Tensor& input, const JobHooks& hooks) {
    Runner runner(program, engine.executable(Phase::Inference));
    Tensor all;
    const std::int64_t n = input.extents()[0];
    for (std::int64_t at = 0; at < n; at += 100) {
        NW_RETURN_IF_ERROR(hooks.check("verify"));
        hooks.say("Comparing", at, n);
        const std::array<Tensor, 1> batch{input.slice(0, at, std::min(at + 100, n))};
        NW_TRY(const auto outputs, runner.run(batch, {}));
        const Tensor& y = outputs[0];
        if (!all.defined()) {
            Extents e = y.extents();
            e[0] = n;
            all = Tensor::empty(y.dtype(), e);
        }
        std::copy_n(y.raw(), y.bytes(),
                    all.raw() + static_cast<std::size_t>(at) * (y.bytes() / static_cast<std::size_t>(y.extents()[0])));
    }
    return all;
}

Result<Tensor> loadSamples(const Engine& engine, const Program& program, const std::string& spec, std::int64_t samples) {
    if (program.inputs.size() != 1) return fail(Code::Unsupported, "verify", "networks with several inputs cannot be verified");
    NW_TRY(const DatasetSplits splits, engine.open(spec, 1));
    NW_TRY(auto set, splits.choose(splits.test ? Split::Test : Split::Validation));
    NW_TRY(set, fitImages(program, set));
    set = limited(set, samples);
    NW_TRY(DataBinding binding, DataBinding::create(program, set->spec()));
    Pipeline pipeline(set, {.batch = set->size(), .shuffle = false, .prefetch = 0}, *engine.pool());
    pipeline.startEpoch(0);
    Batch batch;
    NW_TRY(const bool any, pipeline.next(batch));
    if (!any) return fail(Code::Argument, spec, "holds no samples");
    return binding.inputs(batch)[0].clone();
}

void compare(const Tensor& ours, const Tensor& theirs, Verification& v) {
    const std::vector<double> a = toDoubles(ours), b = toDoubles(theirs);
    const auto classes = static_cast<std::size_t>(ours.extents().back());
    for (std::size_t i = 0; i < a.size(); ++i) v.maxAbsDifference = std::max(v.maxAbsDifference, std::abs(a[i] - b[i]));
    std::size_t agree = 0;
    for (std::size_t row = 0; row + classes <= a.size(); row += classes) {
        const auto best = [&](const std::vector<double>& x) {
            return std::max_element(x.begin() + static_cast<std::ptrdiff_t>(row),
                                    x.begin() + static_cast<std::ptrdiff_t>(row + classes)) -
                   x.begin();
        };
        if (best(a) == best(b))
            ++agree;
        else
            v.differing.push_back(static_cast<std::int64_t>(row / classes));
    }
    v.top1Agreement = a.empty() ? 0 : static_cast<double>(agree) / (static_cast<double>(a.size()) / static_cast<double>(classes));
}

/// The outputs of the foreign runtime; nothing (with the reason in `v`) where it is not there.
Result<std::optional<Tensor>> runForeign(const std::string& file, const std::string& runtime, const Tensor& input,
                                         Verification& v) {
    const ScratchFolder scratch;
    if (scratch.path().empty()) return fail(Code::Io, "verify", "no temporary folder can be made");
    const fs::path script = scratch.path() / "run_model.py", in = scratch.path() / "in.npy", out = scratch.path() / "out.npy",
                   errors = scratch.path() / "errors.txt";
    NW_RETURN_IF_ERROR(writeTextAtomically(script, verifyScript()));
    NW_RETURN_IF_ERROR(writeNpyFile(in, input));
    const char* python = std::getenv("NETWRIGHT_PYTHON");
    std::string line;
    const int status = runProcess({python && *python ? python : "python3", script.string(), "--runtime", runtime, "--model", file,
                                   "--input", in.string(), "--output", out.string()},
                                  line, errors);
    const nlohmann::json j = nlohmann::json::parse(line, nullptr, false);
    if (status != 0 || !j.is_object()) {
        const auto text = readText(errors, 1 << 20);
        v.reason = j.is_object() ? j.value("error", "") : text ? *text : "";
        while (!v.reason.empty() && v.reason.back() == '\n') v.reason.pop_back();
        v.reason = v.reason.substr(v.reason.rfind('\n') + 1);
        const bool missing =
            status == 127 || status == -1 || v.reason.find("ModuleNotFoundError") == 0 || v.reason.find("ImportError") == 0;
        if (missing) return std::optional<Tensor>();
        return fail(Code::Format, file, runtime + " could not run it: " + v.reason);
    }
    v.runtime = j.value("runtime", runtime);
    v.runtimeVersion = j.value("runtime_version", "");
    NW_TRY(Tensor t, readNpyFile(out));
    return std::optional<Tensor>(std::move(t));
}

}  // namespace

nlohmann::json toJson(const Verification& v) {
    nlohmann::json j{{"file", v.file},
                     {"runtime", v.runtime},
                     {"runtime_version", v.runtimeVersion},
                     {"samples", v.samples},
                     {"max_abs_difference", v.maxAbsDifference},
                     {"top1_agreement", v.top1Agreement},
                     {"verdict", v.verdict}};
    if (!v.reason.empty()) j["reason"] = v.reason;
    return j;
}

std::string runtimeOf(std::string_view format) { return format == "onnx" ? "onnxruntime" : "litert"; }

Result<Verification> verify(const Engine& engine, const LoadedModel& model, const std::string& file, const std::string& runtime,
                            const std::string& spec, std::int64_t samples, const JobHooks& hooks) {
    Verification v;
    v.file = file;
    NW_TRY(const Tensor input, loadSamples(engine, model.inference, spec, samples));
    v.samples = input.extents()[0];
    NW_TRY(const Tensor ours, runAll(engine, model.inference, input, hooks));
    NW_TRY(auto theirs, runForeign(file, runtime, input, v));
    const bool foreign = theirs.has_value();
    if (!foreign) {
        v.runtime = "netwright";
        NW_TRY(const Program program, formatForFile(file)->readFile(file));
        NW_TRY(theirs, runAll(engine, program, input, hooks));
    }
    if (theirs->extents() != ours.extents())
        return fail(Code::Shape, file, "gives " + textOf(theirs->extents()) + ", but the network gives " + textOf(ours.extents()));
    compare(ours, *theirs, v);
    const bool exact = model.quantized && runtime == "litert-ref";
    const bool same = exact ? v.maxAbsDifference == 0 : v.top1Agreement >= 0.99 && (model.quantized || v.maxAbsDifference <= 1e-4);
    v.verdict = !same ? "differs" : foreign ? "same" : "unchecked";
    return v;
}

}  // namespace nw
