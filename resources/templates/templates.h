// The starter projects.
#pragma once
#include <span>

#include "core/graph/project.h"

namespace nw {

struct Template {
    const char* id;
    const char* label;
    const char* description;  ///< one sentence
    Project (*make)();
};

/// In the order in which people meet them.
std::span<const Template> templates();
/// Error: NotFound, listing the ids.
Result<Project> makeTemplate(std::string_view id);

}  // namespace nw
