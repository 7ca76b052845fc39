// The settings of the next run: a form made from the declarations of the training and of its optimizer.
#pragma once

#include <QWidget>

#include "ui/document/studio.h"
#include "ui/training/start_line.h"
#include "widgets/form/form.h"

namespace nw::ui {

class SettingsPanel final : public QWidget {
    Q_OBJECT
public:
    explicit SettingsPanel(Studio& studio, QWidget* parent = nullptr);
    form::Form* form() const { return form_; }
    StartLine* startLine() const { return start_; }

private:
    void build();
    void addFields(bool advanced);
    void addOptimizer();
    void addOptimizerParams();
    void fill();
    void showSwitch(const TrainingField& field);
    void edit(const QString& id, const QVariant& value);
    QVariant valueOf(const QString& id) const;

    Studio& studio_;
    StartLine* start_;
    form::Form* form_;
    theme::Label* note_;
    std::string optimizer_;  ///< that the form was built for
};

}  // namespace nw::ui
