// What the next training starts from, where that is not simply fresh weights: a sentence, and the way to the other choice.
#pragma once

#include <QPushButton>

#include "ui/document/studio.h"
#include "widgets/theme/label.h"

namespace nw::ui {

class StartLine final : public QWidget {
    Q_OBJECT
public:
    explicit StartLine(Studio& studio, QWidget* parent = nullptr);
    QString sentence() const { return sentence_->text(); }
    QPushButton* button() const { return button_; }

Q_SIGNALS:
    /// Another start was chosen: it should be seen.
    void chosen();

private:
    void update();
    QString words(const Run& run) const;

    Studio& studio_;
    theme::Label* sentence_;
    QPushButton* button_;
    int number_ = 0;  ///< of the run that was chosen
};

}  // namespace nw::ui
