// Edits and undo of the open project.
#include "ui/document/document.h"

#include <QUndoCommand>
#include <algorithm>

namespace nw::ui {

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
    connect(&watch_, &FileWatch::touched, this, [this] { look(); });
}

Document::~Document() { (void)flush(); }

Result<void> Document::apply(const ProjectPatch& patch, const QString& merge) {
    if (patch.isEmpty()) return {};
    NW_RETURN_IF_ERROR(push(patch, merge));
    Q_EMIT edited(patch.label);
    return {};
}

Result<void> Document::push(const ProjectPatch& patch, const QString& merge) {
    Project project = project_;
    Layout layout = layout_;
    NW_TRY(ProjectPatch inverse, patch.apply(project, layout));
    project_ = std::move(project);
    layout_ = std::move(layout);
    merging_ = !merge.isEmpty() && merge == lastMerge_;
    lastMerge_ = merge;
    undo_.push(new Command(*this, patch, std::move(inverse), merge));
    changed(patch);
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

}  // namespace nw::ui
