// The menu is made when it opens.
#include "widgets/parts/pick_button.h"

#include <QMenu>
#include <algorithm>

#include "widgets/theme/style.h"

namespace nw::parts {

PickButton::PickButton(const QString& what, QWidget* parent) : QPushButton(parent), what_(what) {
    theme::setRole(this, theme::ButtonRole::Quiet);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* menu = new QMenu(this);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        for (const Item& item : std::as_const(items_)) {
            QAction* action = menu->addAction(item.text);
            action->setCheckable(true);
            action->setChecked(item.id == current_);
            connect(action, &QAction::triggered, this, [this, id = item.id] {
                if (id != current_) Q_EMIT picked(id);
            });
        }
    });
}

void PickButton::setItems(const QList<Item>& items, int current) {
    if (items == items_ && current == current_) return;
    items_ = items;
    current_ = current;
    name();
}

QString PickButton::fullText() const {
    const auto it = std::find_if(items_.begin(), items_.end(), [this](const Item& i) { return i.id == current_; });
    return it == items_.end() ? QString() : it->text;
}

int PickButton::fullWidth() const {
    return sizeHint().width() + fontMetrics().horizontalAdvance(fullText()) - fontMetrics().horizontalAdvance(text());
}

void PickButton::setBrief(bool brief) {
    if (std::exchange(brief_, brief) != brief) name();
}

void PickButton::name() {
    const auto it = std::find_if(items_.begin(), items_.end(), [this](const Item& i) { return i.id == current_; });
    setVisible(it != items_.end());
    if (it == items_.end()) return;
    setText(brief_ ? it->brief : it->text);
    setToolTip(QStringLiteral("%1: %2").arg(what_, it->text));
    setAccessibleName(toolTip());
}

}  // namespace nw::parts
