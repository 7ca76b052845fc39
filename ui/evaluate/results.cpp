// Jobs that read or measure.
#include "ui/evaluate/results.h"

#include "core/deploy/model.h"
#include "core/train/evaluation_file.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace {

constexpr Split All[] = {Split::Test, Split::Validation, Split::Train};

/// Changes when the run is trained further.
QString keyOf(const Run& run, Split split) {
    qint64 stamp = 0;
    for (const char* name : {"best", "last"}) {
        std::error_code error;
        const auto time =
            std::filesystem::last_write_time(run.folder.path() / "checkpoints" / (std::string(name) + ".safetensors"), error);
        if (!error) stamp = std::max<qint64>(stamp, time.time_since_epoch().count());
    }
    return QStringLiteral("%1|%2|%3").arg(q(run.folder.path().string())).arg(stamp).arg(static_cast<int>(split));
}

}  // namespace

Results::Results(Studio& studio, QObject* parent) : QObject(parent), studio_(studio) {}

void Results::setState(State state) {
    state_ = state;
    Q_EMIT changed();
}

std::vector<Split> Results::splits() const {
    std::vector<Split> out;
    for (const Split s : All)
        if (!data_.train || data_.of(s)) out.push_back(s);
    return out;
}

void Results::setSplit(Split split) {
    if (split == split_) return;
    split_ = split;
    refresh();
}

bool Results::sharesData(const Run& run) const {
    return studio_.data.isOpen() && studio_.data.spec() == studio_.dataOf(run) &&
           studio_.document.project().training.seed == run.manifest.seed;
}

bool Results::isStudioData() const {
    return studio_.data.isOpen() && studio_.data.spec() == spec_ &&
           (split_ == Split::Test || studio_.document.project().training.seed == seed_);
}

void Results::refresh() {
    const Run* run = studio_.runs.current();
    const bool training = run && studio_.runs.isBeingTrained(*run);
    if (!run || training || !run->hasWeights()) {
        abandon();
        key_.clear();
        run_ = run ? run->number : 0;
        return setState(training ? State::Training : State::NoRun);
    }
    if (keyNow(*run) != key_) begin(*run);
}

void Results::again() {
    key_.clear();
    refresh();
}

void Results::abandon() {
    if (job_) job_->abandon();
    job_.clear();
}

void Results::stop() {
    if (job_) job_->cancel();
}

Result<Results::Outcome> Results::measure(const Engine& engine, const Run& run, DatasetSplits data, Split wanted,
                                          const std::filesystem::path& base, const JobHooks& hooks) {
    Outcome out;
    out.data = std::move(data);
    if (!out.data.train) { NW_TRY(out.data, engine.open(run.manifest.data, static_cast<std::uint64_t>(run.manifest.seed), base)); }
    out.split = out.data.of(wanted) ? wanted : out.data.test ? Split::Test : out.data.validation ? Split::Validation : Split::Train;
    const auto& set = out.data.of(out.split);
    const std::string name(nameOf(out.split));
    if (auto kept = loadEvaluation(run.folder, name, run.manifest.data, set->size())) {
        out.evaluation = *std::move(kept);
        return out;
    }
    NW_TRY(const LoadedModel model, loadModel(run.folder.path().string()));
    out.note = q(model.note);
    EvaluateOptions options{.keepAnswers = true, .stop = hooks.stop, .progress = [&](std::int64_t done, std::int64_t total) {
                                hooks.say("Evaluating", done, total);
                            }};
    NW_TRY(out.evaluation, evaluateModel(engine, model, set, options));
    NW_RETURN_IF_ERROR(saveEvaluation(run.folder, name, run.manifest.data, out.evaluation));
    return out;
}

QString Results::keyNow(const Run& run) const { return keyOf(run, split_) + q(studio_.dataOf(run)); }

void Results::begin(const Run& given) {
    abandon();
    Run run = given;
    run.manifest.data = studio_.dataOf(given);
    if (run.number != run_ || run.manifest.data != spec_) data_ = {};
    key_ = keyNow(given);
    run_ = run.number;
    spec_ = run.manifest.data;
    seed_ = run.manifest.seed;
    fault_.clear();
    job_ = Job::start<Outcome>(
        this,
        [engine = &studio_.engine, run, data = sharesData(run) ? studio_.data.splits() : data_, wanted = split_,
         base = studio_.data.base()](const JobHooks& hooks) { return measure(*engine, run, data, wanted, base, hooks); },
        [this](Result<Outcome> outcome) {
            job_.clear();
            if (!outcome) {
                fault_ = sentence(outcome.error());
                return setState(outcome.error().code == Code::Cancelled ? State::Stopped : State::Failed);
            }
            if (!outcome->note.isEmpty()) Q_EMIT studio_.noteWanted(outcome->note, false);
            data_ = std::move(outcome->data);
            evaluation_ = std::move(outcome->evaluation);
            if (outcome->split != split_) {
                split_ = outcome->split;
                if (const Run* now = studio_.runs.current()) key_ = keyNow(*now);
            }
            setState(State::Ready);
        });
    connect(job_, &Job::progress, this, [this](const QString&, qint64 done, qint64 total) { Q_EMIT progress(done, total); });
    setState(State::Working);
}

std::int64_t Results::mistakes() const {
    std::int64_t wrong = 0;
    for (std::size_t r = 0; r < evaluation_.confusion.size(); ++r)
        for (std::size_t c = 0; c < evaluation_.confusion.size(); ++c)
            if (r != c) wrong += evaluation_.confusion[r][c];
    return wrong;
}

QString Results::className(int c) const {
    const auto& names = evaluation_.classNames;
    return c >= 0 && static_cast<std::size_t>(c) < names.size() ? q(names[static_cast<std::size_t>(c)]) : QString::number(c);
}

}  // namespace nw::ui
