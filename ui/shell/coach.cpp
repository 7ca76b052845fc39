// The card of the first steps.
#include "ui/shell/coach.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;

namespace {

constexpr int GoodbyeMs = 8000;

}  // namespace

/// One step: its number in a ring, or a tick, and its words.
class CoachStep : public QWidget {
public:
    CoachStep(int number, const QString& words, QWidget* parent) : QWidget(parent), number_(number), words_(words) {
        setFixedHeight(30);
        say();
    }
    void set(bool done, bool next) {
        done_ = done, next_ = next;
        say();
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        const QRectF ring(0.75, 4.75, 20.5, 20.5);
        p.setPen(done_ || next_ ? QPen(Qt::NoPen) : QPen(theme::colour(Token::LineStrong), 1.5));
        p.setBrush(done_ ? theme::colour(Token::OkSoft) : next_ ? theme::colour(Token::AccentSoft) : QColor(Qt::transparent));
        p.drawEllipse(ring);
        if (done_) {
            theme::drawIcon(&p, QStringLiteral("tick"), QRectF(4, 8, 14, 14), theme::colour(Token::Ok));
        } else {
            p.setPen(theme::colour(next_ ? Token::AccentText : Token::Text2));
            p.setFont(theme::font(theme::Type::SmallStrong));
            p.drawText(ring, Qt::AlignCenter, QString::number(number_));
        }
        p.setPen(theme::colour(next_ ? Token::Text : Token::Text2));
        p.setFont(theme::font(next_ ? theme::Type::BodyStrong : theme::Type::Body));
        p.drawText(rect().adjusted(34, 0, 0, 0), Qt::AlignVCenter, words_);
    }

private:
    void say() { setAccessibleName(done_ ? QCoreApplication::translate("coach", "%1, done").arg(words_) : words_); }
    int number_;
    QString words_;
    bool done_ = false, next_ = false;
};

Coach::Coach(QWidget* parent) : QWidget(parent) {
    setFixedWidth(340);  // 320 and the shadow
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(30, 30, 30, 26);
    box->setSpacing(0);
    title_ = new theme::Label({}, theme::Type::PanelTitle, Token::Text, this);
    text_ = new theme::Label({}, theme::Type::Body, Token::Text2, this);
    title_->setWordWrap(true);
    text_->setWordWrap(true);
    box->addWidget(title_);
    box->addSpacing(6);
    box->addWidget(text_);
    box->addSpacing(12);
    const std::array words{tr("Train"), tr("Look at its mistakes"), tr("Export it, with proof")};
    for (std::size_t i = 0; i < 3; ++i) {
        steps_[i] = new CoachStep(static_cast<int>(i) + 1, words[i], this);
        box->addWidget(steps_[i]);
    }
    box->addSpacing(12);
    primary_ = new QPushButton(this);
    theme::setRole(primary_, theme::ButtonRole::PagePrimary);
    box->addWidget(primary_);
    box->addSpacing(6);
    box->addLayout(links());
    connect(primary_, &QPushButton::clicked, this, [this] {
        for (int i = 0; i < 3; ++i)
            if (!isDone(i)) return Q_EMIT primary(i);
    });
    connect(empty_, &QPushButton::clicked, this, &Coach::startEmpty);
    const auto go = [this] {
        goodbye_.stop();
        hide();
        Q_EMIT hidden();
    };
    connect(hide_, &QPushButton::clicked, this, go);
    goodbye_.setSingleShot(true);
    goodbye_.setInterval(GoodbyeMs);
    connect(&goodbye_, &QTimer::timeout, this, go);
    parent->installEventFilter(this);
    refresh();
}

/// The quiet ways out, side by side.
QHBoxLayout* Coach::links() {
    auto* row = new QHBoxLayout;
    empty_ = new QPushButton(tr("Start empty"), this);
    hide_ = new QPushButton(tr("Hide"), this);
    theme::setRole(empty_, theme::ButtonRole::Link);
    theme::setRole(hide_, theme::ButtonRole::Aside);
    row->addWidget(empty_);
    row->addStretch();
    row->addWidget(hide_);
    return row;
}

/// Bottom left of what it explains, above the zoom control.
void Coach::place() { move(10, parentWidget()->height() - height() - 62); }

bool Coach::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) place();
    return QWidget::eventFilter(watched, event);
}

void Coach::setEstimate(int seconds) {
    seconds_ = seconds;
    refresh();
}

void Coach::setReadsDigits(bool digits) {
    if (std::exchange(digits_, digits) != digits) refresh();
}

void Coach::setTraining(bool active) {
    if (std::exchange(training_, active) != active) refresh();
}

void Coach::tick(int step) {
    if (std::exchange(done_[static_cast<std::size_t>(step)], true)) return;
    refresh();
    if (isVisible()) sayGoodbye();
}

/// Once: the time to read it begins when it is seen.
void Coach::sayGoodbye() {
    if (isAllDone() && !goodbye_.isActive()) goodbye_.start();
}

void Coach::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    sayGoodbye();
}

void Coach::restart(bool trained) {
    done_ = {trained, false, false};
    goodbye_.stop();
    refresh();
    show();
}

void Coach::refresh() {
    const bool all = isAllDone(), learning = training_ && !done_[0];
    title_->setText(all        ? tr("That is the whole way")
                    : done_[0] ? tr("It has learned")
                    : learning ? tr("It is learning")
                    : digits_  ? tr("This network reads digits")
                               : tr("This network is new"));
    text_->setText(all        ? tr("Now change something.")
                   : done_[0] ? done_[1]   ? tr("Take it with you: the file is compared with this network.")
                                : done_[2] ? tr("See what it still gets wrong.")
                                           : tr("See what it still gets wrong, then take it with you.")
                   : learning ? tr("Its answers change while you watch. You can keep editing.")
                              : tr("It has not learned yet: its answers are guesses. Train it and watch them change."));
    int next = 0;
    while (next < 3 && isDone(next)) ++next;
    for (int i = 0; i < 3; ++i) steps_[static_cast<std::size_t>(i)]->set(isDone(i), i == next);
    primary_->setVisible(!all);
    primary_->setText(learning    ? tr("Watch the curves")
                      : next == 0 ? seconds_ > 0 ? tr("Train, about %1 s").arg(seconds_) : tr("Train")
                      : next == 1 ? tr("Look at its mistakes")
                                  : tr("Export it"));
    empty_->setVisible(!done_[0]);
    layout()->activate();
    resize(width(), layout()->totalHeightForWidth(width()));
    place();
}

void Coach::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect()).adjusted(10, 10, -10, -10);
    theme::drawShadow(&p, card, 14, 2);
    p.setPen(QPen(theme::colour(Token::Line), 1));
    p.setBrush(theme::colour(Token::Popup));
    p.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 14, 14);
}

}  // namespace nw::ui
