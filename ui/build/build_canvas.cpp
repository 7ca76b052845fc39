// Binding the canvas to the document.
#include "ui/build/build_canvas.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QResizeEvent>
#include <QVBoxLayout>

#include "ui/build/canvas_model.h"
#include "ui/build/empty_canvas.h"
#include "ui/build/suggestions.h"
#include "ui/document/open_run.h"
#include "ui/document/text.h"
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/layout.h"

namespace nw::ui {

using canvas::LinkEnds;

namespace {

std::vector<NodeId> idsOf(const QList<canvas::NodeId>& ids) { return {ids.begin(), ids.end()}; }

}  // namespace

BuildCanvas::BuildCanvas(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio) {
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    canvas_ = new canvas::Canvas(this);
    canvas_->setAccessibleName(tr("Network"));
    box->addWidget(canvas_);
    addFloating();
    canvas_->setFreeMargins(margins_);
    canvas_->setCanConnect([this](const auto& output, const auto& input) { return canConnect(output, input); });
    refresh_.setSingleShot(true);
    refresh_.setInterval(0);
    connect(&refresh_, &QTimer::timeout, this, [this] { refresh(); });
    speak_.setSingleShot(true);
    speak_.setInterval(300);  // so that a number half typed is not called wrong
    connect(&speak_, &QTimer::timeout, this, [this] { openNewProblem(); });
    const auto later = [this] { refresh_.start(); };
    connect(&studio.document, &Document::graphChanged, this, [this, later] {
        refusals_.clear();
        later();
    });
    connect(&studio.document, &Document::layoutChanged, this, later);
    connect(&studio.previews, &Previews::changed, this, later);
    connect(&studio.data, &DataService::changed, this, later);
    connect(&studio.document, &Document::opened, this, [this] {
        fitWanted_ = true;
        known_.clear();
        refresh();
    });
    connect(&studio.document, &Document::edited, this, [this] { lookForNewProblem(); });
    connect(&studio.selection, &Selection::changed, this, [this] {
        QList<canvas::NodeId> ids;
        for (const NodeId id : studio_.selection.nodes()) ids << id;
        if (ids != canvas_->selection()) canvas_->setSelection(ids);
    });
    connect(&studio.selection, &Selection::shown, this, [this](NodeId id) {
        canvas_->centreOn(id);
        canvas_->flash(id);
    });
    connectCanvas();
    connectGestures();
    refresh();
}

/// What stands above the canvas, the last on top.
void BuildCanvas::addFloating() {
    empty_ = new EmptyCanvas(*canvas_);
    empty_->setFreeMargins(margins_);
    connect(empty_, &EmptyCanvas::addInputWanted, this, [this] {
        addOperator(QStringLiteral("input"));
        canvas_->setFocus();
    });
    quickList_ = new canvas::QuickList(canvas_);
    quickList_->hide();
    card_ = new canvas::TensorCard(canvas_);
    card_->hide();
}

void BuildCanvas::connectCanvas() {
    connect(canvas_, &canvas::Canvas::selectionChanged, this,
            [this](const QList<canvas::NodeId>& ids) { studio_.selection.set(idsOf(ids)); });
    connect(canvas_, &canvas::Canvas::nodesMoved, this, [this](const QHash<canvas::NodeId, QPointF>& positions) {
        std::map<NodeId, QPointF> moved;
        for (auto it = positions.begin(); it != positions.end(); ++it) moved[it.key()] = it.value();
        apply(moveTo(studio_, moved));
    });
    connect(canvas_, &canvas::Canvas::linkRequested, this,
            [this](canvas::NodeId from, const QString& output, canvas::NodeId to, const QString& input) {
                apply(ui::connect(studio_, linkOf({from, output, to, input})));
            });
    connect(canvas_, &canvas::Canvas::linkRemoved, this,
            [this](const LinkEnds& link) { apply(remove(studio_, {}, {linkOf(link)}, false)); });
    connect(canvas_, &canvas::Canvas::linkMoved, this, [this](const LinkEnds& link, canvas::NodeId to, const QString& input) {
        ProjectPatch patch = ui::connect(studio_, {inputRef(to, input), linkOf(link).from});
        patch.graph.edits.insert(patch.graph.edits.begin(), RemoveLink{linkOf(link)});
        apply(patch);
    });
    connect(canvas_, &canvas::Canvas::deleteRequested, this,
            [this](const QList<canvas::NodeId>& nodes, const QList<LinkEnds>& links, bool heal) {
                std::vector<Link> gone;
                for (const LinkEnds& l : links) gone.push_back(linkOf(l));
                apply(remove(studio_, idsOf(nodes), gone, heal));
            });
    connect(canvas_, &canvas::Canvas::bypassToggled, this,
            [this](const QList<canvas::NodeId>& nodes) { apply(toggleBypass(studio_, idsOf(nodes))); });
    connect(canvas_, &canvas::Canvas::previewToggled, this, [this](const QList<canvas::NodeId>& nodes) { toggle(idsOf(nodes)); });
    connect(canvas_, &canvas::Canvas::thumbnailClicked, this, [this](canvas::NodeId node) { toggle({node}); });
    connect(canvas_, &canvas::Canvas::renameRequested, this, [this](canvas::NodeId) { renameSelected(); });
    connect(canvas_, &canvas::Canvas::contextMenuRequested, this,
            [this](QPoint at, canvas::NodeId node, const LinkEnds& link) { contextMenu(at, node, link); });
}

void BuildCanvas::connectGestures() {
    connect(canvas_, &canvas::Canvas::linkDroppedInSpace, this,
            [this](canvas::NodeId node, const QString& port, bool isOutput, QPointF scene) {
                const PortRef ref = isOutput ? PortRef{node, s(port), 0} : inputRef(node, port);
                openQuickListAt(canvas_->mapFromScene(scene), ref, isOutput ? Adds::Branch : Adds::Above, scene);
            });
    connect(canvas_, &canvas::Canvas::emptyDoubleClicked, this,
            [this](QPointF scene) { openQuickListAt(canvas_->mapFromScene(scene), {}, Adds::Here, scene); });
    connect(canvas_, &canvas::Canvas::nodeActivated, this, [this](canvas::NodeId) { openQuickList(); });
    connect(canvas_, &canvas::Canvas::nodeDroppedOnLink, this,
            [this](canvas::NodeId node, const LinkEnds& link, QPointF at) { apply(putInto(studio_, node, linkOf(link), at)); });
    connect(canvas_, &canvas::Canvas::paletteDropped, this, &BuildCanvas::insertOperator);
    connect(canvas_, &canvas::Canvas::linkHovered, this, [this](const LinkEnds& link) { showTensor(link); });
    connect(canvas_, &canvas::Canvas::linkLeft, this, [this] { card_->hide(); });
    connect(canvas_, &canvas::Canvas::viewMoved, this, [this] {
        card_->hide();
        followProblem();
    });
    connect(quickList_, &canvas::QuickList::chosen, this, [this](const QString& id) {
        const std::string op = s(id);
        canvas_->forgetLooseLink();
        constexpr QPointF Middle(canvas::NodeWidth / 2, canvas::NodeHeight / 2);
        add(adds_ == Adds::Here     ? addNode(studio_, op, dropScene_ - Middle)
            : adds_ == Adds::Below  ? addBelow(studio_, op, dropPort_)
            : adds_ == Adds::Branch ? addBranch(studio_, op, dropPort_, dropScene_)
                                    : addAbove(studio_, op, dropPort_, dropScene_),
            adds_ != Adds::Below);
        canvas_->setFocus();
    });
    connect(quickList_, &canvas::QuickList::cancelled, this, [this] {
        canvas_->forgetLooseLink();
        canvas_->setFocus();
    });
}

bool BuildCanvas::apply(const ProjectPatch& patch) {
    const auto done = studio_.document.apply(patch);
    if (!done) Q_EMIT studio_.noteWanted(sentence(done.error()), false);
    return static_cast<bool>(done);
}

void BuildCanvas::refresh() {
    refresh_.stop();
    canvas::CanvasModel model = canvasModel(studio_);
    placeNewNodes(model);
    canvas_->setModel(model);
    empty_->setVisible(model.nodes.isEmpty());
    if (std::exchange(fitWanted_, false)) fit();
    if (!speak_.isActive()) rememberProblems();
    keepBubble();
    Q_EMIT problemsChanged();
}

void BuildCanvas::placeNewNodes(canvas::CanvasModel& model) {
    const auto& places = studio_.document.layout().positions;
    const bool all =
        std::all_of(model.nodes.begin(), model.nodes.end(), [&](const canvas::Node& n) { return places.contains(n.id); });
    if (all) return;
    const QHash<canvas::NodeId, QPointF> found = canvas::layoutOf(model);
    std::map<NodeId, QPointF> fresh;
    for (canvas::Node& n : model.nodes)
        if (!places.contains(n.id)) fresh[n.id] = n.position = found.value(n.id);
    studio_.document.setInitialPlaces(fresh);
    refresh_.stop();
}

void BuildCanvas::select(const std::vector<NodeId>& nodes) {
    refresh();
    QList<canvas::NodeId> ids;
    for (const NodeId id : nodes) ids << id;
    canvas_->setSelection(ids);
    if (ids.size() == 1) canvas_->setCurrent(ids[0]);
}

std::vector<NodeId> BuildCanvas::selected() const { return idsOf(canvas_->selection()); }

canvas::Verdict BuildCanvas::canConnect(const canvas::PortRef& output, const canvas::PortRef& input) const {
    // Asked of every port in sight while a link is dragged; the network stays the same meanwhile.
    const LinkEnds ends{output.node, output.port, input.node, input.port};
    auto known = refusals_.find(ends);
    if (known == refusals_.end()) known = refusals_.insert(ends, whyNot(studio_, linkOf(ends)));
    return {known->isEmpty(), *known};
}

void BuildCanvas::addOperator(const QString& op) {
    const PortRef from = outputOf(studio_, studio_.selection.single());
    NewNode made;
    if (from.node) {
        made = addBelow(studio_, s(op), from);
    } else {
        QPointF at =
            canvas_->mapToScene(canvas_->viewport()->rect().center()) - QPointF(canvas::NodeWidth / 2, canvas::NodeHeight / 2);
        if (studio_.document.graph().nodes().empty()) at.setY(canvas_->mapToScene(0, 64).y());
        made = addNode(studio_, s(op), at);
    }
    add(made, false);
}

void BuildCanvas::insertOperator(const QString& op, QPointF scene, const std::optional<LinkEnds>& link) {
    constexpr QPointF Grip(9 - 12, 8 + 14);  // its tile was shown beside the pointer
    add(link ? insertInto(studio_, s(op), linkOf(*link)) : addNode(studio_, s(op), scene - Grip), !link);
}

void BuildCanvas::add(const NewNode& made, bool placed) {
    if (!apply(made.patch)) return;
    select({made.id});
    if (placed)
        canvas_->reveal(made.id);
    else
        follow(made.id);
}

void BuildCanvas::follow(NodeId node) {
    if (isFitted() && !canvas_->showsAll()) fit();
    canvas_->reveal(node);
}

bool BuildCanvas::isFitted() const {
    const canvas::ViewState now = canvas_->restingState();
    return now.zoom == fitted_.zoom && QLineF(now.centre, fitted_.centre).length() < 2 / now.zoom;
}

void BuildCanvas::toggle(const std::vector<NodeId>& previews) {
    if (previews.empty() || !apply(togglePreview(studio_, previews))) return;
    refresh();
    follow(previews[0]);
}

void BuildCanvas::deleteSelected(bool heal) {
    std::vector<Link> links;
    for (const LinkEnds& l : canvas_->selectedLinks()) links.push_back(linkOf(l));
    if (!selected().empty() || !links.empty()) apply(remove(studio_, selected(), links, heal));
}

void BuildCanvas::copySelected() {
    if (selected().empty()) return;
    QGuiApplication::clipboard()->setText(copyText(studio_, selected()));
    pasted_ = 0;
}

void BuildCanvas::cutSelected() {
    copySelected();
    deleteSelected(false);
}

void BuildCanvas::paste(const QString& text, QPointF by, bool keepInputs) {
    const auto made = ui::paste(studio_, text, by, keepInputs);
    if (!made) {
        Q_EMIT studio_.noteWanted(sentence(made.error()), false);
        return;
    }
    if (apply(made->patch)) select(made->nodes);
}

void BuildCanvas::pasteClipboard(bool keepInputs) {
    ++pasted_;
    paste(QGuiApplication::clipboard()->text(), QPointF(32, 32) * pasted_, keepInputs);
}

bool BuildCanvas::canPaste() const { return holdsLayers(QGuiApplication::clipboard()->text()); }

void BuildCanvas::duplicateSelected() {
    if (!selected().empty()) paste(copyText(studio_, selected()), QPointF(canvas::NodeWidth + canvas::ColumnGap, 0), true);
}

void BuildCanvas::bypassSelected() {
    if (!selected().empty()) apply(toggleBypass(studio_, selected()));
}

void BuildCanvas::togglePreviews() { toggle(selected()); }

void BuildCanvas::layOut() {
    const canvas::CanvasModel model = canvasModel(studio_);
    const QHash<canvas::NodeId, QPointF> found = canvas::layoutOf(model);
    std::map<NodeId, QPointF> places;
    for (auto it = found.begin(); it != found.end(); ++it) places[it.key()] = it.value();
    ProjectPatch patch = moveTo(studio_, places);
    patch.label = tr("Lay out");
    apply(patch);
    refresh();
    fit();
}

void BuildCanvas::setTemplates(QMenu* menu) { empty_->setTemplates(menu); }

void BuildCanvas::fillWith(const Project& starter, const QString& label) {
    Project filled = starter;
    const Project& now = studio_.document.project();
    if (!now.data.empty()) filled.data = now.data;
    if (!apply(patchTo(now, filled, label))) return;
    refresh();
    fit();
    canvas_->setFocus();
}

void BuildCanvas::setFreeMargins(const QMarginsF& margins) {
    margins_ = margins;
    canvas_->setFreeMargins(margins);
    empty_->setFreeMargins(margins);
}

void BuildCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // The canvas gets its new size after this. Nobody has moved the view since it was fitted: it stays fitted.
    if (isFitted() || !event->oldSize().isValid()) QTimer::singleShot(0, this, &BuildCanvas::fit);
}

/// What the canvas has no use for: Esc, when nothing is in the hand, closes the bubble.
void BuildCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape || !bubble_ || !bubble_->isVisible()) return QWidget::keyPressEvent(event);
    bubble_->dismiss();
}

void BuildCanvas::fit() {
    canvas_->fitReadable(margins_);
    fitted_ = canvas_->restingState();
}

}  // namespace nw::ui
