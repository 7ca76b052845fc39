// Drawing of the inspector's small parts.
#include "ui/build/inspector_parts.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include "widgets/canvas/preview_painter.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/text_undo.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

FamilyTile::FamilyTile(QWidget* parent) : QWidget(parent) { setFixedSize(36, 36); }

void FamilyTile::setFamily(theme::Family family, bool several) {
    family_ = family;
    several_ = several;
    update();
}

void FamilyTile::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    if (!several_) return theme::drawFamilyTile(&p, family_, QRectF(rect()), 9);
    theme::drawBox(&p, QRectF(8, 0, 28, 28), theme::mix(theme::colour(family_), theme::colour(Token::Panel), 0.6), Qt::transparent,
                   0, 7);
    theme::drawBox(&p, QRectF(0, 6, 30, 30), theme::colour(Token::Panel), Qt::transparent, 0, 9);
    theme::drawFamilyTile(&p, family_, QRectF(0, 8, 28, 28), 7);
}

NameEdit::NameEdit(QWidget* parent) : QLineEdit(parent) {
    setFrame(false);
    setFont(theme::font(Type::PanelTitle));
    setFixedHeight(26);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(tr("Name"));
    connect(this, &QLineEdit::returnPressed, this, [this] {
        finish();
        selectAll();
    });
}

void NameEdit::setName(const QString& title, const QString& name) {
    title_ = title;
    name_ = name;
    if (!hasFocus() || !isModified()) showTitle();
}

/// All of it while it is edited, else as much as there is room for.
void NameEdit::showTitle() {
    constexpr int around = 12;  // what the field leaves at either side
    const QString shown = hasFocus() ? title_ : fontMetrics().elidedText(title_, Qt::ElideRight, width() - 2 * around);
    setText(shown);
    setCursorPosition(0);
    setToolTip(shown != title_ ? title_ : isReadOnly() ? QString() : tr("Rename %1").arg(name_));
}

void NameEdit::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    if (!hasFocus()) showTitle();
}

void NameEdit::finish() {
    const QString wanted = text().trimmed();
    theme::forgetTyping(*this);
    setModified(false);
    if (!isReadOnly() && !wanted.isEmpty() && wanted != name_ && wanted != title_) Q_EMIT renamed(wanted);
}

void NameEdit::focusInEvent(QFocusEvent* event) {
    if (!isReadOnly()) setText(title_);
    QLineEdit::focusInEvent(event);
    if (event->reason() != Qt::MouseFocusReason) selectAll();
}

void NameEdit::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() == Qt::PopupFocusReason || event->reason() == Qt::ActiveWindowFocusReason) return;
    if (isModified()) finish();
    showTitle();
}

bool NameEdit::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && isModified() && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
        event->accept();
    return QLineEdit::event(event);
}

void NameEdit::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && isModified()) {
        setText(title_);
        setModified(false);
        return selectAll();
    }
    QLineEdit::keyPressEvent(event);
}

void NameEdit::paintEvent(QPaintEvent* event) {
    if (!isReadOnly() && (hasFocus() || underMouse())) {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        theme::drawBox(&p, QRectF(rect()), Qt::transparent, theme::colour(hasFocus() ? Token::Accent : Token::LineStrong),
                       hasFocus() ? 2 : 1, theme::radius::Field);
    }
    QLineEdit::paintEvent(event);
}

ValuesView::ValuesView(const QString& name, QWidget* parent) : QWidget(parent) {
    setAccessibleName(name);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ValuesView::setPreview(const canvas::Preview& preview) {
    if (preview == preview_) return;
    const bool other = preview.kind != preview_.kind || preview.images.size() != preview_.images.size();
    preview_ = preview;
    if (other) updateGeometry();
    update();
}

int ValuesView::heightForWidth(int width) const {
    using Kind = canvas::Preview::Kind;
    switch (preview_.kind) {
        case Kind::Maps: return preview_.images.size() > 8 ? (width - 28) / 8 * 2 + 4 : (width - 28) / 8;
        case Kind::Image: return std::min(width, 112);
        case Kind::Scores: return 66;
        default: return 66;
    }
}

void ValuesView::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const canvas::Ink& ink = canvas::inkOf(theme::Theme::instance().scheme());
    if (preview_.kind == canvas::Preview::Kind::Scores) return canvas::drawScores(p, preview_, QRectF(rect()), ink);
    p.drawPixmap(QPointF(0, 0), canvas::stripSheet(preview_, QSizeF(size()), devicePixelRatioF(), ink));
}

PictureView::PictureView(int side, const QString& name, QWidget* parent) : QWidget(parent) {
    setFixedSize(side, side);
    setAccessibleName(name);
}

void PictureView::setPicture(const QImage& picture) {
    picture_ = picture;
    update();
}

void PictureView::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QPainterPath clip;
    clip.addRoundedRect(QRectF(rect()), 6, 6);
    if (picture_.isNull()) return p.fillPath(clip, theme::colour(Token::Sunken));
    p.fillPath(clip, theme::withAlpha(theme::colour(Token::Shadow), 1));  // the ground of a sample is black in every theme
    p.setClipPath(clip);
    const QSize fitted = picture_.size().scaled(size(), Qt::KeepAspectRatio);
    const QRect target(QPoint((width() - fitted.width()) / 2, (height() - fitted.height()) / 2), fitted);
    p.setRenderHint(QPainter::SmoothPixmapTransform, picture_.width() > width());
    p.drawImage(target, picture_);
}

}  // namespace nw::ui
