// The Train page: figures, curves, the settings of the next run, and the runs.
#pragma once

#include <QStackedWidget>
#include <QWidget>

#include "ui/document/studio.h"
#include "ui/training/curves_panel.h"
#include "ui/training/runs_list.h"
#include "ui/training/settings_panel.h"
#include "widgets/parts/messages.h"

namespace nw::ui {

class TrainPage final : public QWidget {
    Q_OBJECT
public:
    explicit TrainPage(Studio& studio, QWidget* parent = nullptr);

    CurvesPanel* curves() const { return curves_; }
    SettingsPanel* settings() const { return settings_; }
    RunsList* runs() const { return runs_; }
    /// The button that repairs a run that became NaN; hidden when there is none.
    QPushButton* fixButton() const { return fix_; }
    /// Offers to go on with the newest run where that did not come to its end.
    parts::InfoStrip* resumeStrip() const { return resume_; }
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* centre();
    QWidget* side();
    QWidget* problem();
    void update();
    void refreshResume();
    void showProblem(parts::Verdict verdict, const QString& sentence, const QStringList& lines);
    void showNotFinite();
    void announce(const TrainEvent& event);

    Studio& studio_;
    QStackedWidget* stack_;
    parts::Banner* banner_;
    parts::InfoStrip* resume_;
    QString resumeWords_;
    QPushButton *fix_, *dismiss_;
    CurvesPanel* curves_;
    SettingsPanel* settings_;
    RunsList* runs_;
};

}  // namespace nw::ui
