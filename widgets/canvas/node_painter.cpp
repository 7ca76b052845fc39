// The four levels of detail of a node.
#include "widgets/canvas/node_painter.h"

#include <QCoreApplication>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/canvas/port_painter.h"
#include "widgets/canvas/preview_painter.h"
#include "widgets/canvas/shadow.h"
#include "widgets/theme/icon.h"

namespace nw::canvas {

namespace {

using theme::Token;
using theme::Type;

constexpr double TextLeft = 46, SignSize = 16;

QString glyphOf(const Node& node) { return node.glyph.isEmpty() ? theme::familyIcon(node.family) : node.glyph; }

/// 11 / 600, on compact cards only.
const QFont& compactFont() {
    static const QFont font = [] {
        QFont f = theme::font(Type::NoteMedium);
        f.setWeight(QFont::DemiBold);
        return f;
    }();
    return font;
}

bool hasSign(const Node& node) {
    return node.state == State::Warning || node.state == State::Error || node.state == State::Running;
}

}  // namespace

QRectF nodeBounds(const Node& node) {
    const bool named = node.inputs.size() > 1 || node.outputs.size() > 1;
    return nodeBody(node).adjusted(-16, -18, named ? 60 : 16, 20);
}

NodePainter::NodePainter(QPainter& painter, const Node& node, const NodeMarks& marks, const Ink& ink, NodeCache& cache,
                         double stretch)
    : p_(painter),
      node_(node),
      marks_(marks),
      ink_(ink),
      cache_(cache),
      stretch_(stretch),
      opacity_(painter.opacity()),
      body_(nodeBody(node).adjusted(0, 0, 0, stretch)),
      zoom_(painter.worldTransform().m11()) {
    p_.setLayoutDirection(Qt::LeftToRight);  // as the canvas, whichever way people write
    if (cache_.scheme != ink.scheme) {
        cache_.thumbnail = cache_.strip = QPixmap();
        cache_.scheme = ink.scheme;
    }
}

void NodePainter::paint(bool changing, double turn) {
    switch (detailAt(zoom_, changing)) {
        case Detail::Block: return paintBlock();
        case Detail::Compact: return paintCompact();
        case Detail::Card: return paintCard();
        case Detail::Full: return paintFull(turn);
    }
}

/// Far: one flat rectangle.
void NodePainter::paintBlock() {
    p_.setRenderHint(QPainter::Antialiasing, false);
    p_.fillRect(body_, bypassed() ? theme::withAlpha(ink_(node_.family), 0.4) : ink_(node_.family));
    const bool strong = marks_.selected || marks_.focused || marks_.flashing;
    if (!strong && node_.state != State::Error) return;
    QPen pen(ink_(strong ? Token::Accent : Token::Err), strong ? 2 : 1);
    pen.setCosmetic(true);
    p_.setPen(pen);
    p_.setBrush(Qt::NoBrush);
    p_.drawRect(strong ? body_.adjusted(-2 / zoom_, -2 / zoom_, 2 / zoom_, 2 / zoom_) : body_);
}

/// Middle: a tinted card; its title is 11 px on the screen at every zoom.
void NodePainter::paintCompact() {
    const QColor& family = ink_(node_.family);
    const bool error = node_.state == State::Error, strong = marks_.selected || marks_.target || marks_.flashing || error;
    const auto index = static_cast<std::size_t>(node_.family);
    const QColor fill = bypassed() ? theme::mix(ink_(Token::Node), ink_.tints[index], 0.4) : ink_.tints[index];
    const QColor edge = marks_.selected || marks_.target || marks_.flashing ? ink_(Token::Accent)
                        : error                                             ? ink_(Token::Err)
                        : node_.state == State::Warning                     ? ink_(Token::Warn)
                                                                            : ink_.tintEdges[index];
    const double width = (strong ? 2 : 1) / zoom_;
    const bool round = zoom_ >= 0.35;
    p_.setRenderHint(QPainter::Antialiasing, round);
    if (round) {
        p_.setPen(QPen(edge, width));
        p_.setBrush(fill);
        p_.drawRoundedRect(body_, NodeRadius, NodeRadius);
    } else {
        p_.fillRect(body_, edge);
        p_.fillRect(body_.adjusted(width, width, -width, -width), fill);
    }
    p_.fillRect(QRectF(4 / zoom_, 8, 3 / zoom_, body_.height() - 16), family);
    if (marks_.focused) {
        p_.setPen(QPen(ink_(Token::Accent), 2 / zoom_));
        p_.setBrush(Qt::NoBrush);
        const double d = 4 / zoom_;
        p_.drawRoundedRect(body_.adjusted(-d, -d, d, d), NodeRadius + d, NodeRadius + d);
    }
    const double room = body_.width() * zoom_ - 16;
    if (room >= 20)
        drawDeviceLine(cache_.deviceTitle, node_.title, compactFont(), Token::Text, {11, body_.height() / 2 * zoom_ - 7}, room);
}

/// Near: tile, title, shape and picture; texts of fixed size, nothing soft.
void NodePainter::paintCard() {
    p_.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    if (marks_.focused) {
        p_.setPen(QPen(ink_(Token::Accent), 2 / zoom_));
        p_.setBrush(Qt::NoBrush);
        p_.drawRoundedRect(body_.adjusted(-5, -5, 5, 5), NodeRadius + 5, NodeRadius + 5);
    }
    p_.setPen(edge(1 / zoom_));
    p_.setBrush(marks_.target ? ink_(Token::AccentSoft) : ink_(Token::Node));
    p_.drawRoundedRect(body_, NodeRadius, NodeRadius);
    if (bypassed()) p_.setOpacity(0.6 * opacity_);
    paintTile({10, 10, 34, 44}, 8, 24);
    paintPreview();
    const double right = textRight(), room = (right - 58) * zoom_;
    drawDeviceLine(cache_.deviceTitle, node_.title, theme::font(Type::SmallStrong), Token::Text, {52 * zoom_, 32 * zoom_ - 15},
                   room);
    drawDeviceLine(cache_.deviceShape, node_.shape, theme::font(Type::Figure11), Token::Text2, {52 * zoom_, 32 * zoom_ + 1}, room);
    const QRectF sign(signRight() - SignSize - 4, 6, SignSize + 4, SignSize + 4);
    if (node_.state == State::Error) drawErrorSign(p_, sign, ink_);
    if (node_.state == State::Warning) drawWarningSign(p_, sign, ink_);
    p_.setOpacity(opacity_);
    paintPorts(false);
}

void NodePainter::paintFull(double turn) {
    p_.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
    paintGround();
    if (bypassed()) p_.setOpacity(0.6 * opacity_);
    paintTile({9, 8, 28, 28}, 7, 18);
    paintTexts();
    paintSigns(turn);
    paintPreview();
    p_.setOpacity(opacity_);
    paintPorts(true);
}

QPen NodePainter::edge(double unit) const {
    const bool strong = marks_.target || marks_.selected || marks_.flashing;
    if (bypassed()) {  // also under the accent
        const double width = strong ? 2 : 1.25;
        QPen pen(ink_(strong ? Token::Accent : Token::LineStrong), width * unit, Qt::CustomDashLine, Qt::FlatCap);
        pen.setDashPattern({4 / width, 3 / width});
        return pen;
    }
    if (strong) return {ink_(Token::Accent), 2 * unit};
    if (node_.state == State::Error) return {ink_(Token::Err), 1.5 * unit};
    if (node_.state == State::Warning) return {ink_(Token::Warn), unit};
    return {ink_(marks_.hovered ? Token::LineStrong : Token::Line), unit};
}

void NodePainter::paintGround() {
    if (!bypassed()) drawShadow(p_, body_, zoom_ * p_.device()->devicePixelRatioF(), ink_);
    p_.setBrush(Qt::NoBrush);
    if (marks_.selected || marks_.flashing) {
        p_.setPen(QPen(theme::withAlpha(ink_(Token::Accent), ink_.dark() ? 0.35 : 0.22), 4));
        p_.drawRoundedRect(body_.adjusted(-3, -3, 3, 3), NodeRadius + 3, NodeRadius + 3);
    }
    if (marks_.focused) {
        const double d = marks_.selected ? 7 : 4;  // outside the halo when both
        p_.setPen(QPen(ink_(Token::Accent), 2));
        p_.drawRoundedRect(body_.adjusted(-d, -d, d, d), NodeRadius + d, NodeRadius + d);
    }
    p_.setPen(edge(1));
    QColor fill = ink_(marks_.target ? Token::AccentSoft : Token::Node);
    if (bypassed()) fill.setAlphaF(0.55f);
    p_.setBrush(fill);
    p_.drawRoundedRect(body_.adjusted(0.5, 0.5, -0.5, -0.5), NodeRadius, NodeRadius);
}

void NodePainter::paintTile(const QRectF& rect, double radius, double glyph) {
    p_.setPen(Qt::NoPen);
    p_.setBrush(ink_(node_.family));
    if (node_.function) {  // two cards, one behind the other: there is a graph inside
        p_.drawRoundedRect(rect.adjusted(4, 0, 0, -4), radius - 1, radius - 1);
        p_.setPen(QPen(ink_(Token::Node), 1.5));
        p_.drawRoundedRect(rect.adjusted(0, 4, -4, 0), radius - 1, radius - 1);
    } else {
        p_.drawRoundedRect(rect, radius, radius);
    }
    const QPointF centre = node_.function ? rect.center() + QPointF(-2, 2) : rect.center();
    const double size = node_.function ? glyph - 2 : glyph;
    theme::drawIcon(&p_, glyphOf(node_), QRectF(centre - QPointF(size, size) / 2, QSizeF(size, size)), ink_(Token::OnFamily));
}

QString NodePainter::subtitle() const {
    if ((node_.state == State::Error || node_.state == State::Warning) && !node_.fault.isEmpty()) return node_.fault;
    if (!bypassed()) return node_.subtitle;
    const QString word = QCoreApplication::translate("nw::canvas", "Bypassed");
    return node_.subtitle.isEmpty() ? word : word + QStringLiteral(" · ") + node_.subtitle;
}

double NodePainter::textRight() const {
    const QRectF thumbnail = thumbnailRect(node_);
    return thumbnail.isNull() ? body_.width() - 10 : thumbnail.left() - 6;
}

double NodePainter::signRight() const {
    const QRectF thumbnail = thumbnailRect(node_);
    return thumbnail.isNull() ? body_.width() - 10 : thumbnail.left() - 8;
}

void NodePainter::drawLine(NodeCache::Line& line, const QString& text, Type type, Token colour, QPointF at, double width) {
    const QFont& font = theme::font(type);
    const int room = static_cast<int>(width);
    if (line.width != room) {
        line.width = room;
        line.text.setTextFormat(Qt::PlainText);
        line.text.setText(QFontMetricsF(font).elidedText(text, Qt::ElideRight, width));
        line.text.prepare(QTransform(), font);
    }
    p_.setFont(font);
    p_.setPen(ink_(colour));
    p_.drawStaticText(at, line.text);
}

/// `at` and `width` in pixels from the node's top left on the screen; elided in steps of 16.
void NodePainter::drawDeviceLine(NodeCache::Line& line, const QString& text, const QFont& font, Token colour, QPointF at,
                                 double width) {
    const int room = std::max(0, static_cast<int>(width) / 16 * 16);
    if (room == 0 || text.isEmpty()) return;
    const int key = room + font.pixelSize() % 16;  // one line serves compact titles of 11 and card titles of 12 px
    if (line.width != key) {
        line.width = key;
        line.text.setTextFormat(Qt::PlainText);
        line.text.setText(QFontMetricsF(font).elidedText(text, Qt::ElideRight, room));
        line.text.prepare(QTransform(), font);
    }
    const QTransform saved = p_.worldTransform();
    const QPointF origin = saved.map(QPointF(0, 0));
    p_.setWorldTransform(QTransform());
    p_.setFont(font);
    p_.setPen(ink_(colour));
    p_.drawStaticText(QPointF(std::round(origin.x() + at.x()), std::round(origin.y() + at.y())), line.text);
    p_.setWorldTransform(saved);
}

void NodePainter::paintTexts() {
    const double right = textRight(), signs = hasSign(node_) ? signRight() - SignSize - 8 : right;
    drawLine(cache_.title, node_.title, Type::BodyStrong, Token::Text, {TextLeft, 6}, std::min(right, signs) - TextLeft);
    drawLine(cache_.subtitle, subtitle(), Type::Note, Token::Text2, {TextLeft, 24}, right - TextLeft);
    const QString shape = node_.state == State::Error && node_.shape.isEmpty() ? QStringLiteral("?") : node_.shape;
    drawLine(cache_.shape, shape, Type::Figure11, Token::Text, {TextLeft, 41}, right - TextLeft);
    if (node_.parameters.isEmpty()) return;
    if (cache_.shapeWidth == 0) cache_.shapeWidth = QFontMetricsF(theme::font(Type::Figure11)).horizontalAdvance(shape);
    const double x = TextLeft + cache_.shapeWidth + 8;
    static const double y =
        41 + QFontMetricsF(theme::font(Type::Figure11)).ascent() - QFontMetricsF(theme::font(Type::Note)).ascent();
    if (right - x > 24) drawLine(cache_.parameters, node_.parameters, Type::Note, Token::Text3, {x, y}, right - x);
}

void NodePainter::paintSigns(double turn) {
    const QRectF sign(signRight() - SignSize, 8, SignSize, SignSize);
    if (node_.state == State::Error) drawErrorSign(p_, sign, ink_);
    if (node_.state == State::Warning) drawWarningSign(p_, sign, ink_);
    if (node_.state != State::Running) return;
    drawRunningSign(p_, sign.adjusted(1, 1, -1, -1), turn, ink_);
    if (node_.progress < 0) return;
    QPainterPath clip, bar;
    clip.addRoundedRect(body_.adjusted(1, 1, -1, -1), NodeRadius - 1, NodeRadius - 1);
    bar.addRect(QRectF(0, body_.height() - 3, body_.width() * std::min(1.0, node_.progress), 3));
    p_.fillPath(clip.intersected(bar), ink_(Token::Accent));
}

void NodePainter::paintPreview() {
    const QRectF thumbnail = thumbnailRect(node_), strip = stripRect(node_);
    const double scale = zoom_ * p_.device()->devicePixelRatioF() <= 1.05 ? 2 : 4;
    if (scale != cache_.sheetScale) {
        cache_.thumbnail = cache_.strip = QPixmap();
        cache_.sheetScale = scale;
    }
    const auto draw = [this](const QRectF& at, const QPixmap& sheet) {
        p_.drawPixmap(at, sheet, QRectF(QPointF(0, 0), QSizeF(sheet.size())));
    };
    if (!thumbnail.isNull()) {
        if (cache_.thumbnail.isNull()) cache_.thumbnail = thumbnailSheet(node_.preview, scale, ink_);
        draw(thumbnail, cache_.thumbnail);
    }
    if (strip.isNull()) return;
    if (stretch_ < 0) p_.setClipRect(body_);  // more of it comes into view as the card grows
    if (node_.preview.kind == Preview::Kind::Scores) {
        drawScores(p_, node_.preview, strip.adjusted(0, 2, 0, 2), ink_, zoom_);
    } else {
        if (cache_.strip.isNull()) cache_.strip = stripSheet(node_.preview, strip.size(), scale, ink_);
        draw(strip, cache_.strip);
    }
    if (stretch_ < 0) p_.setClipping(false);
}

void NodePainter::paintPorts(bool names) {
    const auto side = [&](const QList<Port>& ports, bool outputs) {
        const int hot = outputs ? marks_.hotOutput : marks_.hotInput;
        const quint64 faded = outputs ? marks_.fadedOutputs : marks_.fadedInputs;
        for (int i = 0; i < ports.size(); ++i) {
            const PortLook look = hot == i ? PortLook::Hot : i < 64 && (faded >> i & 1) ? PortLook::Faded : PortLook::Normal;
            drawPort(p_, outputs ? outputAt(node_, i) + QPointF(0, stretch_) : inputAt(node_, i), ports[i], look, ink_);
        }
        if (names && ports.size() > 1) paintPortNames(ports, outputs);
    };
    side(node_.inputs, false);
    side(node_.outputs, true);
}

void NodePainter::paintPortNames(const QList<Port>& ports, bool outputs) {
    p_.setFont(theme::font(Type::NoteMedium));
    p_.setPen(ink_(Token::Text2));
    const QFontMetricsF metrics(p_.font());
    for (int i = 0; i < ports.size(); ++i) {
        const double room = i + 1 < ports.size() ? portPitch(node_, outputs) - 22 : 84;
        const QPointF at = outputs ? outputAt(node_, i) + QPointF(11, 11.5 + stretch_) : inputAt(node_, i) + QPointF(11, -5);
        const QString name = metrics.elidedText(ports[i].label, Qt::ElideRight, room);
        // A lane may pass behind the name.
        p_.fillRect(QRectF(at.x() - 2, at.y() - 9, metrics.horizontalAdvance(name) + 4, 11),
                    theme::withAlpha(ink_(Token::Canvas), 0.85));
        p_.drawText(at, name);
    }
}

TitlePlace titleOf(const Node& node, double zoom) {
    const QSizeF size = nodeSize(node) * zoom;
    const QRectF thumbnail = thumbnailRect(node);
    const double right = (thumbnail.isNull() ? size.width() / zoom - 10 : thumbnail.left() - 6) * zoom;
    const auto place = [&](double left, double top, double end, const QFont& font) {
        return TitlePlace{{left, top, end - left, QFontMetricsF(font).height()}, font};
    };
    switch (detailAt(zoom, false)) {
        case Detail::Full: {
            QFont font = theme::font(Type::BodyStrong);
            font.setPixelSize(std::max(1, qRound(font.pixelSize() * zoom)));
            return place(TextLeft * zoom, 6 * zoom, right, font);
        }
        case Detail::Card: return place(52 * zoom, 32 * zoom - 15, right, theme::font(Type::SmallStrong));
        case Detail::Compact:
        case Detail::Block: break;
    }
    return place(11, size.height() / 2 - 7, size.width() - 5, compactFont());
}

}  // namespace nw::canvas
