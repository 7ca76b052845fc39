// Painting and placing the bars.
#include "ui/shell/bars.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>

#include "widgets/parts/breakpoints.h"
#include "widgets/theme/focus_ring.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;

/// Where the network is computed: a dot that says it works, and the name.
class DeviceChip : public QWidget {
public:
    explicit DeviceChip(QWidget* parent) : QWidget(parent) { setFixedHeight(28); }
    void setText(const QString& text) {
        text_ = text;
        setAccessibleName(tr("Device: %1").arg(text));
        setToolTip(accessibleName());
        setCompact(compact_);
    }
    /// The dot alone; the words are in the tooltip.
    void setCompact(bool compact) {
        compact_ = compact;
        setFixedWidth(compact ? 28 : QFontMetrics(theme::font(theme::Type::Small)).horizontalAdvance(text_) + 38);
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen(theme::colour(Token::Line), 1));
        p.setBrush(theme::colour(Token::Panel));
        p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 14, 14);
        p.setPen(Qt::NoPen);
        p.setBrush(theme::colour(Token::Ok));
        p.drawEllipse(QRectF(10.5, 10.5, 7, 7));
        if (compact_) return;
        p.setPen(theme::colour(Token::Text2));
        p.setFont(theme::font(theme::Type::Small));
        p.drawText(rect().adjusted(25, 0, -8, 0), Qt::AlignVCenter, text_);
    }

private:
    QString text_;
    bool compact_ = false;
};

namespace {

/// The product's mark.
class Mark : public QWidget {
public:
    explicit Mark(QWidget* parent) : QWidget(parent) {
        setFixedSize(30, 30);
        setAccessibleName(QStringLiteral("Netwright"));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(Qt::NoPen);
        p.setBrush(theme::colour(Token::AccentFill));
        p.drawRoundedRect(QRectF(1, 1, 28, 28), 8, 8);
        theme::drawIcon(&p, QStringLiteral("mark"), QRectF(5, 5, 20, 20), theme::colour(Token::OnAccent));
    }
};

void line(QWidget* bar, int y) {
    QPainter p(bar);
    p.fillRect(bar->rect(), theme::colour(Token::Panel));
    p.fillRect(QRect(0, y, bar->width(), 1), theme::colour(Token::Line));
}

}  // namespace

TopBar::TopBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(52);
    left_ = new QWidget(this);
    auto* left = new QHBoxLayout(left_);
    left->setContentsMargins(isRightToLeft() ? 0 : 12, 0, isRightToLeft() ? 12 : 0, 0);
    left->setSpacing(8);
    left->addWidget(new Mark(left_));
    menus_ = new QMenuBar(left_);
    menus_->setNativeMenuBar(false);
    left->addWidget(menus_, 0, Qt::AlignVCenter);
    tabs_ = new parts::StepTabs(this);
    right_ = new QWidget(this);
    auto* right = new QHBoxLayout(right_);
    right->setContentsMargins(isRightToLeft() ? 16 : 0, 0, isRightToLeft() ? 0 : 16, 0);
    right->setSpacing(8);
    device_ = new DeviceChip(right_);
    right->addWidget(device_);
    stop_ = new QPushButton(theme::icon("stop"), tr("Stop"), right_);
    stop_->hide();
    right->addWidget(stop_);
    train_ = new QPushButton(theme::icon("play", Token::OnAccent), tr("Train"), right_);
    theme::setRole(train_, theme::ButtonRole::Primary);
    train_->setMinimumWidth(104);
    right->addWidget(train_);
}

void TopBar::setDevice(const QString& text) { device_->setText(text); }

void TopBar::paintEvent(QPaintEvent*) { line(this, height() - 1); }

void TopBar::resizeEvent(QResizeEvent*) { arrange(); }

/// The tabs stand in the middle of the window where there is room, else between menus and buttons. In a narrow window the tabs
/// become smaller, then the chip; what menus then still lack goes into the last one, which opens them.
void TopBar::arrange() {
    const bool narrow = parts::roomFor(width()) == parts::Room::Narrow;
    const int gap = narrow ? theme::space::S4 : theme::space::S8;
    tabs_->setCompact(narrow);
    device_->setCompact(false);
    const int t = tabs_->sizeHint().width();
    if (left_->sizeHint().width() + t + right_->sizeHint().width() + 2 * gap > width()) device_->setCompact(true);
    const int r = right_->sizeHint().width();
    const int l = std::min(left_->sizeHint().width(), width() - r - t - 2 * gap);
    const auto place = [this](QWidget* part, const QRect& at) {
        part->setGeometry(QStyle::visualRect(layoutDirection(), rect(), at));
    };
    place(left_, {0, 0, l, height() - 1});
    place(right_, {width() - r, 0, r, height() - 1});
    const int middle = std::clamp((width() - t) / 2, l + gap, std::max(l + gap, width() - r - t - gap));
    place(tabs_, {middle, (height() - 1 - tabs_->sizeHint().height()) / 2, t, tabs_->sizeHint().height()});
}

StatusBar::StatusBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(28);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 16, 2);  // all are 24 high: one base line
    row->setSpacing(16);
    problems_ = new QPushButton(this);
    theme::setRole(problems_, theme::ButtonRole::Quiet);
    problems_->setFont(theme::font(theme::Type::Small));
    problems_->setFixedHeight(24);
    theme::keepRingInside(problems_);
    row->addWidget(problems_);
    layers_ = new theme::Label({}, theme::Type::Small, Token::Text2, this);
    parameters_ = new theme::Label({}, theme::Type::Small, Token::Text2, this);
    activity_ = new theme::ElidedLabel({}, theme::Type::Small, Token::Text2, this);
    saved_ = new theme::Label({}, theme::Type::Small, Token::Text2, this);
    row->addWidget(layers_);
    row->addWidget(parameters_);
    row->addWidget(activity_, 1);
    row->addWidget(saved_);
    row->addWidget(new theme::Label(tr("Offline: nothing leaves this computer"), theme::Type::Small, Token::Text2, this));
    connect(problems_, &QPushButton::clicked, this, &StatusBar::problemsClicked);
    setProblems(0, 0);
}

void StatusBar::setProblems(int errors, int warnings) {
    const int all = errors + warnings;
    problems_->setText(all == 0 ? tr("No problems") : tr("%n problem(s)", nullptr, all));
    if (all == 1) problems_->setText(tr("1 problem"));
    if (all > 1) problems_->setText(tr("%1 problems").arg(all));
    problems_->setIcon(errors     ? theme::icon("error", Token::Err)
                       : warnings ? theme::icon("warning", Token::Warn)
                                  : theme::icon("tick", Token::Ok));
    problems_->setToolTip(all == 0 ? tr("No problems") : tr("Show problems (F8: next)"));
}

void StatusBar::setTotals(const QString& layers, const QString& parameters) {
    layers_->setText(layers);
    parameters_->setText(parameters);
}

void StatusBar::setActivity(const QString& text) { activity_->setFullText(text); }
void StatusBar::setSaved(const QString& text) { saved_->setText(text); }
void StatusBar::paintEvent(QPaintEvent*) { line(this, 0); }

}  // namespace nw::ui
