// Document: the open project. The only writer: every edit is a ProjectPatch, checked, then one command on one undo stack. Views
// follow its signals. It saves itself within a second of an edit; there is no unsaved state to ask about. Others may write its file
// too: what they write is taken in, or where that would lose something, both are kept until somebody chooses.
#pragma once

#include <QObject>
#include <QTimer>
#include <QUndoStack>
#include <filesystem>

#include "core/graph/analyse.h"
#include "core/graph/data_rules.h"
#include "ui/document/file_watch.h"
#include "ui/document/known_file.h"
#include "ui/document/project_patch.h"

namespace nw::ui {

class Document : public QObject {
    Q_OBJECT
public:
    explicit Document(QObject* parent = nullptr);
    ~Document() override;

    const Project& project() const { return project_; }
    const Graph& graph() const { return project_.graph; }
    const Layout& layout() const { return layout_; }
    /// Types and findings of the graph as it is; also those against the data (see setDataDescription).
    const Analysis& analysis() const { return analysis_; }

    /// Applies an edit as one undo step. Edits with the same `merge` key that follow one another become one step (a value that is
    /// dragged); an empty key never merges. Error: why it was refused; nothing has changed then.
    Result<void> apply(const ProjectPatch& patch, const QString& merge = {});
    /// Ends merging: the next edit is a step of its own whatever its key.
    void endMerging() { lastMerge_.clear(); }
    QUndoStack& undoStack() { return undo_; }

    /// Places that nobody chose (a project without a layout file): no undo step.
    void setInitialPlaces(const std::map<NodeId, QPointF>& positions);

    /// Findings against the data that are open are part of the analysis. Nothing: no data are open.
    void setDataDescription(std::optional<DataDescription> description);

    // files
    /// A new untitled project in the data folder of the user.
    Result<void> start(Project project);
    /// Error: those of loadProject; the document stays as it was.
    Result<void> open(const std::filesystem::path& path);
    /// The project, its layout and its runs under another name; an untitled one moves there. Error: Io.
    Result<void> saveAs(const std::filesystem::path& path);
    /// Writes at once what is not written. Error: Io (also told by saveFailed).
    Result<void> flush();
    const std::filesystem::path& path() const { return file_.path(); }
    bool isUntitled() const { return untitled_; }
    /// "Untitled" or the file's name without its ending.
    QString name() const;
    std::filesystem::path runsFolder() const;
    bool isSaved() const { return !dirty_; }

    // others who write the file
    /// The file holds what others have written and what was not taken in. Until one of the two is chosen, the file stays as it is
    /// and the document is saved beside it.
    struct Conflict {
        QString sentence;              ///< what has happened
        bool readable = true;          ///< loadFile() can be chosen
        std::filesystem::path beside;  ///< where the document is saved: <name>-mine.netwright
        bool operator==(const Conflict&) const = default;
    };
    const std::optional<Conflict>& conflict() const { return conflict_; }
    /// The file's content becomes the document's, as one undo step. Errors: those of reading it; the conflict remains.
    Result<void> loadFile();
    /// The document is written over the file. Error: Io; the conflict remains.
    Result<void> keepMine();

Q_SIGNALS:
    void opened();        ///< another project: everything is new
    void graphChanged();  ///< graph or analysis
    void layoutChanged();
    void trainingChanged();
    void dataChanged();   ///< the data specification
    void savedChanged();  ///< isSaved
    void saveFailed(const QString& sentence);
    /// The runs of an untitled project are about to move with it: nobody may be writing to them.
    void aboutToMove();
    void pathChanged();
    /// An edit was made (not undone): its label, for "Set units to 10 · Undo".
    void edited(const QString& label);
    void conflictChanged();
    /// The file was changed or deleted by others; `undo`: what they changed was taken in as the newest step.
    void changedOutside(const QString& sentence, bool undo);

private:
    class Command;
    Result<void> push(const ProjectPatch& patch, const QString& merge);
    void changed(const ProjectPatch& patch);
    void analyseAgain();
    void touch();
    void adopt(Project project, Layout layout, bool untitled);
    void leave();
    void look();
    Result<void> take(const Project& theirs);
    void takePlaces();
    std::vector<LayoutEdit> placesOfOthers();
    Result<void> write();
    Result<void> writeBeside() const;
    Result<void> takeRunsTo(const std::filesystem::path& path);
    void setConflict(std::optional<Conflict> conflict);
    void settle();
    QString fileName() const;

    Project project_;
    Layout layout_;
    Analysis analysis_;
    std::optional<DataDescription> description_;
    QUndoStack undo_;
    QString lastMerge_;
    KnownFile file_, places_;  ///< the project, its layout
    Project saved_;            ///< what was read from or written to the file last
    std::optional<Conflict> conflict_;
    bool untitled_ = true, dirty_ = false, merging_ = false;
    bool deleted_ = false;  ///< by others, which was told
    QTimer save_;
    FileWatch watch_{150, this};
};

}  // namespace nw::ui
