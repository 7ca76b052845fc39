// NetworkPage: the inspector when nothing is selected: totals, the current sample, the draw pad and what the network says to it.
#pragma once

#include "ui/build/inspector_parts.h"
#include "widgets/form/form.h"
#include "widgets/image/bars.h"
#include "widgets/image/draw_pad.h"

class QToolButton;
class QVBoxLayout;

namespace nw::ui {

class Studio;

class NetworkPage final : public QWidget {
    Q_OBJECT
public:
    explicit NetworkPage(Studio& studio, QWidget* parent = nullptr);

    /// The document has changed.
    void refresh();
    /// The current sample or its scores have.
    void refreshSample();
    image::DrawPad& pad() { return *pad_; }
    image::Bars& bars() { return *bars_; }

private:
    void addHead(QVBoxLayout* column);
    QWidget* makeSample();
    QWidget* makePad();
    void showScores();

    Studio& studio_;
    theme::ElidedLabel *name_, *kind_;
    form::Form* form_;
    theme::Label *layers_, *parameters_, *multiplications_;
    QWidget *samplePart_, *padPart_;
    PictureView *picture_, *small_;
    theme::ElidedLabel *label_, *place_;
    QToolButton *previous_, *next_;
    theme::Label* position_;
    image::DrawPad* pad_;
    QPushButton* clear_;
    theme::Label* obstacle_;  ///< why there are no answers
    image::Bars* bars_;
    theme::Label *reason_, *seen_;
};

}  // namespace nw::ui
