// netwright import: a model file of another tool as a project with its weights.
#include <filesystem>

#include "app/cli/command.h"
#include "core/deploy/import_model.h"

namespace nw::cli {
namespace {

class Import final : public Command {
public:
    const char* name() const override { return "import"; }
    const char* doc() const override { return "Make a project of a model file of another tool."; }
    void declare(Args& args) override {
        args.positional("FILE", file_, "A .tflite or .onnx file.");
        args.option("-o,--output", out_, "The .netwright file to write; its weights are a run beside it.");
        args.flag("--force", force_, "Overwrite a project that exists.");
    }
    Result<void> run(Console& console) override {
        if (out_.empty()) return fail(Code::Argument, "--output", "is missing", "Name the project to write.");
        std::error_code error;
        if (!force_ && std::filesystem::is_regular_file(out_, error))
            return fail(Code::Argument, out_, "exists already", "Choose another name, or add --force.");
        NW_TRY(const ImportedModel made, importModel(file_, out_));
        const std::string run = made.run.path().string();
        console.print({{"project", out_}, {"run", run}, {"nodes", made.nodes}, {"parameters", made.parameters}},
                      "wrote " + out_ + " (" + std::to_string(made.nodes) + " nodes, " + std::to_string(made.parameters) +
                          " parameters) and its run " + run);
        return {};
    }

private:
    std::string file_, out_;
    bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> makeImport() { return std::make_unique<Import>(); }

}  // namespace nw::cli
