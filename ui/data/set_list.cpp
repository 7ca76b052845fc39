// Rows of sets, the button and the drop area.
#include "ui/data/set_list.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/document/text.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/label.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

namespace {

using theme::Token;
using theme::Type;

enum Role { Description = Qt::UserRole, Spec, InNetwork, BuiltIn };
constexpr int RowHeight = 48, Tile = 28;

/// Tile, name, what it is; a tick at the set of the network.
class SetDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, RowHeight}; }

    void paint(QPainter* p, const QStyleOptionViewItem& given, const QModelIndex& index) const override {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const QStyle* style = option.widget->style();
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, p, option.widget);
        const auto mirrored = [&](const QRect& r) { return QStyle::visualRect(option.direction, option.rect, r); };
        const QRect r = option.rect;
        const QRect tile = mirrored({r.left() + 10, r.top() + (RowHeight - Tile) / 2, Tile, Tile});
        theme::drawFamilyTile(p, theme::Family::Data, tile, 7);
        const bool inNetwork = index.data(InNetwork).toBool();
        const int width = r.width() - Tile - 28 - (inNetwork ? 24 : 4);
        const Qt::Alignment align = option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
        const auto line = [&](int y, Type type, Token token, const QString& text) {
            p->setFont(theme::font(type));
            p->setPen(theme::colour(token));
            p->drawText(mirrored({r.left() + Tile + 20, r.top() + y, width, 18}), static_cast<int>(align | Qt::AlignVCenter),
                        QFontMetrics(p->font()).elidedText(text, Qt::ElideRight, width));
        };
        line(6, Type::BodyMedium, Token::Text, index.data(Qt::DisplayRole).toString());
        line(24, Type::Note, Token::Text2, index.data(Description).toString());
        if (inNetwork)
            theme::drawTick(p, QRectF(mirrored({r.right() - 26, r.top() + RowHeight / 2 - 8, 16, 16})).center(), 14,
                            theme::colour(Token::Ok));
        if (option.state & QStyle::State_HasFocus) {
            QStyleOptionFocusRect ring;
            ring.QStyleOption::operator=(option);
            style->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, p, option.widget);
        }
    }
};

QString droppedPath(const QMimeData* mime) {
    for (const QUrl& url : mime->urls())
        if (url.isLocalFile()) return url.toLocalFile();
    return {};
}

}  // namespace

DropArea::DropArea(QWidget* parent) : QWidget(parent) {
    setAcceptDrops(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(88);
    setAccessibleName(tr("Drop a folder here. One subfolder for each class."));
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
}

void DropArea::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QPen edge(theme::colour(over_ ? Token::Accent : Token::LineStrong), over_ ? 2 : 1.2);
    edge.setDashPattern({4, 3});
    p.setPen(edge);
    p.setBrush(over_ ? QBrush(theme::colour(Token::AccentSoft)) : QBrush(Qt::NoBrush));
    p.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme::radius::Node, theme::radius::Node);
    p.setFont(theme::font(Type::Small));
    p.setPen(theme::colour(over_ ? Token::Text : Token::Text2));
    p.drawText(rect().adjusted(12, 8, -12, -8), static_cast<int>(Qt::AlignCenter) | Qt::TextWordWrap,
               tr("Drop a folder here.\nOne subfolder for each class."));
}

void DropArea::dragEnterEvent(QDragEnterEvent* event) {
    if (droppedPath(event->mimeData()).isEmpty()) return;
    over_ = true;
    event->acceptProposedAction();
    update();
}

void DropArea::dragLeaveEvent(QDragLeaveEvent*) {
    over_ = false;
    update();
}

void DropArea::dropEvent(QDropEvent* event) {
    over_ = false;
    update();
    const QString path = droppedPath(event->mimeData());
    if (path.isEmpty()) return;
    event->acceptProposedAction();
    Q_EMIT dropped(path);
}

SetList::SetList(ShownData& data, QWidget* parent)
    : QWidget(parent), data_(data), list_(new QListWidget), open_(new QPushButton(tr("Open a folder"))), drop_(new DropArea) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 16, 12, 12);
    column->setSpacing(8);
    column->addWidget(new theme::Label(tr("Data sets"), Type::Section));
    list_->setItemDelegate(new SetDelegate(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setAccessibleName(tr("Data sets"));
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setMouseTracking(true);
    list_->installEventFilter(this);
    column->addWidget(list_, 100);
    open_->setIcon(theme::icon("plus", Token::Text));
    column->addWidget(open_);
    column->addWidget(drop_);
    column->addStretch(1);
    setMinimumWidth(200);
    connect(open_, &QPushButton::clicked, this, &SetList::choose);
    connect(drop_, &DropArea::dropped, &data_, &ShownData::showPath);
    connect(&data_, &ShownData::knownChanged, this, &SetList::fill);
    connect(&data_, &ShownData::changed, this, &SetList::fill);
    connect(list_, &QListWidget::customContextMenuRequested, this, &SetList::showMenu);
    connect(list_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (!item || filling_) return;
        const std::string spec = s(item->data(Spec).toString());  // the list is filled anew while the set is shown
        QMetaObject::invokeMethod(
            &data_, [this, spec] { data_.show(spec); }, Qt::QueuedConnection);
    });
    fill();
}

void SetList::fill() {
    filling_ = true;
    list_->clear();
    for (const KnownSet& k : data_.known()) {
        auto* item = new QListWidgetItem(k.name, list_);
        const bool used = data_.isUsed(k.spec);
        item->setData(Description, k.description);
        item->setData(Spec, q(k.spec));
        item->setData(InNetwork, used);
        item->setData(BuiltIn, k.builtIn);
        item->setToolTip(used ? tr("%1, used by the network").arg(q(k.spec)) : q(k.spec));
        item->setData(Qt::AccessibleTextRole, used ? tr("%1, %2, used by the network").arg(k.name, k.description)
                                                   : tr("%1, %2").arg(k.name, k.description));
        if (k.spec == data_.spec()) list_->setCurrentItem(item);
    }
    list_->setMaximumHeight(std::max(1, list_->count()) * RowHeight + 2);
    filling_ = false;
}

void SetList::choose() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a folder"));
    if (!folder.isEmpty()) data_.showPath(folder);
}

void SetList::showMenu(const QPoint& at) {
    const QListWidgetItem* item = list_->itemAt(at);
    if (!item || item->data(BuiltIn).toBool() || item->data(InNetwork).toBool()) return;
    const std::string spec = s(item->data(Spec).toString());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Take off this list"), this, [this, spec] { data_.forget(spec); });
    menu->popup(list_->viewport()->mapToGlobal(at));
}

bool SetList::eventFilter(QObject* watched, QEvent* event) {
    if (watched == list_ && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        const QListWidgetItem* item = list_->currentItem();
        if (item && !item->data(BuiltIn).toBool() && !item->data(InNetwork).toBool()) data_.forget(s(item->data(Spec).toString()));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace nw::ui
