// Words and buttons of the strip.
#include "widgets/parts/changed_strip.h"

#include <QVBoxLayout>

namespace nw::parts {

ChangedStrip::ChangedStrip(QWidget* parent) : QWidget(parent), strip_(new InfoStrip) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 12, 24, 0);
    column->addWidget(strip_);
    hide();
}

void ChangedStrip::setRun(int run) {
    setVisible(run > 0);
    if (run == run_ || run <= 0) return;
    run_ = run;
    strip_->setSentence(tr("These are the results of run %1. The network has changed since.").arg(run));
    setAccessibleName(strip_->accessibleName());
    strip_->clearActions();
    strip_->addAction(tr("Train again"), [this] { Q_EMIT trainWanted(); });
    strip_->addAction(tr("Open run %1").arg(run), [this] { Q_EMIT openWanted(run_); });
}

}  // namespace nw::parts
