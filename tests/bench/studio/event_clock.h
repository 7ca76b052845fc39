// EventClock: an application that knows the processor time of every event that it dispatches on its thread.
#pragma once

#include <QApplication>
#include <string>
#include <vector>

namespace nw::bench {

/// What is dispatched inside an event belongs to it: that is how long the window does not answer. Processor time, so that a busy
/// machine does not count.
class EventClock final : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;

    /// Forgets what was recorded.
    void start() { milliseconds_.clear(), most_ = 0; }
    /// Of every event since start(), in milliseconds.
    const std::vector<double>& milliseconds() const { return milliseconds_; }
    /// Which was the longest: "Timer of QTimer".
    const std::string& longest() const { return longest_; }

private:
    std::vector<double> milliseconds_;
    double most_ = 0;
    std::string longest_;
    int depth_ = 0;
};

}  // namespace nw::bench
