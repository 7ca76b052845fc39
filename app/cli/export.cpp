// netwright export: a trained model as a file of another tool, with proof that it answers the same.
#include <cstdio>
#include <filesystem>

#include "app/cli/command.h"
#include "core/base/files.h"
#include "core/deploy/verify.h"
#include "core/formats/format.h"

namespace nw::cli {
namespace {

class Export final : public Command {
public:
    const char* name() const override { return "export"; }
    const char* doc() const override { return "Write a trained model as a file of another tool."; }
    void declare(Args& args) override {
        args.positional("MODEL", path_, "A project, a run folder or a model file.");
        args.option("--format", format_, "tflite or onnx; default: by the name of the file.");
        args.option("-o,--output", out_, "The file to write; default: in the run's exports folder.");
        args.option("--verify", data_, "A set: compare the file with this engine on its test split.");
        args.option("--samples", samples_, "Samples to compare.", 1);
        args.option("--runtime", runtime_, "litert, litert-ref or onnxruntime; default: by the format.");
    }

    Result<void> run(Console& console) override {
        NW_TRY(const Format* format, chooseFormat());
        if (!runtime_.empty() && runtime_ != "litert" && runtime_ != "litert-ref" && runtime_ != "onnxruntime")
            return fail(Code::Argument, "--runtime", "\"" + runtime_ + "\" is not known",
                        "Choose litert, litert-ref or onnxruntime.");
        NW_TRY(const LoadedModel model, console.load(path_));
        NW_TRY(const std::string file, chooseFile(model, *format));
        NW_RETURN_IF_ERROR(format->writeFile(file, model.inference));
        std::error_code error;  // a device has no size
        const auto bytes = std::filesystem::file_size(file, error);
        const std::int64_t size = error ? 0 : static_cast<std::int64_t>(bytes);
        nlohmann::json j{{"file", file}, {"format", format->id()}, {"bytes", size}};
        console.print(j, "wrote " + file + " (" + std::to_string((size + 500) / 1000) + " kB)");
        if (data_.empty()) return {};
        const std::string runtime = runtime_.empty() ? runtimeOf(format->id()) : runtime_;
        NW_TRY(const Verification v, verify(console.engine(), model, file, runtime, data_, samples_));
        char line[160];
        std::snprintf(line, sizeof line, "%s: %s %s, %lld samples, largest difference %.3g, same best class %.1f %%",
                      v.verdict.c_str(), v.runtime.c_str(), v.runtimeVersion.c_str(), static_cast<long long>(v.samples),
                      v.maxAbsDifference, 100 * v.top1Agreement);
        console.print(toJson(v),
                      v.verdict == "unchecked" ? std::string(line) + " (read back by Netwright itself; " + v.reason + ")" : line);
        if (v.verdict == "differs")
            return fail(Code::Format, file, "answers differently in " + v.runtime, "Report this with the project.");
        return {};
    }

private:
    Result<const Format*> chooseFormat() const {
        const Format* format = format_.empty() ? formatForFile(out_) : findFormat(format_);
        if (format) return format;
        std::string known;
        for (const Format* f : formats()) known += (known.empty() ? "" : ", ") + std::string(f->id());
        if (format_.empty() && !out_.empty())
            return fail(Code::Unsupported, out_, "has an ending that tells no format", "Add --format with one of " + known + ".");
        return fail(Code::Unsupported, "--format", format_.empty() ? "is missing" : "\"" + format_ + "\" is not known",
                    "Choose one of " + known + ".");
    }

    Result<std::string> chooseFile(const LoadedModel& model, const Format& format) const {
        if (!out_.empty()) return out_;
        if (!model.run) return fail(Code::Argument, "--output", "is missing", "Name the file to write.");
        NW_RETURN_IF_ERROR(makeFolder(model.run->path() / "exports"));
        return (model.run->path() / "exports" / ("model" + std::string(format.extension()))).string();
    }

    std::string path_, format_, out_, data_, runtime_;
    std::int64_t samples_ = 1000;
};

}  // namespace

std::unique_ptr<Command> makeExport() { return std::make_unique<Export>(); }

}  // namespace nw::cli
