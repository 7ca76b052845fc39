// The whole window for tests: a project with its data open, keys and drags as people make them.
#pragma once

#include <QMouseEvent>
#include <QPushButton>
#include <QSettings>

#include "tests/ui/home.h"
#include "tests/ui/runs.h"
#include "ui/build/build_canvas.h"
#include "ui/shell/main_window.h"

namespace nw::test {

/// A window over a studio; closed as the user closes it, so that it keeps what it keeps.
struct Shell {
    ui::Studio& studio;
    ui::MainWindow window{studio};

    explicit Shell(ui::Studio& s) : studio(s) {}
    ~Shell() { window.close(); }

    bool show(QSize size, ui::Page page) {
        window.resize(size);
        window.setPage(page);
        window.show();
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window);
    }
    /// A real resize, and what it leads to.
    void resize(QSize size) {
        window.resize(size);
        QApplication::processEvents();
    }
    /// Goes to what has the focus.
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QApplication::processEvents();
        QWidget *popup = QApplication::activePopupWidget(), *to = popup ? popup->focusWidget() : QApplication::focusWidget();
        if (popup && !to) to = popup;
        QTest::keyClick(to ? to : &window, key, modifiers);
        QApplication::processEvents();
    }
    /// The visible button with this text; null when there is none.
    QPushButton* button(const QString& text) const {
        for (QPushButton* b : window.findChildren<QPushButton*>())
            if (b->isVisible() && b->text() == text) return b;
        return nullptr;
    }
    bool press(const QString& text) const {
        QPushButton* b = button(text);
        if (b) QTest::mouseClick(b, Qt::LeftButton);
        return b;
    }
};

/// Presses, moves by `by` and lets go.
inline void drag(QWidget* on, QPoint by) {
    const QPoint from = on->rect().center();
    QTest::mousePress(on, Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, QPointF(from + by), on->mapToGlobal(QPointF(from + by)), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(on, &move);
    // The handle has moved with the pointer: it lets go where it is now.
    QTest::mouseRelease(on, Qt::LeftButton, {}, on->mapFromGlobal(move.globalPosition().toPoint()));
    QApplication::processEvents();
}

}  // namespace nw::test
