// netwright run: feeds .npy files to a model and writes its outputs as .npy files.
#include <algorithm>
#include <filesystem>
#include <map>

#include "app/cli/command.h"
#include "core/base/files.h"
#include "core/io/npy.h"

namespace nw::cli {
namespace {

class Run final : public Command {
public:
    const char* name() const override { return "run"; }
    const char* doc() const override { return "Feed .npy files to a model and write its outputs."; }
    void declare(Args& args) override {
        args.positional("MODEL", path_, "A project, a run folder or a model file.");
        args.option("--input", inputs_, "name=file.npy; may be repeated.");
        args.option("--output-dir", out_, "Folder for the outputs.");
    }
    Result<void> run(Console& console) override {
        if (out_.empty()) return fail(Code::Argument, "--output-dir", "is missing", "Name a folder for the outputs.");
        NW_TRY(const LoadedModel model, console.load(path_));
        NW_TRY(const std::vector<Tensor> tensors, readInputs(model.inference));
        Runner runner(model.inference, console.engine().executable(Phase::Inference));
        NW_TRY(const auto outputs, runner.run(tensors, {}));
        NW_RETURN_IF_ERROR(makeFolder(out_));
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            const auto file = std::filesystem::path(out_) / fileName(model.inference.outputs[i].name);
            NW_RETURN_IF_ERROR(writeNpyFile(file, outputs[i]));
            console.print({{"output", model.inference.outputs[i].name}, {"file", file.string()}, {"shape", outputs[i].extents()}},
                          file.string());
        }
        return {};
    }

private:
    Result<std::vector<Tensor>> readInputs(const Program& program) const {
        std::map<std::string, std::string> files;
        for (const std::string& s : inputs_) {
            const auto equal = s.find('=');
            if (equal == std::string::npos) return fail(Code::Argument, "--input", "\"" + s + "\" is not name=file.npy");
            files[s.substr(0, equal)] = s.substr(equal + 1);
        }
        std::vector<Tensor> tensors;
        for (const NamedType& input : program.inputs) {
            const auto it = files.find(input.name);
            if (it == files.end())
                return fail(Code::Argument, "--input", "\"" + input.name + "\" is missing; it is " + input.type.text());
            NW_TRY(Tensor t, readNpyFile(it->second));
            tensors.push_back(std::move(t));
            files.erase(it);
        }
        if (!files.empty())
            return fail(Code::Argument, "--input", "the model has no input \"" + files.begin()->first + "\"", namesOf(program));
        return tensors;
    }

    static std::string namesOf(const Program& program) {
        std::string names;
        for (const NamedType& input : program.inputs) names += (names.empty() ? "Its inputs are " : ", ") + input.name;
        return names + ".";
    }

    /// A name from a model file as a file name.
    static std::string fileName(std::string name) {
        std::replace(name.begin(), name.end(), '/', '_');
        return name + ".npy";
    }

    std::string path_, out_;
    std::vector<std::string> inputs_;
};

}  // namespace

std::unique_ptr<Command> makeRun() { return std::make_unique<Run>(); }

}  // namespace nw::cli
