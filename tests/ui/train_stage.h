// A Train page over a small project, for tests of what is on it.
#pragma once

#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>

#include "resources/templates/templates.h"
#include "tests/ui/home.h"
#include "tests/ui/runs.h"
#include "ui/training/train_page.h"
#include "widgets/form/spin.h"

namespace nw::test {

/// As a test class: init() is to call setUp(), cleanup() tearDown().
class OnTrainPage : public QObject {
protected:
    static constexpr int Long = 20000;
    Home home_;
    std::unique_ptr<ui::Studio> studio_;
    std::unique_ptr<ui::TrainPage> page_;

    QPushButton* button(const QString& text) const {
        for (auto* b : page_->findChildren<QPushButton*>())
            if (b->text() == text && b->isVisible()) return b;
        return nullptr;
    }
    void click(QWidget* w) const { QTest::mouseClick(w, Qt::LeftButton); }
    QAbstractSpinBox* spin(const QString& id) const {
        return page_->settings()->form()->editor(id)->findChild<QAbstractSpinBox*>();
    }
    void type(const QString& id, const QString& text) const {
        QAbstractSpinBox* s = spin(id);
        s->setFocus();
        s->selectAll();
        QTest::keyClicks(s, text);
        QTest::keyClick(s, Qt::Key_Return);
    }
    const TrainingSettings& settings() const { return studio_->document.project().training; }
    bool idle() const { return studio_->training.state() == ui::Training::State::Idle; }
    void trainToTheEnd() {
        QSignalSpy done(&studio_->training, &ui::Training::finished);
        studio_->training.start();
        QTRY_VERIFY_WITH_TIMEOUT(!done.isEmpty(), Long);
    }
    /// Of run 1; -1 when there is no such curve.
    qsizetype points(const char* metric, bool validation) const {
        const plot::Series* s = page_->curves()->seriesOf(1, metric, validation);
        return s ? s->size() : -1;
    }
    static QAction* action(QMenu* menu, const QString& begin) {
        for (QAction* a : menu->actions())
            if (a->text().startsWith(begin)) return a;
        return nullptr;
    }

    void setUp() {
        failOnAnyWarning();
        studio_ = std::make_unique<ui::Studio>(engine());
        Project p = *makeTemplate("first-network");
        p.data = "digits?limit=600";
        p.training.epochs = 2;
        p.training.batch = 50;
        QVERIFY(studio_->document.start(p));
        page_ = std::make_unique<ui::TrainPage>(*studio_);
        page_->resize(1020, 820);
        QVERIFY(test::open(*page_));
        QTRY_VERIFY_WITH_TIMEOUT(studio_->data.isOpen() && !studio_->runs.isLoading(), Long);
    }
    void tearDown() {
        page_.reset();
        studio_.reset();
    }
};

}  // namespace nw::test
