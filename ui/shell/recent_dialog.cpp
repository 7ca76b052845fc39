// A row a project, with what one can do to it.
#include "ui/shell/recent_dialog.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/document/text.h"
#include "ui/document/untitled.h"
#include "widgets/parts/loss_dialog.h"
#include "widgets/theme/accessible.h"
#include "widgets/theme/paint.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

RecentDialog::RecentDialog(const std::filesystem::path& open, QWidget* parent)
    : QDialog(parent), open_(open), fault_(new theme::Label({}, Type::Small, Token::Err)) {
    setWindowTitle(tr("Recent projects"));
    resize(520, 440);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::space::S16, theme::space::S16, theme::space::S16, theme::space::S16);
    column->setSpacing(theme::space::S12);
    auto* words = new theme::Label(
        tr("A project that is removed from this list stays in its folder. An untitled one is deleted with its runs."), Type::Small,
        Token::Text2);
    words->setWordWrap(true);
    column->addWidget(words);
    fault_->setWordWrap(true);
    fault_->hide();
    column->addWidget(fault_);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    rows_ = new QVBoxLayout(content);
    rows_->setContentsMargins(0, theme::space::S8, theme::space::S12, theme::space::S8);  // rings of the focus reach out
    area->setWidget(content);
    column->addWidget(area, 1);
    auto* close = new QPushButton(tr("Close"));
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    column->addWidget(close, 0, Qt::AlignRight);
    fill();
}

void RecentDialog::fill() {
    qsizetype at = 0;  // of the row that has the focus
    for (qsizetype i = 0; i < buttons_.size(); ++i)
        if (buttons_[i]->hasFocus()) at = i;
    if (list_) list_->hide(), list_->deleteLater();
    buttons_.clear();
    list_ = new QWidget;
    auto* column = new QVBoxLayout(list_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::space::S8);
    for (const RecentProject& project : recentProjects(open_)) column->addWidget(rowOf(project));
    column->addStretch(1);
    rows_->addWidget(list_);
    if (buttons_.isEmpty()) return accept();  // nothing is left to tidy up
    buttons_[std::min(at, buttons_.size() - 1)]->setFocus(Qt::TabFocusReason);
}

QWidget* RecentDialog::rowOf(const RecentProject& project) {
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(theme::space::S12);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(new theme::ElidedLabel(project.name));
    words->addWidget(new theme::ElidedLabel(project.more, Type::Small, Token::Text2));
    line->addLayout(words, 1);
    auto* button = new QPushButton(project.untitled ? tr("Delete…") : tr("Remove"));
    button->setAutoDefault(false);
    button->setAccessibleName(project.untitled ? tr("Delete %1").arg(project.name)
                                               : tr("Remove %1 from the list").arg(project.name));
    button->setToolTip(button->accessibleName());
    line->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, project] {
        if (project.untitled) return askToDelete(project);
        forgetRecent(project.path);
        fill();
    });
    buttons_ << button;
    return row;
}

void RecentDialog::askToDelete(const RecentProject& project) {
    const QString loss = project.runs == 0 ? tr("The network of %1 is deleted. This cannot be undone.")
                         : project.runs == 1
                             ? tr("The network of %1 and its run with curves, weights and exports are deleted. This "
                                  "cannot be undone.")
                             : tr("The network of %1 and its %2 runs with curves, weights and exports are deleted. This "
                                  "cannot be undone.");
    const QString words = project.runs > 1 ? loss.arg(project.name, QString::number(project.runs)) : loss.arg(project.name);
    const QString button = project.runs == 0   ? tr("Delete the network")
                           : project.runs == 1 ? tr("Delete the network and 1 run")
                                               : tr("Delete the network and %1 runs").arg(project.runs);
    auto* question = new parts::LossDialog(tr("Delete %1?").arg(project.name), words, button, this);
    connect(question, &QDialog::accepted, this, [this, path = project.path] {
        const auto done = deleteUntitled(path);
        fault_->setVisible(!done);
        if (done) return fill();
        fault_->setText(sentence(done.error()));
        theme::announceAlert(fault_);
    });
    question->open();
}

}  // namespace nw::ui
