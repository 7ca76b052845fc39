// FileStrip: the project's file holds what others have written; with the choice which of the two stays.
#pragma once

#include "ui/document/studio.h"
#include "widgets/parts/messages.h"

namespace nw::ui {

class FileStrip final : public QWidget {
    Q_OBJECT
public:
    explicit FileStrip(Studio& studio, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void act(Result<void> (Document::*choice)());

    Studio& studio_;
    parts::InfoStrip* strip_;
};

}  // namespace nw::ui
