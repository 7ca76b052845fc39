// Rig: the studio in its window, driven with keys and the mouse as a person does.
#pragma once

#include <QElapsedTimer>
#include <functional>

#include "ui/shell/main_window.h"

namespace nw::bench {

/// The engine of all measurements: all processors, as the studio has it.
const Engine& engine();

/// Lets events happen until `done`, which events must bring about. Ends the program with a sentence after a minute.
void waitUntil(const char* what, const std::function<bool()>& done);

/// Whether a widget was painted while a condition held: what it waits for is on the screen then.
class Shown final : public QObject {
public:
    Shown(QWidget* widget, std::function<bool()> condition);
    explicit operator bool() const { return shown_; }

protected:
    bool eventFilter(QObject* widget, QEvent* event) override;

private:
    std::function<bool()> condition_;
    bool shown_ = false;
};

/// Opens the starter project on `digits` in a window of 1440 × 900.
class Rig {
public:
    Rig();
    ~Rig();

    void press(int key, Qt::KeyboardModifiers modifiers = {});
    void waitForData();
    /// Changes the training's settings; one edit of the document.
    void set(const std::function<void(TrainingSettings&)>& change);
    void train();
    void stop();
    template <class Widget>
    Widget& find() {
        auto* widget = window.findChild<Widget*>();
        NW_CHECK(widget, "the window has no such widget");
        return *widget;
    }

    ui::Studio studio;
    ui::MainWindow window;
};

}  // namespace nw::bench
