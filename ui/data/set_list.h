// The left part of the Data page: the sets one can look at, and where folders are dropped.
#pragma once

#include <QListWidget>
#include <QPushButton>

#include "ui/data/shown_data.h"

namespace nw::ui {

/// A dashed field that takes a dropped folder or file.
class DropArea final : public QWidget {
    Q_OBJECT
public:
    explicit DropArea(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {216, 88}; }

Q_SIGNALS:
    void dropped(const QString& path);

protected:
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    bool over_ = false;
};

class SetList final : public QWidget {
    Q_OBJECT
public:
    explicit SetList(ShownData& data, QWidget* parent = nullptr);
    QListWidget* list() const { return list_; }
    DropArea* dropArea() const { return drop_; }
    QPushButton* openButton() const { return open_; }
    /// Asks for a folder and shows it.
    void choose();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void showMenu(const QPoint& at);

    ShownData& data_;
    QListWidget* list_;
    QPushButton* open_;
    DropArea* drop_;
    bool filling_ = false;
};

}  // namespace nw::ui
