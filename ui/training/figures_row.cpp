// Figures of the running training, else of the run that is shown.
#include "ui/training/figures_row.h"

#include <QHBoxLayout>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/document/text.h"
#include "widgets/plot/series.h"
#include "widgets/theme/paint.h"

namespace nw::ui {

namespace {

const QString none = QStringLiteral("–");

QString count(double value) { return QLocale().toString(std::llround(value)); }
QString percent(double share) { return QLocale().toString(share * 100, 'f', 1); }

const Curve* curveOf(const Run* run, const std::string& name) {
    if (!run) return nullptr;
    const auto it = run->curves.validation.find(name);
    return it == run->curves.validation.end() || it->second.values.empty() ? nullptr : &it->second;
}

int epochAt(const Run& run, double step) {
    return run.curves.stepsPerEpoch > 0 ? std::max(1, static_cast<int>(std::ceil(step / run.curves.stepsPerEpoch))) : 1;
}

/// "up 0.3 since epoch 2", and shorter. Validations within the epoch are no news: the change is told from the end of another.
std::pair<QString, QString> changeOf(const Run& run, const Curve& accuracy) {
    std::size_t n = accuracy.values.size() - 1;
    while (n > 0 && epochAt(run, accuracy.steps[n - 1]) == epochAt(run, accuracy.steps.back())) --n;
    if (n == 0) return {};
    const double change = accuracy.values.back() - accuracy.values[n - 1];
    const int epoch = epochAt(run, accuracy.steps[n - 1]);
    const QString size = percent(std::abs(change));
    if (change >= 0) return {FiguresRow::tr("up %1 since epoch %2").arg(size).arg(epoch), FiguresRow::tr("up %1").arg(size)};
    return {FiguresRow::tr("down %1 since epoch %2").arg(size).arg(epoch), FiguresRow::tr("down %1").arg(size)};
}

}  // namespace

QString clockText(double seconds) {
    const auto all = static_cast<long long>(std::ceil(std::max(seconds, 0.0)));
    const QString tail = QStringLiteral("%1:%2")
                             .arg(all / 60 % 60, all >= 3600 ? 2 : 1, 10, QLatin1Char('0'))
                             .arg(all % 60, 2, 10, QLatin1Char('0'));
    return all >= 3600 ? QStringLiteral("%1:%2").arg(all / 3600).arg(tail) : tail;
}

FiguresRow::FiguresRow(Studio& studio, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      epoch_(new parts::StatTile(tr("Epoch"))),
      loss_(new parts::StatTile(tr("Loss, validation"))),
      metric_(new parts::StatTile(tr("Accuracy, validation"))),
      speed_(new parts::StatTile(tr("Speed"))),
      time_(new parts::StatTile(tr("Time left"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::space::S12);
    for (auto* tile : {epoch_, loss_, metric_, speed_, time_}) row->addWidget(tile, 1);
    connect(&studio.training, &Training::progressed, this, &FiguresRow::update);
    connect(&studio.training, &Training::stateChanged, this, &FiguresRow::update);
    connect(&studio.runs, &Runs::changed, this, &FiguresRow::update);
    connect(&studio.runs, &Runs::currentChanged, this, &FiguresRow::update);
    connect(&studio.document, &Document::trainingChanged, this, &FiguresRow::update);
    clock_.setInterval(1000);
    connect(&clock_, &QTimer::timeout, this, &FiguresRow::update);
    update();
}

bool FiguresRow::isNarrow() const { return epoch_->width() < 160; }

void FiguresRow::set(parts::StatTile* tile, const QString& figure, const QString& second, const QString& shorter) const {
    const bool less = isNarrow() && !shorter.isEmpty();
    tile->setFigure(figure, less ? shorter : second);
    tile->setToolTip(less ? second : tile->accessibleName());
}

void FiguresRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    update();
}

void FiguresRow::update() {
    loss_->setCaption(isNarrow() ? tr("Val. loss") : tr("Loss, validation"));
    metric_->setCaption(isNarrow() ? tr("Val. accuracy") : tr("Accuracy, validation"));
    speed_->setCaption(isNarrow() ? tr("Samples/s") : tr("Speed"));
    const bool active = studio_.training.isActive();
    const bool live = active && studio_.runs.running() > 0;
    const Run* run = live ? studio_.runs.find(studio_.runs.running()) : active ? nullptr : shownRun();
    showEpoch(run, live);
    showValidation(run);
    showSpeed(run, live);
    if (studio_.training.state() == Training::State::Running)
        clock_.start();
    else
        clock_.stop();
}

/// The one that grows, else the one whose results are shown; null where that was not trained here.
const Run* FiguresRow::shownRun() const {
    for (const Run& run : studio_.runs.all())
        if (studio_.runs.isTrainedElsewhere(run)) return &run;
    const Run* current = studio_.runs.current();
    return current && current->isTraining() ? current : nullptr;
}

void FiguresRow::showEpoch(const Run* run, bool live) {
    const TrainEvent& last = studio_.training.last();
    const auto number = [](std::int64_t n) { return count(static_cast<double>(n)); };
    if (live && last.epoch > 0) {
        const auto epochs = studio_.training.project().training.epochs;
        set(epoch_, tr("%1 of %2").arg(number(last.epoch), number(epochs)),
            tr("step %1 of %2").arg(number(last.step), number(last.batches * epochs)), tr("step %1").arg(number(last.step)));
    } else if (run) {
        const auto loss = run->curves.train.find("loss");
        const bool stepped = loss != run->curves.train.end() && !loss->second.steps.empty();
        set(epoch_, tr("%1 of %2").arg(number(run->epochsDone), number(run->project.training.epochs)),
            stepped ? tr("%1 steps").arg(count(loss->second.steps.back())) : QString());
    } else {
        set(epoch_, none, studio_.training.isActive() ? tr("opening the data") : QString());
    }
}

/// The last values, and under them those of the weights that the run keeps, which its row in the list tells: these are of the end
/// of an epoch, the last ones may be a look inside one.
void FiguresRow::showValidation(const Run* run) {
    const Curve *loss = curveOf(run, "loss"), *accuracy = curveOf(run, "accuracy");
    const auto kept = run && run->epochsDone > 0 ? run->bestOf("loss") : std::nullopt;
    const bool isKept = kept && loss && kept->step == loss->steps.back();
    const QString epoch = kept ? count(epochAt(*run, kept->step)) : QString();
    if (!loss)
        set(loss_, none);
    else if (kept && !isKept)
        set(loss_, plot::figure(loss->values.back()), tr("kept %1 of epoch %2").arg(plot::figure(kept->value), epoch),
            tr("kept %1").arg(plot::figure(kept->value)));
    else
        set(loss_, plot::figure(loss->values.back()), isKept ? tr("kept, of epoch %1").arg(epoch) : tr("inside epoch 1"));
    if (!accuracy) return set(metric_, none);
    const QString last = tr("%1 %").arg(percent(accuracy->values.back()));
    const auto best = run->best();
    if (!kept || isKept || best->metric != "accuracy") {
        const auto [second, shorter] = changeOf(*run, *accuracy);
        return set(metric_, last, second, shorter);
    }
    const QString value = tr("%1 %").arg(percent(best->value));
    set(metric_, last, tr("kept %1 of epoch %2").arg(value, epoch), tr("kept %1").arg(value));
}

void FiguresRow::showSpeed(const Run* run, bool live) {
    const TrainEvent& last = studio_.training.last();
    const double speed = live ? last.samplesPerSecond : run ? run->samplesPerSecond : 0;
    if (speed > 0) {
        const QString step = QLocale().toString(1000.0 * static_cast<double>(run->project.training.batch) / speed, 'f', 1);
        set(speed_, isNarrow() ? count(speed) : tr("%1 /s").arg(count(speed)), tr("%1 ms a step").arg(step));
    } else {
        set(speed_, none);
    }
    const QString left = last.secondsLeft > 0 ? clockText(last.secondsLeft) : none;
    if (studio_.training.state() == Training::State::Paused)
        set(time_, tr("Paused"), live ? tr("%1 left").arg(left) : QString());
    else if (live)
        set(time_, left, tr("started %1 s ago").arg(count(studio_.training.secondsRunning())));
    else
        set(time_, none,
            !run                                    ? QString()
            : studio_.runs.isTrainedElsewhere(*run) ? tr("trained by another program")
            : run->isFinished()                     ? tr("finished")
            : run->manifest.status == "running"     ? tr("interrupted")
            : run->manifest.status == "failed"      ? tr("failed")
                                                    : tr("stopped"),
            run && studio_.runs.isTrainedElsewhere(*run) ? tr("elsewhere") : QString());
}

}  // namespace nw::ui
