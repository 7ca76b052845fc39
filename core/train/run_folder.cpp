// Files of a run.
#include "core/train/run_folder.h"

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/io/safetensors.h"

namespace nw {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

std::string utc(const char* format) {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, format, &parts)};
}

json toJson(const Manifest& m) {
    return {{"netwright_run", 1}, {"created", m.created}, {"project", m.project},   {"data", m.data},
            {"device", m.device}, {"backend", m.backend}, {"numerics", m.numerics}, {"status", m.status},
            {"parent", m.parent}, {"kind", m.kind},       {"seed", m.seed}};
}

json toJson(const Position& p) {
    return {{"epoch", p.epoch},
            {"batch", p.batch},
            {"step", p.step},
            {"loss_sum", p.lossSum},
            {"seconds", p.seconds},
            {"metric_sums", p.metricSums},
            {"samples", p.samples},
            {"best_loss", p.bestLoss},
            {"best_epoch", p.bestEpoch},
            {"curve_steps", p.curveSteps},
            {"curve", p.curve},
            {"point_sums", p.point.sums},
            {"point_steps", p.point.steps}};
}

Result<Position> positionFrom(const std::string& text, const std::string& place) {
    const json j = json::parse(text, nullptr, false);
    const auto broken = [&] { return fail(Code::Format, place, "the position of the training cannot be read"); };
    if (!j.is_object()) return broken();
    Position p;
    try {
        p.epoch = j.at("epoch"), p.batch = j.at("batch"), p.step = j.at("step"), p.samples = j.at("samples"),
        p.bestEpoch = j.at("best_epoch");
        p.lossSum = j.at("loss_sum"), p.seconds = j.at("seconds"), p.bestLoss = j.at("best_loss");
        p.metricSums = j.at("metric_sums").get<std::map<std::string, double>>();
        p.curveSteps = j.value("curve_steps", p.curveSteps);
        p.curve = j.value("curve", p.curve);
        p.point.sums = j.value("point_sums", p.point.sums);
        p.point.steps = j.value("point_steps", p.point.steps);
    } catch (const json::exception&) { return broken(); }
    if (p.epoch < 0 || p.batch < 0 || p.step < 0) return broken();
    return p;
}

/// Like fs::exists, but what cannot be looked at does not exist.
bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

/// What run folders are ordered by: the time in the name, then the number behind it ("-10" comes after "-9"), then the whole name.
std::tuple<std::string, long, std::string> ageOf(const fs::path& path) {
    const std::string name = path.filename().string();
    const std::size_t dash = name.rfind('-');
    if (dash == std::string::npos) return {name, 0, name};
    return {name.substr(0, dash), std::strtol(name.c_str() + dash + 1, nullptr, 10), name};
}

/// The tensors of `specs`; `place` is the file they are from.
Result<State> stateOf(const std::map<std::string, Tensor, std::less<>>& tensors, const std::vector<StateSpec>& specs,
                      const std::string& place) {
    State state;
    for (const StateSpec& s : specs) {
        const auto it = tensors.find(s.name);
        if (it == tensors.end())
            return fail(Code::NotFound, place, "has no \"" + s.name + "\"", "The network has changed since. Train it again.");
        if (!(it->second.type() == s.type))
            return fail(
                Code::Shape, place,
                "has \"" + s.name + "\" of " + textOf(it->second.extents()) + ", but the network needs " + textOf(s.type.extents),
                "Train it again.");
        state.specs.push_back(s);
        state.tensors.push_back(it->second);
    }
    return state;
}

}  // namespace

bool RunFolder::is(const fs::path& path) { return isThere(path / "manifest.json"); }

Result<RunFolder> RunFolder::createIn(const fs::path& parent) {
    NW_RETURN_IF_ERROR(makeFolder(parent));
    const std::string stamp = utc("%Y%m%dT%H%M%S");
    for (int n = 1; n < 10000; ++n) {
        const fs::path path = parent / (stamp + "-" + std::to_string(n));
        std::error_code error;
        if (fs::create_directory(path, error)) return RunFolder(path);
        if (error)
            return fail(Code::Io, path.string(), "cannot be created: " + error.message(), "Choose a folder that you may write to.");
    }
    return fail(Code::Io, parent.string(), "holds too many runs of this second");
}

std::vector<fs::path> RunFolder::allIn(const fs::path& parent) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator it(parent, error), end; !error && it != end; it.increment(error))
        if (is(it->path())) found.push_back(it->path());
    std::sort(found.begin(), found.end(), [](const fs::path& a, const fs::path& b) { return ageOf(a) < ageOf(b); });
    return found;
}

Result<FileLock> RunFolder::lock() const {
    NW_RETURN_IF_ERROR(makeFolder(path_));
    NW_TRY(std::optional<FileLock> lock, FileLock::tryTake(path_ / "lock"));
    if (lock) return *std::move(lock);
    return fail(Code::Argument, path_.filename().string(), "is being trained by another program", "Stop that one first.");
}

bool RunFolder::isBeingTrained() const {
    if (!isThere(path_ / "lock")) return false;
    const auto lock = FileLock::tryTake(path_ / "lock");
    return lock && !*lock;
}

Result<RunFolder> RunFolder::newestIn(const fs::path& parent, bool unfinished) {
    std::vector<fs::path> found = allIn(parent);
    for (auto path = found.rbegin(); path != found.rend(); ++path) {
        const RunFolder run(*path);
        const auto m = run.manifest();
        if (m && (m->kind == "training" || m->kind == "imported") && (!unfinished || m->status != "finished")) return run;
    }
    return fail(Code::NotFound, parent.string(), unfinished ? "holds no unfinished run" : "holds no run",
                "Train the project first.");
}

Result<void> RunFolder::begin(const Manifest& given, const Project& project) {
    for (const char* part : {"checkpoints", "evaluation", "exports"}) NW_RETURN_IF_ERROR(makeFolder(path_ / part));
    Manifest m = given;
    m.created = utc("%Y-%m-%dT%H:%M:%SZ");
    NW_RETURN_IF_ERROR(saveProject(project, path_ / "project.netwright"));
    return writeManifest(m);
}

Result<void> RunFolder::writeManifest(const Manifest& m) const {
    return writeTextAtomically(path_ / "manifest.json", toJson(m).dump(2) + "\n");
}

Result<Manifest> RunFolder::manifest() const {
    NW_TRY(const std::string text, readText(path_ / "manifest.json", 1 << 24));
    const json j = json::parse(text, nullptr, false);
    if (!j.is_object() || !j.contains("netwright_run")) return fail(Code::Format, path_.string(), "is not a run folder");
    const auto field = [&](const char* key) {
        return j.contains(key) && j[key].is_string() ? j[key].get<std::string>() : std::string();
    };
    Manifest m{field("created"),  field("project"), field("data"),   field("device"), field("backend"),
               field("numerics"), field("status"),  field("parent"), field("kind"),   0};
    if (j.contains("seed") && j["seed"].is_number_integer()) m.seed = j["seed"].get<std::int64_t>();
    return m;
}

void RunFolder::removeTemporaries() const {
    for (const char* name :
         {"manifest.json", "project.netwright", "metrics.jsonl", "checkpoints/last.safetensors", "checkpoints/best.safetensors"}) {
        const std::string begin = fs::path(name).filename().string() + ".tmp-";
        std::error_code error;
        std::vector<fs::path> found;
        for (fs::directory_iterator it((path_ / name).parent_path(), error), end; !error && it != end; it.increment(error))
            if (it->path().filename().string().starts_with(begin)) found.push_back(it->path());
        for (const fs::path& path : found) fs::remove(path, error);
    }
}

Result<void> RunFolder::appendMetrics(const json& line) const {
    const fs::path path = path_ / "metrics.jsonl";
    std::string text;
    if (isThere(path)) { NW_TRY(text, readText(path)); }
    return writeTextAtomically(path, text + line.dump() + "\n");
}

Result<void> RunFolder::keepMetrics(const Position& position) const {
    const fs::path path = path_ / "metrics.jsonl";
    if (!isThere(path)) return {};
    NW_TRY(const std::string text, readText(path));
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const json line = json::parse(text.substr(at, end - at), nullptr, false);
        const bool inside = line.is_object() && line.contains("step");
        if (line.is_object() && (inside ? line.value("step", std::int64_t{0}) <= position.step
                                        : line.value("epoch", std::int64_t{0}) <= position.epoch))
            kept += text.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return kept == text ? Result<void>() : writeTextAtomically(path, kept);
}

Result<void> RunFolder::writeEvaluation(const std::string& split, const json& evaluation) const {
    NW_RETURN_IF_ERROR(makeFolder(path_ / "evaluation"));
    return writeTextAtomically(path_ / "evaluation" / (split + ".json"), evaluation.dump(2) + "\n");
}

bool RunFolder::hasCheckpoint(const std::string& name) const { return isThere(path_ / "checkpoints" / (name + ".safetensors")); }

Result<void> RunFolder::saveCheckpoint(const std::string& name, const State& state, const Position& position) const {
    Safetensors content;
    for (std::size_t i = 0; i < state.specs.size(); ++i) content.tensors.emplace(state.specs[i].name, state.tensors[i]);
    content.metadata.emplace("position", toJson(position).dump());
    return writeSafetensorsFile(path_ / "checkpoints" / (name + ".safetensors"), content);
}

Result<std::pair<State, Position>> RunFolder::loadCheckpoint(const std::string& name, const std::vector<StateSpec>& specs) const {
    const fs::path path = path_ / "checkpoints" / (name + ".safetensors");
    NW_TRY(Safetensors content, readSafetensorsFile(path));
    NW_TRY(State state, stateOf(content.tensors, specs, path.string()));
    const auto meta = content.metadata.find("position");
    NW_TRY(Position position, positionFrom(meta == content.metadata.end() ? "" : meta->second, path.string()));
    return std::pair(std::move(state), std::move(position));
}

Result<State> RunFolder::Weights::select(const std::vector<StateSpec>& specs) const {
    return stateOf(tensors, specs, checkpoint + ".safetensors");
}

Result<RunFolder::Weights> RunFolder::weights() const {
    const auto read = [&](const std::string& name) { return readSafetensorsFile(path_ / "checkpoints" / (name + ".safetensors")); };
    if (!hasCheckpoint("best") && !hasCheckpoint("last"))
        return fail(Code::NotFound, path_.string(), "has no checkpoint yet", "Let it train for a while.");
    std::string note;
    if (hasCheckpoint("best")) {
        auto best = read("best");
        if (best) return Weights{"best", std::move(best->tensors), {}};
        if (!hasCheckpoint("last")) return best.error();
        note = "The best weights of " + path_.filename().string() + " cannot be read, its last ones are used. " +
               best.error().sentence();
    }
    NW_TRY(Safetensors last, read("last"));
    return Weights{"last", std::move(last.tensors), std::move(note)};
}

fs::path RunFolder::toMake() const {
    std::error_code error;
    if (fs::exists(path_, error)) return fs::is_empty(path_, error) && !error ? path_ : fs::path();
    fs::path top = path_;
    while (top.has_parent_path() && top.parent_path() != top && !fs::exists(top.parent_path(), error)) top = top.parent_path();
    return top;
}

void RunFolder::discard(const fs::path& made) const {
    std::error_code ignored;
    if (!made.empty()) {
        fs::remove_all(made, ignored);
        if (made.parent_path().extension() == ".runs") fs::remove(made.parent_path(), ignored);
        return;
    }
    for (const char* part : {"lock", "checkpoints", "evaluation", "exports"}) fs::remove(path_ / part, ignored);
}

fs::path runsFolderOf(const fs::path& project) {
    fs::path runs = project;
    return runs.replace_extension(".runs");
}

}  // namespace nw
