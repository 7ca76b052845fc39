// Step tabs: glyphs, the turning arc, words.
#include "widgets/parts/step_tabs.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>

#include "widgets/theme/focus_ring.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::parts {

using theme::Token;

namespace {
constexpr int Height = 34, Glyph = 16;
QString shown(int count) { return count > 99 ? QStringLiteral("99+") : QString::number(count); }
}  // namespace

StepTab::StepTab(const QString& name, const QString& shortcut, QWidget* parent) : QAbstractButton(parent) {
    setText(name);
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    theme::followFocus(this, theme::radius::Tab);
    if (!shortcut.isEmpty()) setToolTip(tr("%1 (%2)").arg(name, shortcut));
    turn_.setInterval(40);
    connect(&turn_, &QTimer::timeout, this, qOverload<>(&QWidget::update));
    describe();
}

void StepTab::setState(StepState state, double progress, int count) {
    if (state == state_ && progress == progress_ && count == count_) return;
    const bool resized = (count_ > 0) != (count > 0) || shown(count_).size() != shown(count).size();
    state_ = state;
    progress_ = progress;
    count_ = state == StepState::Warning || state == StepState::Error ? count : 0;
    if (resized) updateGeometry();
    describe();
    spin();
    update();
}

void StepTab::describe() {
    QString words;
    switch (state_) {
        case StepState::NotYet: words = tr("not yet"); break;
        case StepState::Done: words = tr("done"); break;
        case StepState::Running:
            words = progress_ < 0 ? tr("running") : tr("running, %1 percent").arg(static_cast<int>(progress_ * 100));
            break;
        case StepState::Warning: words = tr("%n warning(s)", nullptr, count_); break;
        case StepState::Error: words = tr("%n problem(s)", nullptr, count_); break;
    }
    setAccessibleName(tr("%1, %2").arg(text(), words));
}

void StepTab::spin() {
    const bool turns = state_ == StepState::Running && progress_ < 0 && isVisible() && !theme::Theme::instance().reducedMotion();
    if (turns && !turn_.isActive()) turn_.start();
    if (!turns) turn_.stop();
}

void StepTab::showEvent(QShowEvent*) { spin(); }
void StepTab::hideEvent(QHideEvent*) { turn_.stop(); }

void StepTab::setCompact(bool compact) {
    if (std::exchange(compact_, compact) != compact) updateGeometry();
}

QSize StepTab::sizeHint() const {
    int width = 2 * pad() + Glyph + gap() + QFontMetrics(theme::font(theme::Type::BodyStrong)).horizontalAdvance(text()) + 2;
    if (count_ > 0) width += 6 + QFontMetrics(theme::font(theme::Type::Figure11)).horizontalAdvance(shown(count_));
    return {width, Height};
}

void StepTab::drawGlyph(QPainter* p, const QRectF& r) const {
    switch (state_) {
        case StepState::NotYet: {
            const QColor edge = theme::colour(isChecked() ? Token::AccentText : Token::Text3);
            return theme::drawBox(p, QRectF(r.center() - QPointF(4, 4), QSizeF(8, 8)), Qt::transparent, edge, 1.6, 4);
        }
        case StepState::Done: return theme::drawTick(p, r.center(), 18, theme::colour(Token::Ok));
        case StepState::Warning: return theme::drawIcon(p, QStringLiteral("warning"), r, theme::colour(Token::Warn));
        case StepState::Error: return theme::drawIcon(p, QStringLiteral("error"), r, theme::colour(Token::Err));
        case StepState::Running: break;
    }
    const QRectF ring = r.adjusted(1.5, 1.5, -1.5, -1.5);
    if (progress_ >= 0) return theme::drawProgressRing(p, ring, progress_);
    p->save();
    const bool still = theme::Theme::instance().reducedMotion();
    p->translate(r.center());
    p->rotate(still ? 0 : static_cast<double>(QDateTime::currentMSecsSinceEpoch() % 1000) * 0.36);
    p->translate(-r.center());
    theme::drawProgressRing(p, ring, 0.3);
    p->restore();
}

void StepTab::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const bool contrast = theme::Theme::instance().scheme() == theme::Scheme::Contrast;
    if (isChecked())
        theme::drawBox(&p, rect(), theme::colour(Token::AccentSoft), theme::colour(Token::Accent), contrast ? 1 : 0,
                       theme::radius::Tab);
    else if (underMouse())
        theme::drawBox(&p, rect(), theme::hoverGround(isDown()), theme::colour(Token::Line), contrast ? 1 : 0, theme::radius::Tab);
    const auto mirrored = [this](const QRect& r) { return QStyle::visualRect(layoutDirection(), rect(), r); };
    drawGlyph(&p, mirrored({pad(), (Height - Glyph) / 2, Glyph, Glyph}));
    p.setFont(theme::font(isChecked() ? theme::Type::BodyStrong : theme::Type::BodyMedium));
    p.setPen(theme::colour(isChecked() ? Token::AccentText : Token::Text));
    const int words = QFontMetrics(theme::font(theme::Type::BodyStrong)).horizontalAdvance(text()) + 2;
    const int at = pad() + Glyph + gap();
    p.drawText(mirrored({at, 0, words, Height}), Qt::AlignVCenter | (isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft), text());
    if (count_ == 0) return;
    p.setFont(theme::font(theme::Type::Figure11));
    p.setPen(theme::colour(state_ == StepState::Error ? Token::Err : Token::Warn));
    p.drawText(mirrored({at + words + 4, 0, width() - at - words - 4 - pad() + 2, Height}), Qt::AlignVCenter | Qt::AlignHCenter,
               shown(count_));
}

StepTabs::StepTabs(QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Workspaces"));
    connect(&group_, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (on) Q_EMIT currentChanged(id);
    });
}

StepTab* StepTabs::addTab(const QString& name, const QString& shortcut) {
    auto* made = new StepTab(name, shortcut, this);
    layout()->addWidget(made);
    group_.addButton(made, static_cast<int>(group_.buttons().size()));
    if (group_.buttons().size() == 1) made->setChecked(true);
    return made;
}

void StepTabs::setCompact(bool compact) {
    for (QAbstractButton* tab : group_.buttons()) static_cast<StepTab*>(tab)->setCompact(compact);
    layout()->setSpacing(compact ? 0 : 4);
}

StepTab* StepTabs::tab(int index) const { return static_cast<StepTab*>(group_.button(index)); }

void StepTabs::setCurrentIndex(int index) {
    if (QAbstractButton* button = group_.button(index)) button->setChecked(true);
}

}  // namespace nw::parts
