// The whole network in the inspector.
#include "ui/build/network_page.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/build/figures.h"
#include "ui/build/node_text.h"
#include "ui/build/preview_pictures.h"
#include "ui/document/text.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

NetworkPage::NetworkPage(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio), form_(new form::Form) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    addHead(column);
    column->addWidget(new theme::Hairline);
    column->addSpacing(4);
    column->addWidget(form_);
    column->addStretch(1);
    form_->addSection(tr("Totals"));
    layers_ = form_->addFact(tr("Layers"), {});
    parameters_ = form_->addFact(tr("Parameters"), {});
    multiplications_ = form_->addFact(tr("Multiplications"), {});
    form_->addSection(tr("Current sample"));
    reason_ = new theme::Label({}, Type::Small, Token::Text2);
    reason_->setWordWrap(true);
    form_->addWide(reason_);
    samplePart_ = makeSample();
    form_->addWide(samplePart_);
    padPart_ = makePad();
    form_->addWide(padPart_);
    form_->addSection(tr("The network says"));
    obstacle_ = new theme::Label({}, Type::Small, Token::Text2);
    obstacle_->setWordWrap(true);
    form_->addWide(obstacle_);
    bars_ = new image::Bars(image::Bars::Tint::Best);
    form_->addWide(bars_);
}

void NetworkPage::addHead(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    auto* tile = new FamilyTile;
    tile->setFamily(theme::Family::Output);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    name_ = new theme::ElidedLabel({}, Type::PanelTitle);
    kind_ = new theme::ElidedLabel(tr("The whole network"), Type::Small, Token::Text2);
    words->addWidget(name_);
    words->addWidget(kind_);
    row->addWidget(tile, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    column->addLayout(row);
    column->addSpacing(4);
}

QWidget* NetworkPage::makeSample() {
    auto* part = new QWidget;
    auto* row = new QHBoxLayout(part);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    picture_ = new PictureView(72, tr("Current sample"));
    label_ = new theme::ElidedLabel({}, Type::BodyStrong);
    place_ = new theme::ElidedLabel({}, Type::Small, Token::Text2);
    const bool mirrored = isRightToLeft();
    previous_ = theme::iconButton(mirrored ? "chevron-right" : "chevron-left", tr("Previous sample"));
    next_ = theme::iconButton(mirrored ? "chevron-left" : "chevron-right", tr("Next sample"));
    position_ = new theme::Label({}, Type::Figure12);
    for (QToolButton* b : {previous_, next_}) b->setAutoRepeat(true);
    connect(previous_, &QToolButton::clicked, this, [this] { studio_.sample.step(-1); });
    connect(next_, &QToolButton::clicked, this, [this] { studio_.sample.step(1); });
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(label_);
    words->addWidget(place_);
    words->addStretch(1);
    auto* steps = new QHBoxLayout;
    steps->setSpacing(4);
    steps->addWidget(previous_);
    steps->addWidget(position_);
    steps->addWidget(next_);
    steps->addStretch(1);
    words->addLayout(steps);
    row->addWidget(picture_);
    row->addLayout(words, 1);
    return part;
}

QWidget* NetworkPage::makePad() {
    auto* part = new QWidget;
    auto* row = new QHBoxLayout(part);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    pad_ = new image::DrawPad;
    pad_->setFixedSize(image::DrawPad::Side, image::DrawPad::Side);
    pad_->setAccessibleName(tr("Draw a sample"));
    small_ = new PictureView(56, tr("What the network sees"));
    clear_ = new QPushButton(tr("Clear"));
    connect(pad_, &image::DrawPad::changed, this, [this](const QImage& sample) {
        if (pad_->isEmpty())
            studio_.sample.useSet();
        else
            studio_.sample.draw(sample);
    });
    connect(clear_, &QPushButton::clicked, pad_, &image::DrawPad::clear);
    auto* side = new QVBoxLayout;
    side->setSpacing(8);
    side->addWidget(small_);
    seen_ = new theme::Label({}, Type::Note, Token::Text3);
    seen_->setWordWrap(true);
    side->addWidget(seen_);
    side->addStretch(1);
    side->addWidget(clear_);
    row->addWidget(pad_);
    row->addLayout(side, 1);
    return part;
}

void NetworkPage::refresh() {
    const Figures f = figuresOf(studio_);
    name_->setFullText(studio_.document.name());
    layers_->setText(countText(f.layers));
    parameters_->setText(countText(f.parameters));
    multiplications_->setText(f.multiplications ? countText(*f.multiplications) : QStringLiteral("?"));
    refreshSample();
}

void NetworkPage::refreshSample() {
    const CurrentSample& sample = studio_.sample;
    const bool drawn = sample.source() == CurrentSample::Source::Drawn;
    const bool open = studio_.data.isOpen(), picture = !sample.image().isNull();
    reason_->setText(studio_.data.isOpening()          ? tr("The data are being opened.")
                     : !studio_.data.fault().isEmpty() ? studio_.data.fault()
                                                       : tr("No data are open. Choose some in Data."));
    reason_->setVisible(!open);
    samplePart_->setVisible(open);
    padPart_->setVisible(open && picture);
    picture_->setVisible(picture);
    picture_->setPicture(sample.image());
    seen_->setText(drawn ? tr("Seen as %1×%2").arg(sample.image().height()).arg(sample.image().width()) : QString());
    small_->setVisible(drawn);
    small_->setPicture(drawn ? sample.image() : QImage());
    const auto names = studio_.data.classNames();
    const auto label = static_cast<std::size_t>(sample.label());
    label_->setFullText(drawn                  ? tr("Drawn by you")
                        : sample.label() < 0   ? tr("No label")
                        : label < names.size() ? q(names[label])
                                               : QString::number(sample.label()));
    place_->setFullText(drawn                            ? tr("The arrows go back to the data")
                        : sample.split() == Split::Train ? tr("From the training set")
                        : sample.split() == Split::Test  ? tr("From the test set")
                                                         : tr("From the validation set"));
    const QLocale locale;
    position_->setText(tr("%1 of %2")
                           .arg(locale.toString(static_cast<qlonglong>(sample.index() + 1)),
                                locale.toString(static_cast<qlonglong>(sample.count()))));
    if (!drawn && !pad_->isEmpty()) {
        const QSignalBlocker quiet(pad_);
        pad_->clear();
    }
    theme::setDisabledReason(clear_, pad_->isEmpty() ? tr("Nothing is drawn") : QString());
    showScores();
}

void NetworkPage::showScores() {
    QList<image::Bars::Row> rows;
    for (const canvas::Score& s : scoresOf(studio_.previews.scores(), studio_.data.classNames()).scores) {
        const bool known = std::isfinite(s.share);
        rows << image::Bars::Row{s.label, known ? s.share : 0,
                                 known ? QStringLiteral("%1 %").arg(std::lround(100 * s.share)) : QStringLiteral("–")};
    }
    bars_->setRows(rows);
    obstacle_->setText(studio_.previews.obstacle());
    obstacle_->setVisible(!obstacle_->text().isEmpty());
    bars_->setVisible(obstacle_->text().isEmpty());
}

}  // namespace nw::ui
