// Where the layers stand that a fix adds.
#include <algorithm>

#include "ui/build/canvas_model.h"
#include "ui/build/edits.h"
#include "widgets/canvas/geometry.h"

namespace nw::ui {

namespace {

/// The first link of the fix into, or out of, a node; null when there is none.
const Link* linkOf(const Patch& fix, NodeId node, bool into) {
    for (const Edit& e : fix.edits)
        if (const auto* add = std::get_if<AddLink>(&e))
            if ((into ? add->link.to.node : add->link.from.node) == node) return &add->link;
    return nullptr;
}

class Placing {
public:
    Placing(const Studio& studio, const Patch& fix) : layout_(studio.document.layout()), studio_(studio), fix_(fix) {}

    ProjectPatch run() {
        for (const Edit& e : fix_.edits)
            if (const auto* gone = std::get_if<RemoveNode>(&e)) remove(gone->node);
        for (const Edit& e : fix_.edits)
            if (const auto* added = std::get_if<AddNode>(&e)) place(added->node);
        ProjectPatch out(fix_);
        for (const auto& [id, at] : layout_.positions) {
            const auto& before = studio_.document.layout().positions;
            const auto it = before.find(id);
            if (it == before.end() || it->second != at) out.layout.push_back({id, at, layout_.expanded.contains(id)});
        }
        for (const NodeId id : gone_) out.layout.push_back({id, std::nullopt, false});
        return out;
    }

private:
    void remove(NodeId id) {
        gone_.push_back(id);
        if (const auto it = layout_.positions.find(id); it != layout_.positions.end()) {
            left_ = it->second;
            layout_.positions.erase(it);
        }
    }

    void place(const Node& node) {
        const Link* read = linkOf(fix_, node.id, true);
        if (left_) {
            layout_.positions[node.id] = *std::exchange(left_, std::nullopt);
            return;
        }
        if (!read || !layout_.positions.contains(read->from.node)) return;
        const QSizeF above = canvas::nodeSize(outlineOf(studio_, read->from.node, layout_.expanded.contains(read->from.node)));
        QPointF at = layout_.positions[read->from.node] + QPointF((above.width() - canvas::NodeWidth) / 2, 0);
        at.ry() += above.height() + canvas::NodeGap;
        if (linkOf(fix_, node.id, false))
            for (auto& [id, other] : layout_.positions)
                if (other.y() >= at.y() - 1) other.ry() += canvas::NodeHeight + canvas::NodeGap;
        const auto taken = [&] {
            return std::any_of(layout_.positions.begin(), layout_.positions.end(), [&](const auto& p) {
                return std::abs(p.second.x() - at.x()) < canvas::NodeWidth && std::abs(p.second.y() - at.y()) < canvas::NodeHeight;
            });
        };
        while (taken()) at.rx() += canvas::NodeWidth + canvas::ColumnGap;
        layout_.positions[node.id] = at;
    }

    Layout layout_;
    const Studio& studio_;
    const Patch& fix_;
    std::vector<NodeId> gone_;
    std::optional<QPointF> left_;  ///< the place of a removed node that no new one has taken
};

}  // namespace

ProjectPatch fixWithPlaces(const Studio& studio, const Patch& fix) { return Placing(studio, fix).run(); }

}  // namespace nw::ui
