// ShownData: the set that the Data page shows: the project's, or one that is looked at before it is used.
#pragma once

#include "core/data/statistics.h"
#include "ui/document/studio.h"

namespace nw::ui {

/// A set in the list: what stands in the file (`spec`) and what people read.
struct KnownSet {
    std::string spec;
    QString name, description;
    bool builtIn = false;
};

class ShownData : public QObject {
    Q_OBJECT
public:
    explicit ShownData(Studio& studio, QObject* parent = nullptr);

    /// Shows a set without changing the project; the project's own specification goes back to its data.
    void show(const std::string& spec);
    /// A folder or file that was dropped or chosen: remembered, then shown. A file of an IDX set means its folder.
    void showPath(const QString& path);
    /// Reads it again.
    void reload();

    const std::string& spec() const { return spec_; }
    bool isOfProject() const;
    /// The network takes its data from it.
    bool isUsed(const std::string& spec) const { return spec == studio_.document.project().data; }
    bool isOpening() const;
    bool isOpen() const { return splits_.train != nullptr; }
    /// Why it could not be opened; empty when it is or is being.
    const QString& fault() const { return fault_; }
    /// It could be read, but there is nothing in it that is known.
    bool isEmptyFolder() const { return emptyFolder_; }
    const DatasetSplits& splits() const { return splits_; }
    const std::vector<SplitStatistics>& statistics() const { return statistics_; }
    QString name() const;

    // the search for duplicates
    const std::optional<DuplicateReport>& duplicates() const { return duplicates_; }
    bool isSearching() const { return !search_.isNull(); }
    void search();
    void stopSearch();

    // the list
    std::vector<KnownSet> known() const;
    /// Takes an opened set off the list; nothing is deleted.
    void forget(const std::string& spec);

    /// What the network needs to change to take this set, best first: "Set input to 28×28", "Set units to 3".
    std::vector<Patch> fits() const;
    /// Makes it the project's set, with those changes whose labels are not in `left`, as one undo step. Error: why not.
    Result<void> use(const QStringList& left);

Q_SIGNALS:
    void changed();
    void duplicatesChanged();
    void searchProgress(qint64 done, qint64 total);
    void knownChanged();

private:
    void adoptProject();
    void opened(Result<DatasetSplits> result);
    void settle();
    std::vector<Patch> fits(const QStringList& left) const;

    Studio& studio_;
    std::string spec_;
    DatasetSplits splits_;
    std::vector<SplitStatistics> statistics_;
    std::optional<DuplicateReport> duplicates_;
    QString fault_;
    bool preview_ = false, emptyFolder_ = false;
    QPointer<Job> open_, search_;
};

/// What people read of a specification: its name and what it is.
KnownSet describeSet(const Studio& studio, const std::string& spec);

}  // namespace nw::ui
