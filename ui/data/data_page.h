// DataPage: the workspace Data, in three parts that the shell puts beside each other.
#pragma once

#include <QPointer>

#include "ui/data/checks.h"
#include "ui/data/samples_view.h"
#include "ui/data/set_list.h"

namespace nw::ui {

/// The parts belong to whoever puts them into a layout or splitter; those that nobody took go with the page.
class DataPage final : public QObject {
    Q_OBJECT
public:
    explicit DataPage(Studio& studio, QObject* parent = nullptr);
    ~DataPage() override;

    SetList* left() const { return left_; }          ///< 248 wide
    SamplesView* centre() const { return centre_; }  ///< at least 420
    Checks* right() const { return right_; }         ///< 320 wide

    /// A folder or file that was dropped on the window: looked at, not used yet.
    void openPath(const QString& path) { data_.showPath(path); }
    ShownData& data() { return data_; }

private:
    ShownData data_;
    QPointer<SetList> left_;
    QPointer<SamplesView> centre_;
    QPointer<Checks> right_;
};

}  // namespace nw::ui
