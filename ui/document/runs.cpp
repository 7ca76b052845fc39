// Runs of the document: read on a thread, numbered for life, compared with one another.
#include "ui/document/runs.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace fs = std::filesystem;

/// Numbers of runs by folder name, kept beside them, so that a run that was deleted leaves a gap.
struct Runs::Numbers {
    std::map<std::string, int> byFolder;
    int next = 1;

    static Numbers read(const fs::path& file) {
        Numbers numbers;
        const auto text = readText(file, 1 << 24);
        const auto j = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
        if (!j.is_object() || !j.contains("runs") || !j["runs"].is_object()) return numbers;
        for (const auto& [folder, number] : j["runs"].items())
            if (number.is_number_unsigned() && number.get<std::uint64_t>() > 0 && number.get<std::uint64_t>() < 1000000)
                numbers.byFolder[folder] = number.get<int>();
        if (j.contains("next") && j["next"].is_number_unsigned() && j["next"].get<std::uint64_t>() < 1000000)
            numbers.next = std::max(1, j["next"].get<int>());
        for (const auto& [folder, number] : numbers.byFolder) numbers.next = std::max(numbers.next, number + 1);
        return numbers;
    }
    /// A folder that cannot be written costs no more than the gaps.
    void write(const fs::path& file) const {
        (void)writeTextAtomically(file, nlohmann::json{{"runs", byFolder}, {"next", next}}.dump(2) + "\n");
    }
};

Runs::Runs(Document& document, QObject* parent) : QObject(parent), document_(document) {
    connect(&document, &Document::opened, this, [this] {
        runs_.clear();
        elsewhere_.clear();
        locks_.stop();
        chosen_ = running_ = 0;
        reload();
    });
    connect(&document, &Document::pathChanged, this, [this] { reload(); });
    connect(&watch_, &FileWatch::touched, this, [this] { look(); });
    locks_.setInterval(1500);
    connect(&locks_, &QTimer::timeout, this, [this] { lookForKilled(); });
}

const Run* Runs::find(int number) const {
    const auto it = std::find_if(runs_.begin(), runs_.end(), [&](const Run& r) { return r.number == number; });
    return it == runs_.end() ? nullptr : &*it;
}

Run* Runs::findRun(int number) { return const_cast<Run*>(find(number)); }

const Run* Runs::findFolder(const fs::path& folder) const {
    const auto it = std::find_if(runs_.begin(), runs_.end(), [&](const Run& r) { return r.folder.path() == folder; });
    return it == runs_.end() ? nullptr : &*it;
}

const Run* Runs::newest(RunKind kind) const {
    const auto it = std::find_if(runs_.begin(), runs_.end(), [&](const Run& r) { return r.kind == kind; });
    return it == runs_.end() ? nullptr : &*it;
}

const Run* Runs::current() const {
    if (const Run* chosen = find(chosen_)) return chosen;
    for (const Run& run : runs_)
        if (run.isTraining() && !isTrainedElsewhere(run) && run.hasWeights()) return &run;
    const Run* trained = newest(RunKind::Training);
    return trained ? trained : newest(RunKind::Imported);
}

bool Runs::haveLearned() const {
    return std::any_of(runs_.begin(), runs_.end(), [](const Run& r) { return r.isTraining() && r.hasLearned(); });
}

QList<const Run*> Runs::withWeights() const {
    QList<const Run*> out;
    for (const Run& run : runs_)
        if (run.kind != RunKind::Quantized && run.hasWeights()) out << &run;
    return out;
}

const Run* Runs::failed() const {
    const Run* run = newest(RunKind::Training);
    return run && run->manifest.status == "failed" && !isBeingTrained(*run) ? run : nullptr;
}

void Runs::setCurrent(int number) {
    const Run* run = current();
    const int before = run ? run->number : 0;
    chosen_ = number;
    tellCurrent(before);
}

void Runs::tellCurrent(int before) {
    const Run* run = current();
    if ((run ? run->number : 0) != before) Q_EMIT currentChanged();
}

void Runs::setVisible(int number, bool visible) {
    Run* run = findRun(number);
    if (!run || run->visible == visible) return;
    run->visible = run->chosen = visible;
    Q_EMIT changed();
}

void Runs::reload() {
    delete job_.data();
    delete reading_.data();
    stamps_.clear();
    for (const fs::path& path : RunFolder::allIn(document_.runsFolder())) stamps_[path] = stampOf(path);
    job_ = Job::start<std::vector<Run>>(
        this,
        [folder = document_.runsFolder()](const JobHooks& hooks) -> Result<std::vector<Run>> {
            std::vector<Run> runs;
            for (const fs::path& path : RunFolder::allIn(folder)) {
                NW_RETURN_IF_ERROR(hooks.check("runs"));
                if (auto run = readRun(path)) runs.push_back(*std::move(run));  // what cannot be read is no run
            }
            return runs;
        },
        [this](Result<std::vector<Run>> runs) {
            job_.clear();
            adopt(runs ? *std::move(runs) : std::vector<Run>());
            if (noticeElsewhere()) Q_EMIT changed();
            follow();
            Q_EMIT loaded();
        });
}

void Runs::adopt(std::vector<Run> runs) {
    const Run* was = current();
    const int before = was ? was->number : 0;
    number(runs);
    for (Run& run : runs) {
        const Run* old = find(run.number);
        if (!old) continue;
        run.visible = old->visible;
        run.chosen = old->chosen;
        if (old->number == running_) run.curves = old->curves;  // the files are behind
    }
    runs_ = std::move(runs);
    describe();
    Run* shown = findRun(current() ? current()->number : 0);
    if (shown && std::none_of(runs_.begin(), runs_.end(), [](const Run& r) { return r.visible; })) shown->visible = true;
    Q_EMIT changed();
    tellCurrent(before);
}

/// `runs` come in the order of creation and leave newest first.
void Runs::number(std::vector<Run>& runs) {
    const fs::path file = document_.runsFolder() / "studio.json";
    Numbers numbers = Numbers::read(file);
    bool isNew = false;
    for (Run& run : runs) {
        const auto [it, added] = numbers.byFolder.try_emplace(run.folder.path().filename().string(), numbers.next);
        if (added) ++numbers.next;
        isNew = isNew || added;
        run.number = it->second;
    }
    if (isNew) numbers.write(file);
    std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.number > b.number; });
}

void Runs::describe() {
    const Run* before = nullptr;
    for (auto run = runs_.rbegin(); run != runs_.rend(); ++run) {
        QStringList parts{before ? differenceOf(before->project, run->project) : summaryOf(run->project)};
        if (const QString origin = originOf(*run, runs_); !origin.isEmpty())
            parts.prepend(origin);
        else if (run->isTraining() && before && !originOf(*before, runs_).isEmpty())
            parts.prepend(tr("fresh weights"));
        parts.removeAll(QString());
        run->difference = parts.join(QStringLiteral(", "));
        if (run->isTraining()) before = &*run;
    }
}

void Runs::refresh(const fs::path& folder) {
    if (auto read = readRun(folder))
        put(*std::move(read));
    else
        reload();
}

void Runs::put(Run read) {
    stamps_[read.folder.path()] = stampOf(read.folder.path());
    insert(std::move(read));
}

void Runs::insert(Run read) {
    const fs::path folder = read.folder.path();
    std::vector<Run> runs;
    for (const Run& run : runs_)
        if (run.folder.path() != folder) runs.push_back(run);
    std::reverse(runs.begin(), runs.end());
    const Run* old = findFolder(folder);
    const bool begun = !old;
    // Files have the points of whole epochs, and those before the last checkpoint.
    if (old && old->curves.train.contains("loss") &&
        read.curves.train["loss"].steps.size() < old->curves.train.at("loss").steps.size())
        read.curves = old->curves;
    runs.push_back(std::move(read));
    adopt(std::move(runs));
    if (begun) showBegun(folder);
}

/// The new run is shown, beside those that a person wanted to compare; results are shown of one that the studio trains.
void Runs::showBegun(const fs::path& folder) {
    const Run* now = findFolder(folder);
    if (!now || !now->isTraining()) return;
    for (Run& run : runs_) run.visible = run.chosen || &run == now || run.number == running_;
    Q_EMIT changed();
    if (folder == own_) setCurrent(now->number);
}

void Runs::setProject(int number, const Project& project) {
    if (Run* run = findRun(number)) run->project = project;
    describe();
}

void Runs::rewind(int number, double step) {
    Run* run = findRun(number);
    if (!run) return;
    for (auto* curves : {&run->curves.train, &run->curves.validation})
        for (auto& [name, curve] : *curves)
            while (!curve.steps.empty() && curve.steps.back() > step) curve.steps.pop_back(), curve.values.pop_back();
    const bool goesOn = step > 0 && step == static_cast<double>(run->checkpointStep);
    run->curves.next = goesOn ? run->checkpointSums : CurveSums();
    Q_EMIT changed();
}

void Runs::setRunning(int number) {
    if (std::exchange(running_, number) != number) Q_EMIT changed();
}

void Runs::append(const TrainEvent& e) {
    Run* run = findRun(running_);
    if (!run) return;
    const auto step = static_cast<double>(e.step);
    if (e.batches > 0) run->curves.stepsPerEpoch = static_cast<double>(e.batches);
    if (e.kind == TrainEvent::Kind::Step) {
        if (const auto point = addStep(run->curves.next, e, e.batch, e.batches))
            for (const auto& [name, value] : *point) run->curves.train[name].add(step, value);
        for (const auto& [name, sum] : run->curves.next.sums) run->curves.train.try_emplace(name);
    } else if (e.kind == TrainEvent::Kind::NotFinite) {
        run->curves.train["loss"].add(step, std::numeric_limits<double>::quiet_NaN());
    } else if (e.validated) {
        run->curves.validation["loss"].add(step, e.valLoss);
        for (const auto& [name, value] : e.valMetrics) run->curves.validation[name].add(step, value);
    }
    if (e.kind == TrainEvent::Kind::Epoch) run->epochsDone = e.epoch;
    run->samplesPerSecond = e.samplesPerSecond > 0 ? e.samplesPerSecond : run->samplesPerSecond;
    Q_EMIT pointsAdded(running_);
}

Job* Runs::weights(int number, std::function<void(Result<std::shared_ptr<const State>>)> done) {
    using Weights = std::shared_ptr<const State>;
    const Run* run = find(number);
    const fs::path folder = run ? run->folder.path() : fs::path();
    return Job::start<Weights>(
        this,
        [folder](const JobHooks&) -> Result<Weights> {
            NW_TRY(const RunFolder::Weights weights, RunFolder(folder).weights());
            auto state = std::make_shared<State>();
            for (const auto& [id, tensor] : weights.tensors) {
                state->specs.push_back({.name = id, .type = tensor.type(), .initializer = {}});
                state->tensors.push_back(tensor);
            }
            return Weights(std::move(state));
        },
        std::move(done));
}

Result<void> Runs::remove(int number) {
    const Run* run = find(number);
    if (!run) return fail(Code::NotFound, "run " + std::to_string(number), "does not exist");
    if (number == running_) return fail(Code::Argument, s(run->name()), "is being trained", "Stop it first.");
    NW_TRY(const FileLock lock, run->folder.lock());
    std::error_code error;
    fs::remove_all(run->folder.path(), error);
    if (error) return fail(Code::Io, run->folder.path().string(), "cannot be deleted: " + error.message());
    // A new run of the same second gets the folder's name, but never the number.
    const fs::path file = document_.runsFolder() / "studio.json";
    Numbers numbers = Numbers::read(file);
    if (numbers.byFolder.erase(run->folder.path().filename().string()) > 0) numbers.write(file);
    std::vector<Run> rest;
    for (const Run& r : runs_)
        if (r.number != number) rest.push_back(r);
    std::reverse(rest.begin(), rest.end());
    adopt(std::move(rest));
    return {};
}

}  // namespace nw::ui
