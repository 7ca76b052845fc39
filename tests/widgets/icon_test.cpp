// Icons: every drawing keeps the rules of the set, renders in the colour asked for, and follows ratio and theme.
#include <QDir>
#include <QFile>
#include <QPainter>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

#include "widgets/theme/icon.h"

using namespace nw::theme;

namespace {
QStringList ids() {
    QStringList out;
    for (const QString& name : QDir(":/nw/icons").entryList()) out << name.chopped(4);
    return out;
}
/// The strongest pixel, and the rectangle of all that are not clear.
QRect inked(const QImage& image, QRgb* strongest = nullptr) {
    QRect box;
    int best = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QRgb c = image.pixel(x, y);
            if (qAlpha(c) > 24) box |= QRect(x, y, 1, 1);
            if (qAlpha(c) > best && strongest) *strongest = c;
            best = std::max(best, qAlpha(c));
        }
    return box;
}
QImage drawn(const QString& id, double ratio, Token token) { return icon(id, token).pixmap(QSize(24, 24), ratio).toImage(); }
}  // namespace

class IconTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSetIsWhole() {
        const QStringList all = ids();
        for (const char* id : {"warning", "error", "info",  "tick",     "ring",   "plus",  "minus",         "close",       "search",
                               "fit",     "play",  "pause", "stop",     "step",   "undo",  "redo",          "folder",      "file",
                               "data",    "build", "train", "evaluate", "deploy", "phone", "browser",       "server",      "globe",
                               "onnx",    "gear",  "copy",  "trash",    "bypass", "eye",   "pen",           "image",       "link",
                               "chip",    "help",  "moon",  "sun",      "more",   "mark",  "chevron-right", "chevron-down"})
            QVERIFY2(all.contains(id), id);
        for (int f = 0; f < FamilyCount; ++f) QVERIFY(all.contains(familyIcon(static_cast<Family>(f))));
    }
    void drawingsKeepTheRules() {
        for (const QString& id : ids()) {
            QFile file(":/nw/icons/" + id + ".svg");
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            QVERIFY2(text.contains("viewBox=\"0 0 24 24\""), qPrintable(id));
            auto it = QRegularExpression("(?:fill|stroke)=\"(#[^\"]*)\"").globalMatch(text);
            while (it.hasNext()) QCOMPARE(it.next().captured(1), QString("#000"));
            QVERIFY2(!text.contains("gradient", Qt::CaseInsensitive) && !text.contains("<text"), qPrintable(id));
            // Live area 3…21 of 24, half a pixel of antialiasing allowed.
            const QRect box = inked(icon(id, Token::Text).pixmap(QSize(240, 240), 1.0).toImage());
            QVERIFY2(QRect(25, 25, 190, 190).contains(box), qPrintable(QString("%1 leaves the live area").arg(id)));
            QVERIFY2(!box.isEmpty(), qPrintable(id));
        }
    }
    void colourFollowsTheThemeAndRatioTheScreen() {
        for (const Scheme s : {Scheme::Light, Scheme::Dark, Scheme::Contrast}) {
            Theme::instance().setScheme(s);
            const QIcon made = icon("stop", Token::Text);
            for (const double ratio : {1.0, 1.5, 2.0}) {
                const QPixmap pixmap = made.pixmap(QSize(24, 24), ratio);
                QCOMPARE(pixmap.size(), QSize(24, 24) * ratio);
                QCOMPARE(pixmap.devicePixelRatio(), ratio);
                QRgb strongest = 0;
                inked(pixmap.toImage(), &strongest);
                QCOMPARE(QColor(strongest).name(), colour(Token::Text).name());
            }
            QRgb disabled = 0, selected = 0;
            inked(made.pixmap(QSize(24, 24), 1.0, QIcon::Disabled).toImage(), &disabled);
            inked(made.pixmap(QSize(24, 24), 1.0, QIcon::Active, QIcon::On).toImage(), &selected);
            QCOMPARE(QColor(disabled).name(), colour(Token::Text3).name());
            QCOMPARE(QColor(selected).name(), colour(Token::OnAccent).name());
        }
        Theme::instance().setScheme(Scheme::Light);
    }
    void canvasUsesFewScales() {
        // Anything between two scales is the larger one, scaled down: one rendering for all zooms between.
        QImage target(64, 64, QImage::Format_ARGB32_Premultiplied);
        for (const double zoom : {0.2, 0.9, 1.0, 1.3, 1.9, 2.7, 3.3, 9.0}) {
            target.fill(Qt::transparent);
            QPainter p(&target);
            p.scale(zoom, zoom);
            drawIcon(&p, "stop", QRectF(0, 0, 24, 24), colour(Token::Accent));
            p.end();
            QRgb strongest = 0;
            QVERIFY(!inked(target, &strongest).isEmpty());
            QVERIFY(std::abs(QColor(strongest).red() - colour(Token::Accent).red()) < 6);
        }
    }
    void familiesDiffer() {
        QSet<QByteArray> pictures;
        for (int f = 0; f < FamilyCount; ++f) {
            const QImage image = drawn(familyIcon(static_cast<Family>(f)), 1, Token::Text);
            pictures.insert(QByteArray(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes()));
        }
        QCOMPARE(pictures.size(), FamilyCount);
    }
    void unknownWarns() {
        QTest::ignoreMessage(QtWarningMsg, "no icon is named nothing");
        QVERIFY(inked(drawn("nothing", 1, Token::Text)).isEmpty());
    }
};

QTEST_MAIN(IconTest)
#include "icon_test.moc"
