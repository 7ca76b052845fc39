// Back to what a run was made of: its network and settings as one undo step of the document.
#pragma once

#include "ui/document/project_patch.h"

namespace nw::ui {

/// The edit that makes the network, settings and data of `from` those of `to`; nothing where they agree.
ProjectPatch patchTo(const Project& from, const Project& to, const QString& label);

}  // namespace nw::ui
