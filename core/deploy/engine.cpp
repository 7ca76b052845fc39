// Making the engine.
#include "core/deploy/engine.h"

namespace nw {

Engine::Engine(int threads, const PluginInfo& plugin, const std::function<void(BuiltInSets&)>& sets)
    : pool_(std::make_shared<ThreadPool>(threads > 0 ? threads : availableProcessors())) {
    auto backend = Backend::load(plugin);
    NW_CHECK(backend, backend ? "" : backend.error().text());
    backends_.push_back(*std::move(backend));
    sets(sets_);
}

ExecutableOptions Engine::executable(Phase phase) const {
    ExecutableOptions options;
    options.phase = phase;
    options.backends = backends_;
    options.pool = pool_;
    return options;
}

Result<DatasetSplits> Engine::open(const std::string& spec, std::uint64_t seed, const std::filesystem::path& relativeTo) const {
    if (spec.empty()) return fail(Code::Argument, "data", "no data are given", "Name a set, for example digits.");
    OpenOptions options;
    options.builtIn = &sets_;
    options.pool = pool_.get();
    options.relativeTo = relativeTo;
    options.seed = seed;
    return openDataset(spec, options);
}

}  // namespace nw
