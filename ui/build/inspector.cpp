// Choosing the inspector's page and keeping it up to date.
#include "ui/build/inspector.h"

#include <QEvent>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/build/network_page.h"
#include "ui/build/node_page.h"
#include "ui/build/operator_page.h"
#include "widgets/parts/messages.h"

namespace nw::ui {

namespace {
constexpr int Padding = 16;  ///< of the pages
}  // namespace

Inspector::Inspector(Studio& studio, QWidget* parent)
    : QWidget(parent), studio_(studio), node_(new NodePage(studio)), network_(new NetworkPage(studio)), pages_(new QStackedWidget) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(pages_);
    pages_->addWidget(scrolled(network_));
    pages_->addWidget(scrolled(node_));
    setMinimumWidth(280);
    later_.setSingleShot(true);
    later_.setInterval(0);
    connect(&later_, &QTimer::timeout, this, [this] { refresh(); });
    const auto later = [this] { later_.start(); };
    connect(&studio.selection, &Selection::changed, this, [this] { refresh(); });
    connect(&studio.document, &Document::graphChanged, this, later);
    connect(&studio.document, &Document::opened, this, later);
    connect(&studio.document, &Document::trainingChanged, this, later);
    connect(&studio.document, &Document::pathChanged, this, later);
    connect(&studio.data, &DataService::changed, this, later);
    connect(&studio.sample, &CurrentSample::changed, this, [this] { refreshValues(); });
    connect(&studio.previews, &Previews::changed, this, [this] { refreshValues(); });
    connect(node_, &NodePage::helpWanted, this, [this] { openHelp(); });
    refresh();
}

QScrollArea* Inspector::scrolled(QWidget* page) {
    auto* area = new QScrollArea;
    area->setWidget(page);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    area->verticalScrollBar()->installEventFilter(this);
    return area;
}

/// The scroll bar lies in the padding: what is on the page keeps its width.
bool Inspector::eventFilter(QObject* watched, QEvent* event) {
    const bool shown = event->type() == QEvent::Show, hidden = event->type() == QEvent::Hide;
    auto* bar = qobject_cast<QScrollBar*>(watched);
    if (!bar || (!shown && !hidden)) return QWidget::eventFilter(watched, event);
    for (const auto* area : pages_->findChildren<QScrollArea*>(QString(), Qt::FindDirectChildrenOnly)) {
        if (area->verticalScrollBar() != bar) continue;
        const int left = Padding - (shown ? bar->sizeHint().width() : 0);
        area->widget()->layout()->setContentsMargins(parts::mirrored({Padding, Padding, left, Padding}));
    }
    return QWidget::eventFilter(watched, event);
}

void Inspector::refresh() {
    later_.stop();
    std::vector<NodeId> there;
    for (const NodeId id : studio_.selection.nodes())
        if (studio_.document.graph().find(id)) there.push_back(id);
    pages_->setCurrentIndex(there.empty() ? 0 : 1);
    if (there.empty())
        network_->refresh();
    else
        node_->showNodes(there);
}

void Inspector::refreshValues() {
    if (later_.isActive() || !isVisible()) return;
    if (pages_->currentIndex() == 0)
        network_->refreshSample();
    else
        node_->refreshValues();
}

void Inspector::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void Inspector::openHelp() {
    const auto& nodes = studio_.selection.nodes();
    const Node* node = nodes.empty() ? nullptr : studio_.document.graph().find(nodes[0]);
    if (node) OperatorPage::openFor(node->op(), window());
}

void Inspector::showDrawPad() {
    studio_.selection.set({});
    refresh();
    auto* area = static_cast<QScrollArea*>(pages_->currentWidget());
    network_->pad().setFocus(Qt::OtherFocusReason);
    area->ensureWidgetVisible(&network_->pad());
}

void Inspector::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), theme::colour(theme::Token::Panel)); }

}  // namespace nw::ui
