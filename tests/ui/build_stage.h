// A window with palette, canvas and inspector as the Build workspace has them, with the keys that the studio binds.
#pragma once

#include <QAction>
#include <QHBoxLayout>
#include <QUndoStack>

#include "core/graph/settings.h"
#include "core/op/def.h"
#include "tests/ui/home.h"
#include "tests/ui/runs.h"
#include "ui/build/build_canvas.h"
#include "ui/build/canvas_model.h"
#include "ui/build/families.h"
#include "ui/build/inspector.h"
#include "ui/build/network_page.h"
#include "ui/build/node_page.h"
#include "ui/build/palette.h"
#include "ui/document/text.h"

namespace nw::test {

struct Stage {
    ui::Studio studio{engine()};
    QWidget window;
    ui::Palette palette{studio};
    ui::BuildCanvas build{studio};
    ui::Inspector inspector{studio};

    Stage() {
        auto* row = new QHBoxLayout(&window);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(&palette);
        row->addWidget(&build, 1);
        row->addWidget(&inspector);
        palette.setFixedWidth(ui::Palette::Width);
        inspector.setFixedWidth(ui::Inspector::Width);
        window.resize(1600, 1000);
        QObject::connect(&palette, &ui::Palette::addRequested, &build, &ui::BuildCanvas::addOperator);
        QObject::connect(&palette, &ui::Palette::left, &build, [this] { canvas().setFocus(); });
        bindKeys();
    }
    ~Stage() {
        for (QWidget* w : {static_cast<QWidget*>(&palette), static_cast<QWidget*>(&build), static_cast<QWidget*>(&inspector)})
            w->setParent(nullptr);
    }

    /// Shows the window with a project; waits for its data where it names some.
    bool open(Project project) {
        if (!test::open(window) || !studio.document.start(std::move(project))) return false;
        const bool data = !studio.document.project().data.empty();
        if (data && !QTest::qWaitFor([&] { return studio.data.isOpen(); }, 60000)) return false;
        build.canvas().setFocus();
        return true;
    }
    const Graph& graph() const { return studio.document.graph(); }
    canvas::Canvas& canvas() { return build.canvas(); }
    NodeId named(const char* name) const {
        const Node* node = graph().findByName(name);
        return node ? node->id : 0;
    }
    const Finding* finding(const char* headline) const {
        for (const Finding& f : studio.document.analysis().findings)
            if (QString::fromStdString(f.headline).contains(QString::fromUtf8(headline)) && f.rank != Rank::Open) return &f;
        return nullptr;
    }

    // keys go to what has the focus
    void key(int key, Qt::KeyboardModifiers modifiers = {}) {
        QApplication::processEvents();  // what was made last is shown now
        QWidget* to = QApplication::focusWidget();
        QTest::keyClick(to ? to : &window, static_cast<Qt::Key>(key), modifiers);
    }
    void type(const QString& text) {
        for (const QChar c : text) QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
    }
    /// Tab until the focus is on something of this name.
    bool tabTo(const QString& name) {
        for (int i = 0; i < 60; ++i) {
            const QWidget* w = QApplication::focusWidget();
            if (w && w->accessibleName() == name && inspector.isAncestorOf(w)) return true;
            key(Qt::Key_Tab);
        }
        return false;
    }

    // the mouse on the canvas
    void move(QPoint at, Qt::MouseButtons buttons = Qt::LeftButton) {
        const QPointF global = canvas().viewport()->mapToGlobal(QPointF(at));
        QMouseEvent event(QEvent::MouseMove, QPointF(at), global, Qt::NoButton, buttons, {});
        QApplication::sendEvent(canvas().viewport(), &event);
    }
    void drag(QPoint from, QPoint to) {
        QTest::mousePress(canvas().viewport(), Qt::LeftButton, {}, from);
        move(from + (to - from) / 2);
        move(to);
        QTest::mouseRelease(canvas().viewport(), Qt::LeftButton, {}, to);
    }
    void click(NodeId node) {
        QApplication::processEvents();
        QTest::mouseClick(canvas().viewport(), Qt::LeftButton, {}, canvas().nodeRect(node).topLeft() + QPoint(60, 10));
    }

private:
    template <class F>
    void bind(const QKeySequence& keys, F act) {
        auto* action = new QAction(&window);
        action->setShortcut(keys);
        QObject::connect(action, &QAction::triggered, &window, act);
        window.addAction(action);
    }
    void bindKeys() {
        bind(Qt::Key_F6, [this] { palette.focusSearch(); });
        bind(Qt::CTRL | Qt::Key_Z, [this] { studio.document.undoStack().undo(); });
        bind(Qt::CTRL | Qt::SHIFT | Qt::Key_Z, [this] { studio.document.undoStack().redo(); });
        bind(Qt::CTRL | Qt::Key_C, [this] { build.copySelected(); });
        bind(Qt::CTRL | Qt::Key_X, [this] { build.cutSelected(); });
        bind(Qt::CTRL | Qt::Key_V, [this] { build.pasteClipboard(false); });
        bind(Qt::CTRL | Qt::SHIFT | Qt::Key_V, [this] { build.pasteClipboard(true); });
        bind(Qt::CTRL | Qt::Key_D, [this] { build.duplicateSelected(); });
        bind(Qt::Key_F8, [this] { build.nextProblem(1); });
        bind(Qt::SHIFT | Qt::Key_F8, [this] { build.nextProblem(-1); });
        bind(Qt::Key_F1, [this] { inspector.openHelp(); });
    }
};

/// What tests of Build have in common: a home, and for each test a stage of its own.
class OnStage : public QObject {
protected:
    Home home_;
    std::unique_ptr<Stage> stage_;

    void setUp() {
        failOnAnyWarning();
        stage_ = std::make_unique<Stage>();
    }
    /// With the first network open.
    void setUpNetwork() {
        setUp();
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        QApplication::processEvents();
    }
    /// The same, with every layer where it will stay.
    void setUpRestingNetwork() {
        setUpNetwork();
        QTRY_VERIFY(!canvas().isMoving());
    }
    canvas::Canvas& canvas() const { return stage_->build.canvas(); }
    void set(const char* node, const char* param, Attr value) {
        QVERIFY(stage_->studio.document.apply({"Set", {"", {SetParam{stage_->named(node), param, std::move(value)}}}}));
    }
    parts::Bubble* bubble() const {
        for (auto* b : stage_->build.findChildren<parts::Bubble*>())
            if (b->isVisible()) return b;
        return nullptr;
    }
};

/// Layers by name with their parameters and settings, and links by names: what two networks have alike apart from ids.
inline QStringList wordsOf(const Graph& graph) {
    QStringList out;
    for (const auto& [id, node] : graph.nodes()) {
        QString line = ui::q(node->name) + u' ' + ui::q(node->op().id);
        for (const ParamSpec& p : node->op().params) line += QStringLiteral(" %1=%2").arg(p.id, ui::q(textOf(node->params.get(p))));
        for (const auto& [setting, value] : node->settings)
            line += QStringLiteral(" %1=%2").arg(ui::q(setting), ui::q(textOf(value)));
        out << line;
    }
    const auto end = [&](const PortRef& p) {
        return ui::q(graph.find(p.node)->name) + u'.' + ui::q(p.port) + QString::number(p.index);
    };
    for (const Link& l : graph.links()) out << end(l.from) + QStringLiteral(" -> ") + end(l.to);
    out.sort();
    return out;
}

}  // namespace nw::test
