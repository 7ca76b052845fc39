// Training: trains a snapshot of the project on its own thread, while one goes on editing.
#pragma once

#include <QTimer>

#include "core/train/trainer.h"
#include "ui/document/next_start.h"
#include "ui/document/previews.h"
#include "ui/document/runs.h"

namespace nw::ui {

class Training : public QObject {
    Q_OBJECT
public:
    enum class State {
        Idle,
        Preparing,  ///< data are opened, the network is compiled
        Running,
        Paused,
        Stopping,
    };

    Training(const Engine& engine, Document& document, DataService& data, Previews& previews, Runs& runs, NextStart& next,
             QObject* parent = nullptr);
    /// Stops a training and keeps its run, which can be resumed.
    ~Training() override;

    State state() const { return state_; }
    bool isActive() const { return state_ != State::Idle; }

    /// Trains the project as it is, from the weights that were chosen for it. Where the network has a fault or there are no data,
    /// blocked() is sent instead.
    void start();
    void pause();
    void resume();
    void stop();
    /// While paused: one step.
    void singleStep();
    /// Goes on with a run of the document from its last checkpoint, or from the start where it has none; with another learning
    /// rate when `rate` > 0.
    void resumeRun(int number, double rate = 0);
    /// Stops and waits; the run is kept.
    void stopAndWait();

    /// Previews show the weights of a run, unless a training begins before they are read.
    void showRun(int number);

    /// The newest event; before the first one all zero.
    const TrainEvent& last() const { return last_; }
    /// The project that is being trained or was trained last.
    const Project& project() const { return project_; }
    /// Seconds since the training began, without the time it was paused.
    double secondsRunning() const;

    /// What NaN did to the run that ended last.
    struct NotFinite {
        QString tensor;         ///< "conv2d/kernel", or "loss"
        QString layer;          ///< its layer as its card calls it, "Conv2D (conv2d)" where several cards do; empty: none
        std::int64_t step = 0;  ///< at which it became so
        int run = 0;
        double rate = 0;               ///< suggested
        std::int64_t resumeStep = -1;  ///< -1: from the start
    };
    /// Nothing unless the last training ended so.
    const std::optional<NotFinite>& notANumber() const { return notFinite_; }
    /// Lowers the learning rate, in the project too where it is the run's, and resumes the run.
    void lowerRateAndResume();

    /// About how long training the project takes, in seconds: from the speed of a run of the same network, else a few batches are
    /// timed on a thread. `done` is called later on this thread.
    Job* estimate(std::function<void(Result<double>)> done);
    /// The same work on the command line: "netwright train first.netwright --set rate=0.01", with the settings that differ from the
    /// document's, and with what it starts from.
    QString command(const Project& project) const;

Q_SIGNALS:
    void stateChanged();
    /// Four times a second while it runs: the newest event.
    void progressed(const nw::TrainEvent& event);
    /// Every event, in order.
    void happened(const nw::TrainEvent& event);
    void finished(const nw::TrainReport& report);
    /// Where `begun` is false there is no run.
    void failed(const QString& sentence, bool begun);
    /// What people should know of the weights that it begins with.
    void told(const QString& sentence);
    /// An imported model is trained for the first time, and not from its own weights.
    void begunFresh();
    void notFinite(const QString& tensor, qint64 step, double rate);
    /// start() was refused: the network has a fault (see the document's analysis), or the sentence says what is missing.
    void blocked(const QString& sentence);

private:
    struct Work;
    static Result<TrainReport> run(const Engine& engine, TrainJob job, const std::filesystem::path& base, Work& work);
    void begin(Project project, const RunFolder& folder, bool resume);
    void tellStart();
    QString obstacle() const;
    void setState(State state);
    void poll();
    void take(const TrainEvent& event);
    void ended(Result<TrainReport> result);
    void endedNotFinite(const RunFolder& folder);

    const Engine& engine_;
    Document& document_;
    DataService& data_;
    Previews& previews_;
    Runs& runs_;
    NextStart& next_;
    State state_ = State::Idle;
    Project project_;
    TrainEvent last_;
    std::optional<NotFinite> notFinite_;
    std::optional<TrainEvent> broken_;  ///< the event of a tensor that is not finite
    std::shared_ptr<Work> work_;
    std::jthread thread_;
    QTimer timer_;
    int polls_ = 0, moving_ = 0;
    bool stateIsNew_ = false;
    double seconds_ = 0;
    std::chrono::steady_clock::time_point since_;
};

/// A learning rate that a run that became NaN is likely to survive.
double calmerRate(double rate);

}  // namespace nw::ui
