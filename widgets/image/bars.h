// Bars of a few named shares: the balance of classes, or the three best answers of a network.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace nw::image {

class Bars final : public QWidget {
    Q_OBJECT
public:
    struct Row {
        QString name;
        double share;    ///< 0…1 of the track
        QString figure;  ///< typeset at the right: "6,286", "94 %"
    };
    enum class Tint {
        Data,  ///< all in the colour of the data family
        Best,  ///< the first in accent, the others grey
    };
    explicit Bars(Tint tint, QWidget* parent = nullptr);

    void setRows(const QList<Row>& rows);
    const QList<Row>& rows() const { return rows_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    int nameWidth() const;
    int figureWidth() const;
    Tint tint_;
    QList<Row> rows_;
};

}  // namespace nw::image
