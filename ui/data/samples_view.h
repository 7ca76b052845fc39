// The centre of the Data page: the images of one part of the set, and the way into the network.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QStackedWidget>

#include "ui/data/shown_data.h"
#include "ui/document/thumbnails.h"
#include "widgets/form/segmented_control.h"
#include "widgets/image/sample_grid.h"
#include "widgets/parts/messages.h"
#include "widgets/theme/label.h"

class QBoxLayout;
class QVBoxLayout;

namespace nw::ui {

/// "This is a preview. The network still uses Digits." with what would change, and the button that does it.
class UseBar final : public QWidget {
    Q_OBJECT
public:
    UseBar(Studio& studio, ShownData& data, QWidget* parent = nullptr);
    QPushButton* button() const { return use_; }
    QList<QCheckBox*> fixes() const { return fixes_; }

private:
    void refresh();
    void use();

    Studio& studio_;
    ShownData& data_;
    parts::InfoStrip* strip_;
    QPushButton* use_;
    theme::Label* heading_;
    QVBoxLayout* rows_;
    QList<QCheckBox*> fixes_;
};

class SamplesView final : public QWidget {
    Q_OBJECT
public:
    SamplesView(Studio& studio, ShownData& data, QWidget* parent = nullptr);

    image::SampleGrid* grid() const { return grid_; }
    form::SegmentedControl* splits() const { return splits_; }
    QComboBox* classes() const { return classes_; }
    UseBar* useBar() const { return useBar_; }
    parts::EmptyState* empty() const { return empty_; }
    bool isEmpty() const { return stack_->currentWidget() == empty_; }
    Split split() const { return split_; }
    /// Shows these elements of a part alone; an empty list: all.
    void showOnly(Split split, const std::vector<std::int64_t>& indices, const QString& title);
    void copyAsCommand();

Q_SIGNALS:
    void folderWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QBoxLayout* makeHead();
    void makeFoot();
    void connectParts();
    void refresh();
    void refreshHeader();
    void refreshSplits();
    void refreshClasses();
    void refreshGrid();
    void choose(int cell);
    std::int64_t elementOf(int cell) const;
    QString labelOf(std::int64_t element) const;
    QString sizeText() const;

    Studio& studio_;
    ShownData& data_;
    Thumbnails thumbnails_;
    Split split_ = Split::Train;
    int class_ = -1;
    std::vector<std::int64_t> chosen_;  ///< elements shown where not all are
    bool filtered_ = false, only_ = false;
    std::shared_ptr<const Dataset> set_;

    theme::ElidedLabel *title_, *summary_;
    form::SegmentedControl* splits_ = nullptr;
    QBoxLayout* head_ = nullptr;
    QHBoxLayout* tools_;
    QComboBox* classes_;
    theme::Label* count_;
    UseBar* useBar_;
    QWidget* foot_;
    parts::InfoStrip* onlyStrip_;
    QStackedWidget* stack_;
    image::SampleGrid* grid_;
    parts::EmptyState* empty_;
    QPushButton* emptyAction_;
};

}  // namespace nw::ui
