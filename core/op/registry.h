// The registry of operators, generated from the files of core/ops. Implemented there.
#pragma once
#include <span>
#include <string_view>

#include "core/op/def.h"

namespace nw {

/// All operators, sorted by id. Built on first use; lives until the process ends.
std::span<const OpDef> operators();
/// Null when there is none.
const OpDef* findOperator(std::string_view id);
/// NW_CHECK: it exists.
const OpDef& operatorById(std::string_view id);

}  // namespace nw
