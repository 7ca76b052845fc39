// Lays the question out and gives the focus to what loses nothing.
#include "widgets/parts/loss_dialog.h"

#include <QHBoxLayout>

#include "widgets/theme/label.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::parts {

namespace {

constexpr int Width = 416;

}  // namespace

LossDialog::LossDialog(const QString& question, const QString& sentence, const QString& loss, QWidget* parent)
    : QDialog(parent), loss_(new QPushButton(loss)), keep_(new QPushButton(tr("Keep it"))) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(question);
    setAccessibleDescription(sentence);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::space::S24, theme::space::S24, theme::space::S24, theme::space::S16);
    column->setSpacing(theme::space::S8);
    auto* head = new theme::Label(question, theme::Type::PanelTitle);
    auto* words = new theme::Label(sentence, theme::Type::Body, theme::Token::Text2);
    for (theme::Label* label : {head, words}) {
        label->setWordWrap(true);
        column->addWidget(label);
    }
    column->addSpacing(theme::space::S12);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::space::S12);
    row->addStretch(1);
    theme::setRole(loss_, theme::ButtonRole::Loss);
    theme::setRole(keep_, theme::ButtonRole::Primary);
    for (QPushButton* button : {loss_, keep_}) {
        button->setAutoDefault(true);  // Enter gives the answer that has the focus
        row->addWidget(button);
    }
    column->addLayout(row);
    keep_->setDefault(true);
    keep_->setFocus(Qt::TabFocusReason);
    connect(loss_, &QPushButton::clicked, this, &QDialog::accept);
    connect(keep_, &QPushButton::clicked, this, &QDialog::reject);
    setFixedSize(Width, column->totalHeightForWidth(Width));
}

}  // namespace nw::parts
