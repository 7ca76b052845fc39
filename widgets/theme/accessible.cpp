// Accessibility of our own widgets: one interface, made by a factory for the widgets that asked for it.
#include "widgets/theme/accessible.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QWidget>

namespace nw::theme {

namespace {

QHash<const QObject*, Spoken>& known() {
    static QHash<const QObject*, Spoken> all;
    return all;
}

class Interface final : public QAccessibleWidget {
public:
    explicit Interface(QWidget* widget) : QAccessibleWidget(widget, known().value(widget).role) {}

    QAccessible::State state() const override {
        QAccessible::State out = QAccessibleWidget::state();
        const Spoken spoken = known().value(object());
        if (spoken.checked) {
            out.checkable = true;
            out.checked = spoken.checked();
        }
        if (spoken.expanded) {
            out.expandable = true;
            out.expanded = spoken.expanded();
            out.collapsed = !out.expanded;
        }
        return out;
    }
    QString text(QAccessible::Text kind) const override {
        const Spoken spoken = known().value(object());
        return kind == QAccessible::Value && spoken.value ? spoken.value() : QAccessibleWidget::text(kind);
    }
    QStringList actionNames() const override {
        QStringList out = QAccessibleWidget::actionNames();
        if (known().value(object()).press) out.prepend(pressAction());
        return out;
    }
    void doAction(const QString& action) override {
        const Spoken spoken = known().value(object());
        if (action == pressAction() && spoken.press)
            spoken.press();
        else
            QAccessibleWidget::doAction(action);
    }
};

QAccessibleInterface* make(const QString&, QObject* object) {
    auto* widget = qobject_cast<QWidget*>(object);
    return widget && known().contains(widget) ? new Interface(widget) : nullptr;
}

}  // namespace

void speakAs(QWidget* widget, Spoken spoken) {
    static bool installed = false;
    if (!installed) QAccessible::installFactory(make);
    installed = true;
    const bool fresh = !known().contains(widget);
    known().insert(widget, std::move(spoken));
    if (fresh) QObject::connect(widget, &QObject::destroyed, [](const QObject* gone) { known().remove(gone); });
}

void announceChange(QWidget* widget) {
    if (!QAccessible::isActive()) return;
    QAccessible::State changed;
    changed.checked = true;
    changed.expanded = true;
    QAccessibleStateChangeEvent state(widget, changed);
    QAccessible::updateAccessibility(&state);
    QAccessibleEvent description(widget, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&description);
}

void announceAlert(QWidget* widget) {
    QAccessibleEvent alert(widget, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

}  // namespace nw::theme
