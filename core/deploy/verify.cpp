// Running the foreign runtimes and comparing.
#include "core/deploy/verify.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
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

/// Runs the engine over the samples, batch by batch. All outputs.
Result<std::vector<Tensor>> runAll(const Engine& engine, const Program& program, const Tensor& input, const JobHooks& hooks) {
    Runner runner(program, engine.executable(Phase::Inference));
    std::vector<Tensor> all(program.outputs.size());
    const std::int64_t n = input.extents()[0];
    for (std::int64_t at = 0; at < n; at += 100) {
        NW_RETURN_IF_ERROR(hooks.check("verify"));
        hooks.say("Comparing", at, n);
        const std::array<Tensor, 1> batch{input.slice(0, at, std::min(at + 100, n))};
        NW_TRY(const auto outputs, runner.run(batch, {}));
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            const Tensor& y = outputs[i];
            if (!all[i].defined()) {
                Extents e = y.extents();
                e[0] = n;
                all[i] = Tensor::empty(y.dtype(), e);
            }
            std::copy_n(y.raw(), y.bytes(),
                        all[i].raw() + static_cast<std::size_t>(at) * (y.bytes() / static_cast<std::size_t>(y.extents()[0])));
        }
    }
    return all;
}

struct Samples {
    Tensor input;
    std::vector<std::int32_t> labels;  ///< empty where there are none
    std::int64_t whole = 0;            ///< size of the split that they are taken from
    Split split = Split::Test;
};

Result<Samples> loadSamples(const Engine& engine, const LoadedModel& model, const std::string& spec, std::int64_t samples) {
    const Program& program = model.inference;
    if (program.inputs.size() != 1) return fail(Code::Unsupported, "verify", "networks with several inputs cannot be verified");
    NW_TRY(const DatasetSplits splits, engine.open(spec, static_cast<std::uint64_t>(model.seed)));
    Samples out;
    out.split = splits.wanted.value_or(splits.test ? Split::Test : Split::Validation);
    NW_TRY(auto set, splits.choose(out.split));
    NW_TRY(set, fitImages(program, set));
    out.whole = set->size();
    set = limited(set, samples);
    NW_TRY(DataBinding binding, DataBinding::create(program, set->spec()));
    Pipeline pipeline(set, {.batch = set->size(), .shuffle = false, .prefetch = 0}, *engine.pool());
    pipeline.startEpoch(0);
    Batch batch;
    NW_TRY(const bool any, pipeline.next(batch));
    if (!any) return fail(Code::Argument, spec, "holds no samples");
    out.input = binding.inputs(batch)[0].clone();
    if (const auto label = set->spec().find("label"); label && batch.fields[*label].dtype() == DType::Int32) {
        const auto labels = batch.fields[*label].data<std::int32_t>();
        out.labels.assign(labels.begin(), labels.end());
    }
    return out;
}

/// The index of the largest value and how far the second lies below it.
std::pair<std::int32_t, double> best(std::span<const double> row) {
    const auto top = std::max_element(row.begin(), row.end());
    double second = -std::numeric_limits<double>::infinity();
    for (auto it = row.begin(); it != row.end(); ++it)
        if (it != top) second = std::max(second, *it);
    return {static_cast<std::int32_t>(top - row.begin()), *top - second};
}

/// Which samples get another class.
void compareClasses(const Tensor& ours, const Tensor& theirs, const Samples& samples, Verification& v) {
    const std::vector<double> a = toDoubles(ours), b = toDoubles(theirs);
    const auto classes = static_cast<std::size_t>(ours.extents().back()), rows = classes == 0 ? 0 : a.size() / classes;
    const bool labelled = samples.labels.size() == rows && rows > 0 && classes > 1;
    std::int64_t rightHere = 0, rightThere = 0;
    for (std::size_t r = 0; r < rows; ++r) {
        const auto [here, margin] = best(std::span(a).subspan(r * classes, classes));
        const std::int32_t there = best(std::span(b).subspan(r * classes, classes)).first;
        if (here != there)
            v.differing.push_back({limitedIndex(samples.whole, v.samples, static_cast<std::int64_t>(r)), here, there, margin});
        if (labelled) rightHere += here == samples.labels[r], rightThere += there == samples.labels[r];
    }
    const auto n = static_cast<double>(rows);
    v.top1Agreement = rows == 0 ? 0 : (n - static_cast<double>(v.differing.size())) / n;
    if (labelled) v.accuracyHere = static_cast<double>(rightHere) / n, v.accuracyThere = static_cast<double>(rightThere) / n;
}

/// Differences of all outputs, classes of the first that tells some apart.
Result<void> compare(const std::vector<Tensor>& ours, const std::vector<Tensor>& theirs, const Samples& samples, Verification& v) {
    std::size_t scores = 0;
    for (std::size_t o = ours.size(); o-- > 0;) {
        if (theirs[o].extents() != ours[o].extents())
            return fail(Code::Shape, v.file,
                        "gives " + textOf(theirs[o].extents()) + ", but the network gives " + textOf(ours[o].extents()));
        const std::vector<double> a = toDoubles(ours[o]), b = toDoubles(theirs[o]);
        for (std::size_t i = 0; i < a.size(); ++i) v.maxAbsDifference = std::max(v.maxAbsDifference, std::abs(a[i] - b[i]));
        if (ours[o].extents().size() == 2 && ours[o].extents().back() > 1) scores = o;
    }
    compareClasses(ours[scores], theirs[scores], samples, v);
    return {};
}

/// The outputs of the foreign runtime; nothing (with the reason in `v`) where it is not there.
Result<std::optional<std::vector<Tensor>>> runForeign(const std::string& file, const std::string& runtime, const Tensor& input,
                                                      std::size_t outputs, Verification& v) {
    const ScratchFolder scratch;
    if (scratch.path().empty()) return fail(Code::Io, "verify", "no temporary folder can be made");
    const fs::path script = scratch.path() / "run_model.py", in = scratch.path() / "in.npy", errors = scratch.path() / "errors.txt";
    NW_RETURN_IF_ERROR(writeTextAtomically(script, verifyScript()));
    NW_RETURN_IF_ERROR(writeNpyFile(in, input));
    const char* python = std::getenv("NETWRIGHT_PYTHON");
    std::vector<std::string> words{
        python && *python ? python : "python3", script.string(), "--runtime", runtime, "--model", file, "--input", in.string()};
    std::vector<fs::path> out;
    for (std::size_t i = 0; i < outputs; ++i) {
        out.push_back(scratch.path() / ("out" + std::to_string(i) + ".npy"));
        words.insert(words.end(), {"--output", out.back().string()});
    }
    std::string line;
    const int status = runProcess(words, line, errors);
    const nlohmann::json j = nlohmann::json::parse(line, nullptr, false);
    if (status != 0 || !j.is_object()) {
        const auto text = readText(errors, 1 << 20);
        v.reason = j.is_object() ? j.value("error", "") : text ? *text : "";
        while (!v.reason.empty() && v.reason.back() == '\n') v.reason.pop_back();
        v.reason = v.reason.substr(v.reason.rfind('\n') + 1);
        const bool missing =
            status == 127 || status == -1 || v.reason.find("ModuleNotFoundError") == 0 || v.reason.find("ImportError") == 0;
        if (missing) return std::optional<std::vector<Tensor>>();
        return fail(Code::Format, file, runtime + " could not run it: " + v.reason);
    }
    v.runtime = j.value("runtime", runtime);
    v.runtimeVersion = j.value("runtime_version", "");
    std::vector<Tensor> tensors(outputs);
    for (std::size_t i = 0; i < outputs; ++i) { NW_TRY(tensors[i], readNpyFile(out[i])); }
    return std::optional(std::move(tensors));
}

}  // namespace

bool saysTheSame(const Verification& v, bool quantized) {
    const bool most = v.top1Agreement >= 0.99;
    if (!quantized) return most && v.maxAbsDifference <= 1e-4;
    return most || (v.maxAbsDifference <= 0.1 &&
                    std::all_of(v.differing.begin(), v.differing.end(), [](const Difference& d) { return d.isNearTie(); }));
}

nlohmann::json toJson(const Verification& v) {
    nlohmann::json j{{"file", v.file},
                     {"runtime", v.runtime},
                     {"runtime_version", v.runtimeVersion},
                     {"samples", v.samples},
                     {"max_abs_difference", v.maxAbsDifference},
                     {"top1_agreement", v.top1Agreement},
                     {"verdict", v.verdict},
                     {"split", nw::nameOf(v.split)},
                     {"differing", nlohmann::json::array()}};
    for (const Difference& d : v.differing)
        j["differing"].push_back({{"index", d.index}, {"here", d.here}, {"there", d.there}, {"margin", d.margin}});
    if (v.accuracyHere) j["accuracy_here"] = *v.accuracyHere;
    if (v.accuracyThere) j["accuracy_there"] = *v.accuracyThere;
    if (!v.reason.empty()) j["reason"] = v.reason;
    return j;
}

std::optional<Verification> verificationFrom(const nlohmann::json& j) {
    try {
        Verification v;
        v.file = j.at("file"), v.runtime = j.at("runtime"), v.runtimeVersion = j.at("runtime_version");
        v.samples = j.at("samples"), v.maxAbsDifference = j.at("max_abs_difference"), v.top1Agreement = j.at("top1_agreement");
        v.verdict = j.at("verdict"), v.reason = j.value("reason", "");
        const auto split = splitFromName(j.at("split").get<std::string>());
        if (!split) return std::nullopt;
        v.split = *split;
        for (const auto& d : j.at("differing")) v.differing.push_back({d.at("index"), d.at("here"), d.at("there"), d.at("margin")});
        if (j.contains("accuracy_here")) v.accuracyHere = j.at("accuracy_here").get<double>();
        if (j.contains("accuracy_there")) v.accuracyThere = j.at("accuracy_there").get<double>();
        return v;
    } catch (const nlohmann::json::exception&) { return std::nullopt; }
}

std::string runtimeOf(std::string_view format) { return format == "onnx" ? "onnxruntime" : "litert"; }

Result<Verification> verify(const Engine& engine, const LoadedModel& model, const std::string& file, const std::string& runtime,
                            const std::string& spec, std::int64_t samples, const JobHooks& hooks) {
    Verification v;
    v.file = file;
    NW_TRY(const Samples chosen, loadSamples(engine, model, spec, samples));
    const Tensor& input = chosen.input;
    v.samples = input.extents()[0];
    v.split = chosen.split;
    NW_TRY(const std::vector<Tensor> ours, runAll(engine, model.inference, input, hooks));
    NW_TRY(auto theirs, runForeign(file, runtime, input, ours.size(), v));
    const bool foreign = theirs.has_value();
    if (!foreign) {
        v.runtime = "netwright";
        v.runtimeVersion = NW_VERSION;
        NW_TRY(const Program program, formatForFile(file)->readFile(file));
        NW_TRY(theirs, runAll(engine, program, input, hooks));
    }
    NW_RETURN_IF_ERROR(compare(ours, *theirs, chosen, v));
    const bool exact = model.quantized && runtime == "litert-ref";
    const bool same = exact ? v.maxAbsDifference == 0 : saysTheSame(v, model.quantized);
    v.verdict = !same ? "differs" : foreign ? "same" : "unchecked";
    return v;
}

}  // namespace nw
