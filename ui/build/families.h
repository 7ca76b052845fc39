// How operators are grouped and coloured: by the folder of core/ops they are in.
#pragma once

#include <QString>
#include <vector>

#include "core/op/def.h"
#include "widgets/theme/tokens.h"

namespace nw::ui {

theme::Family familyOf(const OpDef& op);
/// The heading of a group in the palette: "Norm, dropout".
QString titleOf(theme::Family family);
/// Whether people place it: not internal, not the ends of functions, which belong inside functions.
bool isPlaceable(const OpDef& op);
/// Placeable operators in the order of families, then those that the starters use most, then as declared.
std::vector<const OpDef*> placeableOperators();
theme::PortKind kindOf(const Type& type);

}  // namespace nw::ui
