// What a screen reader meets on the canvas: nodes in order, their names, rectangles and states, and the events.
#include <QAccessible>
#include <QtTest>

#include "examples/canvas/sample_network.h"
#include "widgets/canvas/accessible_canvas.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/graph_scene.h"
#include "widgets/theme/type.h"

using namespace nw;
using namespace nw::canvas;

namespace {
struct Heard {
    QAccessible::Event kind;
    QString name;
};
QList<Heard> heard;
bool wasHeard(QAccessible::Event kind, const QString& start) {
    return std::any_of(heard.begin(), heard.end(), [&](const Heard& h) { return h.kind == kind && h.name.startsWith(start); });
}
}  // namespace

class CanvasAccessTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Canvas> view_;
    QAccessibleInterface* canvas() const { return QAccessible::queryAccessibleInterface(view_.get()); }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(theme::loadFonts());
        theme::Theme::instance().setReducedMotion(true);
        observeAnnouncements([](QAccessible::Event kind, QAccessibleInterface& about) {
            heard.append({kind, about.text(QAccessible::Name)});
        });
    }
    void cleanupTestCase() { observeAnnouncements({}); }
    void init() {
        view_ = std::make_unique<Canvas>();
        view_->resize(1280, 1100);
        view_->setModel(examples::digitReader(true));
        view_->show();
        view_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(view_.get()));
        view_->fit();
        heard.clear();
    }
    void cleanup() { view_.reset(); }

    void nodesAreChildrenInOrder() {
        QVERIFY(canvas());
        QCOMPARE(canvas()->role(), QAccessible::List);
        QCOMPARE(canvas()->text(QAccessible::Name), QString("Network"));
        QVERIFY(canvas()->childCount() > 11);  // and the zoom control
        const QList<NodeId> order = view_->graph().order();
        for (int i = 0; i < order.size(); ++i) {
            QAccessibleInterface* child = canvas()->child(i);
            QVERIFY(child && child->isValid());
            QCOMPARE(child->role(), QAccessible::ListItem);
            QCOMPARE(child->parent(), canvas());
            QCOMPARE(canvas()->indexOfChild(child), i);
            const QRect r = view_->nodeRect(order[i]);
            QCOMPARE(child->rect(), QRect(view_->viewport()->mapToGlobal(r.topLeft()), r.size()));
            QCOMPARE(canvas()->childAt(child->rect().center().x(), child->rect().center().y()), child);
        }
    }
    void namesSayWhatTheCardShows() {
        QCOMPARE(canvas()->child(3)->text(QAccessible::Name),
                 QString("Conv2D, 16 filters · 5×5 · relu, output 10 by 10 by 16, 2,416 params, from Max pooling, to Max pooling"));
        CanvasModel model = view_->model();
        model.nodes[3].accessibleName = "Conv2D, 16 filters";
        view_->setModel(model);
        QCOMPARE(canvas()->child(3)->text(QAccessible::Name), QString("Conv2D, 16 filters"));
        QVERIFY(wasHeard(QAccessible::NameChanged, "Conv2D, 16 filters"));
    }
    void statesFollow() {
        view_->setFocus();
        view_->setSelection({4});
        QVERIFY(canvas()->child(3)->state().selected);
        QVERIFY(canvas()->child(3)->state().focused);
        QVERIFY(!canvas()->child(2)->state().selected);
        QCOMPARE(canvas()->focusChild(), canvas()->child(3));
    }
    void eventsTellOfFocusAndSelection() {
        view_->setFocus(Qt::TabFocusReason);
        QVERIFY(wasHeard(QAccessible::Focus, "Digits"));
        QTest::keyClick(view_.get(), Qt::Key_Down);
        QVERIFY(wasHeard(QAccessible::Focus, "Conv2D"));
        QVERIFY(wasHeard(QAccessible::Selection, "Conv2D"));
    }
    void nodesThatGoLeaveNoInterface() {
        QAccessibleInterface* last = canvas()->child(10);
        QVERIFY(last->isValid());
        view_->setModel(examples::digitReader(false));
        QCOMPARE(view_->graph().order().size(), 9);
        QVERIFY(wasHeard(QAccessible::ObjectReorder, "Network"));
        for (int i = 0; i < canvas()->childCount(); ++i) QVERIFY(canvas()->child(i)->isValid());
    }
    void actionsWork() {
        QAccessibleActionInterface* action = canvas()->child(4)->actionInterface();
        QVERIFY(action);
        action->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(view_->selection(), QList<NodeId>{5});
    }
};

QTEST_MAIN(CanvasAccessTest)
#include "canvas_access_test.moc"
