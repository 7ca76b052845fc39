// Search and choice in the palette.
#include "ui/build/palette.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "core/op/registry.h"
#include "ui/build/families.h"
#include "ui/build/palette_list.h"
#include "ui/build/suggestions.h"
#include "ui/document/text.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/popup.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::ui {

namespace {
constexpr int Tallest = 560;  ///< of the popup; less in a low window
}  // namespace

Palette::Palette(Studio& studio, QWidget* parent)
    : QWidget(parent), studio_(studio), search_(new QLineEdit), rows_(new QStandardItemModel(this)) {
    list_ = new PaletteList(rows_, [this](const QString& op) { return hintFor(op); });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 8, 0);
    column->setSpacing(4);
    search_->setPlaceholderText(tr("Search layers"));
    search_->setAccessibleName(tr("Search layers"));
    search_->setToolTip(tr("Search layers (/)"));
    search_->setClearButtonEnabled(true);
    search_->addAction(theme::icon("search"), QLineEdit::LeadingPosition);
    search_->installEventFilter(this);
    list_->installEventFilter(this);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(0, 0, 4, 0);
    top->addWidget(search_);
    column->addLayout(top);
    column->addWidget(list_, 1);
    connect(search_, &QLineEdit::textChanged, this, [this] { fill(); });
    connect(list_, &PaletteList::chosen, this, &Palette::choose);
    setFocusProxy(search_);
    fill();
}

void Palette::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void Palette::openAsPopup(QPoint global) {
    theme::makePopup(this);
    const QWidget* window = parentWidget();
    const int room = window ? window->mapToGlobal(QPoint(0, window->height())).y() - global.y() - 8 : Tallest;
    resize(Width, std::min(Tallest, room));
    move(global);
    search_->clear();
    show();
    focusSearch();
}

void Palette::fill() {
    const QString text = search_->text().trimmed();
    rows_->clear();
    if (text.isEmpty()) {
        std::optional<theme::Family> family;
        for (const OpDef* op : placeableOperators()) {
            if (family != familyOf(*op)) PaletteList::addHeading(*rows_, titleOf(*(family = familyOf(*op))));
            PaletteList::addOperator(*rows_, *op);
        }
        return;
    }
    for (const Suggestion& s : matches(studio_, outputOf(studio_, studio_.selection.single()), text))
        PaletteList::addOperator(*rows_, *s.op);
    if (rows_->rowCount() == 0) PaletteList::addHeading(*rows_, tr("No layer is called \"%1\"").arg(text));
    const int best = list_->operatorFrom(0, 1);
    if (best >= 0) list_->setCurrentIndex(rows_->index(best, 0));
}

void Palette::moveBy(int by) {
    const int now = list_->currentIndex().isValid() ? list_->currentIndex().row() : by > 0 ? -1 : rows_->rowCount();
    const int row = list_->operatorFrom(now + by, by);
    if (row >= 0) list_->setCurrentIndex(rows_->index(row, 0));
}

void Palette::choose(const QModelIndex& index) {
    const QString op = PaletteList::operatorOf(index);
    if (op.isEmpty()) return;
    if (isWindow()) close();
    Q_EMIT addRequested(op);
    if (search_->hasFocus()) search_->setText({});  // what was looked for is found, and not typing that could be undone
}

QString Palette::hintFor(const QString& id) const {
    const OpDef& op = operatorById(s(id));
    const PortRef from = outputOf(studio_, studio_.selection.single());
    if (!from.node) return q(op.doc).toHtmlEscaped();
    for (const Suggestion& one : matches(studio_, from, q(op.label)))
        if (one.op == &op && !one.shape.isEmpty())
            return tr("%1<br>Here it gives %2.").arg(q(op.doc).toHtmlEscaped(), theme::figureTip(one.shape));
    return tr("%1<br>It does not take what the selected layer gives.").arg(q(op.doc).toHtmlEscaped());
}

bool Palette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == list_) {
        if (event->type() == QEvent::FocusOut && search_->text().isEmpty() && !isWindow()) list_->setCurrentIndex({});
        return QWidget::eventFilter(watched, event);
    }
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Down: moveBy(1); return true;
        case Qt::Key_Up: moveBy(-1); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: choose(list_->currentIndex()); return true;
        case Qt::Key_Escape:
            if (!search_->text().isEmpty())
                search_->clear();
            else if (isWindow())
                close();
            else
                Q_EMIT left();
            return true;
        default: break;
    }
    return QWidget::eventFilter(watched, event);
}

void Palette::paintEvent(QPaintEvent*) {
    QPainter p(this);
    if (!isWindow()) return p.fillRect(rect(), theme::colour(theme::Token::Panel));
    theme::drawPopup(&p, rect());
}

}  // namespace nw::ui
