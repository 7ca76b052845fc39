// The palette's list with keys.
#include <QLineEdit>

#include "tests/ui/build_stage.h"
#include "ui/build/palette_list.h"
#include "widgets/theme/paint.h"

using namespace nw;
using namespace nw::test;

class PaletteTest : public OnStage {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUpNetwork(); }
    void cleanup() { stage_.reset(); }

    /// Tab leads from the search to a row that is seen to have the keys.
    void tabGoesToARow() {
        auto* list = stage_->palette.findChild<ui::PaletteList*>();
        stage_->palette.focusSearch();
        stage_->key(Qt::Key_Tab);
        QVERIFY(list->hasFocus());
        QCOMPARE(list->currentIndex().row(), list->operatorFrom(0, 1));
        const QRect row = list->visualRect(list->currentIndex());
        const auto edge = [&] {
            const QImage shot = list->viewport()->grab().toImage();
            return shot.pixelColor(QPoint(row.center().x(), row.top()) * shot.devicePixelRatio());
        };
        QCOMPARE(edge(), theme::colour(theme::Token::Accent));
        stage_->key(Qt::Key_Down);
        QVERIFY(edge() != theme::colour(theme::Token::Accent));
        stage_->key(Qt::Key_Return);
        QCOMPARE(stage_->studio.document.undoStack().count(), 1);
    }
};

QTEST_MAIN(PaletteTest)
#include "palette_test.moc"
