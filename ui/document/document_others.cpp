// The document's file as others write it: studios, editors, version control.
#include "core/base/files.h"
#include "ui/document/document.h"
#include "ui/document/open_run.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace fs = std::filesystem;

namespace {

/// <name>-mine.netwright, numbered where there is one.
fs::path pathBeside(const fs::path& path) {
    std::error_code ignored;
    fs::path beside;
    for (int n = 1; n == 1 || fs::exists(beside, ignored); ++n)
        beside = path.parent_path() / (path.stem().string() + (n == 1 ? "-mine" : "-mine-" + std::to_string(n)) + ".netwright");
    return beside;
}

void removeProject(const fs::path& path) {
    std::error_code ignored;
    fs::remove(path, ignored);
    fs::remove(layoutPathOf(path), ignored);
}

}  // namespace

QString Document::fileName() const { return untitled_ ? name() : q(file_.path().filename().string()); }

/// Takes in what others have written, or says why it cannot be.
void Document::look() {
    if (!file_.exists()) {
        setConflict({});
        if (!std::exchange(deleted_, true) && !dirty_)
            Q_EMIT changedOutside(tr("%1 was deleted. The next edit saves it again.").arg(fileName()), false);
        return;
    }
    deleted_ = false;
    const auto text = file_.news();
    if (text && !*text) {
        setConflict({});
        if (!dirty_) takePlaces();
        return;
    }
    const auto theirs = text ? projectFromText(**text, file_.path().string()) : Result<Project>(text.error());
    const auto unreadable = [this](const Error& error) {
        setConflict(
            Conflict{tr("The file has changed outside of Netwright and cannot be read. %1").arg(sentence(error)), false, {}});
    };
    if (!theirs) return unreadable(theirs.error());
    const bool mine = !(project_ == saved_);
    if (mine && !(project_ == *theirs)) return setConflict(Conflict{tr("The file has changed outside of Netwright."), true, {}});
    const bool differs = !(project_ == *theirs);
    if (const auto taken = take(*theirs); !taken) return unreadable(taken.error());
    file_.know(**text);
    setConflict({});
    if (differs) Q_EMIT changedOutside(tr("%1 changed on disk and was loaded").arg(fileName()), true);
}

/// Makes the document that project, as one undo step with nothing to save. Error: it is no step from the document to there.
Result<void> Document::take(const Project& theirs) {
    const bool unsaved = dirty_;
    ProjectPatch patch = patchTo(project_, theirs, tr("Load changes from disk"));
    if (!patch.isEmpty()) {
        patch.layout = placesOfOthers();
        endMerging();
        NW_RETURN_IF_ERROR(push(patch, {}));
    }
    saved_ = project_;
    if (!unsaved || conflict_) settle();
    return {};
}

/// Edits that take over where others have put the layers; nothing where the layout is known.
std::vector<LayoutEdit> Document::placesOfOthers() {
    std::vector<LayoutEdit> edits;
    const auto text = places_.news();
    if (!text || !*text) return edits;
    places_.know(**text);
    const Layout theirs = layoutFromText(**text);
    for (const auto& [id, at] : theirs.positions) {
        const auto mine = layout_.positions.find(id);
        const bool expanded = theirs.expanded.contains(id);
        if (mine == layout_.positions.end() || mine->second != at || expanded != layout_.expanded.contains(id))
            edits.push_back({id, at, expanded});
    }
    return edits;
}

/// Layers that others have moved go there, without a step: the last who moves one decides.
void Document::takePlaces() {
    ProjectPatch patch({}, {}, placesOfOthers());
    if (patch.isEmpty()) return;
    Project unchanged;
    (void)patch.apply(unchanged, layout_);
    Q_EMIT layoutChanged();
}

void Document::setConflict(std::optional<Conflict> conflict) {
    if (conflict) conflict->beside = conflict_ ? conflict_->beside : pathBeside(file_.path());
    if (conflict == conflict_) return;
    if (!conflict) removeProject(conflict_->beside);
    conflict_ = std::move(conflict);
    if (conflict_ || !(project_ == saved_)) touch();  // saves it beside the file, or again in it
    Q_EMIT conflictChanged();
}

Result<void> Document::writeBeside() const {
    NW_RETURN_IF_ERROR(saveProject(project_, conflict_->beside));
    return writeTextAtomically(layoutPathOf(conflict_->beside), toText(layout_));
}

Result<void> Document::loadFile() {
    NW_TRY(const auto text, file_.news());
    if (!text) return {};
    NW_TRY(const Project theirs, projectFromText(*text, file_.path().string()));
    NW_RETURN_IF_ERROR(take(theirs));
    file_.know(*text);
    setConflict({});
    return {};
}

Result<void> Document::keepMine() {
    NW_RETURN_IF_ERROR(file_.write(toText(project_)));
    saved_ = project_;
    NW_RETURN_IF_ERROR(write());
    setConflict({});
    settle();
    return {};
}

}  // namespace nw::ui
