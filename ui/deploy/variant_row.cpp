// Drawing the rows.
#include "ui/deploy/variant_row.h"

#include <QPainter>
#include <QStyleOptionButton>

#include "widgets/theme/accessible.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::ui {

using parts::drawLine;
using theme::Token;
using theme::Type;

namespace {

constexpr int Height = 62, WidestBar = 152, SizeText = 64;

}  // namespace

QList<QPair<int, int>> VariantRow::columns(int width) {
    const int time = 84, accuracy = 92, size = std::clamp((width - 420) / 2 + 76, 76, WidestBar + SizeText + 24);
    const int right = width - 12;
    return {{right - time - accuracy - size, size}, {right - time - accuracy, accuracy}, {right - time, time}};
}

VariantRow::VariantRow(const QString& name, const QString& sentence, QWidget* parent)
    : Choice(name, Height, theme::radius::Node, parent), name_(name), sentence_(sentence) {
    describe();
}

void VariantRow::describe() {
    QStringList words{sentence_};
    switch (state_) {
        case State::Waiting: words << tr("not measured yet"); break;
        case State::Measuring: words << tr("being measured"); break;
        case State::Ready:
            words << figures_.size << tr("accuracy %1").arg(figures_.accuracy) << tr("one image %1").arg(figures_.time);
            break;
        case State::Fault: words << fault_; break;
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    setToolTip(state_ == State::Fault ? fault_ : accessibleName() + QLatin1Char('\n') + sentence_);
    theme::announceChange(this);
    update();
}

void VariantRow::setFigures(const Figures& figures) {
    figures_ = figures;
    state_ = State::Ready;
    describe();
}

void VariantRow::setMeasuring(double progress) {
    progress_ = progress;
    const bool began = state_ != State::Measuring;
    state_ = State::Measuring;
    if (began) return describe();
    update();
}

void VariantRow::setWaiting() {
    state_ = State::Waiting;
    describe();
}

void VariantRow::setFault(const QString& sentence) {
    fault_ = sentence;
    state_ = State::Fault;
    describe();
}

void VariantRow::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    drawGround(&p);
    QStyleOptionButton radio;
    radio.initFrom(this);
    radio.rect = mirrored({16, Height / 2 - 9, 18, 18});
    radio.state = QStyle::State_Enabled | (isChosen() ? QStyle::State_On : QStyle::State_Off);
    style()->drawPrimitive(QStyle::PE_IndicatorRadioButton, &radio, &p, nullptr);
    const int room = columns(width()).first().first - TextLeft - 12;
    drawLine(&p, mirrored({TextLeft, 11, room, 20}), Type::BodyStrong, Token::Text, name_, side());
    drawLine(&p, mirrored({TextLeft, 31, room, 18}), Type::Small, Token::Text2, sentence_, side());
    drawFigures(&p);
}

void VariantRow::drawFigures(QPainter* p) const {
    const auto all = columns(width());
    const auto cell = [&](int i) { return QRect(all[i].first, 0, all[i].second, Height); };
    const Qt::Alignment align = side();
    if (state_ == State::Measuring) {
        theme::drawProgressRing(p, QRectF(mirrored({cell(0).left(), Height / 2 - 8, 16, 16})), std::max(0.06, progress_));
        drawLine(p, mirrored(cell(0).united(cell(2)).adjusted(24, 0, 0, 0)), Type::Small, Token::Text2, tr("Measuring"), align);
        return;
    }
    if (state_ == State::Fault) return drawLine(p, mirrored(cell(0).united(cell(2))), Type::Small, Token::Warn, fault_, align);
    if (state_ == State::Waiting) return drawLine(p, mirrored(cell(0)), Type::Figure12, Token::Text3, QStringLiteral("–"), align);
    const int bar = cell(0).width() - SizeText - 24;
    if (bar >= 32)
        theme::drawTrack(p, mirrored({cell(0).left(), Height / 2 - 4, bar, 8}), figures_.share, theme::colour(Token::Accent));
    drawLine(p, mirrored(cell(0).adjusted(bar >= 32 ? bar + 10 : 0, 0, 0, 0)), Type::Figure12, Token::Text, figures_.size, align);
    drawLine(p, mirrored(cell(1)), Type::Figure12, Token::Text, figures_.accuracy, align);
    drawLine(p, mirrored(cell(2)), Type::Figure12, Token::Text, figures_.time, align);
}

VariantHead::VariantHead(QWidget* parent) : QWidget(parent) {
    setFixedHeight(22);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
}

void VariantHead::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const auto all = VariantRow::columns(width());
    const Qt::Alignment align = isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
    const auto say = [&](int left, int room, const QString& text) {
        drawLine(&p, QStyle::visualRect(layoutDirection(), rect(), QRect(left, 0, room, height())), Type::NoteMedium, Token::Text2,
                 text, align);
    };
    say(VariantRow::TextLeft, all[0].first - VariantRow::TextLeft, tr("Variant"));
    say(all[0].first, all[0].second, tr("File size"));
    say(all[1].first, all[1].second, tr("Accuracy"));
    say(all[2].first, all[2].second, tr("One image"));
}

}  // namespace nw::ui
