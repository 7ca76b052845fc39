// The quick list's rows, search and keys.
#include "widgets/canvas/quick_list.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

#include "widgets/canvas/ink.h"
#include "widgets/canvas/shadow.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/type.h"

namespace nw::canvas {

namespace {

using theme::Token;
using theme::Type;

constexpr int Width = 292, RowHeight = 34, MostRows = 8, RowsTop = 70, Footer = 38, Margin = ShadowMargin;
constexpr int TextLeft = 30;  ///< of the search; its icon stands as near as in other fields
enum Role { IdRole = Qt::UserRole, ShapeRole, FamilyRole, GlyphRole };

const Ink& ink() { return inkOf(theme::Theme::instance().scheme()); }

/// As all fields have it.
const QColor& ground() { return ink()(theme::Theme::instance().isDark() ? Token::Sunken : Token::Node); }

class Delegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {Width - 16, RowHeight}; }
    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QRectF r = option.rect;
        p->setRenderHint(QPainter::Antialiasing);
        const bool current = option.state & QStyle::State_Selected;
        if (current) {
            p->setPen(ink().scheme == theme::Scheme::Contrast ? QPen(ink()(Token::Accent), 1) : QPen(Qt::NoPen));
            p->setBrush(ink()(Token::AccentSoft));
            p->drawRoundedRect(r.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7);
        }
        const QRectF tile(r.x() + 8, r.y() + 6, 22, 22);
        const auto family = static_cast<theme::Family>(index.data(FamilyRole).toInt());
        p->setPen(Qt::NoPen);
        p->setBrush(ink()(family));
        p->drawRoundedRect(tile, 6, 6);
        theme::drawIcon(p, index.data(GlyphRole).toString(), tile.adjusted(4, 4, -4, -4), ink()(Token::OnFamily));
        const QString shape = index.data(ShapeRole).toString();
        p->setFont(theme::font(Type::Figure11));
        p->setPen(ink()(Token::Text2));
        const QString arrow = shape.isEmpty() ? QString() : QStringLiteral("→ ") + shape;
        p->drawText(r.adjusted(0, 0, -10, 0), Qt::AlignVCenter | Qt::AlignRight, arrow);
        const double used = p->fontMetrics().horizontalAdvance(arrow) + 18;
        p->setFont(theme::font(current ? Type::BodyMedium : Type::Body));
        p->setPen(ink()(Token::Text));
        const QRectF name(r.x() + 40, r.y(), r.width() - 40 - used, r.height());
        p->drawText(name, Qt::AlignVCenter,
                    p->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, static_cast<int>(name.width())));
    }
};

}  // namespace

QuickList::QuickList(QWidget* parent) : QWidget(parent), search_(new QLineEdit(this)), rows_(new QListWidget(this)) {
    hide();
    setLayoutDirection(QGuiApplication::layoutDirection());  // the canvas has none
    setAccessibleName(tr("Add a layer"));
    setFocusPolicy(Qt::ClickFocus);  // a click on the card keeps the search, and so the list, open
    setFocusProxy(search_);
    search_->setFrame(false);
    search_->setFont(theme::font(Type::Body));
    search_->setPlaceholderText(tr("Search layers"));
    search_->setAccessibleName(tr("Search layers"));
    search_->setAttribute(Qt::WA_MacShowFocusRect, false);
    search_->installEventFilter(this);
    rows_->setItemDelegate(new Delegate(rows_));
    rows_->setFrameShape(QFrame::NoFrame);
    rows_->setFocusPolicy(Qt::NoFocus);
    rows_->setMouseTracking(true);
    rows_->setUniformItemSizes(true);
    rows_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    rows_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    rows_->viewport()->setAutoFillBackground(false);
    connect(search_, &QLineEdit::textChanged, this, &QuickList::refill);
    connect(rows_, &QListWidget::itemEntered, rows_, [this](QListWidgetItem* item) { rows_->setCurrentItem(item); });
    connect(rows_, &QListWidget::itemClicked, this, &QuickList::choose);
    const auto repaint = [this] {
        QPalette palette = search_->palette();
        palette.setColor(QPalette::Base, ground());
        search_->setPalette(palette);
        update();
    };
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, repaint);
    repaint();
}

QSize QuickList::cardSize(int rows) { return {Width, RowsTop + RowHeight * std::max(1, rows) + Footer}; }

QRect QuickList::card() const { return rect().adjusted(Margin, Margin, -Margin, -Margin); }

QString QuickList::heading() const {
    switch (purpose_) {
        case Purpose::Alone: return tr("Layers");
        case Purpose::Reads: return tr("Fits this tensor");
        case Purpose::Feeds: return tr("Can give this input");
    }
    return {};
}

void QuickList::open(QPoint at, const QString& shape, Source source, Purpose purpose) {
    shape_ = shape;
    purpose_ = purpose;
    rows_->setAccessibleName(heading());
    source_ = std::move(source);
    const QSignalBlocker quiet(search_);
    search_->clear();
    refill();
    const QRect room = parentWidget()->rect().adjusted(8, 8, -8, -8);
    const QSize size = card().size();
    at.setX(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - size.width())));
    at.setY(std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - size.height())));
    move(at - QPoint(Margin, Margin));
    show();
    raise();
    search_->setFocus(Qt::PopupFocusReason);
}

void QuickList::refill() {
    const QList<QuickEntry> entries = source_ ? source_(search_->text()) : QList<QuickEntry>();
    rows_->clear();
    for (const QuickEntry& entry : entries.mid(0, MostRows)) {
        auto* item = new QListWidgetItem(entry.title, rows_);
        item->setData(IdRole, entry.id);
        item->setData(ShapeRole, entry.shape);
        item->setData(FamilyRole, static_cast<int>(entry.family));
        item->setData(GlyphRole, entry.glyph.isEmpty() ? theme::familyIcon(entry.family) : entry.glyph);
        item->setToolTip(entry.title);
    }
    if (rows_->count() > 0) rows_->setCurrentRow(0);
    const QSize size = cardSize(rows_->count());
    resize(size + QSize(2 * Margin, 2 * Margin));
    const QRect c = card();
    search_->setGeometry(c.x() + TextLeft, c.y() + 11, c.width() - TextLeft - 14, 26);
    rows_->setGeometry(c.x() + 8, c.y() + RowsTop, c.width() - 16, RowHeight * std::max(1, rows_->count()));
    rows_->setVisible(rows_->count() > 0);
    update();
}

void QuickList::choose() {
    if (const QListWidgetItem* item = rows_->currentItem()) finish(item->data(IdRole).toString());
}

void QuickList::finish(const QString& id) {
    if (isHidden()) return;
    parentWidget()->setFocus(Qt::PopupFocusReason);  // first: a hidden field would hand the keys to the next one of the window
    hide();
    if (id.isEmpty())
        Q_EMIT cancelled();
    else
        Q_EMIT chosen(id);
}

bool QuickList::searchKey(QKeyEvent& event) {
    const int step = event.key() == Qt::Key_Down ? 1 : event.key() == Qt::Key_Up ? -1 : 0;
    if (step != 0) {
        if (rows_->count() > 0) rows_->setCurrentRow((rows_->currentRow() + step + rows_->count()) % rows_->count());
        return true;
    }
    if (event.key() == Qt::Key_Escape) {
        finish({});
        return true;
    }
    if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter) return false;
    choose();
    return true;
}

bool QuickList::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) return searchKey(static_cast<QKeyEvent&>(*event));
    if (event->type() == QEvent::FocusOut && static_cast<QFocusEvent&>(*event).reason() != Qt::ActiveWindowFocusReason &&
        static_cast<QFocusEvent&>(*event).reason() != Qt::PopupFocusReason && !isHidden()) {
        hide();
        Q_EMIT cancelled();
    }
    return QWidget::eventFilter(watched, event);
}

void QuickList::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const QRectF c = card();
    drawPopupCard(p, c, ink(), ink()(Token::Line));
    const QRectF field(c.x() + 8, c.y() + 8, c.width() - 16, 32);
    p.setPen(QPen(ink()(Token::Accent), 1.5));
    p.setBrush(ground());
    p.drawRoundedRect(field.adjusted(0.75, 0.75, -0.75, -0.75), 7, 7);
    theme::drawIcon(&p, QStringLiteral("search"), QRectF(field.x() + 9, field.y() + 8, 16, 16), ink()(Token::Text2));
    p.setPen(ink()(Token::Text2));
    p.setFont(theme::font(Type::NoteMedium));
    p.drawText(QRectF(c.x() + 16, c.y() + 48, c.width() - 32, 16), Qt::AlignVCenter, heading());
    p.setFont(theme::font(Type::Figure11));
    p.drawText(QRectF(c.x(), c.y() + 48, c.width() - 18, 16), Qt::AlignRight | Qt::AlignVCenter, shape_);
    if (rows_->count() == 0) {
        p.setFont(theme::font(Type::Body));
        p.drawText(QRectF(c.x() + 16, c.y() + RowsTop, c.width() - 32, RowHeight), Qt::AlignVCenter, tr("Nothing found"));
    }
    const double y = c.bottom() - Footer + 6.5;
    p.setPen(QPen(ink()(Token::Line), 1));
    p.drawLine(QPointF(c.x() + 1, y), QPointF(c.right() - 1, y));
    p.setFont(theme::font(Type::Note));
    p.setPen(ink()(Token::Text2));
    const QRectF foot(c.x() + 16, y, c.width() - 34, c.bottom() - y);
    p.drawText(foot, Qt::AlignVCenter | Qt::AlignLeft, purpose_ == Purpose::Alone ? tr("Enter adds") : tr("Enter adds and links"));
    p.drawText(foot, Qt::AlignVCenter | Qt::AlignRight, tr("Esc cancels"));
}

}  // namespace nw::canvas
