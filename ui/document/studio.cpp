// What several pages do in the same way.
#include "ui/document/studio.h"

#include "ui/document/command_text.h"
#include "ui/document/open_run.h"
#include "ui/document/text.h"

namespace nw::ui {

void Studio::setBlockersShown(bool shown) {
    blockersShown_ = shown;
    Q_EMIT document.graphChanged();
}

void Studio::train() {
    const bool onlyImported = runs.newest(RunKind::Imported) && !runs.newest(RunKind::Training);
    training.start();
    Q_EMIT workspaceWanted(QStringLiteral("train"));
    if (onlyImported && training.isActive())
        Q_EMIT noteWanted(tr("Training begins with fresh weights, not with the imported ones."), false);
}

void Studio::copyTraining() {
    (void)document.flush();
    copyCommand(*this, training.command(document.project()));
}

void Studio::openRun(int number) {
    const Run* run = runs.find(number);
    if (!run) return;
    const auto done = document.apply(patchTo(document.project(), run->project, tr("Open the network of run %1").arg(number)));
    if (!done) Q_EMIT noteWanted(sentence(done.error()), false);
}

}  // namespace nw::ui
