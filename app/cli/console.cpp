// Output, engine and Ctrl+C of the command line.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
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

}  // namespace

void Console::print(const nlohmann::json& object, const std::string& text) const {
    endProgress();
    const std::string line = json ? object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) : text;
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
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

std::shared_ptr<ThreadPool> Console::pool() {
    if (!pool_) pool_ = std::make_shared<ThreadPool>(threads > 0 ? static_cast<int>(threads) : availableProcessors());
    return pool_;
}

ExecutableOptions Console::executable(Phase phase) {
    if (backends_.empty()) {
        auto cpu = Backend::load(cpuPlugin());
        NW_CHECK(cpu, cpu ? "" : cpu.error().text());
        backends_.push_back(*std::move(cpu));
    }
    ExecutableOptions options;
    options.phase = phase;
    options.backends = backends_;
    options.pool = pool();
    return options;
}

const BuiltInSets& Console::sets() {
    if (!sets_) {
        sets_.emplace();
        datasets::addBuiltInSets(*sets_);
    }
    return *sets_;
}

Result<DatasetSplits> Console::open(const std::string& spec, std::uint64_t seed) {
    if (spec.empty())
        return fail(Code::Argument, "data", "no data are given", "Name a set with --data, for example --data digits.");
    OpenOptions options;
    options.builtIn = &sets();
    options.pool = pool().get();
    options.seed = seed;
    auto opened = openDataset(spec, options);
    if (opened)
        for (const Error& e : opened->problems) note("netwright: left out: " + e.text());
    return opened;
}

}  // namespace nw::cli
