// Dispatching with a clock.
#include "tests/bench/studio/event_clock.h"

#include <QMetaEnum>
#include <ctime>

namespace nw::bench {

namespace {

double threadMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

bool EventClock::notify(QObject* receiver, QEvent* event) {
    if (depth_ > 0) return QApplication::notify(receiver, event);
    // The receiver may not survive its event.
    const char* of = receiver->metaObject()->className();
    const QEvent::Type type = event->type();
    const double start = threadMilliseconds();
    ++depth_;
    const bool done = QApplication::notify(receiver, event);
    --depth_;
    const double took = threadMilliseconds() - start;
    milliseconds_.push_back(took);
    if (took > most_) {
        most_ = took;
        const char* name = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
        longest_ = std::string(name ? name : "event") + " of " + of;
    }
    return done;
}

}  // namespace nw::bench
