// Inspector: what is selected, or the whole network.
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/document/studio.h"

class QScrollArea;
class QStackedWidget;

namespace nw::ui {

class NetworkPage;
class NodePage;

class Inspector : public QWidget {
    Q_OBJECT
public:
    explicit Inspector(Studio& studio, QWidget* parent = nullptr);

    /// The page of the selected operator ("How it works"); nothing when there is none.
    void openHelp();
    /// The whole network with the pad to draw on, which gets the focus.
    void showDrawPad();
    NodePage& nodePage() { return *node_; }
    NetworkPage& networkPage() { return *network_; }

    QSize sizeHint() const override { return {Width, 600}; }
    static constexpr int Width = 320;

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void refreshValues();
    QScrollArea* scrolled(QWidget* page);

    Studio& studio_;
    NodePage* node_;
    NetworkPage* network_;
    QStackedWidget* pages_;
    QTimer later_;
};

}  // namespace nw::ui
