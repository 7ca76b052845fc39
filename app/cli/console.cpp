// Output, engine and Ctrl+C of the command line.
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "app/cli/command.h"
#include "core/cpu/cpu.h"
#include "datasets/built_in.h"

namespace nw::cli {
namespace {

std::stop_source& stopSource() {
    static std::stop_source source;
    return source;
}

volatile std::sig_atomic_t interrupts = 0;

void onInterrupt(int) {
    interrupts = interrupts + 1;
    if (interrupts > 1) _exit(130);
}

/// A signal handler may not request a stop itself (that locks), so a thread looks for the signal.
void watchInterrupts() {
    static const bool started = [] {
        stopSource();
        std::signal(SIGINT, onInterrupt);
        std::signal(SIGTERM, onInterrupt);
        std::thread([] {
            while (interrupts == 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
            stopSource().request_stop();
        }).detach();
        return true;
    }();
    (void)started;
}

bool barShown = false;
int outputError = 0;  ///< the first of standard output

}  // namespace

void Console::print(const nlohmann::json& object, const std::string& text) const {
    endProgress();
    const std::string line = json ? object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) : text;
    const bool written = std::printf("%s\n", line.c_str()) >= 0 && std::fflush(stdout) == 0;
    if (!written && outputError == 0) outputError = errno;
}

std::optional<Error> Console::outputFault() const {
    if (std::fflush(stdout) != 0 && outputError == 0) outputError = errno;
    if (outputError == 0) return std::nullopt;
    return fail(outputError == EPIPE ? Code::Cancelled : Code::Io, "standard output",
                std::string("cannot be written: ") + std::strerror(outputError));
}

void Console::note(const std::string& text) const {
    endProgress();
    std::fprintf(stderr, "%s\n", text.c_str());
}

void Console::progress(const std::string& text) const {
    if (!isatty(STDERR_FILENO)) return;
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    std::fflush(stderr);
    barShown = true;
}

void Console::endProgress() const {
    if (std::exchange(barShown, false)) std::fprintf(stderr, "\r\033[K");
}

std::stop_token Console::stopToken() const {
    watchInterrupts();
    return stopSource().get_token();
}

const Engine& Console::engine() {
    if (!engine_) engine_ = std::make_unique<Engine>(static_cast<int>(threads), cpuPlugin(), datasets::addBuiltInSets);
    return *engine_;
}

Result<LoadedModel> Console::load(const std::string& path) const {
    auto model = loadModel(path);
    if (model && !model->note.empty()) note("netwright: " + model->note);
    return model;
}

Result<DatasetSplits> Console::open(const std::string& spec, std::uint64_t seed) {
    auto opened = engine().open(spec, seed);
    if (opened)
        for (const Error& e : opened->problems) note("netwright: left out: " + e.text());
    return opened;
}

}  // namespace nw::cli
