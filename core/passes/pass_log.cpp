// Telling of passes.
#include "core/passes/pass_log.h"

#include <atomic>

namespace nw {
namespace {

std::atomic<bool>& flag() {
#ifdef NDEBUG
    static std::atomic<bool> on{false};
#else
    static std::atomic<bool> on{true};
#endif
    return on;
}

}  // namespace

void checkPasses(bool on) { flag() = on; }
bool passesAreChecked() { return flag(); }

void PassLog::done(std::string_view name, std::string_view doc, const Module& module, FunctionRef function) {
    if (passesAreChecked()) {
        const auto ok = verify(module, function);
        NW_CHECK(ok, ok ? "" : "after the pass " + std::string(name) + ": " + ok.error().text());
    }
    const std::size_t after = module[function].nodes.size();
    if (observer_) observer_({name, doc, nodes_, after, module, function});
    nodes_ = after;
}

}  // namespace nw
