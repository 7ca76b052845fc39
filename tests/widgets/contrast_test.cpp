// The contrast of the colour tokens, computed from the table: 4.5 for text, 3 for edges, rings and ports.
#include <QtTest>

#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

using namespace nw::theme;

namespace {
constexpr Scheme schemes[]{Scheme::Light, Scheme::Dark, Scheme::Contrast};
constexpr Token grounds[]{Token::Canvas, Token::Panel, Token::Node, Token::Popup, Token::Sunken};

void atLeast(const QColor& a, const QColor& b, double least, const char* what) {
    QVERIFY2(contrast(a, b) >= least, qPrintable(QString("%1: %2 on %3 is %4").arg(what, a.name(), b.name()).arg(contrast(a, b))));
}
}  // namespace

class ContrastTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textIsReadable() {
        for (const Scheme s : schemes) {
            for (const Token ground : grounds)
                for (const Token text : {Token::Text, Token::Text2, Token::Text3})
                    atLeast(colour(text, s), colour(ground, s), s == Scheme::Contrast ? 7 : 4.5, "text");
            for (const Token text : {Token::Text, Token::Text2, Token::AccentText})
                atLeast(colour(text, s), colour(Token::AccentSoft, s), 4.5, "text on a selection");
            atLeast(colour(Token::OnAccent, s), colour(Token::AccentFill, s), 4.5, "primary button");
            for (const Token sign : {Token::Ok, Token::Warn, Token::Err}) atLeast(colour(sign, s), colour(Token::Node, s), 4.5, "sign");
        }
    }
    void edgesAreVisible() {
        for (const Scheme s : schemes) {
            for (const Token ground : grounds) {
                atLeast(colour(Token::LineStrong, s), colour(ground, s), 3, "edge of a control");
                atLeast(colour(Token::Accent, s), colour(ground, s), 3, "ring");
            }
            for (int k = 0; k < PortKindCount; ++k)
                for (const Token ground : {Token::Canvas, Token::Node})
                    atLeast(colour(static_cast<PortKind>(k), s), colour(ground, s), 4, "port");
        }
    }
    void tracksShowOnEveryGround() {  // high contrast draws them with an edge
        for (const Scheme s : {Scheme::Light, Scheme::Dark})
            for (const Token ground : {Token::Panel, Token::Node, Token::AccentSoft})
                atLeast(colour(Token::Sunken, s), colour(ground, s), 1.05, "track");
    }
    void rampsAreMonotonic() {
        for (const Scheme s : schemes)
            for (int i = 1; i <= 40; ++i) {
                const double before = contrast(ramp((i - 1) / 40.0, s), ramp(0, s)), now = contrast(ramp(i / 40.0, s), ramp(0, s));
                QVERIFY2(now >= before, qPrintable(QString("step %1 of the ramp").arg(i)));
            }
    }
    void fontsAreEmbedded() {
        QVERIFY(loadFonts());
        QCOMPARE(QFontInfo(font(Type::Body)).family(), QString("Inter"));
        QCOMPARE(QFontInfo(font(Type::Display)).family(), QString("JetBrains Mono"));
        QCOMPARE(font(Type::Display).pixelSize(), 22);
    }
};

QTEST_MAIN(ContrastTest)
#include "contrast_test.moc"
