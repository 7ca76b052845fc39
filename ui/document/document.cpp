// Edits, undo and files of the open project.
#include "ui/document/document.h"

#include <QUndoCommand>
#include <algorithm>
#include <chrono>

#include "core/base/files.h"
#include "core/train/run_folder.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace fs = std::filesystem;

/// One undo step. It was applied before it was pushed, so the first redo does nothing.
class Document::Command final : public QUndoCommand {
public:
    Command(Document& document, ProjectPatch patch, ProjectPatch inverse, QString merge)
        : QUndoCommand(patch.label),
          document_(document),
          forward_(std::move(patch)),
          back_(std::move(inverse)),
          merge_(std::move(merge)) {}

    int id() const override { return merge_.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const Command*>(other);
        if (next->merge_ != merge_ || !document_.merging_) return false;
        forward_ = next->forward_;  // the same thing was set again: the first inverse restores it
        auto undone = back_.graph.edits;
        std::reverse(undone.begin(), undone.end());
        const bool back = undone == forward_.graph.edits && back_.layout == forward_.layout;
        setObsolete(back && !forward_.training && !forward_.data);  // what was set is what had been there
        return true;
    }
    void undo() override { run(back_, forward_); }
    void redo() override {
        if (std::exchange(first_, false)) return;
        run(forward_, back_);
    }

private:
    void run(const ProjectPatch& patch, ProjectPatch& inverse) {
        auto done = patch.apply(document_.project_, document_.layout_);
        NW_CHECK(done, done ? "" : done.error().text());
        inverse = *std::move(done);
        document_.endMerging();
        document_.changed(patch);
    }

    Document& document_;
    ProjectPatch forward_, back_;
    QString merge_;
    bool first_ = true;
};

Document::Document(QObject* parent) : QObject(parent) {
    save_.setSingleShot(true);
    save_.setInterval(700);
    connect(&save_, &QTimer::timeout, this, [this] { (void)flush(); });
}

Document::~Document() { (void)flush(); }

Result<void> Document::apply(const ProjectPatch& patch, const QString& merge) {
    if (patch.isEmpty()) return {};
    Project project = project_;
    Layout layout = layout_;
    NW_TRY(ProjectPatch inverse, patch.apply(project, layout));
    project_ = std::move(project);
    layout_ = std::move(layout);
    merging_ = !merge.isEmpty() && merge == lastMerge_;
    lastMerge_ = merge;
    undo_.push(new Command(*this, patch, std::move(inverse), merge));
    changed(patch);
    Q_EMIT edited(patch.label);
    return {};
}

void Document::changed(const ProjectPatch& patch) {
    if (!patch.graph.edits.empty()) analyseAgain();
    if (!patch.graph.edits.empty()) Q_EMIT graphChanged();
    if (!patch.layout.empty()) Q_EMIT layoutChanged();
    if (patch.training) Q_EMIT trainingChanged();
    if (patch.data) Q_EMIT dataChanged();
    touch();
}

void Document::analyseAgain() {
    analysis_ = analyse(project_.graph);
    if (description_) addDataFindings(project_.graph, analysis_, *description_);
}

void Document::touch() {
    if (!save_.isActive()) save_.start();
    if (std::exchange(dirty_, true)) return;
    Q_EMIT savedChanged();
}

void Document::setInitialPlaces(const std::map<NodeId, QPointF>& positions) {
    for (const auto& [id, at] : positions) layout_.positions.insert_or_assign(id, at);
    Q_EMIT layoutChanged();
}

void Document::setDataDescription(std::optional<DataDescription> description) {
    description_ = std::move(description);
    analyseAgain();
    Q_EMIT graphChanged();
}

void Document::adopt(Project project, Layout layout, const fs::path& path, bool untitled) {
    undo_.clear();
    endMerging();
    project_ = std::move(project);
    layout_ = std::move(layout);
    path_ = path;
    untitled_ = untitled;
    description_.reset();
    dirty_ = false;
    save_.stop();
    analyseAgain();
    Q_EMIT opened();
    Q_EMIT pathChanged();
    Q_EMIT savedChanged();
}

Result<void> Document::start(Project project) {
    NW_RETURN_IF_ERROR(flush());
    NW_RETURN_IF_ERROR(makeFolder(untitledFolder()));
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch());
    fs::path folder;
    for (std::int64_t n = now.count(); folder.empty() || fs::exists(folder); ++n) folder = untitledFolder() / std::to_string(n);
    NW_RETURN_IF_ERROR(makeFolder(folder));
    const fs::path path = folder / "untitled.netwright";
    NW_RETURN_IF_ERROR(saveProject(project, path));
    adopt(std::move(project), {}, path, true);
    return {};
}

Result<void> Document::open(const fs::path& path) {
    NW_TRY(Project project, loadProject(path));
    NW_RETURN_IF_ERROR(flush());
    const auto layout = readText(layoutPathOf(path));
    const fs::path folder = fs::absolute(path).lexically_normal();
    const auto untitled = untitledFolder().lexically_normal().string();
    adopt(std::move(project), layout ? layoutFromText(*layout) : Layout{}, folder, folder.string().starts_with(untitled + "/"));
    return {};
}

Result<void> Document::flush() {
    if (!dirty_) return {};
    save_.stop();
    auto done = saveProject(project_, path_);
    if (done) done = writeTextAtomically(layoutPathOf(path_), toText(layout_));
    if (!done) {
        Q_EMIT saveFailed(sentence(done.error()));
        save_.start(5000);
        return done;
    }
    save_.setInterval(700);
    dirty_ = false;
    Q_EMIT savedChanged();
    return {};
}

Result<void> Document::saveAs(const fs::path& to) {
    fs::path path = fs::absolute(to).lexically_normal();
    if (path.extension() != ".netwright") path += ".netwright";
    if (path == path_) return flush();
    NW_RETURN_IF_ERROR(saveProject(project_, path));
    NW_RETURN_IF_ERROR(writeTextAtomically(layoutPathOf(path), toText(layout_)));
    std::error_code error;
    const fs::path runs = runsFolder();
    if (untitled_) Q_EMIT aboutToMove();
    if (fs::exists(runs, error)) {
        if (untitled_) {
            fs::rename(runs, runsFolderOf(path), error);
            if (error)
                fs::copy(runs, runsFolderOf(path), fs::copy_options::recursive | fs::copy_options::overwrite_existing, error);
        } else {
            fs::copy(runs, runsFolderOf(path), fs::copy_options::recursive | fs::copy_options::overwrite_existing, error);
        }
        if (error) return fail(Code::Io, runsFolderOf(path).string(), "cannot be written: " + error.message());
    }
    if (untitled_) fs::remove_all(path_.parent_path(), error);
    path_ = path;
    untitled_ = false;
    dirty_ = false;
    save_.stop();
    Q_EMIT pathChanged();
    Q_EMIT savedChanged();
    return {};
}

QString Document::name() const { return untitled_ ? tr("Untitled") : q(path_.stem().string()); }

fs::path Document::runsFolder() const { return runsFolderOf(path_); }

fs::path untitledFolder() { return dataFolder() / "untitled"; }

}  // namespace nw::ui
