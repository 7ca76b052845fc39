// What using a previewed set would change.
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/data/samples_view.h"
#include "ui/document/text.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

UseBar::UseBar(Studio& studio, ShownData& data, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      data_(data),
      strip_(new parts::InfoStrip),
      heading_(new theme::Label(tr("The network will change to fit:"), theme::Type::SmallStrong, theme::Token::Text2)),
      rows_(new QVBoxLayout) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(strip_);
    use_ = strip_->addAction(tr("Use in network"), [this] { use(); });
    theme::setRole(use_, theme::ButtonRole::Primary);
    column->addWidget(heading_);
    rows_->setSpacing(2);
    column->addLayout(rows_);
    connect(&data, &ShownData::changed, this, &UseBar::refresh);
    connect(&studio.document, &Document::graphChanged, this, &UseBar::refresh);
    refresh();
}

void UseBar::refresh() {
    setVisible(!data_.isOfProject() && (data_.isOpen() || data_.isOpening()));
    qDeleteAll(fixes_);
    fixes_.clear();
    for (const Patch& fit : data_.fits()) {
        auto* check = new QCheckBox(q(fit.label));
        check->setChecked(true);
        rows_->addWidget(check);
        fixes_ << check;
    }
    heading_->setVisible(!fixes_.isEmpty());
    const std::string& used = studio_.document.project().data;
    strip_->setSentence(used.empty() ? tr("This is a preview. The network has no data yet.")
                                     : tr("This is a preview. The network still uses %1.").arg(describeSet(studio_, used).name));
    theme::setDisabledReason(use_, data_.isOpen() ? QString() : tr("The set is still being opened"));
}

void UseBar::use() {
    QStringList left;
    for (const QCheckBox* check : fixes_)
        if (!check->isChecked()) left << check->text();
    const QString name = data_.name();
    const Result<void> done = data_.use(left);
    Q_EMIT studio_.noteWanted(done ? tr("The network uses %1 now").arg(name) : sentence(done.error()), static_cast<bool>(done));
}

}  // namespace nw::ui
