// QAccessible interfaces of the canvas and of its nodes.
#include "widgets/canvas/accessible_canvas.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

#include "widgets/canvas/canvas.h"
#include "widgets/canvas/graph_scene.h"

namespace nw::canvas {

namespace {

class AccessibleNode final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    AccessibleNode(Canvas* canvas, NodeId id) : canvas_(canvas), id_(id) {}

    bool isValid() const override { return canvas_ && canvas_->graph().node(id_); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return canvas_ ? canvas_->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(canvas_); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QRect rect() const override {
        if (!isValid()) return {};
        const QRect r = canvas_->nodeRect(id_);
        return {canvas_->viewport()->mapToGlobal(r.topLeft()), r.size()};
    }
    QString text(QAccessible::Text kind) const override {
        if (!isValid()) return {};
        if (kind == QAccessible::Name) return accessibleNameOf(*canvas_, id_);
        return kind == QAccessible::Description ? canvas_->graph().node(id_)->node().tooltip : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    QAccessible::State state() const override {
        QAccessible::State s;
        if (!isValid()) {
            s.invalid = true;
            return s;
        }
        s.selectable = s.multiSelectable = s.focusable = true;
        s.selected = canvas_->graph().selection().contains(id_);
        s.focused = canvas_->hasFocus() && canvas_->current() == id_;
        s.busy = canvas_->graph().node(id_)->node().state == State::Running;
        const QRect seen = canvas_->viewport()->rect();
        s.offscreen = !seen.intersects(canvas_->nodeRect(id_));
        return s;
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    void doAction(const QString& name) override {
        if (!isValid()) return;
        canvas_->setFocus();
        canvas_->setCurrent(id_);
        if (name == pressAction()) canvas_->setSelection({id_});
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    QPointer<Canvas> canvas_;
    NodeId id_;
};

class AccessibleCanvas final : public QAccessibleWidget {
public:
    explicit AccessibleCanvas(Canvas* canvas) : QAccessibleWidget(canvas, QAccessible::List) {}
    ~AccessibleCanvas() override {
        for (const QAccessible::Id id : std::as_const(known_)) QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return static_cast<int>(order().size() + furniture().size()); }
    QAccessibleInterface* child(int index) const override {
        const auto nodes = order().size();
        if (index < 0 || index >= childCount()) return nullptr;
        if (index < nodes) return node(order()[index]);
        return QAccessible::queryAccessibleInterface(furniture()[index - nodes]);
    }
    int indexOfChild(const QAccessibleInterface* child) const override {
        for (int i = 0; i < childCount(); ++i)
            if (this->child(i) == child) return i;
        return -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        for (QWidget* widget : furniture())
            if (QRect(widget->mapToGlobal(QPoint(0, 0)), widget->size()).contains(x, y))
                return QAccessible::queryAccessibleInterface(widget);
        const QPoint here = canvas()->viewport()->mapFromGlobal(QPoint(x, y));
        const NodeItem* item = canvas()->graph().nodeAt(canvas()->mapToScene(here));
        return item ? node(item->node().id) : nullptr;
    }
    QAccessibleInterface* focusChild() const override {
        return canvas()->hasFocus() && canvas()->current() ? node(canvas()->current()) : QAccessibleWidget::focusChild();
    }
    /// Made once a node; forgotten with the node.
    QAccessibleInterface* node(NodeId id) const {
        if (const auto it = known_.constFind(id); it != known_.constEnd()) return QAccessible::accessibleInterface(*it);
        auto* made = new AccessibleNode(canvas(), id);
        known_.insert(id, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    void forgetGone() {
        for (auto it = known_.begin(); it != known_.end();) {
            if (canvas()->graph().node(it.key())) {
                ++it;
                continue;
            }
            QAccessible::deleteAccessibleInterface(it.value());
            it = known_.erase(it);
        }
    }

private:
    Canvas* canvas() const { return static_cast<Canvas*>(widget()); }
    const QList<NodeId>& order() const { return canvas()->graph().order(); }
    QList<QWidget*> furniture() const {
        QList<QWidget*> out;
        for (QWidget* child : canvas()->findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
            if (child != canvas()->viewport() && child->isVisible() && child->focusPolicy() != Qt::WheelFocus &&
                !child->objectName().startsWith(QLatin1String("qt_")))
                out.append(child);
        return out;
    }
    mutable QHash<NodeId, QAccessible::Id> known_;
};

QAccessibleInterface* factory(const QString&, QObject* object) {
    auto* canvas = qobject_cast<Canvas*>(object);
    return canvas ? new AccessibleCanvas(canvas) : nullptr;
}

AnnouncementObserver& observer() {
    static AnnouncementObserver one;
    return one;
}

bool isHeard() { return QAccessible::isActive() || observer(); }

AccessibleCanvas* interfaceOf(Canvas& canvas) {
    return isHeard() ? dynamic_cast<AccessibleCanvas*>(QAccessible::queryAccessibleInterface(&canvas)) : nullptr;
}

void send(QAccessibleInterface* to, QAccessible::Event kind) {
    if (!to) return;
    if (observer()) observer()(kind, *to);
    QAccessibleEvent event(to, kind);
    QAccessible::updateAccessibility(&event);
}

QString titles(const Canvas& canvas, NodeId id, bool before) {
    QStringList out;
    for (const LinkItem* link : canvas.graph().linksOf(id)) {
        const LinkEnds& ends = link->link().ends;
        if ((before ? ends.to : ends.from) != id) continue;
        const QString title = canvas.graph().node(before ? ends.from : ends.to)->node().title;
        if (!out.contains(title)) out.prepend(title);
    }
    return out.join(QStringLiteral(", "));
}

}  // namespace

void installCanvasAccessibility() {
    static const bool once = [] {
        QAccessible::installFactory(factory);
        return true;
    }();
    Q_UNUSED(once)
}

void observeAnnouncements(AnnouncementObserver next) { observer() = std::move(next); }

QString accessibleNameOf(const Canvas& canvas, NodeId id) {
    const NodeItem* item = canvas.graph().node(id);
    if (!item) return {};
    const Node& n = item->node();
    if (!n.accessibleName.isEmpty()) return n.accessibleName;
    QStringList parts{n.title};
    if (!n.subtitle.isEmpty()) parts << n.subtitle;
    if (!n.shape.isEmpty()) parts << Canvas::tr("output %1").arg(QString(n.shape).replace(QChar(0xD7), Canvas::tr(" by ")));
    if (!n.parameters.isEmpty()) parts << n.parameters;
    if (const QString from = titles(canvas, id, true); !from.isEmpty()) parts << Canvas::tr("from %1").arg(from);
    if (const QString to = titles(canvas, id, false); !to.isEmpty()) parts << Canvas::tr("to %1").arg(to);
    if (n.state == State::Bypassed) parts << Canvas::tr("bypassed");
    if (n.state == State::Warning) parts << Canvas::tr("warning: %1").arg(n.fault);
    if (n.state == State::Error) parts << Canvas::tr("error: %1").arg(n.fault);
    return parts.join(QStringLiteral(", "));
}

QHash<NodeId, QString> accessibleNames(const Canvas& canvas) {
    QHash<NodeId, QString> out;
    if (!isHeard()) return out;
    for (const Node& n : canvas.model().nodes) out.insert(n.id, accessibleNameOf(canvas, n.id));
    return out;
}

void announceCurrent(Canvas& canvas) {
    if (AccessibleCanvas* i = interfaceOf(canvas); i && canvas.hasFocus() && canvas.current() != 0)
        send(i->node(canvas.current()), QAccessible::Focus);
}

void announceSelection(Canvas& canvas) {
    AccessibleCanvas* i = interfaceOf(canvas);
    if (!i) return;
    const QList<NodeId> nodes = canvas.selection();
    if (nodes.size() == 1)
        send(i->node(nodes.front()), QAccessible::Selection);
    else
        send(i, QAccessible::SelectionWithin);
}

void announceModel(Canvas& canvas, const QHash<NodeId, QString>& before) {
    AccessibleCanvas* i = interfaceOf(canvas);
    if (!i) return;
    i->forgetGone();
    const QHash<NodeId, QString> now = accessibleNames(canvas);
    bool sameNodes = now.size() == before.size();
    for (auto it = now.begin(); it != now.end(); ++it) {
        const auto old = before.constFind(it.key());
        if (old == before.constEnd())
            sameNodes = false;
        else if (*old != it.value())
            send(i->node(it.key()), QAccessible::NameChanged);
    }
    if (!sameNodes) send(i, QAccessible::ObjectReorder);
}

}  // namespace nw::canvas
