// ChangedStrip: results are older than what made them; with what to do about it.
#pragma once

#include "widgets/parts/messages.h"

namespace nw::parts {

/// "These are the results of run 3. The network has changed since." with "Train again" and "Open run 3", and the room around it.
class ChangedStrip final : public QWidget {
    Q_OBJECT
public:
    explicit ChangedStrip(QWidget* parent = nullptr);
    /// Whose results are out of date; 0: none, it is hidden.
    void setRun(int run);

Q_SIGNALS:
    void trainWanted();
    void openWanted(int run);

private:
    InfoStrip* strip_;
    int run_ = 0;
};

}  // namespace nw::parts
