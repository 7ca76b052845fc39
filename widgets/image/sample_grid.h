// A grid of images with a caption under each, for tens of thousands of them: only what is seen is asked for.
#pragma once

#include <QAbstractScrollArea>
#include <QCache>
#include <QImage>
#include <QPixmap>
#include <QSet>
#include <functional>

namespace nw::image {

/// Cells of 76 (at least 72), 12 apart. Arrows, Page, Home and End move; Space and Ctrl+click select one more, Shift a range,
/// Ctrl+A all; Enter and double-click activate. Images smaller than a cell are enlarged without smoothing, larger ones are reduced
/// with it.
class SampleGrid final : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit SampleGrid(QWidget* parent = nullptr);

    /// Both are called on the UI thread, for items in sight only, and the answers are kept; a null image is drawn as an empty well
    /// and asked for again after refresh(). Painting gives them 8 ms at a time.
    using Images = std::function<QImage(int)>;
    using Words = std::function<QString(int)>;
    void setSource(int count, Images images, Words caption);
    /// A figure at the right of the caption: "96 %".
    void setFigure(Words figure);
    /// Asks for everything in sight again; or for one item.
    void refresh();
    void refresh(int index);

    int count() const { return count_; }
    void setCellSize(int side);
    /// Cells grow so that the columns fill the width.
    void setFilling(bool filling);
    int cellSize() const { return side_; }
    int columns() const { return columns_; }

    int currentIndex() const { return current_; }
    void setCurrentIndex(int index);
    /// Ascending. With single selection it is what is current, once something has been chosen.
    QList<int> selection() const;
    void setSelection(const QSet<int>& selected);
    void setMultiple(bool multiple) { multiple_ = multiple; }

    /// Of the image, in coordinates of the viewport; and the item at a point of it, or -1.
    QRect cellRect(int index) const;
    int indexAt(const QPoint& at) const;

Q_SIGNALS:
    void currentChanged(int index);
    void selectionChanged();
    void activated(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void arrange();
    void moveTo(int index, Qt::KeyboardModifiers keys);
    void reveal(int index);
    const QPixmap* picture(int index);
    void drawCell(QPainter* painter, int index, bool mayAsk);
    void describe();
    int rowHeight() const { return side_ + 28; }

    Images images_;
    Words caption_, figure_;
    QCache<int, QPixmap> pictures_{4000};
    QSet<int> selected_;
    int count_ = 0, wished_ = 76, side_ = 76, columns_ = 1, current_ = -1, anchor_ = -1, hovered_ = -1;
    double ratio_ = 1;
    bool filling_ = false, multiple_ = true;
};

}  // namespace nw::image
