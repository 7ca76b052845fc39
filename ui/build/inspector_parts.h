// Small parts of the inspector: the head with tile and name, pictures of values.
#pragma once

#include <QLineEdit>
#include <QWidget>

#include "widgets/canvas/model.h"
#include "widgets/theme/label.h"

class QPushButton;

namespace nw::ui {

/// The tile of a family; of several layers a small pile.
class FamilyTile final : public QWidget {
    Q_OBJECT
public:
    explicit FamilyTile(QWidget* parent = nullptr);
    void setFamily(theme::Family family, bool several = false);
    QSize sizeHint() const override { return {36, 36}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    theme::Family family_ = theme::Family::Shape;
    bool several_ = false;
};

/// A title that can be edited where it stands, elided while it is not. Esc brings the old name back.
class NameEdit final : public QLineEdit {
    Q_OBJECT
public:
    explicit NameEdit(QWidget* parent = nullptr);
    /// The title, which editing begins with, and the name that it stands for.
    void setName(const QString& title, const QString& name);

Q_SIGNALS:
    void renamed(const QString& name);

protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void finish();
    void showTitle();
    QString title_, name_;
};

/// What a tensor looks like, as wide as the inspector: maps, a vector, a histogram.
class ValuesView final : public QWidget {
    Q_OBJECT
public:
    explicit ValuesView(const QString& name, QWidget* parent = nullptr);
    void setPreview(const canvas::Preview& preview);
    const canvas::Preview& preview() const { return preview_; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {288, heightForWidth(288)}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    canvas::Preview preview_;
};

/// A picture as it is, enlarged without smoothing, on black.
class PictureView final : public QWidget {
    Q_OBJECT
public:
    PictureView(int side, const QString& name, QWidget* parent = nullptr);
    void setPicture(const QImage& picture);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage picture_;
};

}  // namespace nw::ui
