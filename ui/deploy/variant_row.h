// A variant to choose: name, sentence, size of the file, accuracy, time of one image.
#pragma once

#include "widgets/parts/choice.h"

namespace nw::ui {

/// 62 high. A row that is being measured shows a ring instead of figures.
class VariantRow final : public parts::Choice {
    Q_OBJECT
public:
    VariantRow(const QString& name, const QString& sentence, QWidget* parent = nullptr);

    struct Figures {
        double share = 0;  ///< of the largest file, 0…1
        QString size, accuracy, time;
    };
    void setFigures(const Figures& figures);
    /// `progress` in 0…1.
    void setMeasuring(double progress);
    /// Waits for another row to be measured.
    void setWaiting();
    /// It cannot be had; the sentence stands in the place of the figures.
    void setFault(const QString& sentence);
    bool isMeasuring() const { return state_ == State::Measuring; }
    const Figures& figures() const { return figures_; }

    QSize sizeHint() const override { return {560, 62}; }
    QSize minimumSizeHint() const override { return {420, 62}; }

    /// Left edges and widths of the columns for heads above the rows: size, accuracy, time.
    static QList<QPair<int, int>> columns(int width);
    static constexpr int TextLeft = 48;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class State { Waiting, Measuring, Ready, Fault };
    void describe();
    void drawFigures(QPainter* painter) const;
    QString name_, sentence_, fault_;
    State state_ = State::Waiting;
    Figures figures_;
    double progress_ = 0;
};

/// "Variant", "File size", "Accuracy", "One image" above the columns of the rows.
class VariantHead final : public QWidget {
    Q_OBJECT
public:
    explicit VariantHead(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace nw::ui
