// The training's thread, and what of it the studio sees.
#include "ui/document/training.h"

#include <cmath>

#include "core/deploy/model.h"
#include "core/graph/shown_name.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

/// Each look costs the training a little: curves, figures and previews are drawn. One that waits for a step sees it sooner.
constexpr int RunningMs = 500, WaitingMs = 50;  // WaitingMs: preparing, paused for a step, stopping

}  // namespace

/// What the two threads share.
struct Training::Work {
    explicit Work(RunFolder f) : folder(std::move(f)) {}
    RunFolder folder;
    fs::path from;  ///< the run whose weights it begins with; empty: fresh ones
    TrainControl control;
    EventRing events;
    std::mutex mutex;
    std::shared_ptr<const nw::State> seen;  ///< guarded: the newest state that was looked at
    std::optional<WeightFit> fit;           ///< guarded: told once, how many weights are those of `from`
    std::string note;                       ///< guarded, with it: what else is to be known of them
    std::optional<Result<Run>> read;        ///< the run's files, read by the training's thread at its end
};

/// The whole work, on the training's thread.
Result<TrainReport> Training::run(const Engine& engine, TrainJob job, const fs::path& base, Work& work) {
    try {
        if (!job.data.train) {
            NW_TRY(job.data, engine.open(job.project.data, static_cast<std::uint64_t>(job.project.training.seed), base));
        }
        if (!work.from.empty()) {
            NW_TRY(job.from, startWeights(work.from.string()));
            job.began = [&work, note = job.from->note](const WeightFit& fit) {
                const std::lock_guard lock(work.mutex);
                work.fit = fit;
                work.note = note;
            };
        }
        return train(std::move(job), work.control, work.events);
    } catch (const std::bad_alloc&) {
        return fail(Code::Memory, "", "There is not enough memory for this training", "Lower the batch size.");
    } catch (const std::exception& e) {
        return fail(Code::Argument, "", std::string("An error inside Netwright: ") + e.what(), "Report it with the project.");
    }
}

Training::Training(const Engine& engine, Document& document, DataService& data, Previews& previews, Runs& runs, NextStart& next,
                   QObject* parent)
    : QObject(parent), engine_(engine), document_(document), data_(data), previews_(previews), runs_(runs), next_(next) {
    timer_.setInterval(WaitingMs);
    connect(&timer_, &QTimer::timeout, this, [this] { poll(); });
    connect(&document, &Document::opened, this, [this] {
        stopAndWait();
        notFinite_.reset();
        Q_EMIT stateChanged();
    });
    connect(&document, &Document::aboutToMove, this, [this] {
        moving_ = isActive() ? runs_.running() : 0;
        stopAndWait();
    });
    connect(&runs, &Runs::loaded, this, [this] {
        const Run* run = runs_.current();
        if (moving_) return resumeRun(std::exchange(moving_, 0));
        if (run && !isActive() && !previews_.hasTrainedWeights()) showRun(run->number);
    });
    connect(&runs, &Runs::currentChanged, this, [this] {
        const Run* run = runs_.current();
        if (run && !isActive() && previews_.hasTrainedWeights()) showRun(run->number);
    });
}

Training::~Training() {
    if (!thread_.joinable()) return;
    work_->control.stop();
    thread_.join();
}

void Training::setState(State state) {
    if (state_ == state) return;
    if (state_ == State::Running) seconds_ += std::chrono::duration<double>(Clock::now() - since_).count();
    if (state == State::Running) since_ = Clock::now();
    state_ = state;
    timer_.setInterval(state == State::Running ? RunningMs : WaitingMs);
    Q_EMIT stateChanged();
}

double Training::secondsRunning() const {
    return seconds_ + (state_ == State::Running ? std::chrono::duration<double>(Clock::now() - since_).count() : 0);
}

QString Training::obstacle() const {
    for (const Finding& f : document_.analysis().findings)
        if (f.rank == Rank::Contradiction || f.rank == Rank::Blocker) return q(f.headline);
    if (document_.project().data.empty()) return tr("This network has no data yet. Choose a data set first.");
    return data_.fault();
}

void Training::start() {
    if (isActive()) return;
    if (const QString sentence = obstacle(); !sentence.isEmpty()) {
        Q_EMIT blocked(sentence);
        return;
    }
    if (next_.fit() && next_.fit()->taken == 0) {
        Q_EMIT failed(tr("None of the weights of run %1 fits this network. Start with fresh weights, or with those of another run.")
                          .arg(next_.run()->number),
                      false);
        return;
    }
    auto folder = RunFolder::createIn(document_.runsFolder());
    if (!folder) {
        Q_EMIT failed(sentence(folder.error()), false);
        return;
    }
    const bool declined = next_.offered();
    begin(document_.project(), *folder, false);
    if (declined) Q_EMIT begunFresh();
}

void Training::resumeRun(int number, double rate) {
    const Run* run = runs_.find(number);
    if (isActive() || !run || !run->isTraining()) return;
    Project project = run->project;
    if (rate > 0) project.training.rate = rate;
    const RunFolder folder = run->folder;
    runs_.setProject(number, project);
    runs_.rewind(number, static_cast<double>(run->checkpointStep));
    runs_.setRunning(number);
    begin(std::move(project), folder, true);
}

void Training::begin(Project project, const RunFolder& folder, bool resume) {
    project_ = std::move(project);
    last_ = {};
    notFinite_.reset();
    broken_.reset();
    seconds_ = 0;
    polls_ = 0;
    work_ = std::make_shared<Work>(folder);
    if (const Run* from = next_.run(); from && !resume) work_->from = from->folder.path();
    runs_.setOwn(folder.path());
    TrainJob job{project_, document_.path().string(), {}, folder, resume, engine_.executable(Phase::Training)};
    job.validateSeconds = 4;
    job.observe = [work = work_.get()](const nw::State& state, std::int64_t) {
        auto copy = std::make_shared<const nw::State>(state.clone());
        const std::lock_guard lock(work->mutex);
        work->seen = std::move(copy);
    };
    const auto seed = static_cast<std::uint64_t>(project_.training.seed);
    if (data_.isOpen() && data_.spec() == project_.data && data_.seed() == seed) job.data = data_.splits();
    thread_ = std::jthread([this, engine = &engine_, work = work_, base = data_.base(), job = std::move(job)]() mutable {
        auto result = std::make_shared<Result<TrainReport>>(run(*engine, std::move(job), base, *work));
        work->read = readRun(work->folder.path());
        QMetaObject::invokeMethod(
            this,
            [this, work, result] {
                if (work == work_) ended(std::move(*result));
            },
            Qt::QueuedConnection);
    });
    timer_.start();
    setState(State::Preparing);
}

void Training::pause() {
    if (state_ != State::Running && state_ != State::Preparing) return;
    work_->control.pause();
    setState(State::Paused);
}

void Training::resume() {
    if (state_ != State::Paused) return;
    work_->control.resume();
    setState(State::Running);
}

void Training::singleStep() {
    if (state_ == State::Paused) work_->control.step();
}

void Training::stop() {
    if (!isActive()) return;
    work_->control.stop();
    setState(State::Stopping);
}

void Training::stopAndWait() {
    if (!isActive()) return;
    work_->control.stop();
    thread_.join();
    timer_.stop();
    const auto work = std::exchange(work_, nullptr);  // what the thread has sent finds nobody
    runs_.setRunning(0);
    if (runs_.findFolder(work->folder.path()) && *work->read) runs_.put(**work->read);
    runs_.setOwn({});
    setState(State::Idle);
}

/// The weights are taken: the choice was for this training, and those that did not fit are not passed over.
void Training::tellStart() {
    std::optional<WeightFit> fit;
    std::string note;
    {
        const std::lock_guard lock(work_->mutex);
        fit = std::exchange(work_->fit, std::nullopt);
        note = work_->note;
    }
    if (!fit) return;
    const Run* from = runs_.findFolder(work_->from);
    if (from && from == next_.run()) next_.set(0);
    QStringList sentences;
    if (fit->taken < fit->all && from)
        sentences << tr("The training begins with %1 of the network's %2 weights from %3.")
                         .arg(fit->taken)
                         .arg(fit->all)
                         .arg(from->name().toLower());
    if (!note.empty()) sentences << q(note);
    if (!sentences.isEmpty()) Q_EMIT told(sentences.join(u' '));
}

void Training::poll() {
    tellStart();
    const auto events = work_->events.drain();
    for (const TrainEvent& e : events) take(e);
    if (!events.empty()) Q_EMIT progressed(last_);
    std::shared_ptr<const nw::State> seen;
    {
        const std::lock_guard lock(work_->mutex);
        seen.swap(work_->seen);
    }
    if (seen) previews_.setWeights(std::move(seen));
    stateIsNew_ = stateIsNew_ || !events.empty();                     // while paused only a step changes it
    const bool turn = state_ != State::Running || polls_++ % 2 == 0;  // previews follow once a second
    if (turn && std::exchange(stateIsNew_, false)) work_->control.requestState();
}

void Training::take(const TrainEvent& e) {
    if (runs_.running() == 0) {
        runs_.refresh(work_->folder.path());
        const Run* run = runs_.findFolder(work_->folder.path());
        const int number = run ? run->number : 0;
        runs_.rewind(number, 0);  // a fast training has written what its events tell as well
        runs_.setRunning(number);
    }
    if (state_ == State::Preparing) setState(State::Running);
    runs_.append(e);
    if (e.kind == TrainEvent::Kind::NotFinite) broken_ = e;
    if (e.kind != TrainEvent::Kind::Paused && e.kind != TrainEvent::Kind::NotFinite) last_ = e;
    Q_EMIT happened(e);
}

void Training::ended(Result<TrainReport> result) {
    thread_.join();
    poll();
    timer_.stop();
    const auto work = std::exchange(work_, nullptr);
    const RunFolder& folder = work->folder;
    runs_.setRunning(0);
    if (*work->read) {
        runs_.put(**work->read);
    } else if (!RunFolder::is(folder.path())) {
        std::error_code error;
        fs::remove_all(folder.path(), error);  // it never began
    }
    runs_.setOwn({});
    setState(State::Idle);
    if (const Run* run = runs_.findFolder(folder.path())) showRun(run->number);
    if (result)
        Q_EMIT finished(*result);
    else if (broken_)
        endedNotFinite(folder);
    else
        Q_EMIT failed(sentence(result.error()), RunFolder::is(folder.path()));
}

void Training::endedNotFinite(const RunFolder& folder) {
    const Run* run = runs_.findFolder(folder.path());
    NotFinite n;
    n.tensor = q(broken_->what);
    const Graph& graph = project_.graph;
    const Node* layer = graph.findByName(s(n.tensor.section(u'/', 0, -2).section(u'/', 0, 0)));
    if (!layer) layer = graph.findByName(s(n.tensor.section(u'/', 1, 1)));
    if (layer) n.layer = q(shownName(*layer));
    if (layer && tellingName(graph, *layer) != shownName(*layer)) n.layer += QStringLiteral(" (%1)").arg(q(layer->name));
    n.step = broken_->step;
    n.rate = calmerRate(project_.training.rate);
    if (run) n.run = run->number, n.resumeStep = run->checkpointStep;
    notFinite_ = n;
    Q_EMIT notFinite(n.tensor, n.step, n.rate);
}

void Training::lowerRateAndResume() {
    if (!notFinite_ || isActive()) return;
    const NotFinite n = *notFinite_;
    if (document_.project().training.rate == project_.training.rate) {
        ProjectPatch patch;
        patch.label = tr("Lower the learning rate to %1").arg(n.rate);
        patch.training = document_.project().training;
        patch.training->rate = n.rate;
        (void)document_.apply(patch);
    }
    resumeRun(n.run, n.rate);
}

void Training::showRun(int number) {
    const Run* run = runs_.find(number);
    if (!run || !run->hasWeights()) return;
    runs_.weights(number, [this](Result<std::shared_ptr<const nw::State>> weights) {
        if (weights && !isActive()) previews_.setWeights(*std::move(weights));
    });
}

double calmerRate(double rate) {
    const double lower = rate * 0.3, usual = TrainingSettings{}.rate;
    if (!(lower <= 0.3)) return usual;
    const double digit = std::pow(10, std::floor(std::log10(lower)));
    return std::round(lower / digit) * digit;
}

}  // namespace nw::ui
