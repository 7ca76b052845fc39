// Curves of a training run: loss, accuracy, anything over steps, live and cheap.
#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QTimer>
#include <QWidget>
#include <memory>
#include <vector>

#include "widgets/plot/series.h"

class QCustomPlot;
class QCPGraph;

namespace nw::plot {

class PlotOverlay;

/// Wheel zooms x at the pointer, Shift+wheel pans, a drag zooms to what it spans, a double click fits. With the focus, arrows move
/// the cross-hair, plus and minus zoom, 0 fits, Esc puts the cross-hair away: the pointer's goes with the pointer too, that of the
/// keys with the focus. Repaints at most ten times a second, and not while
/// hidden.
class CurvePlot : public QWidget {
    Q_OBJECT
public:
    explicit CurvePlot(const QString& title, QWidget* parent = nullptr);
    ~CurvePlot() override;

    /// The handle of a new curve. `colour` is an index of theme::curve: each run keeps its own for life.
    int addSeries(const QString& name, CurveKind kind, int colour, Stroke stroke = Stroke::Solid);
    void removeSeries(int series);
    void setSeriesShown(int series, bool shown);
    /// NaN or an infinity ends the curve with an octagon.
    void append(int series, double x, double y);
    /// A point in the making, until the next one.
    void setTail(int series, double x, double y);
    void clear();
    const Series& series(int series) const;

    void setSmoothing(double smoothing);  ///< 0…0.99
    double smoothing() const { return smoothing_; }
    void setLogScale(bool log);
    bool logScale() const { return log_; }
    /// The x where the run will end; the axis reaches there from the start. 0: as far as there are points.
    void setExpectedEnd(double x);
    /// What x is; where axes stand one above the other only the lowest is labelled.
    void setXLabel(const QString& label, bool shown = true);
    /// The quantity is a share: the axis never passes 1.
    void setShare(bool share);

    void fit();
    /// All of x is in view, and stays so as it grows.
    bool isFitted() const { return fitted_; }
    std::pair<double, double> xRange() const;
    std::pair<double, double> yRange() const;
    QList<double> yTicks() const { return yTicks_; }
    QStringList yLabels() const { return yLabels_; }
    /// What the labels of the values need at the left, with air; the plot takes it.
    int labelRoom() const { return labelRoom_; }
    /// At least so much, so that plots one above the other begin at the same place.
    void setLeftRoom(int room);
    /// The place of the curves.
    QRect area() const;
    void setXRange(double low, double high);

    /// The x that the cross-hair stands at; NaN when it is not shown.
    double crossHair() const { return crossHair_; }
    void setCrossHair(double x);
    struct Reading {
        const Series* series;
        double x, value;
        QString note;  ///< "raw 0.152" of a smoothed value
    };
    /// What the shown curves are at the cross-hair; of those alone that have a point there.
    std::vector<Reading> readings() const;

    /// As shown, `scale` pixels a unit.
    QImage toImage(double scale);
    bool savePng(const QString& path, double scale = 2);
    /// How often the curves were drawn.
    int replots() const { return replots_; }
    /// They have changed and will be drawn as soon as the last drawing is long enough ago.
    bool isReplotDue() const { return throttle_.isActive(); }

    QSize sizeHint() const override { return {640, 280}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

Q_SIGNALS:
    void crossHairMoved(double x);
    void rangeChanged(double low, double high);
    void labelRoomChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    friend class PlotOverlay;
    struct Curve {
        int id;
        Series series;
        QCPGraph* raw;  ///< null for validation
        QCPGraph* line;
        qsizetype drawn = 0;  ///< points of series that raw has
    };

    Curve* find(int series);
    void dropTail(Curve& curve);
    void changed();
    void redraw();
    void refill(Curve& curve);
    void applyTheme();
    void applyPens(Curve& curve);
    void fitX();
    void fitY();
    int mostLabels() const;
    void fitLabels();
    void setMargins();
    void setYRange(double low, double high);
    std::pair<double, double> valuesInView() const;
    void describe();
    /// "Epoch 3.68": every number names its unit.
    QString crossHairText() const;
    void zoomX(double at, double factor);
    void stepCrossHair(int points);
    double lastX() const;
    const Series* finest() const;
    std::vector<const Curve*> shownCurves() const;

    QString title_;
    QCustomPlot* plot_;
    PlotOverlay* overlay_;
    std::vector<Curve> curves_;
    QTimer throttle_;
    QElapsedTimer drawn_;  ///< since the last drawing
    bool dirty_ = false, fitted_ = true, log_ = false, share_ = false, byKeys_ = false;
    QString xLabel_;
    QList<double> yTicks_;
    QStringList yLabels_;
    int labelRoom_ = 0, leftRoom_ = 0;
    double smoothing_ = 0.6, expectedEnd_ = 0, crossHair_;
    int nextId_ = 0, replots_ = 0;
};

}  // namespace nw::plot
