// What keys do on a canvas: walking along links, moving, linking without a mouse.
#pragma once

#include <QKeyEvent>

#include "widgets/canvas/canvas.h"

namespace nw::canvas {

class Gestures;
class GraphScene;

class KeyNavigation final {
public:
    KeyNavigation(Canvas& canvas, GraphScene& scene, Gestures& gestures);
    /// True when the key meant something here.
    bool press(QKeyEvent& event);
    bool release(QKeyEvent& event);

private:
    enum class Way { Up, Down, Left, Right };

    bool pressEdit(QKeyEvent& event);
    bool pressView(QKeyEvent& event);
    bool pressArrow(QKeyEvent& event);
    void walk(Way way, bool extend);
    void nudge(Way way);
    NodeId alongLinks(NodeId from, Way way) const;
    NodeId nearest(NodeId from, Way way) const;
    void connectHere();
    void stopConnecting();
    bool escape();
    QList<NodeId> acted() const;

    Canvas& canvas_;
    GraphScene& scene_;
    Gestures& gestures_;
    NodeId source_ = 0;  ///< the node of the first L
};

}  // namespace nw::canvas
