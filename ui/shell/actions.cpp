// The table of actions.
#include "ui/shell/actions.h"

#include <QCoreApplication>
#include <QMenu>
#include <array>

#include "core/base/check.h"

namespace nw::ui {

namespace {

/// Where its keys act, and what it acts on: anything from anywhere, the canvas from anywhere, the canvas while it has the focus.
enum class Where { Window, Build, Canvas };

struct Row {
    const char *id, *menu, *text, *keys;
    Where where = Where::Window;
    bool checkable = false;
};

/// Empty id: a line. Keys are separated by spaces.
constexpr std::array rows{
    Row{"new", "File", QT_TRANSLATE_NOOP("actions", "New project"), "Ctrl+N"},
    Row{"open", "File", QT_TRANSLATE_NOOP("actions", "Open…"), "Ctrl+O"},
    Row{"recent", "File", QT_TRANSLATE_NOOP("actions", "Open recent"), ""},
    Row{"save", "File", QT_TRANSLATE_NOOP("actions", "Save"), "Ctrl+S"},
    Row{"save_as", "File", QT_TRANSLATE_NOOP("actions", "Save as…"), "Ctrl+Shift+S"},
    Row{"", "File", "", ""},
    Row{"quit", "File", QT_TRANSLATE_NOOP("actions", "Quit"), "Ctrl+Q"},
    Row{"undo", "Edit", QT_TRANSLATE_NOOP("actions", "Undo"), "Ctrl+Z"},
    Row{"redo", "Edit", QT_TRANSLATE_NOOP("actions", "Redo"), "Ctrl+Shift+Z Ctrl+Y"},
    Row{"", "Edit", "", ""},
    Row{"cut", "Edit", QT_TRANSLATE_NOOP("actions", "Cut"), "Ctrl+X"},
    Row{"copy", "Edit", QT_TRANSLATE_NOOP("actions", "Copy"), "Ctrl+C"},
    Row{"paste", "Edit", QT_TRANSLATE_NOOP("actions", "Paste"), "Ctrl+V"},
    Row{"paste_linked", "Edit", QT_TRANSLATE_NOOP("actions", "Paste and keep inputs"), "Ctrl+Shift+V"},
    Row{"duplicate", "Edit", QT_TRANSLATE_NOOP("actions", "Duplicate"), "Ctrl+D"},
    Row{"delete", "Edit", QT_TRANSLATE_NOOP("actions", "Delete"), "Del", Where::Canvas},
    Row{"heal", "Edit", QT_TRANSLATE_NOOP("actions", "Delete and heal"), "Ctrl+Del", Where::Canvas},
    Row{"", "Edit", "", ""},
    Row{"select_all", "Edit", QT_TRANSLATE_NOOP("actions", "Select all"), "Ctrl+A", Where::Build},
    Row{"rename", "Edit", QT_TRANSLATE_NOOP("actions", "Rename…"), "F2", Where::Build},
    Row{"", "Edit", "", ""},
    Row{"copy_command", "Edit", QT_TRANSLATE_NOOP("actions", "Copy as command"), "Ctrl+Shift+C"},
    Row{"page_data", "View", QT_TRANSLATE_NOOP("actions", "Data"), "Ctrl+1"},
    Row{"page_build", "View", QT_TRANSLATE_NOOP("actions", "Build"), "Ctrl+2"},
    Row{"page_train", "View", QT_TRANSLATE_NOOP("actions", "Train"), "Ctrl+3"},
    Row{"page_evaluate", "View", QT_TRANSLATE_NOOP("actions", "Evaluate"), "Ctrl+4"},
    Row{"page_deploy", "View", QT_TRANSLATE_NOOP("actions", "Deploy"), "Ctrl+5"},
    Row{"", "View", "", ""},
    Row{"left", "View", QT_TRANSLATE_NOOP("actions", "Left panel"), "F9", Where::Window, true},
    Row{"right", "View", QT_TRANSLATE_NOOP("actions", "Right panel"), "F10", Where::Window, true},
    Row{"canvas_only", "View", QT_TRANSLATE_NOOP("actions", "Canvas only"), "F11"},
    Row{"", "View", "", ""},
    Row{"fit_all", "View", QT_TRANSLATE_NOOP("actions", "Fit all"), "Home", Where::Canvas},
    Row{"zoom_in", "View", QT_TRANSLATE_NOOP("actions", "Zoom in"), "Ctrl++ Ctrl+=", Where::Build},
    Row{"zoom_out", "View", QT_TRANSLATE_NOOP("actions", "Zoom out"), "Ctrl+-", Where::Build},
    Row{"", "View", "", ""},
    Row{"theme", "View", QT_TRANSLATE_NOOP("actions", "Theme"), ""},
    Row{"interface_size", "View", QT_TRANSLATE_NOOP("actions", "Interface size"), ""},
    Row{"reduce_motion", "View", QT_TRANSLATE_NOOP("actions", "Reduce motion"), "", Where::Window, true},
    Row{"add", "Network", QT_TRANSLATE_NOOP("actions", "Add layer…"), "Shift+A", Where::Canvas},
    Row{"find_layer", "Network", QT_TRANSLATE_NOOP("actions", "Search layers"), "/", Where::Canvas},
    Row{"", "Network", "", ""},
    Row{"bypass", "Network", QT_TRANSLATE_NOOP("actions", "Bypass"), "M", Where::Canvas},
    Row{"preview", "Network", QT_TRANSLATE_NOOP("actions", "Large preview"), "P", Where::Canvas},
    Row{"lay_out", "Network", QT_TRANSLATE_NOOP("actions", "Lay out"), "Ctrl+L", Where::Build},
    Row{"", "Network", "", ""},
    Row{"next_problem", "Network", QT_TRANSLATE_NOOP("actions", "Next problem"), "F8"},
    Row{"previous_problem", "Network", QT_TRANSLATE_NOOP("actions", "Previous problem"), "Shift+F8"},
    Row{"", "Network", "", ""},
    Row{"import", "Network", QT_TRANSLATE_NOOP("actions", "Import model…"), ""},
    Row{"train", "Run", QT_TRANSLATE_NOOP("actions", "Train or pause"), "Ctrl+Return"},
    Row{"stop", "Run", QT_TRANSLATE_NOOP("actions", "Stop"), "Ctrl+."},
    Row{"single_step", "Run", QT_TRANSLATE_NOOP("actions", "Single step"), "Ctrl+Shift+Return"},
    Row{"layer_help", "Help", QT_TRANSLATE_NOOP("actions", "How the layer works"), "F1"},
    Row{"first_steps", "Help", QT_TRANSLATE_NOOP("actions", "First steps"), ""},
    Row{"keys", "Help", QT_TRANSLATE_NOOP("actions", "Keys"), "Ctrl+F1"},
    Row{"about", "Help", QT_TRANSLATE_NOOP("actions", "About Netwright"), ""},
};

QString translated(const char* text) { return QCoreApplication::translate("actions", text); }

}  // namespace

Actions::Actions(QWidget* window) : QObject(window), window_(window) {
    for (const Row& row : rows) {
        if (!*row.id) continue;
        auto* action = new QAction(translated(row.text), this);
        QList<QKeySequence> keys;
        for (const QString& key : QString(row.keys).split(u' ', Qt::SkipEmptyParts)) keys << QKeySequence(key);
        action->setShortcuts(keys);
        action->setCheckable(row.checkable);
        if (row.where != Where::Canvas) window->addAction(action);
        actions_[row.id] = action;
    }
}

QAction* Actions::operator[](const std::string& id) const {
    const auto it = actions_.find(id);
    NW_CHECK(it != actions_.end(), "there is no action " + id);
    return it->second;
}

void Actions::fill(QMenuBar& bar) const {
    for (const Row& row : rows) {
        QMenu*& menu = menus_[row.menu];
        if (!menu) menu = bar.addMenu(QCoreApplication::translate("menus", row.menu));
        if (*row.id)
            menu->addAction(actions_.at(row.id));
        else
            menu->addSeparator();
    }
}

void Actions::bindToCanvas(QWidget* canvas, const std::function<void()>& show) const {
    for (const Row& row : rows) {
        if (!*row.id || row.where == Where::Window) continue;
        QAction* action = actions_.at(row.id);
        QObject::connect(action, &QAction::triggered, canvas, show);
        if (row.where != Where::Canvas) continue;
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        canvas->addAction(action);
    }
}

std::vector<std::pair<QString, QString>> Actions::keys() const {
    std::vector<std::pair<QString, QString>> out;
    for (const Row& row : rows) {
        if (!*row.id || !*row.keys) continue;
        QStringList keys;
        for (const QKeySequence& key : actions_.at(row.id)->shortcuts()) keys << key.toString(QKeySequence::NativeText);
        out.emplace_back(translated(row.text).remove(u'…'), keys.join(QStringLiteral(", ")));
    }
    return out;
}

}  // namespace nw::ui
