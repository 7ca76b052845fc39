// The confusion matrix: rows are the true classes, columns what the network said.
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace nw::image {

/// Cells at least 28, 3 apart. Right answers in accent, mistakes in the integer colour by the square root of their count, zero an
/// empty well. The share of each true class that was found (recall) stands at the right. Arrows move, Home and End go to the ends
/// of the row, Enter and a click open a cell. Give it a scroll area: it never shrinks below minimumSizeHint().
class MatrixView final : public QWidget {
    Q_OBJECT
public:
    explicit MatrixView(QWidget* parent = nullptr);

    /// `counts` row by row, classes × classes.
    void setMatrix(const QStringList& classes, const std::vector<qint64>& counts);
    /// Sums of the rows and columns where the matrix shows a part of the classes only: recall is of the whole row then.
    void setSums(const std::vector<qint64>& rows, const std::vector<qint64>& columns);
    int classCount() const { return static_cast<int>(classes_.size()); }
    qint64 countAt(int row, int column) const;
    qint64 rowSum(int row) const;
    qint64 columnSum(int column) const;
    /// The bars at the right fold away where there is little room.
    void setRecallShown(bool shown);

    int currentRow() const { return row_; }
    int currentColumn() const { return column_; }
    /// The cell that is opened; (-1, -1) for none.
    void setCurrentCell(int row, int column);

    QRect cellRect(int row, int column) const;
    /// (column, row) of the cell at a point, or (-1, -1).
    QPoint cellAt(const QPoint& at) const;
    /// What stands below the matrix for a cell: its count and the sums of its row and column.
    QString sentence(int row, int column) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cellActivated(int row, int column);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    int labelWidth() const;
    /// Names wider than a column stand upright above it.
    bool isHeadUpright() const;
    int headHeight() const;
    int recallWidth() const { return recall_ ? 132 : 0; }
    QSizeF cellSize() const;
    void drawCell(QPainter* painter, int row, int column) const;
    void drawLabels(QPainter* painter) const;
    void drawRecall(QPainter* painter) const;
    void open(int row, int column);
    void describe();

    QStringList classes_;
    std::vector<qint64> counts_, rowSums_, columnSums_;
    qint64 worst_ = 0;  ///< the largest count off the diagonal
    int row_ = -1, column_ = -1;
    QPoint hovered_{-1, -1};
    bool recall_ = true;
};

}  // namespace nw::image
