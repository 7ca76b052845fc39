// LossDialog: asks before something is lost for good.
#pragma once

#include <QDialog>
#include <QPushButton>

namespace nw::parts {

/// The question as a headline, what would be lost in one sentence, and two answers, the second of which Enter and Esc give. open()
/// it and take accepted(); it deletes itself when it is closed.
class LossDialog final : public QDialog {
    Q_OBJECT
public:
    /// `loss` names the loss on the button: "Delete 3 runs".
    LossDialog(const QString& question, const QString& sentence, const QString& loss, QWidget* parent);
    QPushButton* lossButton() const { return loss_; }
    QPushButton* keepButton() const { return keep_; }

private:
    QPushButton *loss_, *keep_;
};

}  // namespace nw::parts
