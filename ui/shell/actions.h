// The one table of actions: menus, shortcuts, tooltips and the list of keys are read from it.
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QMenuBar>
#include <functional>
#include <map>
#include <string>

namespace nw::ui {

class Actions : public QObject {
    Q_OBJECT
public:
    explicit Actions(QWidget* window);

    /// The action of an id of the table. NW_CHECK: it exists.
    QAction* operator[](const std::string& id) const;
    /// File, Edit, View, Network, Run, Help with their actions.
    void fill(QMenuBar& bar) const;
    /// Restricts the shortcuts of the canvas (letters, Delete) to it: they act only while it has the focus. What works on the
    /// canvas calls `show` before, as its menu can be opened over any page. To be called before these actions are connected to what
    /// they do.
    void bindToCanvas(QWidget* canvas, const std::function<void()>& show) const;
    /// Name and keys of every action, for the list in Help.
    std::vector<std::pair<QString, QString>> keys() const;
    QMenu* menu(const std::string& name) const { return menus_.at(name); }

private:
    QWidget* window_;
    std::map<std::string, QAction*> actions_;
    mutable std::map<std::string, QMenu*> menus_;
};

}  // namespace nw::ui
