// Rows of runs and what one does with them.
#include "ui/training/runs_list.h"

#include <QContextMenuEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/document/text.h"
#include "widgets/parts/loss_dialog.h"
#include "widgets/theme/focus_ring.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/label.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

RunRow::RunRow(int number, QWidget* parent) : QAbstractButton(parent), number_(number) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    theme::followFocus(this, theme::radius::Button);
}

void RunRow::show(const Run& run, bool current, Writer writer) {
    name_ = run.name();
    colour_ = run.colour();
    stroke_ = run.stroke();
    current_ = current;
    setChecked(run.visible);
    figure_ = run.bestText();
    const QString what = run.kind == RunKind::Imported ? tr("imported")
                         : run.difference.isEmpty()    ? tr("as the run before")
                                                       : run.difference;
    second_ = writer == Writer::Studio           ? tr("now · %1").arg(what)
              : run.manifest.status == "failed"  ? tr("failed · %1").arg(what)
              : writer == Writer::Other          ? tr("trained by another program · %1").arg(what)
              : run.manifest.status == "running" ? tr("interrupted · %1").arg(what)  // nobody was left to say how it ended
              : run.isFinished()                 ? what
                                                 : tr("stopped · %1").arg(what);
    setToolTip(name_ + u'\n' + second_);
    setAccessibleName(figure_.isEmpty() ? tr("%1, %2").arg(name_, second_) : tr("%1, best %2, %3").arg(name_, figure_, second_));
    update();
}

void RunRow::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    if (current_)
        theme::drawBox(&p, rect(), theme::colour(Token::AccentSoft), {}, 0, theme::radius::Button);
    else if (underMouse() || isDown())
        theme::drawBox(&p, rect(), theme::hoverRow(), {}, 0, theme::radius::Button);
    paintDot(p);
    const QFontMetrics figure(theme::font(Type::Figure13));
    const int right = figure_.isEmpty() ? 12 : figure.horizontalAdvance(figure_) + 24;
    const int width = this->width() - 38 - right;
    p.setPen(theme::colour(isChecked() ? Token::Text : Token::Text2));
    p.setFont(theme::font(Type::BodyStrong));
    p.drawText(QRect(38, 6, width, 18), Qt::AlignVCenter, p.fontMetrics().elidedText(name_, Qt::ElideRight, width));
    p.setPen(theme::colour(Token::Text2));
    p.setFont(theme::font(Type::Small));
    p.drawText(QRect(38, 25, width, 16), Qt::AlignVCenter, theme::elidedParts(second_, p.fontMetrics(), width));
    p.setPen(theme::colour(Token::Text));
    p.setFont(theme::font(Type::Figure13));
    p.drawText(rect().adjusted(0, 0, -12, 0), Qt::AlignVCenter | Qt::AlignRight, figure_);
}

void RunRow::paintDot(QPainter& p) const {
    const QColor colour = theme::curve(colour_);
    const QPointF centre(19, height() / 2.0);
    const QRectF dot(centre - QPointF(4.5, 4.5), QSizeF(9, 9));
    const bool solid = stroke_ == 0;
    p.setPen(Qt::NoPen);
    p.setBrush(colour);
    if (isChecked() && stroke_ == 1) p.drawChord(dot, 90 * 16, 180 * 16);
    if (isChecked() && stroke_ == 2) p.drawEllipse(centre, 2, 2);
    QPen ring(colour, 2, Qt::SolidLine, Qt::FlatCap);
    if (!isChecked() && !solid) ring.setDashPattern(stroke_ == 1 ? QList<qreal>{4.7, 2.35} : QList<qreal>{1.2, 1.15});
    p.setPen(ring);
    p.setBrush(isChecked() && solid ? QBrush(colour) : QBrush(Qt::NoBrush));
    p.drawEllipse(dot);
}

void RunRow::contextMenuEvent(QContextMenuEvent* event) {
    const bool key = event->reason() == QContextMenuEvent::Keyboard;
    Q_EMIT menuWanted(key ? mapToGlobal(QPoint(38, height())) : event->globalPos());
}

void RunRow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)
        Q_EMIT moved(event->key() == Qt::Key_Up ? -1 : 1);
    else if (event->key() == Qt::Key_Delete)
        Q_EMIT deleteWanted();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

RunsList::RunsList(Studio& studio, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      column_(new QVBoxLayout(this)),
      empty_(new theme::Label(tr("None yet. Every training becomes a run."), Type::Small, Token::Text2)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(2);
    auto* head = new theme::Label(tr("Runs"), Type::Section);
    column_->addWidget(head);
    column_->addSpacing(theme::space::S4);
    column_->addWidget(empty_);
    connect(&studio.runs, &Runs::changed, this, &RunsList::update);
    connect(&studio.runs, &Runs::pointsAdded, this, &RunsList::update);  // the best value of the one that is trained
    connect(&studio.runs, &Runs::currentChanged, this, &RunsList::update);
    connect(&studio.training, &Training::stateChanged, this, &RunsList::update);
    update();
}

RunRow* RunsList::row(int number) const {
    for (RunRow* r : rows_)
        if (r->number() == number) return r;
    return nullptr;
}

RunRow* RunsList::make(int number) {
    auto* row = new RunRow(number, this);
    connect(row, &RunRow::clicked, this, [this, number](bool on) { studio_.runs.setVisible(number, on); });
    connect(row, &RunRow::menuWanted, this, [this, number](const QPoint& at) {
        QMenu* menu = menuFor(number);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->popup(at);
    });
    connect(row, &RunRow::moved, this, [this, row](int by) {
        const qsizetype to = rows_.indexOf(row) + by;
        if (to >= 0 && to < rows_.size()) rows_[to]->setFocus(Qt::TabFocusReason);
    });
    connect(row, &RunRow::deleteWanted, this, [this, number] { askToDelete(number); });
    return row;
}

void RunsList::update() {
    QList<int> numbers;
    for (const Run& run : studio_.runs.all())
        if (run.kind != RunKind::Quantized) numbers << run.number;
    QList<int> old;
    for (RunRow* row : std::as_const(rows_)) old << row->number();
    if (numbers != old) {
        QList<RunRow*> rows;
        for (const int n : numbers) rows << (row(n) ? row(n) : make(n));
        for (RunRow* row : std::as_const(rows_))
            if (!rows.contains(row)) row->deleteLater(), row->hide();
        rows_ = rows;
        for (RunRow* row : std::as_const(rows_)) column_->removeWidget(row);
        for (RunRow* row : std::as_const(rows_)) column_->addWidget(row);
        for (qsizetype i = 1; i < rows_.size(); ++i) setTabOrder(rows_[i - 1], rows_[i]);
    }
    const Run* current = studio_.runs.current();
    for (RunRow* row : std::as_const(rows_))
        if (const Run* run = studio_.runs.find(row->number()))
            row->show(*run, run == current,
                      run->number == studio_.runs.running()   ? RunRow::Writer::Studio
                      : studio_.runs.isTrainedElsewhere(*run) ? RunRow::Writer::Other
                                                              : RunRow::Writer::Nobody);
    empty_->setVisible(rows_.isEmpty());
}

void RunsList::showWeights(int number) {
    studio_.runs.setCurrent(number);
    studio_.runs.setVisible(number, true);
    if (!studio_.training.isActive()) studio_.training.showRun(number);
}

QMenu* RunsList::menuFor(int number) {
    auto* menu = new QMenu(this);
    const Run* run = studio_.runs.find(number);
    if (!run) return menu;
    menu->setToolTipsVisible(true);
    const bool running = number == studio_.runs.running(), busy = studio_.training.isActive();
    const auto add = [&](const QString& text, const QString& obstacle, std::function<void()> act) {
        QAction* a = menu->addAction(text);
        a->setEnabled(obstacle.isEmpty());
        a->setToolTip(obstacle);
        connect(a, &QAction::triggered, this, std::move(act));
    };
    add(tr("Show the weights of %1").arg(run->name().toLower()), !run->hasWeights() ? tr("It has no weights yet.") : QString(),
        [this, number] { showWeights(number); });
    add(tr("Start the next run with the weights of %1").arg(run->name().toLower()),
        !run->hasWeights()               ? tr("It has no weights yet.")
        : studio_.nextStart.run() == run ? tr("The next run starts with them already.")
                                         : QString(),
        [this, number] { studio_.nextStart.set(number); });
    const QString elsewhere = studio_.runs.isTrainedElsewhere(*run) ? tr("Another program trains it. Stop that first.") : QString();
    if (run->isTraining() && !run->isFinished() && !running) {
        const QString text = run->checkpointStep > 0
                                 ? tr("Resume from step %1").arg(QLocale().toString(static_cast<qlonglong>(run->checkpointStep)))
                                 : tr("Start again");
        add(text, busy ? tr("Stop the training first.") : elsewhere, [this, number] { studio_.training.resumeRun(number); });
    }
    menu->addSeparator();
    add(tr("Delete %1…").arg(run->name().toLower()), running ? tr("It is being trained. Stop it first.") : elsewhere,
        [this, number] { askToDelete(number); });
    return menu;
}

void RunsList::askToDelete(int number) {
    const Run* run = studio_.runs.find(number);
    if (!run || number == studio_.runs.running()) return;
    const QString name = run->name().toLower();
    auto* question = new parts::LossDialog(
        tr("Delete %1?").arg(name), tr("The curves, weights and exports of %1 are deleted. This cannot be undone.").arg(name),
        tr("Delete %1").arg(name), this);
    connect(question, &QDialog::accepted, this, [this, number] {
        const auto done = studio_.runs.remove(number);
        if (!done) Q_EMIT studio_.noteWanted(sentence(done.error()), false);
    });
    question->open();
}

}  // namespace nw::ui
