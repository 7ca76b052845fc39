// The ground of popups, and a mask that follows their size.
#include "widgets/theme/popup.h"

#include <QEvent>
#include <QGuiApplication>
#include <QPainter>
#include <QPointer>
#include <QWidget>
#include <QtMath>
#include <cmath>

#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"

namespace nw::theme {

namespace {

bool cutsPopups() { return QGuiApplication::platformName() == QStringLiteral("xcb"); }

class Shaper final : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Show || event->type() == QEvent::Resize) {
            auto* popup = static_cast<QWidget*>(watched);
            popup->setMask(popupShape(popup->size()));
        }
        return false;
    }
};

}  // namespace

void makePopup(QWidget* widget) {
    widget->setWindowFlags(Qt::Popup | Qt::FramelessWindowHint | Qt::NoDropShadowWindowHint);
    widget->setAttribute(Qt::WA_TranslucentBackground);
    shapePopup(widget);
}

void drawPopup(QPainter* painter, const QRect& rect) { drawPopup(painter, rect, cutsPopups()); }

void drawPopup(QPainter* painter, const QRect& rect, bool opaque) {
    const Token edge = Theme::instance().scheme() == Scheme::Light ? Token::FrameLine : Token::Line;
    if (opaque) painter->fillRect(rect, colour(edge));
    drawBox(painter, rect, colour(Token::Popup), colour(edge), 1, radius::Button);
}

QRegion popupShape(const QSize& size) {
    constexpr double r = radius::Button;
    QRegion shape(0, qCeil(r), size.width(), size.height() - 2 * qCeil(r));
    for (int y = 0; y < qCeil(r); ++y) {
        const double up = r - (y + 0.5);  // of the pixel's middle, above the centre of the corner
        const int inset = static_cast<int>(std::lround(r - std::sqrt(r * r - up * up)));
        shape += QRect(inset, y, size.width() - 2 * inset, 1);
        shape += QRect(inset, size.height() - 1 - y, size.width() - 2 * inset, 1);
    }
    return shape;
}

void shapePopup(QWidget* popup) {
    if (!cutsPopups()) return;
    static QPointer<Shaper> shaper;
    if (!shaper) shaper = new Shaper(QGuiApplication::instance());
    popup->removeEventFilter(shaper);
    popup->installEventFilter(shaper);
}

}  // namespace nw::theme
