// Waiting, and the window's keys.
#include "tests/bench/studio/rig.h"

#include <QEvent>
#include <QSettings>
#include <QtTest>
#include <cstdio>
#include <cstdlib>

#include "core/cpu/cpu.h"
#include "datasets/built_in.h"

namespace nw::bench {

const Engine& engine() {
    static const Engine one(0, cpuPlugin(), datasets::addBuiltInSets);
    return one;
}

void waitUntil(const char* what, const std::function<bool()>& done) {
    QTimer limit;  // an event that ends the waiting for events
    limit.setSingleShot(true);
    limit.start(60000);
    while (!done()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        if (limit.isActive()) continue;
        std::printf("Waited a minute in vain: %s.\n", what);
        std::fflush(stdout);
        std::_Exit(1);  // a training may still run, and what it uses must stay
    }
}

Shown::Shown(QWidget* widget, std::function<bool()> condition) : condition_(std::move(condition)) {
    widget->installEventFilter(this);
}

bool Shown::eventFilter(QObject*, QEvent* event) {
    if (event->type() == QEvent::Paint && !shown_) shown_ = condition_();
    return false;
}

Rig::Rig() : studio(engine()), window(studio) {
    QSettings().clear();  // what was open before is not opened again
    window.restore();
    window.resize(1440, 900);
    window.show();
    if (!QTest::qWaitForWindowActive(&window)) std::exit(1);
    NW_CHECK(window.size() == QSize(1440, 900));
}

Rig::~Rig() { studio.training.stopAndWait(); }

void Rig::press(int key, Qt::KeyboardModifiers modifiers) { QTest::keyClick(&window, static_cast<Qt::Key>(key), modifiers); }

void Rig::waitForData() {
    waitUntil("the data are open", [this] { return studio.data.isOpen(); });
}

void Rig::set(const std::function<void(TrainingSettings&)>& change) {
    ui::ProjectPatch patch{QStringLiteral("Set"), {}};
    patch.training = studio.document.project().training;
    change(*patch.training);
    NW_CHECK(studio.document.apply(patch));
}

void Rig::train() { press(Qt::Key_Return, Qt::ControlModifier); }

void Rig::stop() {
    press(Qt::Key_Period, Qt::ControlModifier);
    waitUntil("the training has stopped", [this] { return !studio.training.isActive(); });
}

}  // namespace nw::bench
