// The quick list: what could come next, offered where a link was dropped.
#pragma once

#include <QLineEdit>
#include <QListWidget>
#include <QWidget>
#include <functional>

#include "widgets/theme/tokens.h"

namespace nw::canvas {

struct QuickEntry {
    QString id;
    QString title;
    QString shape;  ///< what it would give here; may be empty
    theme::Family family = theme::Family::Shape;
    QString glyph;  ///< id of an icon; empty: that of the family
};

class QuickList final : public QWidget {
    Q_OBJECT
public:
    /// Best first; called with the empty text when opened and at every letter.
    using Source = std::function<QList<QuickEntry>(const QString& text)>;

    explicit QuickList(QWidget* parent);

    /// What becomes of the choice: it stands alone, or is linked to what gives or takes a tensor.
    enum class Purpose { Alone, Reads, Feeds };
    /// Opens with its card's top left at `at` (moved to stay inside the parent). `shape` stands right of the heading.
    void open(QPoint at, const QString& shape, Source source, Purpose purpose = Purpose::Reads);
    /// The size of the card with so many rows.
    static QSize cardSize(int rows);

Q_SIGNALS:
    void chosen(const QString& id);
    void cancelled();  ///< Esc, or the focus went elsewhere

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refill();
    void choose();
    void finish(const QString& id);
    bool searchKey(class QKeyEvent& event);
    QRect card() const;

    QLineEdit* search_;
    QListWidget* rows_;
    QString heading() const;
    QString shape_;
    Purpose purpose_ = Purpose::Reads;
    Source source_;
};

}  // namespace nw::canvas
