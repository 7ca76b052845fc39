// Rows of the palette: painting, dragging, hints.
#include "ui/build/palette_list.h"

#include <QDrag>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTextDocument>
#include <QToolTip>

#include "ui/build/families.h"
#include "ui/document/text.h"
#include "widgets/canvas/canvas.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/type.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

namespace {

constexpr int RowHeight = 30, HeadingHeight = 32, Tile = 22, Inset = 4;
enum Role { OperatorRole = Qt::UserRole, FamilyRole };

/// A hint is rich text; one that is wide is broken into lines.
QString inLines(const QString& hint) {
    constexpr int Widest = 320;
    QTextDocument text;
    text.setDefaultFont(QToolTip::font());
    text.setHtml(hint);
    if (text.idealWidth() <= Widest) return hint;
    return QStringLiteral("<table width=\"%1\"><tr><td>%2</td></tr></table>").arg(Widest).arg(hint);
}

class Delegate final : public QStyledItemDelegate {
public:
    Delegate(std::function<QString(const QString&)> hint, QObject* parent) : QStyledItemDelegate(parent), hint_(std::move(hint)) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        return {160, PaletteList::operatorOf(index).isEmpty() ? HeadingHeight : RowHeight};
    }

    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        p->save();
        p->setRenderHint(QPainter::Antialiasing);
        if (PaletteList::operatorOf(index).isEmpty())
            paintHeading(p, option, index);
        else
            paintRow(p, option, index);
        p->restore();
    }

    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem&, const QModelIndex& index) override {
        const QString op = PaletteList::operatorOf(index);
        if (event->type() != QEvent::ToolTip || op.isEmpty()) return false;
        QToolTip::showText(event->globalPos(), inLines(hint_(op)), view->viewport(), view->visualRect(index));
        return true;
    }

private:
    static void paintHeading(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) {
        p->setFont(theme::font(Type::NoteMedium));
        p->setPen(theme::colour(Token::Text2));
        p->drawText(option.rect.adjusted(Inset, 8, -Inset, 0), Qt::AlignVCenter | Qt::AlignLeading, index.data().toString());
    }

    static void paintRow(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) {
        const QRectF r = QRectF(option.rect);
        const bool current = option.state & QStyle::State_Selected, over = option.state & QStyle::State_MouseOver;
        const bool focused = current && option.widget && theme::hasKeyboardFocus(option.widget);
        const bool contrast = theme::Theme::instance().scheme() == theme::Scheme::Contrast;
        if (current || over)
            theme::drawBox(p, r, current ? theme::colour(Token::AccentSoft) : theme::hoverRow(), theme::colour(Token::Accent),
                           focused    ? 2
                           : contrast ? 1
                                      : 0,
                           theme::radius::Field);
        const bool right = option.direction == Qt::RightToLeft;
        QRectF tile(r.x() + Inset, r.center().y() - Tile / 2.0, Tile, Tile);
        if (right) tile.moveRight(r.right() - Inset);
        theme::drawFamilyTile(p, static_cast<theme::Family>(index.data(FamilyRole).toInt()), tile, 6);
        QRectF words = r.adjusted(Inset + Tile + 10, 0, -8, 0);
        if (right) words = r.adjusted(8, 0, -(Inset + Tile + 10), 0);
        const QString how = current || over ? QObject::tr("drag or Enter") : QString();
        const QFontMetricsF small(theme::font(Type::Note));
        const double room = how.isEmpty() ? 0 : small.horizontalAdvance(how) + 8;
        p->setFont(theme::font(Type::Body));
        p->setPen(theme::colour(Token::Text));
        const QString title = index.data().toString();
        const bool both = p->fontMetrics().horizontalAdvance(title) + room <= words.width();
        p->drawText(words, Qt::AlignVCenter | Qt::AlignLeading,
                    p->fontMetrics().elidedText(title, Qt::ElideRight, static_cast<int>(words.width())));
        if (how.isEmpty() || !both) return;
        p->setFont(theme::font(Type::Note));
        p->setPen(theme::colour(Token::Text2));
        p->drawText(words, Qt::AlignVCenter | Qt::AlignTrailing, how);
    }

    std::function<QString(const QString&)> hint_;
};

constexpr int DragTile = 28, DragGap = 12;  ///< what is dragged, and how far beside the pointer it is

/// Tile and name, as the card that it becomes.
QPixmap pixmapOf(const QModelIndex& index, double ratio) {
    const QFont& font = theme::font(Type::BodyStrong);
    const QString title = index.data().toString();
    const QSize size(DragTile + 20 + QFontMetrics(font).horizontalAdvance(title) + 12, DragTile + 8);
    QPixmap out(size * ratio);
    out.setDevicePixelRatio(ratio);
    out.fill(Qt::transparent);
    QPainter p(&out);
    p.setRenderHint(QPainter::Antialiasing);
    theme::drawBox(&p, QRectF(QPointF(0, 0), size), theme::colour(Token::Node), theme::colour(Token::Accent), 1,
                   theme::radius::Node);
    theme::drawFamilyTile(&p, static_cast<theme::Family>(index.data(FamilyRole).toInt()), QRectF(4, 4, DragTile, DragTile), 7);
    p.setFont(font);
    p.setPen(theme::colour(Token::Text));
    p.drawText(QRectF(DragTile + 14, 0, size.width(), size.height()), Qt::AlignVCenter | Qt::AlignLeft, title);
    return out;
}

}  // namespace

PaletteList::PaletteList(QStandardItemModel* rows, std::function<QString(const QString&)> hint, QWidget* parent)
    : QListView(parent) {
    setModel(rows);
    setItemDelegate(new Delegate(std::move(hint), this));
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setDropIndicatorShown(false);  // nothing is dropped here, but Qt draws a spot
    setResizeMode(Adjust);
    setAccessibleName(tr("Layers"));
    connect(this, &QListView::doubleClicked, this, &PaletteList::chosen);
}

void PaletteList::addHeading(QStandardItemModel& rows, const QString& title) {
    auto* item = new QStandardItem(title);
    item->setFlags(Qt::ItemIsEnabled);
    rows.appendRow(item);
}

void PaletteList::addOperator(QStandardItemModel& rows, const OpDef& op) {
    auto* item = new QStandardItem(q(op.label));
    item->setData(q(op.id), OperatorRole);
    item->setData(static_cast<int>(familyOf(op)), FamilyRole);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled);
    item->setData(q(op.doc), Qt::AccessibleDescriptionRole);
    rows.appendRow(item);
}

QString PaletteList::operatorOf(const QModelIndex& index) { return index.data(OperatorRole).toString(); }

int PaletteList::operatorFrom(int row, int by) const {
    for (; row >= 0 && row < model()->rowCount(); row += by)
        if (!operatorOf(model()->index(row, 0)).isEmpty()) return row;
    return -1;
}

void PaletteList::startDrag(Qt::DropActions) {
    const QString op = operatorOf(currentIndex());
    if (op.isEmpty()) return;
    auto* data = new QMimeData;
    data->setData(canvas::OperatorMimeType, op.toUtf8());
    auto* drag = new QDrag(this);
    drag->setMimeData(data);
    drag->setPixmap(pixmapOf(currentIndex(), devicePixelRatioF()));
    drag->setHotSpot({-DragGap, DragTile / 2 + 4});  // beside the pointer: the link below it stays in sight
    drag->exec(Qt::CopyAction);
}

/// The keys find a row to begin with.
void PaletteList::focusInEvent(QFocusEvent* event) {
    QListView::focusInEvent(event);
    const bool keys = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (const int first = operatorFrom(0, 1); keys && selectedIndexes().isEmpty() && first >= 0)
        setCurrentIndex(model()->index(first, 0));
}

void PaletteList::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentIndex().isValid()) return Q_EMIT chosen(currentIndex());
    QListView::keyPressEvent(event);
}

QModelIndex PaletteList::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) {
    const QModelIndex wanted = QListView::moveCursor(action, modifiers);
    if (!wanted.isValid() || !operatorOf(wanted).isEmpty()) return wanted;
    const int by = wanted.row() < currentIndex().row() ? -1 : 1;
    int row = operatorFrom(wanted.row(), by);
    if (row < 0) row = operatorFrom(wanted.row(), -by);
    return row < 0 ? QModelIndex() : model()->index(row, 0);
}

}  // namespace nw::ui
