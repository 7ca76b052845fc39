// EndSignals: where the system asks the program to end, its window closes as if a person had closed it.
#pragma once

#include <QSocketNotifier>
#include <QWidget>

namespace nw::ui {

/// SIGTERM, SIGHUP, and SIGINT (Ctrl+C in the terminal; a second one ends the program at once). One at a time.
class EndSignals final : public QObject {
public:
    explicit EndSignals(QWidget& window);
    /// The signals do again what they did before.
    ~EndSignals() override;

private:
    void end(QWidget& window);
    QSocketNotifier notifier_;
};

}  // namespace nw::ui
