// How long the window does not answer while it trains.
#include "tests/bench/studio/measures.h"
#include "tests/bench/studio/rig.h"

namespace nw::bench {

namespace {

constexpr int BoundMs = 50;

void watchFor(double seconds) {
    QElapsedTimer timer;
    timer.start();
    QTimer beat;  // so that there is always an event to come
    beat.start(20);
    waitUntil("the time passes", [&] { return static_cast<double>(timer.elapsed()) >= 1e3 * seconds; });
}

void report(Figures& figures, const EventClock& clock, const std::string& where) {
    figures.add("longest event while training, " + where, quantile(clock.milliseconds(), 1), BoundMs, "ms");
    figures.tell("    that was a " + clock.longest() + "; 99 of 100 take at most", quantile(clock.milliseconds(), 0.99), "ms");
}

}  // namespace

void measureBlocking(Figures& figures, EventClock& clock) {
    Rig rig;
    rig.waitForData();
    rig.set([](TrainingSettings& t) { t.epochs = 1000; });
    rig.press(Qt::Key_3, Qt::ControlModifier);
    clock.start();
    rig.train();
    watchFor(10);
    report(figures, clock, "on Train");
    rig.press(Qt::Key_2, Qt::ControlModifier);
    clock.start();
    watchFor(5);
    report(figures, clock, "on Build");
    clock.start();
    for (int i = 0; i < 30; ++i) {
        rig.press(Qt::Key_1 + i % 5, Qt::ControlModifier);
        NW_CHECK(static_cast<int>(rig.window.page()) == i % 5);
        watchFor(0.15);
    }
    report(figures, clock, "going from page to page");
    clock.start();
    rig.stop();
    report(figures, clock, "stopping");
}

}  // namespace nw::bench
