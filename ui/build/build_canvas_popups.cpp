// What floats above the canvas: quick list, tensor card, problem bubble, menu, name.
#include <QAbstractButton>
#include <QMenu>

#include "ui/build/build_canvas.h"
#include "ui/build/canvas_model.h"
#include "ui/build/canvas_name_edit.h"
#include "ui/build/empty_canvas.h"
#include "ui/build/families.h"
#include "ui/build/node_text.h"
#include "ui/build/preview_pictures.h"
#include "ui/build/suggestions.h"
#include "ui/document/text.h"
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/graph_scene.h"

namespace nw::ui {

using canvas::LinkEnds;

namespace {

/// The layer whose parameter a fix sets; 0 when it sets none.
NodeId changedBy(const Patch& fix) {
    for (const Edit& edit : fix.edits)
        if (const auto* set = std::get_if<SetParam>(&edit)) return set->node;
    return 0;
}

/// The layer that a problem is told at: what is missing at the end of the network belongs below what its fix reads; 0 where it has
/// no place.
NodeId placeOf(const Finding& finding, const Graph& graph) {
    if (finding.node || finding.fixes.empty()) return finding.node;
    for (const Edit& edit : finding.fixes[0].edits)
        if (const auto* add = std::get_if<AddLink>(&edit); add && graph.find(add->link.from.node)) return add->link.from.node;
    return 0;
}

}  // namespace

void BuildCanvas::renameSelected() {
    const NodeId id = studio_.selection.single();
    if (!id) return;
    canvas_->reveal(id);
    const canvas::Node& shown = canvas_->graph().node(id)->node();
    auto* edit = new CanvasNameEdit(shown.title, canvas_);
    connect(edit, &CanvasNameEdit::done, this, [this, id](const QString& name) {
        if (!name.isEmpty() && studio_.document.graph().find(id)) apply(rename(studio_, id, name));
        canvas_->setFocus();
    });
    const canvas::TitlePlace title = canvas::titleOf(shown, canvas_->restingState().zoom);
    edit->openOver(title.line.translated(canvas_->restingRect(id).topLeft()).toAlignedRect(), title.font);
}

void BuildCanvas::openQuickList() {
    const NodeId id = studio_.selection.single();
    const auto it = studio_.document.analysis().nodes.find(id);
    if (id && it != studio_.document.analysis().nodes.end() && !it->second.outputs.empty()) {
        const PortRef from{id, it->second.outputs[0].name, 0};
        const QRect node = canvas_->restingRect(id);
        const int away = 16 + canvas::QuickList::cardSize(1).width();  // beside the node, not over it
        const bool right = node.right() + away <= canvas_->width();
        const QPoint at = right ? node.topRight() + QPoint(16, 0) : node.topLeft() - QPoint(away, 0);
        return openQuickListAt(at, from, Adds::Below, canvas_->mapToScene(node.bottomLeft()));
    }
    const QPoint middle = canvas_->viewport()->rect().center();
    openQuickListAt(middle, {}, Adds::Here, canvas_->mapToScene(middle));
}

void BuildCanvas::openQuickListAt(QPoint at, const PortRef& port, Adds adds, QPointF scene) {
    dropPort_ = port;
    adds_ = adds;
    dropScene_ = scene;
    const bool isOutput = adds != Adds::Above;
    using Purpose = canvas::QuickList::Purpose;
    const Purpose purpose = !port.node ? Purpose::Alone : isOutput ? Purpose::Reads : Purpose::Feeds;
    const QString shape = port.node && isOutput ? shapeText(studio_.document.analysis().type(port)) : QString();
    const auto rows = [this, port, isOutput](const QString& text) {
        QList<canvas::QuickEntry> found;
        for (const Suggestion& s : isOutput ? suggestions(studio_, port, text) : suggestionsAbove(studio_, port, text)) {
            found << canvas::QuickEntry{q(s.op->id), q(s.op->label), s.shape, familyOf(*s.op), {}};
            if (found.size() == 8) break;
        }
        return found;
    };
    quickList_->open(at, shape, rows, purpose);
}

void BuildCanvas::showTensor(const LinkEnds& ends) {
    const Link link = linkOf(ends);
    const Node* from = studio_.document.graph().find(link.from.node);
    if (!from || quickList_->isVisible()) return;
    const Type type = studio_.document.analysis().type(link.from);
    canvas::TensorFacts facts;
    facts.title = tr("Tensor after %1").arg(ui::titleOf(*from));
    facts.shape = fullShapeText(type);
    facts.dtype = q(nw::nameOf(type.dtype));
    if (link.from.port != "label") addFigures(studio_.previews.value(link.from.node), facts);
    card_->showAt(facts, canvas_->linkPoint(ends), canvas_->nodeRect(link.from.node).united(canvas_->nodeRect(link.to.node)));
}

std::vector<const Finding*> BuildCanvas::problems() const {
    std::vector<const Finding*> out;
    for (const Finding& f : studio_.document.analysis().findings)
        if (f.rank != Rank::Open && (f.rank != Rank::Blocker || studio_.blockersShown())) out.push_back(&f);
    return out;
}

void BuildCanvas::showProblem(int index) {
    const auto all = problems();
    if (index < 0 || index >= static_cast<int>(all.size())) return;
    const Finding& finding = *all[static_cast<std::size_t>(index)];
    if (const NodeId id = placeOf(finding, studio_.document.graph())) {
        if (!canvas_->viewport()->rect().contains(canvas_->restingRect(id))) canvas_->centreOn(id);
        canvas_->setSelection({id});
    }
    openBubble(finding, true);
}

void BuildCanvas::followProblem() {
    if (!bubble_ || !bubble_->isVisible()) return;
    if (!canvas_->isMovedByItself())
        bubble_->dismiss();
    else if (told_)
        bubble_->moveBeside(canvas_->restingRect(told_));
}

/// From the one that was told last; the first, or backwards the last, when that is gone.
void BuildCanvas::nextProblem(int by) {
    const auto all = problems();
    const int n = static_cast<int>(all.size());
    if (n == 0) return;
    const auto at = std::find_if(all.begin(), all.end(), [this](const Finding* f) { return said_ && keyOf(*f) == *said_; });
    const int from = at != all.end() ? static_cast<int>(at - all.begin()) : by > 0 ? -1 : n;
    showProblem(((from + by) % n + n) % n);
}

void BuildCanvas::rememberProblems() {
    known_.clear();
    for (const Finding* f : problems()) known_.insert(keyOf(*f));
}

void BuildCanvas::lookForNewProblem() {
    fresh_.reset();
    for (const Finding* f : problems())
        if (!fresh_ && f->node && !known_.contains(keyOf(*f)) && f->rank != Rank::Blocker) fresh_ = keyOf(*f);
    if (fresh_)
        speak_.start();
    else
        speak_.stop();
    refresh();
}

void BuildCanvas::openNewProblem() {
    if (canvas_->isInHand()) return speak_.start();  // it may have to move the view
    for (const Finding* f : problems())
        if (fresh_ && keyOf(*f) == *fresh_ && isVisible()) openBubble(*f, false);
    fresh_.reset();
    rememberProblems();
}

/// Closes the bubble whose problem is solved; one that goes on goes where its node goes.
void BuildCanvas::keepBubble() {
    if (!bubble_ || !bubble_->isVisible() || !said_) return;
    const auto all = problems();
    if (std::none_of(all.begin(), all.end(), [this](const Finding* f) { return keyOf(*f) == *said_; })) return bubble_->dismiss();
    if (told_) bubble_->moveBeside(canvas_->restingRect(told_));
}

/// What floats over the canvas, its buttons most of all, and the other cards where their words can be read.
QList<parts::Bubble::Obstacle> BuildCanvas::besidesBubble() const {
    constexpr int Control = 10;
    QList<parts::Bubble::Obstacle> out;
    for (QWidget* w : canvas_->findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
        if (!w->isVisible() || w == canvas_->viewport() || w == empty_ || w == card_ || w == bubble_) continue;
        out << parts::Bubble::Obstacle{w->geometry()};
        for (const auto* button : w->findChildren<QAbstractButton*>())
            if (button->isVisible()) out << parts::Bubble::Obstacle{{button->mapTo(canvas_, QPoint()), button->size()}, Control};
    }
    if (canvas::detailAt(canvas_->restingState().zoom, false) < canvas::Detail::Card) return out;
    for (const canvas::Node& n : canvas_->model().nodes)
        if (const QRect card = canvas_->restingRect(n.id); n.id != told_ && canvas_->rect().intersects(card))
            out << parts::Bubble::Obstacle{card};
    return out;
}

void BuildCanvas::applyFix(const Patch& fix) {
    if (apply(fixWithPlaces(studio_, fix))) Q_EMIT studio_.noteWanted(q(fix.label), true);
}

void BuildCanvas::openBubble(const Finding& finding, bool takeFocus) {
    if (bubble_) {  // it may be the one whose key or button led here
        bubble_->dismiss();
        bubble_->deleteLater();
    }
    said_ = keyOf(finding);
    told_ = placeOf(finding, studio_.document.graph());
    bubble_ = new parts::Bubble(canvas_);
    bubble_->setObstacles([this] { return besidesBubble(); });
    bubble_->setProblem(finding.rank == Rank::Advice ? parts::Verdict::Warn : parts::Verdict::Err, q(finding.headline),
                        q(finding.message));
    for (std::size_t i = 0; i < finding.fixes.size() && i < 2; ++i) {
        const Patch fix = finding.fixes[i];
        bubble_->addAction(q(fix.label), [this, fix] {
            applyFix(fix);
            canvas_->setFocus();
        });
    }
    const NodeId id = finding.node;
    if (const NodeId other = finding.fixes.size() == 1 ? changedBy(finding.fixes[0]) : id; finding.fixes.empty() || other != id)
        if (const Node* node = studio_.document.graph().find(other))
            bubble_->addAction(tr("Show %1").arg(ui::titleOf(*node)), [this, other] { canvas_->flash(other); });
    if (!told_) return bubble_->openAlone(takeFocus);
    const QRect node = canvas_->restingRect(told_);
    if (const QRect room = bubble_->roomFor(node); room != node) canvas_->showAt(told_, room);
    bubble_->openBeside(canvas_->restingRect(told_), takeFocus);
}

void BuildCanvas::contextMenu(QPoint at, canvas::NodeId node, const LinkEnds& link) {
    QMenu menu(this);
    if (node) {
        menu.addAction(tr("Add layer below…"), this, [this] { openQuickList(); });
        menu.addSeparator();
        menu.addAction(tr("Cut"), this, &BuildCanvas::cutSelected);
        menu.addAction(tr("Copy"), this, &BuildCanvas::copySelected);
        menu.addAction(tr("Duplicate"), this, &BuildCanvas::duplicateSelected);
        menu.addSeparator();
        menu.addAction(tr("Bypass"), this, &BuildCanvas::bypassSelected);
        menu.addAction(tr("Large preview"), this, &BuildCanvas::togglePreviews);
        menu.addAction(tr("Rename…"), this, &BuildCanvas::renameSelected);
        menu.addSeparator();
        menu.addAction(tr("Delete"), this, [this] { deleteSelected(false); });
        menu.addAction(tr("Delete and heal"), this, [this] { deleteSelected(true); });
    } else if (link.from) {
        menu.addAction(tr("Remove link"), this, [this, link] { apply(remove(studio_, {}, {linkOf(link)}, false)); });
    } else {
        const QPointF scene = canvas_->mapToScene(canvas_->mapFromGlobal(at));
        menu.addAction(tr("Add layer…"), this,
                       [this, scene] { openQuickListAt(canvas_->mapFromScene(scene), {}, Adds::Here, scene); });
        menu.addAction(tr("Paste"), this, [this] { pasteClipboard(false); });
        menu.addSeparator();
        menu.addAction(tr("Lay out"), this, &BuildCanvas::layOut);
        menu.addAction(tr("Fit all"), this, [this] { canvas_->fit(margins_); });
    }
    menu.exec(at);
}

}  // namespace nw::ui
