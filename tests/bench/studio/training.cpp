// What training costs the one who waits for it: the first points, and being watched.
#include <QTemporaryDir>
#include <algorithm>
#include <ctime>

#include "tests/bench/studio/measures.h"
#include "tests/bench/studio/rig.h"
#include "ui/training/curves_panel.h"
#include "widgets/plot/curve_plot.h"

namespace nw::bench {

namespace {

constexpr int Pairs = 5, UnderWay = 100, Steps = 1300;

/// The widget that a plot's curves are painted on.
QWidget* paperOf(const plot::CurvePlot& plot) {
    const auto parts = plot.findChildren<QWidget*>();
    return *std::find_if(parts.begin(), parts.end(), [](const QWidget* part) { return part->inherits("QCustomPlot"); });
}

double secondsOf(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e9; }

double milliseconds(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Clocks at the first and the last mark after all is under way; of the processors those of all threads and of this one.
class Ruler {
public:
    void mark(std::int64_t step) {
        if (step < UnderWay || static_cast<double>(step) <= last_.step) return;  // what comes after a step is not its own
        last_ = {static_cast<double>(step), milliseconds(CLOCK_MONOTONIC), milliseconds(CLOCK_PROCESS_CPUTIME_ID),
                 milliseconds(CLOCK_THREAD_CPUTIME_ID)};
        if (first_.step == 0) first_ = last_;
    }
    double millisecondsAStep() const { return (last_.wall - first_.wall) / (last_.step - first_.step); }
    /// What this thread took, as a share of what the others took.
    double ownShare() const {
        const double own = last_.own - first_.own, all = last_.all - first_.all;
        return own / (all - own);
    }

private:
    struct Mark {
        double step = 0, wall = 0, all = 0, own = 0;
    };
    Mark first_, last_;
};

/// With the Train page in view.
Ruler watched(Rig& rig) {
    Ruler ruler;
    bool finished = false;
    const auto& training = rig.studio.training;
    const auto heard = QObject::connect(&training, &ui::Training::progressed, [&](const TrainEvent& e) { ruler.mark(e.step); });
    const auto ended = QObject::connect(&training, &ui::Training::finished, [&] { finished = true; });
    rig.train();
    waitUntil("the training has finished", [&] { return finished; });
    QObject::disconnect(heard);
    QObject::disconnect(ended);
    return ruler;
}

/// The same work on this thread, which has no time for the window meanwhile: no curve, no preview. Its run is nowhere that the
/// studio would read it and draw its curves.
Ruler alone(Rig& rig) {
    const QTemporaryDir elsewhere;
    const auto folder = RunFolder::createIn(elsewhere.path().toStdString());
    NW_CHECK(folder);
    Ruler ruler;
    TrainControl control;
    EventRing events;
    TrainJob job{rig.studio.document.project(), "", rig.studio.data.splits(), *folder, false, engine().executable(Phase::Training)};
    job.validateSeconds = 4;  // as ui::Training: where steps take long, both look at validation
    job.observe = [&](const State&, std::int64_t step) {
        ruler.mark(step);
        control.requestState();
    };
    control.requestState();
    NW_CHECK(nw::train(std::move(job), control, events));
    return ruler;
}

}  // namespace

void measureFirstPoints(Figures& figures, bool cached) {
    Rig rig;
    if (cached) rig.waitForData();
    rig.set([](TrainingSettings& t) { t.epochs = 100; });
    rig.press(Qt::Key_3, Qt::ControlModifier);
    auto& curves = rig.find<ui::CurvesPanel>();
    plot::CurvePlot& loss = *curves.plotOf("loss");
    const auto points = [&](bool validation) {
        const plot::Series* series = curves.seriesOf(1, "loss", validation);
        return series && !series->isEmpty() && loss.replots() > 0;
    };
    const Shown first(paperOf(loss), [&] { return points(false); }), validated(paperOf(loss), [&] { return points(true); });
    QElapsedTimer timer;
    timer.start();
    rig.train();
    waitUntil("the first training point", [&] { return static_cast<bool>(first); });
    if (cached) {
        figures.add("first training point, after Train", secondsOf(timer), 1, "s");
        waitUntil("the first validation point", [&] { return static_cast<bool>(validated); });
        figures.add("first validation point, after Train", secondsOf(timer), 5, "s");
    } else {
        figures.tell("first training point at the very first start: digits are drawn before", secondsOf(timer), "s");
    }
    rig.stop();
}

void measureWatching(Figures& figures) {
    Rig rig;
    rig.waitForData();
    rig.set([](TrainingSettings& t) { t.steps = Steps; });
    rig.press(Qt::Key_3, Qt::ControlModifier);
    watched(rig);  // what is made once is made
    std::vector<double> shares;
    for (int i = 0; i < 3; ++i) shares.push_back(100 * watched(rig).ownShare());
    figures.add("live curves and previews, of the processor time of a step", quantile(shares, 0.5), 2, "%");
}

void measureWatchingByTheClock(Figures& figures) {
    Rig rig;
    rig.waitForData();
    rig.set([](TrainingSettings& t) { t.steps = Steps; });
    rig.press(Qt::Key_3, Qt::ControlModifier);
    watched(rig), alone(rig);  // what is made once is made
    std::vector<double> steps, longer;
    for (int i = 0; i < Pairs; ++i) {
        const double with = watched(rig).millisecondsAStep(), without = alone(rig).millisecondsAStep();
        steps.push_back(without);
        longer.push_back(100 * (with / without - 1));
    }
    figures.add("a step is longer where curves and previews are live", quantile(longer, 0.5), 2, "%");
    figures.tell("    without them it takes", quantile(steps, 0.5), "ms");
}

}  // namespace nw::bench
