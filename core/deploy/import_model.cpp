// Reading a model file into a document.
#include "core/deploy/import_model.h"

#include "core/compile/deploy.h"
#include "core/formats/format.h"
#include "core/passes/document.h"
#include "core/train/imported.h"

namespace nw {

Result<ImportedModel> importModel(const std::filesystem::path& file, const std::filesystem::path& out) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return fail(Code::NotFound, file.string(), "does not exist");
    const Format* format = formatForFile(file);
    if (!format) return fail(Code::Format, file.string(), "is not a model that Netwright reads", "Choose a .tflite or .onnx file.");
    NW_TRY(const Program program, format->readFile(file));
    NW_TRY(const Program folded, deploy(program));
    NW_TRY(const Document document, documentOf(folded, file.stem().string()));
    Project project;
    project.graph = document.graph;
    NW_TRY(const RunFolder run, saveImported(project, out, document.weights, file.string()));
    ImportedModel made{run, static_cast<std::int64_t>(document.graph.nodes().size()), 0};
    for (const auto& [name, tensor] : document.weights) made.parameters += tensor.elements();
    return made;
}

}  // namespace nw
