// Composes the page; says what went wrong and offers the way out.
#include "ui/training/train_page.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>

#include "ui/document/text.h"
#include "ui/training/figures_row.h"
#include "widgets/parts/breakpoints.h"
#include "widgets/theme/accessible.h"
#include "widgets/theme/label.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;
namespace space = theme::space;

namespace {

constexpr int SideWidth = 320;

QString stepText(std::int64_t step) { return QLocale().toString(static_cast<qlonglong>(step)); }

}  // namespace

TrainPage::TrainPage(Studio& studio, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      stack_(new QStackedWidget),
      banner_(new parts::Banner),
      resume_(new parts::InfoStrip),
      fix_(new QPushButton),
      dismiss_(new QPushButton(tr("Dismiss"))),
      curves_(new CurvesPanel(studio)),
      settings_(new SettingsPanel(studio)),
      runs_(new RunsList(studio)) {
    setAccessibleName(tr("Train"));
    setMinimumWidth(minimumSizeHint().width());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(centre(), 1);
    row->addWidget(new theme::Hairline(Qt::Vertical));
    row->addWidget(side());
    connect(&studio.training, &Training::stateChanged, this, &TrainPage::update);
    connect(&studio.runs, &Runs::changed, this, &TrainPage::update);
    connect(&studio.runs, &Runs::pointsAdded, this, &TrainPage::update);
    connect(&studio.training, &Training::happened, this, &TrainPage::announce);
    connect(&studio.training, &Training::notFinite, this, &TrainPage::showNotFinite);
    connect(&studio.training, &Training::failed, this, [this](const QString& sentence, bool begun) {
        showProblem(parts::Verdict::Err, begun ? tr("The training ended") : tr("The training could not begin"), {sentence});
    });
    connect(&studio.training, &Training::blocked, this,
            [this](const QString& sentence) { showProblem(parts::Verdict::Warn, tr("It cannot be trained yet"), {sentence}); });
    connect(&studio.document, &Document::opened, this, [this] {
        banner_->hide();  // it spoke of another project
        fix_->hide();
    });
    if (studio.training.notANumber()) showNotFinite();
    update();
}

QSize TrainPage::minimumSizeHint() const { return {parts::LeastCentre + SideWidth, 420}; }

QWidget* TrainPage::centre() {
    auto* area = new QWidget;
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(space::S16, space::S16, space::S16, space::S12);
    column->setSpacing(space::S12);
    column->addWidget(new FiguresRow(studio_));
    column->addWidget(problem());
    column->addWidget(resume_);
    auto* empty = new parts::EmptyState(QStringLiteral("train"), tr("Nothing trained yet"),
                                        tr("The first points appear a second after you press Train."));
    connect(empty->addAction(tr("Train"), [] {}), &QPushButton::clicked, &studio_.training, &Training::start);
    stack_->addWidget(empty);
    stack_->addWidget(curves_);
    column->addWidget(stack_, 1);
    return area;
}

QWidget* TrainPage::side() {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(space::S16, space::S16, space::S16, space::S16);
    column->setSpacing(space::S16);
    column->addWidget(settings_);
    column->addWidget(new theme::Hairline);
    column->addWidget(runs_);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFixedWidth(SideWidth);
    scroll->setWidget(content);
    const auto show = [this, scroll] { scroll->ensureWidgetVisible(settings_->startLine()); };
    connect(settings_->startLine(), &StartLine::chosen, scroll, show, Qt::QueuedConnection);  // once it has its place
    return scroll;
}

/// The sentence, and under it what helps.
QWidget* TrainPage::problem() {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, space::S8, 0, 0);
    row->setSpacing(space::S8);
    theme::setRole(fix_, theme::ButtonRole::Primary);
    theme::setRole(dismiss_, theme::ButtonRole::Link);
    row->addWidget(fix_);
    row->addWidget(dismiss_);
    row->addStretch(1);
    static_cast<QVBoxLayout*>(banner_->layout())->addLayout(row);
    connect(fix_, &QPushButton::clicked, this, [this] {
        banner_->hide();
        studio_.training.lowerRateAndResume();
    });
    connect(dismiss_, &QPushButton::clicked, this, [this] {
        banner_->hide();
        refreshResume();
    });
    banner_->hide();
    fix_->hide();
    return banner_;
}

void TrainPage::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), theme::colour(Token::Panel)); }

void TrainPage::update() {
    const auto& runs = studio_.runs.all();
    const bool any = std::any_of(runs.begin(), runs.end(), [](const Run& r) { return !r.curves.train.empty(); });
    const bool show = any || studio_.training.isActive();
    if (stack_->currentIndex() != (show ? 1 : 0)) stack_->setCurrentIndex(show ? 1 : 0);
    if (studio_.training.isActive()) banner_->hide();
    refreshResume();
}

void TrainPage::refreshResume() {
    const Run* run = studio_.runs.newest(RunKind::Training);
    const std::string status = run ? run->manifest.status : std::string();
    const bool offered = (status == "running" || status == "stopped") && !studio_.runs.isBeingTrained(*run) &&
                         !studio_.training.isActive() && banner_->isHidden();
    resume_->setVisible(offered);
    if (!offered) return;
    const auto epochs = run->project.training.epochs, epoch = std::min(run->epochsDone + 1, epochs);
    const QString words =
        (status == "stopped" ? tr("Run %1 was stopped in epoch %2 of %3.") : tr("Run %1 was interrupted in epoch %2 of %3."))
            .arg(run->number)
            .arg(epoch)
            .arg(epochs);
    const QString act = run->checkpointStep > 0 ? tr("Resume run %1").arg(run->number) : tr("Start run %1 again").arg(run->number);
    if (std::exchange(resumeWords_, words + act) == words + act) return;  // the button may be under the pointer
    resume_->setSentence(words);
    resume_->clearActions();
    resume_->addAction(act, [this, number = run->number] { studio_.training.resumeRun(number); });
}

void TrainPage::showProblem(parts::Verdict verdict, const QString& sentence, const QStringList& lines) {
    banner_->setVerdict(verdict, sentence, lines);
    fix_->hide();
    banner_->show();
    refreshResume();
    theme::announceAlert(banner_);
}

void TrainPage::showNotFinite() {
    if (!studio_.training.notANumber()) return;
    const Training::NotFinite& n = *studio_.training.notANumber();
    const QString what = n.tensor == QLatin1String("loss") ? tr("The loss became NaN at step %1").arg(stepText(n.step))
                         : n.layer.isEmpty()
                             ? tr("%1 became NaN at step %2").arg(n.tensor, stepText(n.step))
                             : tr("%1 of %2 became NaN at step %3").arg(n.tensor.section(u'/', -1), n.layer, stepText(n.step));
    showProblem(parts::Verdict::Err, what.left(1).toUpper() + what.mid(1),
                {n.resumeStep > 0 ? tr("Its steps were too large. Smaller ones go on from what it had learned.")
                                  : tr("Its steps were too large. Smaller ones do better.")});
    const QString rate = q(textOf(Attr(n.rate)));
    fix_->setText(n.resumeStep > 0 ? tr("Lower the learning rate to %1 and resume from step %2").arg(rate, stepText(n.resumeStep))
                                   : tr("Lower the learning rate to %1 and start again").arg(rate));
    fix_->show();
}

/// Progress is read out each epoch.
void TrainPage::announce(const TrainEvent& e) {
    if (e.kind != TrainEvent::Kind::Epoch) return;
    const auto epochs = studio_.training.project().training.epochs;
    const auto accuracy = e.valMetrics.find("accuracy");
    setAccessibleDescription(accuracy == e.valMetrics.end()
                                 ? tr("Epoch %1 of %2, loss %3").arg(e.epoch).arg(epochs).arg(e.validated ? e.valLoss : e.loss)
                                 : tr("Epoch %1 of %2, validation accuracy %3 percent")
                                       .arg(e.epoch)
                                       .arg(epochs)
                                       .arg(QLocale().toString(accuracy->second * 100, 'f', 1)));
    theme::announceAlert(this);
}

}  // namespace nw::ui
