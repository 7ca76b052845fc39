// A handler may do next to nothing: it writes a byte into a pipe that the event loop reads.
#include "ui/shell/end_signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <array>
#include <cerrno>
#include <csignal>

#include "core/base/check.h"

namespace nw::ui {

namespace {

constexpr std::array handled{SIGTERM, SIGHUP, SIGINT};
std::array<int, 2> ends{-1, -1};  ///< of the pipe: to read, to write
std::array<struct sigaction, handled.size()> before{};

extern "C" void tellLoop(int) {
    const int kept = errno;
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(ends[1], &byte, 1);
    errno = kept;
}

int openPipe() {
    NW_CHECK(ends[0] < 0 && ::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0, "there is no pipe for signals");
    return ends[0];
}

}  // namespace

EndSignals::EndSignals(QWidget& window) : notifier_(openPipe(), QSocketNotifier::Read) {
    connect(&notifier_, &QSocketNotifier::activated, this, [this, &window] { end(window); });
    for (std::size_t i = 0; i < handled.size(); ++i) {
        struct sigaction action {};
        action.sa_handler = tellLoop;
        action.sa_flags = SA_RESTART | (handled[i] == SIGINT ? static_cast<int>(SA_RESETHAND) : 0);
        ::sigaction(handled[i], &action, &before[i]);
    }
}

EndSignals::~EndSignals() {
    for (std::size_t i = 0; i < handled.size(); ++i) ::sigaction(handled[i], &before[i], nullptr);
    for (int& end : ends) ::close(std::exchange(end, -1));
}

void EndSignals::end(QWidget& window) {
    notifier_.setEnabled(false);
    if (!window.close()) window.close();  // what it says before it loses something, nobody is there to read
    QCoreApplication::quit();             // also where a dialog is open
}

}  // namespace nw::ui
