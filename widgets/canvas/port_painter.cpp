// Draws ports and signs.
#include "widgets/canvas/port_painter.h"

#include <cmath>
#include <numbers>

#include "widgets/canvas/geometry.h"

namespace nw::canvas {

namespace {

using theme::PortKind;
using theme::Token;

QPolygonF polygon(QPointF centre, double radius, int corners, double turn) {
    QPolygonF out;
    for (int k = 0; k < corners; ++k) {
        const double angle = 2 * std::numbers::pi * (k + turn) / corners;
        out << centre + radius * QPointF(std::cos(angle), std::sin(angle));
    }
    return out;
}

void drawShape(QPainter& painter, QPointF c, double r, PortKind kind) {
    switch (kind) {
        case PortKind::Float: painter.drawEllipse(c, r - 1, r - 1); break;
        case PortKind::Integer:
            painter.drawRoundedRect(QRectF(c.x() - r + 1, c.y() - r + 1, 2 * r - 2, 2 * r - 2), 1.5, 1.5);
            break;
        case PortKind::Boolean: painter.drawPolygon(polygon(c, r, 4, 0)); break;
        case PortKind::String:
            painter.drawPolygon(QPolygonF{{c.x() - r + 1, c.y() - r + 1}, {c.x() + r, c.y()}, {c.x() - r + 1, c.y() + r - 1}});
            break;
        case PortKind::Complex: painter.drawEllipse(c, r - 0.5, r - 0.5); break;
        case PortKind::Function: painter.drawPolygon(polygon(c, r, 6, 0.5)); break;
    }
}

void drawExclamation(QPainter& painter, const QRectF& rect, double top, double bottom, double dot, const QColor& colour) {
    const double unit = rect.width() / 24;
    const auto at = [&](double y) { return QPointF(rect.x() + 12 * unit, rect.y() + y * unit); };
    painter.setPen(QPen(colour, 2.4 * unit, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(at(top), at(bottom));
    painter.drawLine(at(dot), at(dot + 0.1));
}

}  // namespace

void drawPort(QPainter& painter, QPointF centre, const Port& port, PortLook look, const Ink& ink) {
    const bool hot = look == PortLook::Hot;
    const double r = hot ? 7 : PortRadius;
    QColor colour = hot ? ink(Token::Accent) : ink(port.kind);
    painter.setPen(Qt::NoPen);
    if (hot) {
        painter.setBrush(theme::withAlpha(ink(Token::Accent), 0.28));
        painter.drawEllipse(centre, 12, 12);
    }
    painter.setBrush(ink(Token::Node));
    painter.drawEllipse(centre, r + 2, r + 2);
    if (look == PortLook::Faded) colour.setAlphaF(0.28f);
    painter.setBrush(port.connected || hot ? colour : ink(Token::Node));
    painter.setPen(QPen(colour, 2));
    drawShape(painter, centre, r, port.kind);
    if (port.kind == PortKind::Complex) {  // the second ring, in the other colour where the port is filled
        painter.setPen(QPen(port.connected || hot ? ink(Token::Node) : colour, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, r * 0.4, r * 0.4);
    }
    if (!port.variadic || port.connected || hot) return;
    painter.setPen(QPen(colour, 1.2));
    painter.drawLine(centre - QPointF(1.8, 0), centre + QPointF(1.8, 0));
    painter.drawLine(centre - QPointF(0, 1.8), centre + QPointF(0, 1.8));
}

void drawWarningSign(QPainter& painter, const QRectF& rect, const Ink& ink) {
    const double unit = rect.width() / 24;
    const auto at = [&](double x, double y) { return rect.topLeft() + QPointF(x, y) * unit; };
    painter.setPen(QPen(ink(Token::Warn), 3 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(ink(Token::Warn));
    painter.drawPolygon(QPolygonF{at(12, 5), at(20, 18.5), at(4, 18.5)});
    drawExclamation(painter, rect, 9.5, 13.7, 16.8, ink(Token::Node));
}

void drawErrorSign(QPainter& painter, const QRectF& rect, const Ink& ink) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink(Token::Err));
    painter.drawPolygon(polygon(rect.center(), rect.width() * 0.41, 8, 0.5));
    drawExclamation(painter, rect, 7.5, 12.8, 16.4, ink(Token::Node));
}

void drawRunningSign(QPainter& painter, const QRectF& rect, double turn, const Ink& ink) {
    const QRectF ring = rect.adjusted(1, 1, -1, -1);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink(Token::Line), 2));
    painter.drawEllipse(ring);
    painter.setPen(QPen(ink(Token::Accent), 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(ring, static_cast<int>((90 - 360 * turn) * 16), -250 * 16);
}

}  // namespace nw::canvas
