// The sentence and its button.
#include "ui/training/start_line.h"

#include <QVBoxLayout>

#include "widgets/theme/accessible.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

StartLine::StartLine(Studio& studio, QWidget* parent)
    : QWidget(parent), studio_(studio), sentence_(new theme::Label({}, Type::Small, Token::Text2)), button_(new QPushButton) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    sentence_->setWordWrap(true);
    column->addWidget(sentence_);
    theme::setRole(button_, theme::ButtonRole::Link);
    column->addWidget(button_, 0, Qt::AlignLeft);
    connect(button_, &QPushButton::clicked, this, [this] {
        const Run* offered = studio_.nextStart.offered();
        studio_.nextStart.set(offered ? offered->number : 0);
    });
    connect(&studio.nextStart, &NextStart::changed, this, &StartLine::update);
    update();
}

QString StartLine::words(const Run& run) const {
    const auto& fit = studio_.nextStart.fit();
    const QString weights =
        run.kind == RunKind::Imported ? tr("the imported weights") : tr("the weights of run %1").arg(run.number);
    if (fit && fit->taken == 0)
        return tr("The next run cannot start with %1: none fits the network as it is. A weight fits where the names of "
                  "the layers and its sizes agree.")
            .arg(weights);
    if (fit && fit->taken < fit->all)
        return tr("The next run starts with %1 where they fit: %2 of %3. The others start fresh.")
            .arg(weights)
            .arg(fit->taken)
            .arg(fit->all);
    return tr("The next run starts with %1.").arg(weights);
}

void StartLine::update() {
    const Run *run = studio_.nextStart.run(), *offered = studio_.nextStart.offered();
    setVisible(run || offered);
    if (run) {
        sentence_->setText(words(*run));
        button_->setText(tr("Start fresh"));
    } else if (offered) {
        sentence_->setText(tr("The next run starts with fresh weights, not with the imported ones."));
        button_->setText(tr("Start with the imported weights"));
    }
    const int number = run ? run->number : 0;
    if (std::exchange(number_, number) == number || !run) return;
    Q_EMIT chosen();
    theme::announceAlert(sentence_);
}

}  // namespace nw::ui
