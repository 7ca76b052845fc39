// Feeds plots from runs: everything once, then only what is new.
#include "ui/training/curves_panel.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSlider>
#include <algorithm>
#include <cmath>

#include "ui/document/text.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/label.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

namespace {

QString titleOf(const QString& metric) {
    if (metric == QLatin1String("loss")) return CurvesPanel::tr("Loss");
    if (metric == QLatin1String("accuracy")) return CurvesPanel::tr("Accuracy");
    QString title = metric;
    title[0] = title[0].toUpper();
    return title.replace(u'_', u' ');
}

}  // namespace

CurvesPanel::CurvesPanel(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(theme::space::S8);
    column_->addWidget(tools());
    plotFor("loss");
    plotFor("accuracy");
    connect(&studio.runs, &Runs::changed, this, &CurvesPanel::sync);
    connect(&studio.runs, &Runs::pointsAdded, this, &CurvesPanel::sync);
    connect(&studio.training, &Training::stateChanged, this, &CurvesPanel::tellState);
    tellState();
    sync();
}

QWidget* CurvesPanel::tools() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::space::S8);
    step_ = new QPushButton(theme::icon("step"), tr("Step"));
    step_->setToolTip(tr("One step of the paused training"));
    connect(step_, &QPushButton::clicked, this, [this] { studio_.training.singleStep(); });
    row->addWidget(step_);
    auto* curves = new QPushButton(tr("Curves"));
    curves->setToolTip(tr("Which curves are shown"));
    makeMenu(curves);
    row->addWidget(curves);
    row->addStretch(1);
    addLook(row);
    auto* png = new QPushButton(tr("Export"));
    png->setToolTip(tr("Save the curves as a PNG picture"));
    connect(png, &QPushButton::clicked, this, &CurvesPanel::askPng);
    row->addSpacing(theme::space::S4);
    row->addWidget(png);
    return bar;
}

/// How the curves are drawn.
void CurvesPanel::addLook(QHBoxLayout* row) {
    auto* label = new theme::Label(tr("Smoothing"), theme::Type::Body, theme::Token::Text2);
    smoothing_ = new QSlider(Qt::Horizontal);
    smoothing_->setRange(0, 100);
    smoothing_->setValue(70);
    smoothing_->setAccessibleName(tr("Smoothing"));
    smoothing_->setMinimumWidth(72);
    smoothing_->setMaximumWidth(112);
    label->setBuddy(smoothing_);
    row->addWidget(label);
    row->addWidget(smoothing_);
    row->addSpacing(theme::space::S4);
    log_ = new QCheckBox(tr("Log scale"));
    row->addWidget(log_);
    connect(smoothing_, &QSlider::valueChanged, this, [this] {
        for (plot::CurvePlot* p : std::as_const(plots_)) p->setSmoothing(smoothing());
    });
    connect(log_, &QCheckBox::toggled, this, [this](bool on) {
        if (plot::CurvePlot* p = plotOf("loss")) p->setLogScale(on);
    });
}

void CurvesPanel::makeMenu(QPushButton* button) {
    auto* menu = new QMenu(button);
    button->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        const auto add = [&](const QString& text, bool on, const std::function<void(bool)>& act) {
            QAction* a = menu->addAction(text);
            a->setCheckable(true);
            a->setChecked(on);
            connect(a, &QAction::toggled, this, [this, act](bool checked) {
                act(checked);
                arrange();
                sync();
            });
        };
        add(tr("Training"), train_, [this](bool on) { train_ = on; });
        add(tr("Validation"), validation_, [this](bool on) { validation_ = on; });
        menu->addSeparator();
        for (const QString& metric : metrics()) {
            add(titleOf(metric), !hidden_.contains(metric), [this, metric](bool on) {
                if (on)
                    hidden_.remove(metric);
                else
                    hidden_.insert(metric);
            });
        }
    });
}

plot::CurvePlot* CurvesPanel::plotFor(const std::string& metric) {
    const QString id = q(metric);
    if (plot::CurvePlot* old = plots_.value(id)) return old;
    auto* plot = new plot::CurvePlot(titleOf(id));
    plot->setSmoothing(smoothing());
    plot->setShare(metric == "accuracy");
    plot->setLogScale(metric == "loss" && log_->isChecked());
    plot->setMinimumHeight(110);  // two of them under a problem fit into the smallest window
    plots_[id] = plot;
    column_->addWidget(plot, 1);
    connect(plot, &plot::CurvePlot::crossHairMoved, this, &CurvesPanel::share);
    connect(plot, &plot::CurvePlot::rangeChanged, this, &CurvesPanel::share);
    connect(plot, &plot::CurvePlot::labelRoomChanged, this, &CurvesPanel::alignLeft);
    arrange();
    return plot;
}

/// The plots have one x: the cross-hair stands in all at the same step, and all show the same part.
void CurvesPanel::share() {
    const auto* from = qobject_cast<plot::CurvePlot*>(sender());
    if (!from || std::exchange(sharing_, true)) return;
    for (plot::CurvePlot* p : std::as_const(plots_)) {
        if (p == from) continue;
        p->setCrossHair(from->crossHair());
        if (from->isFitted() != p->isFitted() || from->xRange() != p->xRange())
            from->isFitted() ? p->fit() : p->setXRange(from->xRange().first, from->xRange().second);
    }
    sharing_ = false;
}

void CurvesPanel::alignLeft() {
    int room = 0;
    for (const plot::CurvePlot* p : std::as_const(plots_))
        if (!p->isHidden()) room = std::max(room, p->labelRoom());
    for (plot::CurvePlot* p : std::as_const(plots_)) p->setLeftRoom(room);
}

const plot::Series* CurvesPanel::seriesOf(int run, const std::string& metric, bool validation) const {
    for (const Shown& s : shown_)
        if (s.run == run && s.metric == metric && s.validation == validation) return &s.plot->series(s.series);
    return nullptr;
}

QStringList CurvesPanel::metrics() const {
    QStringList all = plots_.keys();
    const QString loss = QStringLiteral("loss");
    if (all.removeOne(loss)) all.prepend(loss);
    return all;
}

/// The slider is even in orders of magnitude: the mean is over 1 point at its left, over 10 in the middle, over 100 at its right.
double CurvesPanel::smoothing() const { return 1 - std::pow(10.0, -2.0 * smoothing_->value() / smoothing_->maximum()); }

void CurvesPanel::arrange() {
    plot::CurvePlot* lowest = nullptr;
    for (auto it = plots_.begin(); it != plots_.end(); ++it) {
        const bool shown = !hidden_.contains(it.key());
        it.value()->setVisible(shown);
        it.value()->setXLabel(tr("Epoch"), false);
        if (shown && (!lowest || column_->indexOf(it.value()) > column_->indexOf(lowest))) lowest = it.value();
    }
    if (lowest) lowest->setXLabel(tr("Epoch"));  // the axes are one above the other
    alignLeft();
}

/// One run alone has a colour for training and the next one for validation; several have each their own.
std::vector<CurvesPanel::Shown> CurvesPanel::wanted() const {
    std::vector<Shown> wanted;
    const auto& runs = studio_.runs.all();
    const auto visible = std::count_if(runs.begin(), runs.end(), [](const Run& r) { return r.visible && !r.curves.train.empty(); });
    for (const Run& run : runs) {
        if (!run.visible) continue;
        const auto add = [&](const std::map<std::string, Curve>& curves, bool validation) {
            for (const auto& [metric, curve] : curves) {
                if (curve.values.empty() && (validation || run.curves.next.steps == 0)) continue;
                Shown s{.run = run.number,
                        .colour = run.colour(),
                        .stroke = static_cast<plot::Stroke>(run.stroke()),
                        .metric = metric,
                        .validation = validation,
                        .name = {}};
                if (visible == 1 && validation) s.colour = (s.colour + 1) % 4;
                const QString kind = validation ? tr("validation") : tr("train");
                s.name = visible == 1 ? kind : (validation ? tr("run %1 val.") : tr("run %1")).arg(run.number);
                wanted.push_back(std::move(s));
            }
        };
        if (train_) add(run.curves.train, false);
        if (validation_) add(run.curves.validation, true);
    }
    return wanted;
}

void CurvesPanel::sync() {
    std::vector<Shown> now = wanted();
    bool whole = now.size() != shown_.size();
    for (std::size_t i = 0; i < now.size() && !whole; ++i) whole = !now[i].sameAs(shown_[i]);
    for (std::size_t i = 0; i < shown_.size() && !whole; ++i) whole = !feed(shown_[i]);
    if (whole) rebuild(std::move(now));
    double end = 0;
    for (const Run& run : studio_.runs.all())
        if (run.visible) end = std::max(end, static_cast<double>(run.project.training.epochs));
    for (plot::CurvePlot* p : std::as_const(plots_)) p->setExpectedEnd(end);
}

void CurvesPanel::rebuild(std::vector<Shown> shown) {
    for (const Shown& s : shown_) s.plot->removeSeries(s.series);
    shown_ = std::move(shown);
    for (Shown& s : shown_) {
        s.plot = plotFor(s.metric);
        s.series =
            s.plot->addSeries(s.name, s.validation ? plot::CurveKind::Validation : plot::CurveKind::Train, s.colour, s.stroke);
        (void)feed(s);
    }
}

/// Adds what is new; false when points have gone and the curve must be made anew.
bool CurvesPanel::feed(Shown& shown) {
    const Run* run = studio_.runs.find(shown.run);
    if (!run) return false;
    const auto& curves = shown.validation ? run->curves.validation : run->curves.train;
    const auto it = curves.find(shown.metric);
    if (it == curves.end() || it->second.values.size() < shown.points) return false;
    const Curve& c = it->second;
    const double epoch = run->curves.stepsPerEpoch > 0 ? run->curves.stepsPerEpoch : 1;
    for (; shown.points < c.values.size(); ++shown.points)
        shown.plot->append(shown.series, c.steps[shown.points] / epoch, c.values[shown.points]);
    const CurveSums& next = run->curves.next;
    if (shown.validation || next.steps == 0 || studio_.runs.running() != run->number) return true;
    const auto means = next.means();
    const double from = c.steps.empty() ? 0 : c.steps.back();
    if (const auto mean = means.find(shown.metric); mean != means.end())
        shown.plot->setTail(shown.series, (from + static_cast<double>(next.steps)) / epoch, mean->second);
    return true;
}

void CurvesPanel::tellState() {
    const bool paused = studio_.training.state() == Training::State::Paused;
    theme::setDisabledReason(step_, paused ? QString() : tr("Pause a training first. Then this does one step."));
}

void CurvesPanel::askPng() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Save curves"), studio_.document.name() + QStringLiteral(".png"),
                                                      tr("PNG images (*.png)"));
    if (path.isEmpty()) return;
    Q_EMIT studio_.noteWanted(savePng(path) ? tr("The curves are saved") : tr("%1 cannot be written").arg(path), false);
}

bool CurvesPanel::savePng(const QString& path) {
    constexpr double scale = 2;
    QList<QImage> images;
    QSize size(1, 0);
    for (const QString& metric : metrics()) {
        if (hidden_.contains(metric)) continue;
        images << plots_[metric]->toImage(scale);
        size = QSize(std::max(size.width(), images.back().width()), size.height() + images.back().height());
    }
    QImage all(size, QImage::Format_RGB32);
    all.fill(theme::colour(theme::Token::Panel));
    QPainter painter(&all);
    int y = 0;
    for (QImage& image : images) {
        image.setDevicePixelRatio(1);
        painter.drawImage(0, y, image);
        y += image.height();
    }
    painter.end();
    return all.save(path);
}

}  // namespace nw::ui
