// Tidies up the recent projects: named ones leave the list, untitled ones are deleted with their runs.
#pragma once

#include <QDialog>
#include <QPushButton>

#include "ui/shell/recent.h"
#include "widgets/theme/label.h"

class QVBoxLayout;

namespace nw::ui {

class RecentDialog final : public QDialog {
    Q_OBJECT
public:
    /// `open`: the project that is open, which is not offered while it is untitled.
    RecentDialog(const std::filesystem::path& open, QWidget* parent);
    /// "Remove" or "Delete…" of each row, in the order of the list.
    const QList<QPushButton*>& buttons() const { return buttons_; }
    /// Why the last one could not be deleted; hidden when it could.
    theme::Label* fault() const { return fault_; }

private:
    void fill();
    QWidget* rowOf(const RecentProject& project);
    void askToDelete(const RecentProject& project);

    std::filesystem::path open_;
    theme::Label* fault_;
    QVBoxLayout* rows_;
    QWidget* list_ = nullptr;
    QList<QPushButton*> buttons_;
};

}  // namespace nw::ui
