// The zoom control of a canvas: minus, the zoom in percent, plus, fit.
#pragma once

#include <QAbstractButton>
#include <QWidget>

namespace nw::canvas {

/// A flat button with an icon or a text, drawn from the tokens.
class FurnitureButton final : public QAbstractButton {
    Q_OBJECT
public:
    /// `icon` may be empty: then its text is shown.
    FurnitureButton(const QString& icon, const QString& name, const QString& shortcut, QWidget* parent);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    QString icon_;
    bool byKeyboard_ = false;
};

class ZoomControl final : public QWidget {
    Q_OBJECT
public:
    explicit ZoomControl(QWidget* parent);
    void setZoom(double zoom);
    QSize sizeHint() const override;
    /// Where the card itself is: around it is room for the shadow.
    QRect card() const;

Q_SIGNALS:
    void zoomOut();
    void zoomIn();
    void actualSize();
    void fit();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    FurnitureButton *minus_, *figure_, *plus_, *fit_;
};

}  // namespace nw::canvas
