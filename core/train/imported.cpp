// Writing an imported project with its run.
#include "core/train/imported.h"

#include <algorithm>

namespace nw {
namespace {

Result<State> stateFrom(const Program& program, const std::map<std::string, Tensor>& weights) {
    State state;
    for (const StateSpec& s : program.state) {
        const auto it = weights.find(s.name);
        if (it == weights.end()) return fail(Code::NotFound, s.name, "has no values in the file");
        if (!(it->second.type() == s.type))
            return fail(Code::Shape, s.name,
                        "is " + textOf(it->second.extents()) + " in the file, but the layer needs " + textOf(s.type.extents));
        state.specs.push_back(s);
        state.tensors.push_back(it->second);
    }
    return state;
}

}  // namespace

Result<RunFolder> saveImported(const Project& project, const std::filesystem::path& path,
                               const std::map<std::string, Tensor>& weights, const std::string& source) {
    NW_TRY(const Program program, inferenceProgram(project.graph));
    NW_TRY(const State state, stateFrom(program, weights));
    NW_RETURN_IF_ERROR(saveProject(project, path));
    NW_TRY(RunFolder run, RunFolder::createIn(runsFolderOf(path)));
    Manifest m;
    m.project = path.string();
    m.status = "finished";
    m.kind = "imported";
    m.parent = source;
    NW_RETURN_IF_ERROR(run.begin(m, project));
    NW_RETURN_IF_ERROR(run.saveCheckpoint("last", state, {}));
    return run;
}

}  // namespace nw
