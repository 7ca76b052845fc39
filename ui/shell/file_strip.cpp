// Words and buttons of the strip.
#include "ui/shell/file_strip.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/document/text.h"
#include "widgets/theme/accessible.h"
#include "widgets/theme/paint.h"

namespace nw::ui {

FileStrip::FileStrip(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio), strip_(new parts::InfoStrip) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::space::S16, theme::space::S8, theme::space::S16, theme::space::S8);
    column->addWidget(strip_);
    connect(&studio.document, &Document::conflictChanged, this, &FileStrip::refresh);
    refresh();
}

void FileStrip::refresh() {
    const auto& conflict = studio_.document.conflict();
    setVisible(conflict.has_value());
    if (!conflict) return;
    strip_->setSentence(conflict->sentence + u' ' +
                        tr("Yours is kept beside it as %1.").arg(q(conflict->beside.filename().string())));
    strip_->clearActions();
    if (conflict->readable) strip_->addAction(tr("Load the file"), [this] { act(&Document::loadFile); });
    strip_->addAction(tr("Keep mine"), [this] { act(&Document::keepMine); });
    theme::announceAlert(strip_);
}

void FileStrip::act(Result<void> (Document::*choice)()) {
    if (const auto done = (studio_.document.*choice)(); !done) Q_EMIT studio_.noteWanted(sentence(done.error()), false);
}

void FileStrip::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), theme::colour(theme::Token::Panel)); }

}  // namespace nw::ui
