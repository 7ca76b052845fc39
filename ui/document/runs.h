// Runs: the runs of the open document, newest first, and the one that pages show.
#pragma once

#include <QPointer>
#include <QTimer>
#include <array>
#include <functional>
#include <set>

#include "ui/document/document.h"
#include "ui/document/file_watch.h"
#include "ui/document/job.h"
#include "ui/document/run.h"

namespace nw::ui {

class Runs : public QObject {
    Q_OBJECT
public:
    explicit Runs(Document& document, QObject* parent = nullptr);

    /// Newest first. Pointers to runs are valid until the next changed().
    const std::vector<Run>& all() const { return runs_; }
    /// Null when there is none.
    const Run* find(int number) const;
    const Run* findFolder(const std::filesystem::path& folder) const;
    /// The newest of a kind; null when there is none.
    const Run* newest(RunKind kind) const;

    /// A training has left weights that learned something.
    bool haveLearned() const;
    /// The newest training where that failed; null otherwise.
    const Run* failed() const;

    /// The run whose results pages show, unless another one was chosen: the newest training that has weights and is not being
    /// trained elsewhere, else the newest training, else an imported one. Null when there is none.
    const Run* current() const;
    /// Runs whose weights can be evaluated and exported, the newest first.
    QList<const Run*> withWeights() const;
    void setCurrent(int number);
    /// By a person: it stays so when the next run begins.
    void setVisible(int number, bool visible);

    /// Its best weights, else its last, on a thread. `done` runs on this thread unless the owner of the job is destroyed before.
    Job* weights(int number, std::function<void(Result<std::shared_ptr<const State>>)> done);
    /// Whether the document's network differs from the one that the run trained.
    bool changedSince(const Run& run) const { return !(run.project.graph == document_.graph()); }

    /// By another program, at the moment; its metrics are read as it writes them, once a second.
    bool isTrainedElsewhere(const Run& run) const { return elsewhere_.contains(run.number); }
    /// By this studio or another program.
    bool isBeingTrained(const Run& run) const { return run.number == running_ || isTrainedElsewhere(run); }

    /// Deletes the folder of a run. Errors: Io; Argument while it is being written.
    Result<void> remove(int number);

    /// Reads all runs anew on a thread.
    void reload();
    bool isLoading() const { return !job_.isNull(); }
    /// Reads one run again, or adds it: it has begun, ended, or been evaluated.
    void refresh(const std::filesystem::path& folder);
    /// The same with what was read on a thread.
    void put(Run read);

    // for Training, which knows more than the files do
    /// The run that is being written; 0: none.
    int running() const { return running_; }
    void setRunning(int number);
    /// The folder that the studio's training writes; of it only that training tells. Empty: none.
    void setOwn(const std::filesystem::path& folder) { own_ = folder; }
    /// What the run is trained with from now on.
    void setProject(int number, const Project& project);
    /// Forgets the points after a step: a run goes on from there.
    void rewind(int number, double step);
    /// Adds points of an event to the curves of the running run.
    void append(const TrainEvent& event);

Q_SIGNALS:
    /// Runs came, went, or know something new.
    void changed();
    /// Points were added to the running run.
    void pointsAdded(int number);
    void currentChanged();
    /// All runs of a document have been read.
    void loaded();

private:
    struct Numbers;
    Run* findRun(int number);
    void adopt(std::vector<Run> runs);
    void insert(Run read);
    void number(std::vector<Run>& runs);
    void describe();
    void showBegun(const std::filesystem::path& folder);
    void tellCurrent(int before);
    void look();
    void lookForKilled();
    void read(const std::vector<std::filesystem::path>& folders);
    void follow();
    bool noticeElsewhere();

    Document& document_;
    std::vector<Run> runs_;
    int chosen_ = 0, running_ = 0;
    QPointer<Job> job_, reading_;

    // what other programs do in the folder of runs
    /// Of the files that tell where a run stands.
    using Stamp = std::array<std::filesystem::file_time_type, 3>;
    static Stamp stampOf(const std::filesystem::path& folder);
    FileWatch watch_{1000, this};
    std::map<std::filesystem::path, Stamp> stamps_;
    std::set<int> elsewhere_;
    QTimer locks_;  ///< runs while others train: one that is killed writes nothing any more
    std::filesystem::path own_;
    bool again_ = false;  ///< something was touched while reading
};

}  // namespace nw::ui
