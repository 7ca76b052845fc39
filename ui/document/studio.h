// Studio: what all pages share: engine, document, selection, data, sample, previews, trainings. Made once by the shell.
#pragma once

#include "ui/document/data_service.h"
#include "ui/document/document.h"
#include "ui/document/next_start.h"
#include "ui/document/previews.h"
#include "ui/document/runs.h"
#include "ui/document/selection.h"
#include "ui/document/training.h"

namespace nw::ui {

class Studio : public QObject {
    Q_OBJECT
public:
    explicit Studio(const Engine& e, QObject* parent = nullptr);

    const Engine& engine;
    Document document;
    Selection selection;
    DataService data;
    CurrentSample sample;
    Previews previews;
    Runs runs;
    NextStart nextStart;
    Training training;
    /// Train, Evaluate or Deploy was asked for: what is missing for them is shown as an error from then on.
    bool blockersShown() const { return blockersShown_; }
    void setBlockersShown(bool shown);
    /// The data that a run is looked at with: what it was trained on; of an imported model, which brings none, the project's.
    std::string dataOf(const Run& run) const { return run.manifest.data.empty() ? data.spec() : run.manifest.data; }
    /// Starts a training and goes to where it is seen.
    void train();
    /// Starts a training from the weights of a run; one that is under way is stopped before, and kept.
    void trainFrom(int number);
    /// The training of the project as it is, as a command for the clipboard.
    void copyTraining();
    /// Makes the document's network, settings and data those of a run, as one step.
    void openRun(int number);

Q_SIGNALS:
    /// Asks the shell for another workspace: data, build, train, evaluate, deploy.
    void workspaceWanted(const QString& id);
    /// Asks the shell for the pad to draw a sample on.
    void drawPadWanted();
    /// A short note with, where `undo` says so, a button that undoes it.
    void noteWanted(const QString& text, bool undo);
    /// A short note with a button of its own.
    void offerWanted(const QString& text, const QString& action, const std::function<void()>& act);

private:
    bool blockersShown_ = false;
};

}  // namespace nw::ui
