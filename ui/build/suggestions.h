// What can come next: operators that take a tensor, best first, with the shape that they would give.
#pragma once

#include <QString>

#include "ui/document/studio.h"

namespace nw::ui {

struct Suggestion {
    const OpDef* op = nullptr;
    QString shape;  ///< "10×10×16"; empty where it is not known
};

/// Placeable operators whose words match `text` (label, id, synonyms) best first; with `from` (node != 0) those that take it,
/// ranked by what usually follows.
std::vector<Suggestion> suggestions(const Studio& studio, const PortRef& from, const QString& text);
/// Those that could stand above an input.
std::vector<Suggestion> suggestionsAbove(const Studio& studio, const PortRef& to, const QString& text);

}  // namespace nw::ui
