// ProjectPatch: one edit of everything a document holds, as data, with its inverse.
#pragma once

#include <QString>
#include <vector>

#include "core/graph/patch.h"
#include "core/graph/project.h"
#include "ui/document/layout.h"

namespace nw::ui {

struct ProjectPatch {
    QString label;  ///< what it does, for the undo menu: "Set units to 10"
    nw::Patch graph{};
    std::vector<LayoutEdit> layout{};
    std::optional<TrainingSettings> training{};
    std::optional<std::string> data{};

    ProjectPatch() = default;
    /// An edit of the graph alone; its label is the patch's.
    ProjectPatch(nw::Patch patch);
    ProjectPatch(QString name, nw::Patch patch, std::vector<LayoutEdit> places = {});

    bool isEmpty() const { return graph.edits.empty() && layout.empty() && !training && !data; }
    /// All of it or nothing. The answer is the inverse. Errors: those of Patch.
    Result<ProjectPatch> apply(Project& project, Layout& places) const;
};

}  // namespace nw::ui
