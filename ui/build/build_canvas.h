// BuildCanvas: the canvas of the open document with what floats above it: quick list, tensor card, problem bubble.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include "ui/build/edits.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/quick_list.h"
#include "widgets/canvas/tensor_card.h"
#include "widgets/parts/overlays.h"

class QLineEdit;
class QMenu;

namespace nw::ui {

class EmptyCanvas;

class BuildCanvas : public QWidget {
    Q_OBJECT
public:
    explicit BuildCanvas(Studio& studio, QWidget* parent = nullptr);

    canvas::Canvas& canvas() { return *canvas_; }

    /// The operator below the selected node, or where there is room, linked where it fits; one undo step.
    void addOperator(const QString& op);
    void insertOperator(const QString& op, QPointF scene, const std::optional<canvas::LinkEnds>& link);
    void deleteSelected(bool heal);
    /// The clipboard holds layers.
    bool canPaste() const;
    void copySelected();
    void cutSelected();
    void pasteClipboard(bool keepInputs);
    void duplicateSelected();
    void bypassSelected();
    void togglePreviews();
    void layOut();
    void renameSelected();
    /// The quick list beside the selected node, or in the middle of the canvas.
    void openQuickList();
    /// Brings the problem's node into view and opens its bubble. Problems are those that are shown, in the order of findings.
    void showProblem(int index);
    void nextProblem(int by);
    int problemCount() const { return static_cast<int>(problems().size()); }
    std::vector<const Finding*> problems() const;
    /// A problem that the last edit made waits to be told, until typing pauses.
    bool isAboutToSpeak() const { return speak_.isActive(); }
    /// One undo step, with a note that offers to undo it.
    void applyFix(const Patch& fix);
    /// What "Templates" of the empty canvas opens; not owned.
    void setTemplates(QMenu* menu);
    /// The network of `starter` in place of the one that is there, as one undo step; its data where the project has none.
    void fillWith(const Project& starter, const QString& label);
    /// Fits everything into what `free` leaves.
    void fit();
    void setFreeMargins(const QMarginsF& margins);

Q_SIGNALS:
    void problemsChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void addFloating();
    void connectCanvas();
    void connectGestures();
    void refresh();
    void placeNewNodes(canvas::CanvasModel& model);
    bool apply(const ProjectPatch& patch);
    void select(const std::vector<NodeId>& nodes);
    /// Adds a node and selects it; it is in sight then, where somebody has chosen its place with as little motion as can be.
    void add(const NewNode& made, bool placed);
    /// After an edit that moves nodes: a view that showed all shows all again, and `node`.
    void follow(NodeId node);
    bool isFitted() const;
    void toggle(const std::vector<NodeId>& previews);
    std::vector<NodeId> selected() const;
    canvas::Verdict canConnect(const canvas::PortRef& output, const canvas::PortRef& input) const;
    /// What the choice from the quick list becomes.
    enum class Adds { Here, Below, Branch, Above };
    void openQuickListAt(QPoint at, const PortRef& port, Adds adds, QPointF scene);
    void showTensor(const canvas::LinkEnds& link);
    void openBubble(const Finding& finding, bool takeFocus);
    void followProblem();
    void lookForNewProblem();
    void openNewProblem();
    void rememberProblems();
    void keepBubble();
    QList<parts::Bubble::Obstacle> besidesBubble() const;
    void paste(const QString& text, QPointF by, bool keepInputs);
    void contextMenu(QPoint at, canvas::NodeId node, const canvas::LinkEnds& link);

    Studio& studio_;
    canvas::Canvas* canvas_;
    EmptyCanvas* empty_;
    canvas::QuickList* quickList_;
    canvas::TensorCard* card_;
    QPointer<parts::Bubble> bubble_;
    QTimer refresh_, speak_;
    QMarginsF margins_{24, 0, 24, 0};
    QPointF dropScene_;
    PortRef dropPort_;
    Adds adds_ = Adds::Here;
    bool fitWanted_ = true;
    canvas::ViewState fitted_;  ///< the view that fit() left: while it is kept, a resize fits again
    using ProblemKey = std::pair<NodeId, std::string>;
    static ProblemKey keyOf(const Finding& finding) { return {finding.node, finding.headline}; }
    std::set<ProblemKey> known_;                         ///< problems that need not be told: they were there before the last edit
    std::optional<ProblemKey> fresh_, said_;             ///< to be told when typing pauses; told by the bubble
    NodeId told_ = 0;                                    ///< the layer that the bubble stands beside; 0: none
    mutable QHash<canvas::LinkEnds, QString> refusals_;  ///< of links, for the network as it is
    int pasted_ = 0;
};

}  // namespace nw::ui
