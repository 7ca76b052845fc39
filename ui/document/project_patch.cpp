// Applying a project patch.
#include "ui/document/project_patch.h"

#include <algorithm>

#include "ui/document/text.h"

namespace nw::ui {

ProjectPatch::ProjectPatch(nw::Patch patch) : label(q(patch.label)), graph(std::move(patch)) {}
ProjectPatch::ProjectPatch(QString name, nw::Patch patch, std::vector<LayoutEdit> places)
    : label(std::move(name)), graph(std::move(patch)), layout(std::move(places)) {}

namespace {

/// The layout edit that restores what `edit` changes.
LayoutEdit applyEdit(const LayoutEdit& edit, Layout& places) {
    LayoutEdit back{edit.node, std::nullopt, places.expanded.contains(edit.node)};
    if (const auto it = places.positions.find(edit.node); it != places.positions.end()) back.position = it->second;
    if (edit.position)
        places.positions[edit.node] = *edit.position;
    else
        places.positions.erase(edit.node);
    if (edit.expanded)
        places.expanded.insert(edit.node);
    else
        places.expanded.erase(edit.node);
    return back;
}

}  // namespace

Result<ProjectPatch> ProjectPatch::apply(Project& project, Layout& places) const {
    ProjectPatch inverse;
    inverse.label = label;
    if (!graph.edits.empty()) { NW_TRY(inverse.graph, graph.apply(project.graph)); }
    for (const LayoutEdit& edit : layout) inverse.layout.push_back(applyEdit(edit, places));
    std::reverse(inverse.layout.begin(), inverse.layout.end());
    if (training) inverse.training = std::exchange(project.training, *training);
    if (data) inverse.data = std::exchange(project.data, *data);
    return inverse;
}

}  // namespace nw::ui
