// netwright import: a model file of another tool as a project with its weights.
#include <filesystem>

#include "app/cli/model.h"
#include "core/compile/deploy.h"
#include "core/formats/format.h"
#include "core/passes/document.h"
#include "core/train/imported.h"

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
        if (out_.empty()) return fail(Code::Argument, "--output", "is missing");
        const Format* format = formatForFile(file_);
        if (!format) return fail(Code::Format, file_, "is not a model that Netwright reads", "Choose a .tflite or .onnx file.");
        std::error_code error;
        if (!force_ && std::filesystem::is_regular_file(out_, error))
            return fail(Code::Argument, out_, "exists already", "Choose another name, or add --force.");
        NW_TRY(const Program program, format->readFile(file_));
        NW_TRY(const Program folded, deploy(program));
        NW_TRY(const Document document, documentOf(folded, std::filesystem::path(file_).stem().string()));
        Project project;
        project.graph = document.graph;
        NW_TRY(const RunFolder folder, saveImported(project, out_, document.weights, file_));
        std::int64_t parameters = 0;
        for (const auto& [name, tensor] : document.weights) parameters += tensor.elements();
        const auto nodes = static_cast<std::int64_t>(document.graph.nodes().size());
        console.print({{"project", out_}, {"run", folder.path().string()}, {"nodes", nodes}, {"parameters", parameters}},
                      "wrote " + out_ + " (" + std::to_string(nodes) + " nodes, " + std::to_string(parameters) +
                          " parameters) and its run " + folder.path().string());
        return {};
    }

private:
    std::string file_, out_;
    bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> makeImport() { return std::make_unique<Import>(); }

}  // namespace nw::cli
