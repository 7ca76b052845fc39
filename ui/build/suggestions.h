// What can come next: operators that take a tensor, best first, with the shape that they would give.
#pragma once

#include <QString>

#include "ui/document/studio.h"

namespace nw::ui {

struct Suggestion {
    const OpDef* op = nullptr;
    QString shape;  ///< "10×10×16"; empty where it is not known
    int rank = 0;   ///< higher is better
};

/// The first output of a node, if it has one that a layer can read; else a node of 0.
PortRef outputOf(const Studio& studio, NodeId node);

/// Placeable operators whose words match `text` (label, id, synonyms) best first; with `from` (node != 0) those that take it,
/// ranked by what usually follows.
std::vector<Suggestion> suggestions(const Studio& studio, const PortRef& from, const QString& text);
/// Those that could stand above an input.
std::vector<Suggestion> suggestionsAbove(const Studio& studio, const PortRef& to, const QString& text);

/// All whose words match, also those that do not take `from`; of equally good words those that do come first.
std::vector<Suggestion> matches(const Studio& studio, const PortRef& from, const QString& text);

}  // namespace nw::ui
