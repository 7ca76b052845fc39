// Selection: the chosen nodes, the same for canvas, inspector and keys; and the sample that the whole studio looks at.
#pragma once

#include <QImage>
#include <QObject>
#include <vector>

#include "core/data/dataset.h"
#include "core/graph/graph.h"
#include "core/tensor/tensor.h"

namespace nw::ui {

class Selection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    const std::vector<NodeId>& nodes() const { return nodes_; }
    /// The only selected node; 0 when there is none or are several.
    NodeId single() const { return nodes_.size() == 1 ? nodes_[0] : 0; }
    void set(std::vector<NodeId> nodes) {
        if (nodes == nodes_) return;
        nodes_ = std::move(nodes);
        Q_EMIT changed();
    }

Q_SIGNALS:
    void changed();
    /// Someone asks to bring a node into view (a problem in a list was chosen).
    void shown(nw::NodeId node);

private:
    std::vector<NodeId> nodes_;
};

}  // namespace nw::ui
