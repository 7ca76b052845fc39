// The rows of the problem list.
#include "ui/build/problem_list.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/build/node_text.h"
#include "ui/document/text.h"
#include "widgets/theme/accessible.h"
#include "widgets/theme/focus_ring.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/label.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/popup.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

namespace {

/// A problem: its sign, headline and layer; the whole row can be pressed.
class Row final : public QWidget {
public:
    Row(const Finding& finding, const QString& layer, std::function<void()> choose) : choose_(std::move(choose)) {
        advice_ = finding.rank == Rank::Advice;
        auto* line = new QHBoxLayout(this);
        line->setContentsMargins(isRightToLeft() ? 8 : 40, 6, isRightToLeft() ? 40 : 8, 6);
        line->setSpacing(8);
        auto* words = new QVBoxLayout;
        words->setSpacing(0);
        words->addWidget(new theme::ElidedLabel(q(finding.headline), Type::BodyMedium));
        words->addWidget(new theme::ElidedLabel(layer, Type::Small, Token::Text2));
        line->addLayout(words, 1);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setMinimumHeight(48);
        setAccessibleName(QObject::tr("%1, %2").arg(q(finding.headline), layer));
        setToolTip(q(finding.message));
        theme::speakAs(this, {.role = QAccessible::Button, .press = choose_});
    }
    void addFix(QWidget* button) { layout()->addWidget(button); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        if (underMouse() || hasFocus())
            theme::drawBox(&p, QRectF(rect()), hasFocus() ? theme::colour(Token::AccentSoft) : theme::hoverRow(),
                           theme::colour(Token::Accent), theme::hasKeyboardFocus(this) ? 2 : 0, theme::radius::Field);
        const QRectF sign = QStyle::visualRect(layoutDirection(), rect(), QRect(12, (height() - 18) / 2, 18, 18));
        theme::drawIcon(&p, advice_ ? QStringLiteral("warning") : QStringLiteral("error"), sign,
                        theme::colour(advice_ ? Token::Warn : Token::Err));
    }
    void mousePressEvent(QMouseEvent* event) override { event->accept(); }
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) choose_();
    }
    void keyPressEvent(QKeyEvent* event) override {
        const int key = event->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) return choose_();
        QWidget::keyPressEvent(event);
    }
    void focusInEvent(QFocusEvent*) override { update(); }
    void focusOutEvent(QFocusEvent*) override { update(); }

private:
    std::function<void()> choose_;
    bool advice_ = false;
};

}  // namespace

ProblemList::ProblemList(Studio& studio, BuildCanvas& canvas, QWidget* parent) : QWidget(parent), studio_(studio), canvas_(canvas) {
    theme::makePopup(this);
    setAccessibleName(tr("Problems"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(8, 8, 8, 8);
    auto* area = new QScrollArea;
    auto* page = new QWidget;
    column_ = new QVBoxLayout(page);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(2);
    area->setWidget(page);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setMinimumHeight(1);  // one row is less than it would ask for
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    outer->addWidget(area);
    connect(&canvas, &BuildCanvas::problemsChanged, this, [this] {
        if (isVisible()) fill();
    });
}

void ProblemList::fill() {
    while (QLayoutItem* item = column_->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    rows_.clear();
    const auto problems = canvas_.problems();
    for (int i = 0; i < std::min<int>(MostRows, static_cast<int>(problems.size())); ++i) {
        const Finding& f = *problems[static_cast<std::size_t>(i)];
        const Node* node = f.node ? nodeOf(studio_.document.graph(), f) : nullptr;
        auto* row = new Row(f, node ? titleOf(*node) : tr("The whole network"), [this, i] { choose(i); });
        if (!f.fixes.empty()) {
            auto* fix = new QPushButton(q(f.fixes[0].label));
            connect(fix, &QPushButton::clicked, this, [this, patch = f.fixes[0]] { canvas_.applyFix(patch); });
            row->addFix(fix);
        }
        column_->addWidget(row);
        rows_ << row;
    }
    if (problems.size() > static_cast<std::size_t>(MostRows))
        column_->addWidget(new theme::Label(tr("and %1 more").arg(problems.size() - MostRows), Type::Small, Token::Text2));
    if (problems.empty()) {
        auto* none = new theme::Label(tr("No problems"), Type::Body, Token::Text2);
        none->setContentsMargins(8, 8, 8, 8);
        column_->addWidget(none);
    }
    const int height = std::min(420, column_->sizeHint().height());
    resize(Width, height + 16);
}

void ProblemList::openAbove(QPoint global) {
    fill();
    QRect frame(QPoint(), size());
    frame.moveBottomLeft(global);
    if (const QScreen* screen = QWidget::screen()) {
        const QRect room = screen->availableGeometry();
        frame.moveLeft(std::clamp(frame.left(), room.left(), std::max(room.left(), room.right() - frame.width())));
        frame.moveTop(std::max(frame.top(), room.top()));
    }
    move(frame.topLeft());
    show();
    if (!rows_.isEmpty()) rows_[0]->setFocus(Qt::TabFocusReason);
}

void ProblemList::choose(int index) {
    close();
    Q_EMIT shown();
    canvas_.showProblem(index);
}

void ProblemList::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (step == 0) return QWidget::keyPressEvent(event);
    if (rows_.isEmpty()) return;
    int now = 0;
    for (int i = 0; i < count(); ++i)
        if (rows_[i]->hasFocus() || rows_[i]->isAncestorOf(focusWidget())) now = i;
    rows_[std::clamp(now + step, 0, count() - 1)]->setFocus(Qt::TabFocusReason);
}

void ProblemList::paintEvent(QPaintEvent*) {
    QPainter p(this);
    theme::drawPopup(&p, rect());
}

}  // namespace nw::ui
