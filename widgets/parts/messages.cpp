// Banner, strip and empty state.
#include "widgets/parts/messages.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "widgets/theme/accessible.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::parts {

using theme::Label;
using theme::Token;
using theme::Type;

namespace {

struct Look {
    Token edge, ground;
    const char* sign;
};
Look lookOf(Verdict v) {
    switch (v) {
        case Verdict::Ok: return {Token::Ok, Token::OkSoft, "tick"};
        case Verdict::Warn: return {Token::Warn, Token::WarnSoft, "warning"};
        case Verdict::Err: return {Token::Err, Token::ErrSoft, "error"};
    }
    return {Token::Ok, Token::OkSoft, "tick"};
}

Label* wrapped(Type type, Token token) {
    auto* out = new Label({}, type, token);
    out->setWordWrap(true);
    return out;
}

QPushButton* actionButton(const QString& text, theme::ButtonRole role, std::function<void()> act, QWidget* owner) {
    auto* button = new QPushButton(text);
    theme::setRole(button, role);
    QObject::connect(button, &QPushButton::clicked, owner, [act = std::move(act)] {
        if (act) act();
    });
    return button;
}

}  // namespace

QMargins mirrored(const QMargins& margins) {
    if (!QGuiApplication::isRightToLeft()) return margins;
    return {margins.right(), margins.top(), margins.left(), margins.bottom()};
}

Banner::Banner(QWidget* parent)
    : QWidget(parent), sentence_(wrapped(Type::Section, Token::Text)), lines_(wrapped(Type::Small, Token::Text2)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(mirrored({58, 14, 16, 14}));
    column->setSpacing(3);
    column->addWidget(sentence_);
    column->addWidget(lines_);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    theme::speakAs(this, {.role = QAccessible::AlertMessage});
}

void Banner::setVerdict(Verdict verdict, const QString& sentence, const QStringList& lines) {
    verdict_ = verdict;
    sentence_->setText(sentence);
    lines_->setText(lines.join(QLatin1Char('\n')));
    lines_->setVisible(!lines.isEmpty());
    setAccessibleName(sentence);
    setAccessibleDescription(lines.join(QLatin1Char(' ')));
    updateGeometry();
    update();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const Look look = lookOf(verdict_);
    theme::drawBox(&p, rect(), theme::colour(look.ground), theme::colour(look.edge), 1, theme::radius::Card);
    const double middle = std::min(height() / 2.0, sentence_->geometry().center().y() + 10.0);
    const QRectF sign = QStyle::visualRect(layoutDirection(), rect(), QRect(16, qRound(middle) - 14, 28, 28));
    if (verdict_ != Verdict::Ok) return theme::drawIcon(&p, look.sign, sign, theme::colour(look.edge));
    theme::drawBox(&p, sign, theme::colour(look.edge), {}, 0, 14);
    theme::drawTick(&p, sign.center(), 25, theme::colour(look.ground), 2.4);
}

InfoStrip::InfoStrip(const QString& sentence, QWidget* parent)
    : QWidget(parent), sentence_(wrapped(Type::Body, Token::Text)), actions_(new QHBoxLayout) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(mirrored({42, 6, 8, 6}));
    row->setSpacing(12);
    row->addWidget(sentence_, 1);
    actions_->setSpacing(8);
    row->addLayout(actions_);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    setMinimumHeight(44);
    setSentence(sentence);
}

void InfoStrip::setSentence(const QString& sentence) {
    sentence_->setText(sentence);
    setAccessibleName(sentence);
}

QPushButton* InfoStrip::addAction(const QString& text, std::function<void()> act) {
    QPushButton* button = actionButton(text, theme::ButtonRole::Plain, std::move(act), this);
    actions_->addWidget(button);
    return button;
}

void InfoStrip::clearActions() {
    while (QLayoutItem* item = actions_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void InfoStrip::paintEvent(QPaintEvent*) {
    QPainter p(this);
    theme::drawBox(&p, rect(), theme::colour(Token::Sunken), theme::colour(Token::Line), 1, theme::radius::Node);
    const QRectF sign = QStyle::visualRect(layoutDirection(), rect(), QRect(14, (height() - 18) / 2, 18, 18));
    theme::drawIcon(&p, QStringLiteral("info"), sign, theme::colour(Token::Text2));
}

namespace {

class Mark final : public QWidget {
public:
    explicit Mark(QString icon) : icon_(std::move(icon)) { setFixedSize(64, 64); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        theme::drawBox(&p, rect(), theme::colour(Token::Sunken), theme::colour(Token::Line), 1, 16);
        theme::drawIcon(&p, icon_, QRectF(18, 18, 28, 28), theme::colour(Token::Text2));
    }

private:
    QString icon_;
};

}  // namespace

EmptyState::EmptyState(const QString& iconId, const QString& headline, const QString& sentence, QWidget* parent)
    : QWidget(parent),
      headline_(wrapped(Type::PanelTitle, Token::Text)),
      sentence_(wrapped(Type::Body, Token::Text2)),
      actions_(new QHBoxLayout) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(0);
    column->addStretch(1);
    column->addWidget(new Mark(iconId), 0, Qt::AlignHCenter);
    column->addSpacing(16);
    for (Label* l : {headline_, sentence_}) {
        l->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        l->setMaximumWidth(400);
        auto* row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(l, 8);
        row->addStretch(1);
        column->addLayout(row);
        column->addSpacing(6);
    }
    column->addSpacing(10);
    actions_->setSpacing(8);
    actions_->setAlignment(Qt::AlignHCenter);
    column->addLayout(actions_);
    column->addStretch(1);
    setWords(headline, sentence);
}

void EmptyState::setWords(const QString& headline, const QString& sentence) {
    headline_->setText(headline);
    sentence_->setText(sentence);
    sentence_->setVisible(!sentence.isEmpty());
    setAccessibleName(headline);
    setAccessibleDescription(sentence);
}

QPushButton* EmptyState::addAction(const QString& text, std::function<void()> act) {
    const bool first = actions_->count() == 0;
    QPushButton* button =
        actionButton(text, first ? theme::ButtonRole::PagePrimary : theme::ButtonRole::Plain, std::move(act), this);
    if (!first) button->setMinimumHeight(theme::PageButtonHeight);
    actions_->addWidget(button);
    return button;
}

}  // namespace nw::parts
