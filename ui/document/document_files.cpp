// Files of the open project.
#include "core/base/files.h"
#include "core/train/run_folder.h"
#include "ui/document/document.h"
#include "ui/document/text.h"
#include "ui/document/untitled.h"

namespace nw::ui {

namespace fs = std::filesystem;

void Document::adopt(Project project, Layout layout, bool untitled) {
    undo_.clear();
    endMerging();
    saved_ = project;
    project_ = std::move(project);
    layout_ = std::move(layout);
    untitled_ = untitled;
    description_.reset();
    dirty_ = deleted_ = false;
    save_.stop();
    watch_.follow({file_.path(), places_.path()});
    if (std::exchange(conflict_, std::nullopt)) Q_EMIT conflictChanged();  // what was saved beside the other file stays
    analyseAgain();
    Q_EMIT opened();
    Q_EMIT pathChanged();
    Q_EMIT savedChanged();
}

Result<void> Document::start(Project project) {
    NW_RETURN_IF_ERROR(flush());
    KnownFile file(newUntitledPath());
    NW_RETURN_IF_ERROR(makeFolder(file.path().parent_path()));
    NW_RETURN_IF_ERROR(file.write(toText(project)));
    leave();
    places_ = KnownFile(layoutPathOf(file.path()));
    file_ = std::move(file);
    adopt(std::move(project), {}, true);
    return {};
}

Result<void> Document::open(const fs::path& path) {
    KnownFile file(fs::absolute(path).lexically_normal()), places(layoutPathOf(file.path()));
    NW_TRY(const std::string text, file.text());
    NW_TRY(Project project, projectFromText(text, path.string()));
    NW_RETURN_IF_ERROR(flush());
    const auto layout = places.text();
    if (file.path() != file_.path()) leave();
    file_ = std::move(file);
    places_ = std::move(places);
    adopt(std::move(project), layout ? layoutFromText(*layout) : Layout{}, isUntitledPath(file_.path()));
    return {};
}

/// An untitled project that nobody has done anything with does not stay: its layout is written with the first edit.
void Document::leave() {
    if (!untitled_ || file_.path().empty() || places_.exists() || conflict_ || !RunFolder::allIn(runsFolder()).empty()) return;
    std::error_code ignored;
    fs::remove_all(file_.path().parent_path(), ignored);
}

Result<void> Document::flush() {
    if (!dirty_) return {};
    save_.stop();
    look();
    const auto done = conflict_ ? writeBeside() : write();
    if (!done) {
        Q_EMIT saveFailed(sentence(done.error()));
        save_.start(5000);
        return done;
    }
    save_.setInterval(700);
    settle();
    takePlaces();
    return {};
}

Result<void> Document::write() {
    if (!(project_ == saved_) || !file_.exists()) NW_RETURN_IF_ERROR(file_.write(toText(project_)));
    saved_ = project_;
    deleted_ = false;
    if (const std::string text = toText(layout_); !places_.knows(text)) return places_.write(text);
    return {};
}

void Document::settle() {
    save_.stop();
    if (std::exchange(dirty_, false)) Q_EMIT savedChanged();
}

Result<void> Document::saveAs(const fs::path& to) {
    fs::path path = fs::absolute(to).lexically_normal();
    if (path.extension() != ".netwright") path += ".netwright";
    if (path == file_.path()) return conflict_ ? keepMine() : flush();
    KnownFile file(path), places(layoutPathOf(path));
    NW_RETURN_IF_ERROR(file.write(toText(project_)));
    NW_RETURN_IF_ERROR(places.write(toText(layout_)));
    NW_RETURN_IF_ERROR(takeRunsTo(path));
    std::error_code ignored;
    if (untitled_) fs::remove_all(file_.path().parent_path(), ignored);
    file_ = std::move(file);
    places_ = std::move(places);
    saved_ = project_;
    untitled_ = deleted_ = false;
    watch_.follow({file_.path(), places_.path()});
    setConflict({});
    settle();
    Q_EMIT pathChanged();
    return {};
}

/// Runs of an untitled project move, those of another one are copied.
Result<void> Document::takeRunsTo(const fs::path& path) {
    std::error_code error;
    const fs::path from = runsFolder(), to = runsFolderOf(path);
    if (untitled_) Q_EMIT aboutToMove();
    if (!fs::exists(from, error)) return {};
    if (untitled_) fs::rename(from, to, error);
    if (!untitled_ || error) fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing, error);
    if (error) return fail(Code::Io, to.string(), "cannot be written: " + error.message());
    return {};
}

QString Document::name() const { return untitled_ ? tr("Untitled") : q(file_.path().stem().string()); }

fs::path Document::runsFolder() const { return runsFolderOf(file_.path()); }

}  // namespace nw::ui
