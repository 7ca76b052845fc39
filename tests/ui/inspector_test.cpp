// The inspector's column: what is on it keeps its width.
#include <QScrollArea>
#include <QScrollBar>

#include "tests/ui/build_stage.h"

using namespace nw;
using namespace nw::test;

class InspectorTest : public OnStage {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUpNetwork(); }
    void cleanup() { stage_.reset(); }

    void theScrollBarLiesInThePadding() {
        stage_->studio.selection.set({stage_->named("conv2d")});
        ui::NodePage& page = stage_->inspector.nodePage();
        auto* area = qobject_cast<QScrollArea*>(page.parentWidget()->parentWidget());
        QVERIFY(area);
        for (const bool scrolls : {false, true, false}) {
            stage_->window.resize(1600, scrolls ? 500 : 1400);
            QTRY_COMPARE(area->verticalScrollBar()->isVisible(), scrolls);
            QTRY_COMPARE(page.form().width(), stage_->inspector.width() - 2 * 16);
        }
    }
};

QTEST_MAIN(InspectorTest)
#include "inspector_test.moc"
