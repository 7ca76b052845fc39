// Walks the tree of widgets by what places them.
#include "widgets/parts/reading_order.h"

#include <QApplication>
#include <QLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

namespace nw::parts {

namespace {

void addPlaced(const QLayout& layout, QList<QWidget*>& out) {
    for (int i = 0; i < layout.count(); ++i) {
        QLayoutItem* item = layout.itemAt(i);
        if (QWidget* w = item->widget())
            out << w;
        else if (const QLayout* inner = item->layout())
            addPlaced(*inner, out);
    }
}

/// What places them says their order; the others follow as they were made.
QList<QWidget*> childrenOf(const QWidget& parent) {
    QList<QWidget*> out;
    if (const auto* splitter = qobject_cast<const QSplitter*>(&parent)) {
        for (int i = 0; i < splitter->count(); ++i) out << splitter->widget(i);
    } else if (const QLayout* layout = parent.layout()) {
        addPlaced(*layout, out);
    }
    for (QObject* child : parent.children())
        if (auto* w = qobject_cast<QWidget*>(child); w && !w->isWindow() && !out.contains(w)) out << w;
    return out;
}

void collect(QWidget& widget, QList<QWidget*>& out) {
    if (!widget.isVisible() || !widget.isEnabled()) return;
    if ((widget.focusPolicy() & Qt::TabFocus) && !widget.focusProxy()) out << &widget;
    for (QWidget* child : childrenOf(widget)) collect(*child, out);
}

void show(QWidget& widget) {
    for (QWidget* w = widget.parentWidget(); w; w = w->parentWidget())
        if (auto* area = qobject_cast<QScrollArea*>(w)) area->ensureWidgetVisible(&widget);
}

}  // namespace

QList<QWidget*> readingOrder(QWidget* root) {
    QList<QWidget*> out;
    collect(*root, out);
    return out;
}

bool focusNext(QWidget* root, bool forward) {
    const QList<QWidget*> order = readingOrder(root);
    const qsizetype at = order.indexOf(QApplication::focusWidget());
    if (at < 0) return false;
    QWidget* to = order[(at + (forward ? 1 : order.size() - 1)) % order.size()];
    to->setFocus(forward ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    show(*to);
    return true;
}

}  // namespace nw::parts
