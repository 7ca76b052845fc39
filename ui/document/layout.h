// Layout: where nodes stand on the canvas and which show their preview. Kept beside the project in name.netwright.layout.
#pragma once

#include <QPointF>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "core/graph/graph.h"

namespace nw::ui {

struct Layout {
    std::map<NodeId, QPointF> positions;  ///< top left, in scene units
    std::set<NodeId> expanded;            ///< nodes with a large preview
    bool operator==(const Layout&) const = default;
};

/// One change of a layout; the inverse is of the same kind.
struct LayoutEdit {
    NodeId node = 0;
    std::optional<QPointF> position;  ///< nothing: has no place
    bool expanded = false;
    bool operator==(const LayoutEdit&) const = default;
};

std::filesystem::path layoutPathOf(const std::filesystem::path& project);
/// JSON, sorted. Numbers are rounded to whole units.
std::string toText(const Layout& layout);
/// Nothing of a damaged file is an error: what cannot be read is laid out anew.
Layout layoutFromText(std::string_view text);

}  // namespace nw::ui
