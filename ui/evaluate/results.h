// Results: what the current run says about one part of its data, read back from the run or measured in a job.
#pragma once

#include "core/train/evaluate.h"
#include "ui/document/studio.h"

namespace nw::ui {

class Results : public QObject {
    Q_OBJECT
public:
    enum class State {
        NoRun,     ///< nothing has been trained
        Training,  ///< the current run is being written
        Working,   ///< being read or measured
        Ready,
        Stopped,  ///< by the user
        Failed,
    };
    explicit Results(Studio& studio, QObject* parent = nullptr);

    State state() const { return state_; }
    const QString& fault() const { return fault_; }
    /// The part that is looked at; the one wanted may be missing.
    Split split() const { return split_; }
    void setSplit(Split split);
    /// Parts of the run's data; all that are possible until they are open.
    std::vector<Split> splits() const;

    /// Reads or measures what is not there yet; nothing where it is or is under way.
    void refresh();
    /// Measures again after a stop or a failure.
    void again();
    void stop();

    // when ready
    const Evaluation& evaluation() const { return evaluation_; }
    const std::shared_ptr<const Dataset>& set() const { return data_.of(split_); }
    std::int64_t mistakes() const;
    QString className(int c) const;
    /// Whether an element of it can be the sample of the studio: it has the same data.
    bool isStudioData() const;

    /// The run that it is about; 0: none.
    int run() const { return run_; }

Q_SIGNALS:
    void changed();
    void progress(qint64 done, qint64 total);

private:
    struct Outcome {
        DatasetSplits data;
        Split split = Split::Test;
        Evaluation evaluation;
        QString note;  ///< what people should know of the weights; mostly empty
    };
    static Result<Outcome> measure(const Engine& engine, const Run& run, DatasetSplits data, Split wanted,
                                   const std::filesystem::path& base, const JobHooks& hooks);
    bool sharesData(const Run& run) const;
    QString keyNow(const Run& run) const;
    void begin(const Run& given);
    void abandon();
    void setState(State state);

    Studio& studio_;
    State state_ = State::NoRun;
    QString fault_;
    Split split_ = Split::Test;
    int run_ = 0;
    QString key_;  ///< run, weights and part that the state is about
    std::string spec_;
    std::int64_t seed_ = 0;
    DatasetSplits data_;
    Evaluation evaluation_;
    QPointer<Job> job_;
};

}  // namespace nw::ui
