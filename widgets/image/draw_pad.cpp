// The draw pad: strokes, and the normalisation of LeCun's MNIST page (20×20 box, centre of mass at the middle of 28×28).
#include "widgets/image/draw_pad.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTabletEvent>

#include "widgets/theme/accessible.h"
#include "widgets/theme/focus_ring.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::image {

namespace {
constexpr double Pen = 14;
constexpr int Size = 28, Box = 20;

/// The pad is an image: white on black in every theme, as high contrast has them.
QColor ink() { return theme::colour(theme::Token::Text, theme::Scheme::Contrast); }
QColor ground() { return theme::colour(theme::Token::Canvas, theme::Scheme::Contrast); }

QRect inkOf(const QImage& image) {
    QRect out;
    for (int y = 0; y < image.height(); ++y) {
        const uchar* line = image.constScanLine(y);
        for (int x = 0; x < image.width(); ++x)
            if (line[x] > 0) out |= QRect(x, y, 1, 1);
    }
    return out;
}

QPointF massOf(const QImage& image) {
    double sum = 0, sx = 0, sy = 0;
    for (int y = 0; y < image.height(); ++y) {
        const uchar* line = image.constScanLine(y);
        for (int x = 0; x < image.width(); ++x) {
            sum += line[x];
            sx += line[x] * (x + 0.5);
            sy += line[x] * (y + 0.5);
        }
    }
    return sum > 0 ? QPointF(sx / sum, sy / sum) : QPointF(image.width() / 2.0, image.height() / 2.0);
}
}  // namespace

DrawPad::DrawPad(QWidget* parent) : QWidget(parent) {
    setFixedSize(Side, Side);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
    setAccessibleName(tr("Draw pad"));
    setAccessibleDescription(tr("Draw with mouse or pen. Ctrl+Z takes the last stroke away, Delete clears."));
    setAttribute(Qt::WA_OpaquePaintEvent, false);
    theme::followFocus(this, theme::radius::Button);
    theme::speakAs(this, {.role = QAccessible::Canvas});
    pause_.setSingleShot(true);
    pause_.setInterval(33);
    connect(&pause_, &QTimer::timeout, this, [this] {
        if (drawing_) Q_EMIT changed(sample());
    });
}

void DrawPad::drawInk(QPainter* p) const {
    p->setRenderHint(QPainter::Antialiasing);
    p->setBrush(Qt::NoBrush);
    p->setPen(QPen(ink(), Pen, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    for (const QPolygonF& stroke : strokes_)
        if (stroke.size() == 1)
            p->drawPoint(stroke.front());
        else
            p->drawPolyline(stroke);
}

QImage DrawPad::sample() const {
    QImage out(Size, Size, QImage::Format_Grayscale8);
    out.fill(0);
    QImage drawn(Side, Side, QImage::Format_Grayscale8);
    drawn.fill(0);
    QPainter brush(&drawn);
    drawInk(&brush);
    brush.end();
    const QRect box = inkOf(drawn);
    if (box.isEmpty()) return out;
    const QSize fitted = box.size().scaled(Box, Box, Qt::KeepAspectRatio).expandedTo({1, 1});
    const QImage small =
        drawn.copy(box).scaled(fitted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_Grayscale8);
    QPainter place(&out);
    place.setRenderHint(QPainter::SmoothPixmapTransform);
    QPointF at = QPointF(Size / 2.0, Size / 2.0) - massOf(small);
    at.setX(std::clamp(at.x(), 0.0, double(Size - fitted.width())));
    at.setY(std::clamp(at.y(), 0.0, double(Size - fitted.height())));
    place.drawImage(at, small);
    return out;
}

void DrawPad::begin(const QPointF& at) {
    drawing_ = true;
    strokes_.append(QPolygonF{at});
    announce();
}

void DrawPad::extend(const QPointF& at) {
    if (!drawing_ || strokes_.back().back() == at) return;
    strokes_.back().append(at);
    announce();
}

void DrawPad::end() {
    if (!drawing_) return;
    drawing_ = false;
    pause_.stop();
    Q_EMIT changed(sample());
}

void DrawPad::announce() {
    update();
    if (drawing_ && !pause_.isActive()) pause_.start();
}

void DrawPad::clear() {
    if (strokes_.isEmpty()) return;
    strokes_.clear();
    drawing_ = false;
    update();
    Q_EMIT changed(sample());
}

void DrawPad::undoStroke() {
    if (strokes_.isEmpty()) return;
    strokes_.removeLast();
    drawing_ = false;
    update();
    Q_EMIT changed(sample());
}

void DrawPad::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QPainterPath round;
    round.addRoundedRect(QRectF(rect()), theme::radius::Button, theme::radius::Button);
    p.fillPath(round, ground());
    if (strokes_.isEmpty()) {
        p.setFont(theme::font(theme::Type::Small));
        p.setPen(theme::colour(theme::Token::Text3, theme::Scheme::Dark));  // the ground is black in every theme
        p.drawText(rect(), Qt::AlignCenter, tr("Draw here"));
    }
    p.save();
    p.setClipPath(round);
    drawInk(&p);
    p.restore();
    if (theme::Theme::instance().isDark())
        theme::drawBox(&p, rect(), Qt::transparent, theme::colour(theme::Token::LineStrong), 1, theme::radius::Button);
}

void DrawPad::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) begin(event->position());
}

void DrawPad::mouseMoveEvent(QMouseEvent* event) { extend(event->position()); }

void DrawPad::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) end();
}

void DrawPad::tabletEvent(QTabletEvent* event) {
    if (event->type() == QEvent::TabletPress)
        begin(event->position());
    else if (event->type() == QEvent::TabletMove)
        extend(event->position());
    else
        end();
    event->accept();
}

bool DrawPad::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && !strokes_.isEmpty()) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->key() == Qt::Key_Delete || key->key() == Qt::Key_Backspace) event->accept();
    }
    return QWidget::event(event);
}

void DrawPad::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Undo))
        undoStroke();
    else if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        clear();
    else
        QWidget::keyPressEvent(event);
}

}  // namespace nw::image
