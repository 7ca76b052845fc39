// The field that stands over a node while it is renamed.
#pragma once

#include <QLineEdit>

namespace nw::ui {

/// Enter and leaving it are done; Esc is done with the empty name. It deletes itself then.
class CanvasNameEdit final : public QLineEdit {
    Q_OBJECT
public:
    CanvasNameEdit(const QString& name, QWidget* parent);
    /// In the place of the title of a node that covers `node`.
    void openOver(const QRect& node);

Q_SIGNALS:
    void done(const QString& name);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void finish(const QString& name);
    bool open_ = true;
};

}  // namespace nw::ui
