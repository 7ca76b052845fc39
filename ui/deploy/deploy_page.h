// DeployPage: the workspace Deploy: where the network will run, how small it should be, and the proof that the file is right.
#pragma once

#include <QPushButton>

#include "ui/deploy/proof_view.h"
#include "ui/deploy/variant_row.h"
#include "widgets/parts/changed_strip.h"
#include "widgets/parts/pick_button.h"
#include "widgets/parts/tiles.h"
#include "widgets/theme/label.h"

class QGridLayout;
class QStackedWidget;

namespace nw::ui {

class DeployPage final : public QWidget {
    Q_OBJECT
public:
    explicit DeployPage(Studio& studio, QWidget* parent = nullptr);

    Exports& exports() { return exports_; }
    ProofView* proof() const { return proof_; }
    /// In the order of the formats that the cards stand for.
    const QList<parts::Card*>& cards() const { return cards_; }
    const QList<VariantRow*>& rows() const { return rows_; }
    parts::ChangedStrip* strip() const { return strip_; }
    /// Says that other weights are exported than one would think; mostly hidden.
    parts::InfoStrip* note() const { return note_; }
    parts::EmptyState* empty() const { return empty_; }
    bool isEmpty() const;
    /// "Run 3 · 97.9 %".
    QString runText() const { return run_->fullText(); }

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeQuestions();
    QWidget* makeVariants();
    void addCard(QWidget* box, QGridLayout* grid, const std::string& format);
    void refresh();
    void refreshRow(int index);
    void refreshRun();

    Studio& studio_;
    Exports exports_;
    parts::ChangedStrip* strip_;
    parts::InfoStrip* note_;
    QStackedWidget* stack_;
    parts::EmptyState* empty_;
    QPushButton* train_;
    QList<parts::Card*> cards_;
    std::vector<std::string> formats_;
    QList<VariantRow*> rows_;
    ProofView* proof_;
    parts::PickButton* run_;  ///< what is exported
};

}  // namespace nw::ui
