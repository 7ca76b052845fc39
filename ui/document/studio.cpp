// What several pages do in the same way.
#include "ui/document/studio.h"

#include "ui/document/command_text.h"
#include "ui/document/open_run.h"
#include "ui/document/text.h"

namespace nw::ui {

Studio::Studio(const Engine& e, QObject* parent)
    : QObject(parent),
      engine(e),
      data(e, document),
      sample(data),
      previews(e, document, sample),
      runs(document),
      nextStart(document, runs),
      training(e, document, data, previews, runs, nextStart) {
    connect(&training, &Training::told, this, [this](const QString& sentence) { Q_EMIT noteWanted(sentence, false); });
    connect(&training, &Training::begunFresh, this, [this] {
        const Run* imported = runs.newest(RunKind::Imported);
        Q_EMIT offerWanted(tr("This training starts with fresh weights, not with the imported ones."),
                           tr("Start with the imported ones"), [this, folder = imported->folder.path()] {
                               if (const Run* run = runs.findFolder(folder)) trainFrom(run->number);
                           });
    });
}

void Studio::setBlockersShown(bool shown) {
    blockersShown_ = shown;
    Q_EMIT document.graphChanged();
}

void Studio::train() {
    training.start();
    Q_EMIT workspaceWanted(QStringLiteral("train"));
}

void Studio::trainFrom(int number) {
    nextStart.set(number);
    if (!training.isActive()) return training.start();
    training.stop();
    const auto then = static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection);
    connect(
        &training, &Training::stateChanged, this,
        [this, number] {
            const Run* run = nextStart.run();  // none where another project was opened meanwhile
            if (run && run->number == number) training.start();
        },
        then);
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
