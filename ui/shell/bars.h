// The bars of the window: on top mark, menus, workspaces, device, Stop and Train; at the bottom problems, totals and what runs.
#pragma once

#include <QMenuBar>
#include <QPushButton>
#include <QWidget>

#include "widgets/parts/step_tabs.h"
#include "widgets/theme/label.h"

namespace nw::ui {

class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(QWidget* parent = nullptr);
    QMenuBar* menus() const { return menus_; }
    parts::StepTabs* tabs() const { return tabs_; }
    QPushButton* train() const { return train_; }
    QPushButton* stop() const { return stop_; }
    void setDevice(const QString& text);
    /// Places everything anew: a button has come or gone, or a tab has another width.
    void arrange();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QMenuBar* menus_;
    parts::StepTabs* tabs_;
    class DeviceChip* device_;
    QPushButton *stop_, *train_;
    QWidget *left_, *right_;
};

class StatusBar : public QWidget {
    Q_OBJECT
public:
    explicit StatusBar(QWidget* parent = nullptr);
    void setProblems(int errors, int warnings);
    void setTotals(const QString& layers, const QString& parameters);
    void setActivity(const QString& text);
    void setSaved(const QString& text);

Q_SIGNALS:
    void problemsClicked();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QPushButton* problems_;
    theme::Label *layers_, *parameters_, *saved_;
    theme::ElidedLabel* activity_;
};

}  // namespace nw::ui
