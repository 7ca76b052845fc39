// The field that stands over a node while it is renamed.
#pragma once

#include <QLineEdit>

namespace nw::ui {

/// Enter and leaving it are done; Esc, and a title that was left as it is, are done with the empty name. It deletes itself then.
class CanvasNameEdit final : public QLineEdit {
    Q_OBJECT
public:
    CanvasNameEdit(const QString& title, QWidget* parent);
    /// Over a title as it is drawn: its line, coordinates of the parent, and its font.
    void openOver(const QRect& title, const QFont& font);

Q_SIGNALS:
    void done(const QString& name);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void finish(const QString& name);
    QString title_;
    bool open_ = true;
};

}  // namespace nw::ui
