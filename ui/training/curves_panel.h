// Curves of the runs that are shown, one plot a quantity, under a row of tools.
#pragma once

#include <QMap>
#include <QSet>
#include <QWidget>

#include "ui/document/studio.h"
#include "widgets/plot/curve_plot.h"

class QCheckBox;
class QHBoxLayout;
class QPushButton;
class QSlider;
class QVBoxLayout;

namespace nw::ui {

class CurvesPanel final : public QWidget {
    Q_OBJECT
public:
    explicit CurvesPanel(Studio& studio, QWidget* parent = nullptr);
    /// Of "loss", "accuracy", ...; null when no run has it.
    plot::CurvePlot* plotOf(const std::string& metric) const { return plots_.value(QString::fromStdString(metric)); }
    /// What is drawn of a run; null when nothing is.
    const plot::Series* seriesOf(int run, const std::string& metric, bool validation) const;
    /// All plots below each other.
    bool savePng(const QString& path);

private:
    /// A curve on a plot, and how much of it is there.
    struct Shown {
        int run = 0, colour = 0, series = -1;
        plot::Stroke stroke = plot::Stroke::Solid;
        std::string metric;
        bool validation = false;
        QString name;
        plot::CurvePlot* plot = nullptr;
        std::size_t points = 0;
        bool sameAs(const Shown& o) const {
            return run == o.run && colour == o.colour && metric == o.metric && validation == o.validation && name == o.name;
        }
    };
    QWidget* tools();
    void addLook(QHBoxLayout* row);
    void makeMenu(QPushButton* button);
    std::vector<Shown> wanted() const;
    void sync();
    void rebuild(std::vector<Shown> shown);
    bool feed(Shown& shown);
    plot::CurvePlot* plotFor(const std::string& metric);
    double smoothing() const;
    void arrange();
    void share();
    void alignLeft();
    /// Quantities, the loss first.
    QStringList metrics() const;
    void tellState();
    void askPng();

    Studio& studio_;
    QVBoxLayout* column_;
    QMap<QString, plot::CurvePlot*> plots_;
    std::vector<Shown> shown_;
    QPushButton* step_ = nullptr;
    QSlider* smoothing_ = nullptr;
    QCheckBox* log_ = nullptr;
    bool train_ = true, validation_ = true, sharing_ = false;
    QSet<QString> hidden_;  ///< quantities that are not shown
};

}  // namespace nw::ui
