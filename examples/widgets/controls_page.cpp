// The gallery's page of standard controls in all their states.
#include <QCheckBox>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>
#include <QSplitter>
#include <QTabBar>
#include <QTableWidget>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "examples/widgets/pages.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/label.h"
#include "widgets/theme/style.h"

namespace nw::gallery {

namespace {

using theme::ButtonRole;

QPushButton* button(const QString& text, ButtonRole role, const char* picture = nullptr, const QString& why = {}) {
    auto* out = new QPushButton(text);
    theme::setRole(out, role);
    if (picture) out->setIcon(theme::icon(picture, theme::Token::Text));
    if (!why.isEmpty()) theme::setDisabledReason(out, why);
    return out;
}

template <typename T>
T* named(T* widget, const QString& name) {
    widget->setAccessibleName(name);
    return widget;
}

QWidget* buttons() {
    auto* menu = button(QObject::tr("Add layer"), ButtonRole::Plain);
    auto* popup = new QMenu(menu);
    popup->addAction(QObject::tr("Dense"));
    menu->setMenu(popup);
    auto* pressed = button(QObject::tr("Log scale"), ButtonRole::Plain);
    pressed->setCheckable(true);
    pressed->setChecked(true);
    const QString why = QObject::tr("Nothing is being trained");
    return block(QObject::tr("Buttons"),
                 {row({button(QObject::tr("Train"), ButtonRole::Primary, "play"), button(QObject::tr("Stop"), ButtonRole::Plain),
                       button(QObject::tr("Open a folder or file"), ButtonRole::Plain, "plus"),
                       button(QObject::tr("Hide"), ButtonRole::Quiet), button(QObject::tr("How it works"), ButtonRole::Link), menu,
                       pressed}),
                  row({button(QObject::tr("Train, about 20 s"), ButtonRole::PagePrimary),
                       button(QObject::tr("Resume"), ButtonRole::Primary, "play", why),
                       button(QObject::tr("Step"), ButtonRole::Plain, "step", why),
                       button(QObject::tr("Undo"), ButtonRole::Quiet, "undo", why),
                       button(QObject::tr("Start empty"), ButtonRole::Link, nullptr, why)})});
}

QWidget* toolButtons() {
    std::vector<QWidget*> all;
    for (const char* id : {"minus", "plus", "fit", "undo", "redo", "trash", "copy"})
        all.push_back(theme::iconButton(id, QString(id)));
    auto* on = theme::iconButton("eye", QObject::tr("Show values"));
    on->setCheckable(true);
    on->setChecked(true);
    auto* off = theme::iconButton("link", QObject::tr("Keep both equal"));
    theme::setDisabledReason(off, QObject::tr("One number only"));
    auto* words = new QToolButton;
    words->setText(QObject::tr("Show values"));
    words->setIcon(theme::icon("eye"));
    words->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    words->setAutoRaise(true);
    all.insert(all.end(), {on, off, words});
    return block(QObject::tr("Tool buttons"), {row(all)});
}

QWidget* fields() {
    auto* search = named(new QLineEdit, QObject::tr("Search layers"));
    search->setPlaceholderText(QObject::tr("Search layers"));
    search->addAction(theme::icon("search", theme::Token::Text3), QLineEdit::LeadingPosition);
    auto* text = named(new QLineEdit(QStringLiteral("conv2d_2")), QObject::tr("Name"));
    auto* faulty = named(new QLineEdit(QStringLiteral("conv 2d")), QObject::tr("Name with a fault"));
    theme::setFault(faulty, true);
    auto* off = named(new QLineEdit(QStringLiteral("model.tflite")), QObject::tr("File"));
    theme::setDisabledReason(off, QObject::tr("Written by the export"));
    auto* fixed = named(new QLineEdit(QStringLiteral("netwright train first.netwright")), QObject::tr("Command"));
    fixed->setReadOnly(true);
    auto* spin = named(new QSpinBox, QObject::tr("Filters"));
    spin->setRange(1, 4096);
    spin->setValue(16);
    auto* combo = named(new QComboBox, QObject::tr("Activation"));
    combo->addItems({"relu", "gelu", "softmax", "linear"});
    auto* closed = named(new QComboBox, QObject::tr("Device"));
    closed->addItem(QObject::tr("CPU, 2 threads"));
    theme::setDisabledReason(closed, QObject::tr("This computer has one device"));
    auto* typed = named(new QComboBox, QObject::tr("Learning rate"));
    typed->setEditable(true);
    typed->addItems({"0.001", "0.01"});
    return block(QObject::tr("Fields"), {row({search, text, faulty, off}), row({spin, combo, typed, closed}), fixed});
}

QWidget* choices() {
    std::vector<QWidget*> checks, radios;
    const QString why = QObject::tr("The loss has no bias");
    for (int i = 0; i < 5; ++i) {
        auto* c = new QCheckBox(QStringList{QObject::tr("Add a bias"), QObject::tr("Shuffle"), QObject::tr("Trainable, mixed"),
                                            QObject::tr("Cannot change"), QObject::tr("Cannot change, on")}[i]);
        if (i == 2) c->setTristate(true);
        c->setCheckState(i == 2 ? Qt::PartiallyChecked : i == 0 || i == 4 ? Qt::Checked : Qt::Unchecked);
        if (i > 2) theme::setDisabledReason(c, why);
        checks.push_back(c);
    }
    for (int i = 0; i < 3; ++i) {
        auto* r =
            new QRadioButton(QStringList{QObject::tr("Full precision"), QObject::tr("Small weights"), QObject::tr("Fastest")}[i]);
        r->setChecked(i == 0);
        if (i == 2) theme::setDisabledReason(r, why);
        radios.push_back(r);
    }
    return block(QObject::tr("Choices"), {row(checks), row(radios)});
}

QWidget* bars() {
    auto* slider = named(new QSlider(Qt::Horizontal), QObject::tr("Smoothing"));
    slider->setValue(60);
    slider->setMinimumWidth(160);
    auto* stuck = named(new QSlider(Qt::Horizontal), QObject::tr("Smoothing, disabled"));
    stuck->setValue(30);
    stuck->setMinimumWidth(160);
    theme::setDisabledReason(stuck, QObject::tr("Nothing to smooth yet"));
    auto* progress = named(new QProgressBar, QObject::tr("Export"));
    progress->setValue(40);
    auto* tabs = named(new QTabBar, QObject::tr("Split"));
    for (const QString& t : {QObject::tr("Test"), QObject::tr("Validation"), QObject::tr("Train")}) tabs->addTab(t);
    return block(QObject::tr("Bars and tabs"), {row({slider, stuck, progress, tabs})});
}

QWidget* lists() {
    auto* list = named(new QListWidget, QObject::tr("Runs"));
    for (int i = 9; i > 0; --i) list->addItem(new QListWidgetItem(theme::icon("train"), QObject::tr("Run %1").arg(i)));
    list->setCurrentRow(1);
    auto* tree = named(new QTreeWidget, QObject::tr("Files"));
    tree->setHeaderLabels({QObject::tr("Name"), QObject::tr("Images")});
    auto* root = new QTreeWidgetItem(tree, {QStringLiteral("flowers"), QStringLiteral("412")});
    for (const char* n : {"daisy", "rose", "tulip"}) new QTreeWidgetItem(root, {QString(n), QStringLiteral("137")});
    root->setExpanded(true);
    tree->setCurrentItem(root->child(1));
    auto* table = named(new QTableWidget(4, 3), QObject::tr("Checks"));
    table->setHorizontalHeaderLabels({QObject::tr("Class"), QObject::tr("Train"), QObject::tr("Test")});
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    for (int r = 0; r < 4; ++r)
        for (int c = 0; c < 3; ++c) table->setItem(r, c, new QTableWidgetItem(QString::number(r * 400 + c * 7)));
    table->selectRow(1);
    for (QAbstractItemView* v :
         {static_cast<QAbstractItemView*>(list), static_cast<QAbstractItemView*>(tree), static_cast<QAbstractItemView*>(table)})
        v->setFixedHeight(168), v->setMinimumWidth(180);
    return block(QObject::tr("Lists"), {row({list, tree, table})});
}

QWidget* menus() {
    auto* bar = new QMenuBar;
    auto* file = bar->addMenu(QObject::tr("&File"));
    bar->addMenu(QObject::tr("&Edit"));
    bar->addMenu(QObject::tr("&View"));
    file->addAction(theme::icon("file"), QObject::tr("New"));
    auto* menu = new QMenu;
    menu->addAction(theme::icon("file"), QObject::tr("New"))->setShortcut(QKeySequence::New);
    menu->addAction(theme::icon("folder"), QObject::tr("Open…"))->setShortcut(QKeySequence::Open);
    menu->addMenu(QObject::tr("Open recent"))->addAction(QStringLiteral("first.netwright"));
    menu->addSeparator();
    auto* grid = menu->addAction(QObject::tr("Show minimap"));
    grid->setCheckable(true);
    grid->setChecked(true);
    auto* off = menu->addAction(theme::icon("trash"), QObject::tr("Delete and heal"));
    off->setEnabled(false);
    menu->setActiveAction(menu->actions().at(1));
    menu->setWindowFlags(Qt::Widget);  // shown in the page for the picture
    menu->setFixedSize(menu->sizeHint());
    menu->setAccessibleName(QObject::tr("Menu"));
    return block(QObject::tr("Menus"), {bar, row({menu})});
}

}  // namespace

QWidget* controlsPage() {
    auto* out = new QWidget;
    auto* column = new QVBoxLayout(out);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(20);
    for (QWidget* part : {buttons(), toolButtons(), fields(), choices(), bars(), lists(), menus()}) column->addWidget(part);
    column->addStretch(1);
    return out;
}

}  // namespace nw::gallery
