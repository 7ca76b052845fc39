// Placing the words, and handing on what is meant for the canvas.
#include "ui/build/empty_canvas.h"

#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/canvas/canvas.h"
#include "widgets/parts/messages.h"

namespace nw::ui {

namespace {
constexpr int Widest = 560;
}

EmptyCanvas::EmptyCanvas(canvas::Canvas& canvas)
    : QWidget(&canvas),
      canvas_(canvas),
      words_(new parts::EmptyState(QStringLiteral("family-data"), tr("Start with data"),
                                   tr("Drop a folder of images here, or press Shift+A to add a layer."))) {
    setLayoutDirection(QGuiApplication::layoutDirection());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(words_);
    words_->addAction(tr("Add Input"), [this] { Q_EMIT addInputWanted(); });
    setAcceptDrops(true);
    canvas.installEventFilter(this);
}

void EmptyCanvas::setTemplates(QMenu* menu) {
    QPushButton* button = words_->addAction(tr("Templates"), {});
    button->setMenu(menu);
    place();
}

void EmptyCanvas::setFreeMargins(const QMarginsF& margins) {
    margins_ = margins;
    place();
}

void EmptyCanvas::place() {
    const QRect room = QRectF(canvas_.rect()).marginsRemoved(margins_).toRect();
    const int width = std::min(Widest, room.width());
    const int height = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : sizeHint().height();
    QRect frame(0, 0, width, height);
    frame.moveCenter(room.center());
    setGeometry(frame);
}

bool EmptyCanvas::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) place();
    return QWidget::eventFilter(watched, event);
}

void EmptyCanvas::handOn(QDropEvent& event) {
    const QPointF at = event.position() + pos();
    const auto hand = [&](auto copy) {
        canvas_.takeDrag(copy);
        event.setAccepted(copy.isAccepted());
    };
    const auto actions = event.possibleActions();
    if (event.type() == QEvent::DragEnter)
        hand(QDragEnterEvent(at.toPoint(), actions, event.mimeData(), event.buttons(), event.modifiers()));
    else if (event.type() == QEvent::DragMove)
        hand(QDragMoveEvent(at.toPoint(), actions, event.mimeData(), event.buttons(), event.modifiers()));
    else
        hand(QDropEvent(at, actions, event.mimeData(), event.buttons(), event.modifiers()));
}

bool EmptyCanvas::event(QEvent* event) {
    switch (event->type()) {
        case QEvent::DragEnter:
        case QEvent::DragMove:
        case QEvent::Drop: handOn(static_cast<QDropEvent&>(*event)); return true;
        case QEvent::DragLeave: canvas_.takeDrag(*event); return true;
        case QEvent::MouseButtonDblClick: {
            const auto& mouse = static_cast<QMouseEvent&>(*event);
            QMouseEvent copy(mouse.type(), mouse.position() + pos(), mouse.globalPosition(), mouse.button(), mouse.buttons(),
                             mouse.modifiers());
            return QCoreApplication::sendEvent(canvas_.viewport(), &copy);
        }
        case QEvent::ContextMenu: {
            const auto& menu = static_cast<QContextMenuEvent&>(*event);
            QContextMenuEvent copy(menu.reason(), menu.pos() + pos(), menu.globalPos(), menu.modifiers());
            return QCoreApplication::sendEvent(canvas_.viewport(), &copy);
        }
        default: return QWidget::event(event);
    }
}

}  // namespace nw::ui
