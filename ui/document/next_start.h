// NextStart: what the next training begins with: fresh weights, unless those of a run were chosen. The choice belongs to that one
// training and not to the project: the run that it makes tells what it began with.
#pragma once

#include <QTimer>

#include "core/train/start_weights.h"
#include "ui/document/runs.h"

namespace nw::ui {

class NextStart : public QObject {
    Q_OBJECT
public:
    NextStart(Document& document, Runs& runs, QObject* parent = nullptr);

    /// Whose weights; null: fresh ones.
    const Run* run() const { return runs_.find(number_); }
    /// 0: fresh weights.
    void set(int number);
    /// How many of the network's weights those are. Nothing before they are counted, and while the network has a fault.
    const std::optional<WeightFit>& fit() const { return fit_; }
    /// An imported model that no training has begun with or without yet: its weights are worth asking for. Null: none, or they are
    /// chosen already.
    const Run* offered() const;

Q_SIGNALS:
    void changed();

private:
    void count();

    Document& document_;
    Runs& runs_;
    int number_ = 0;
    std::optional<WeightFit> fit_;
    QTimer wait_;  ///< edits that follow one another are counted once
    QPointer<Job> job_;
};

}  // namespace nw::ui
