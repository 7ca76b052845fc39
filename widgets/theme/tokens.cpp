// The table of colours, and the arithmetic on them.
#include "widgets/theme/tokens.h"

#include <QApplication>
#include <QPalette>
#include <algorithm>
#include <cmath>

namespace nw::theme {

namespace {

struct Table {
    std::array<QRgb, TokenCount> token;
    std::array<QRgb, FamilyCount> family;
    std::array<QRgb, PortKindCount> port;
    std::array<QRgb, 6> ramp;
};

constexpr QRgb opaque(unsigned rgb) { return 0xff000000u | rgb; }
constexpr QRgb clear(unsigned rgb, int percent) { return (static_cast<unsigned>(255 * percent / 100) << 24) | rgb; }

template <std::size_t N>
constexpr std::array<QRgb, N> opaque(const std::array<unsigned, N>& rgb) {
    std::array<QRgb, N> out{};
    for (std::size_t i = 0; i < N; ++i) out[i] = opaque(rgb[i]);
    return out;
}

// Order: the enumerators of Token.
constexpr Table light{
    {opaque(0xEEF1F5), opaque(0xCBD2DD), opaque(0xFFFFFF), opaque(0xFFFFFF), opaque(0xFFFFFF), opaque(0xF3F5F8), opaque(0xDDE2EA),
     opaque(0x818997), opaque(0x181B22), opaque(0x505866), opaque(0x626A78), opaque(0x4F46E5), opaque(0xFFFFFF), opaque(0x4F46E5),
     opaque(0x4338CA), opaque(0xE9E8FF), opaque(0x14804A), opaque(0xE9F6EF), opaque(0xA85500), opaque(0xFFF3DD), opaque(0xC4262E),
     opaque(0xFDECEC), clear(0xFFFFFF, 47), opaque(0xCFD6E1), clear(0x000000, 13), opaque(0xFFFFFF)},
    opaque<9>({0x2F8C68, 0x1E3CA8, 0x1594C8, 0xA0441B, 0x958C17, 0x9A49CC, 0x722A45, 0x59616F, 0x1C2130}),
    opaque<6>({0x5B6B8C, 0xB4521B, 0x8A3FB5, 0x2A7F62, 0x5B6B8C, 0x5B6B8C}),
    opaque<6>({0xF3F5F8, 0xD9DCF7, 0xA9A8F2, 0x6F67E0, 0x3F349F, 0x1D1650})};

constexpr Table dark{
    {opaque(0x14161A), opaque(0x2C313A), opaque(0x1B1E23), opaque(0x22262E), opaque(0x2A2F38), opaque(0x16181D), opaque(0x353B46),
     opaque(0x737C8C), opaque(0xECEEF2), opaque(0xAEB5C1), opaque(0x8F97A5), opaque(0x6862EC), opaque(0xFFFFFF), opaque(0x8580FA),
     opaque(0xB0ADFF), opaque(0x2D2B55), opaque(0x4CC38A), opaque(0x16291F), opaque(0xF0B24A), opaque(0x3A2D14), opaque(0xFF7B7B),
     opaque(0x41212A), clear(0xFFFFFF, 3), opaque(0x313742), clear(0x000000, 59), opaque(0x14161A)},
    opaque<9>({0x27AB76, 0x6DB0FF, 0x59DFF8, 0xE07C26, 0xC4DC66, 0xB36DE0, 0xF8B4C5, 0x9BA3B2, 0xF2F4F8}),
    opaque<6>({0x8FA3CC, 0xF0954E, 0xC78BEA, 0x5CC79C, 0x8FA3CC, 0x8FA3CC}),
    opaque<6>({0x16181D, 0x26234F, 0x4A41A8, 0x7F76F2, 0xBDB7FF, 0xFBFAFF})};

constexpr Table highContrast{
    {opaque(0x000000), opaque(0x3A3A3A), opaque(0x000000), opaque(0x000000), opaque(0x000000), opaque(0x000000), opaque(0xFFFFFF),
     opaque(0xFFFFFF), opaque(0xFFFFFF), opaque(0xFFFFFF), opaque(0xE0E0E0), opaque(0xFFD400), opaque(0x000000), opaque(0xFFD400),
     opaque(0xFFD400), opaque(0x4A3E00), opaque(0x5CFF9D), opaque(0x002613), opaque(0xFFC24A), opaque(0x332600), opaque(0xFF8A8A),
     opaque(0x330000), clear(0x000000, 0), opaque(0xFFFFFF), clear(0x000000, 0), opaque(0x000000)},
    opaque<9>({0x2FD693, 0x7CBBFF, 0x6FEAFF, 0xFF9238, 0xD8F07A, 0xC687FF, 0xFFC2D2, 0xA3ACBB, 0xFFFFFF}),
    opaque<6>({0xC9D6F5, 0xFFA86B, 0xDDB0FF, 0x7FE8BC, 0xC9D6F5, 0xC9D6F5}),
    opaque<6>({0x000000, 0x3B3600, 0x8A7B00, 0xFFD400, 0xFFEB8A, 0xFFFFFF})};

const Table& tableOf(Scheme scheme) { return scheme == Scheme::Light ? light : scheme == Scheme::Dark ? dark : highContrast; }

QPalette paletteOf(Scheme scheme) {
    const auto c = [scheme](Token t) { return colour(t, scheme); };
    QPalette p;
    p.setColor(QPalette::Window, c(Token::Panel));
    p.setColor(QPalette::WindowText, c(Token::Text));
    p.setColor(QPalette::Base, c(Token::Panel));
    p.setColor(QPalette::AlternateBase, c(Token::Sunken));
    p.setColor(QPalette::Text, c(Token::Text));
    p.setColor(QPalette::PlaceholderText, c(Token::Text3));
    p.setColor(QPalette::Button, c(Token::Panel));
    p.setColor(QPalette::ButtonText, c(Token::Text));
    p.setColor(QPalette::BrightText, c(Token::Err));
    p.setColor(QPalette::Highlight, c(Token::AccentSoft));
    p.setColor(QPalette::HighlightedText, c(Token::Text));
    p.setColor(QPalette::Link, c(Token::AccentText));
    p.setColor(QPalette::LinkVisited, c(Token::AccentText));
    p.setColor(QPalette::ToolTipBase, c(Token::Popup));
    p.setColor(QPalette::ToolTipText, c(Token::Text));
    p.setColor(QPalette::Light, c(Token::Panel));
    p.setColor(QPalette::Midlight, c(Token::Sunken));
    p.setColor(QPalette::Mid, c(Token::Line));
    p.setColor(QPalette::Dark, c(Token::LineStrong));
    p.setColor(QPalette::Shadow, c(Token::Text));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, c(Token::Text3));
    return p;
}

double linear(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }
double luminance(const QColor& c) { return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF()); }

}  // namespace

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

Theme::Theme() = default;

void Theme::setScheme(Scheme scheme) {
    scheme_ = scheme;
    QApplication::setPalette(paletteOf(scheme));
    Q_EMIT changed();
}

QColor colour(Token token, Scheme scheme) { return QColor::fromRgba(tableOf(scheme).token[static_cast<std::size_t>(token)]); }
QColor colour(Family family, Scheme scheme) { return QColor::fromRgba(tableOf(scheme).family[static_cast<std::size_t>(family)]); }
QColor colour(PortKind kind, Scheme scheme) { return QColor::fromRgba(tableOf(scheme).port[static_cast<std::size_t>(kind)]); }
QColor colour(Token token) { return colour(token, Theme::instance().scheme()); }
QColor colour(Family family) { return colour(family, Theme::instance().scheme()); }
QColor colour(PortKind kind) { return colour(kind, Theme::instance().scheme()); }

QColor ramp(double value, Scheme scheme) {
    const auto& stops = tableOf(scheme).ramp;
    const double at = std::clamp(std::isfinite(value) ? value : 0.0, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const std::size_t i = std::min(static_cast<std::size_t>(at), stops.size() - 2);
    return mix(QColor::fromRgba(stops[i]), QColor::fromRgba(stops[i + 1]), at - static_cast<double>(i));
}
QColor ramp(double value) { return ramp(value, Theme::instance().scheme()); }

QColor signedRamp(double value) {
    const double v = std::clamp(std::isfinite(value) ? value : 0.0, -1.0, 1.0);
    return mix(colour(Token::Sunken), v < 0 ? colour(PortKind::Integer) : colour(Token::Accent), std::abs(v));
}

QColor curve(int index) {
    switch (index) {
        case 0: return colour(Token::Accent);
        case 1: return colour(PortKind::Integer);
        case 2: return colour(PortKind::String);
        default: return colour(PortKind::Boolean);
    }
}

QColor mix(const QColor& a, const QColor& b, double share) {
    const auto part = [share](float x, float y) { return static_cast<float>(x + (y - x) * share); };
    return QColor::fromRgbF(part(a.redF(), b.redF()), part(a.greenF(), b.greenF()), part(a.blueF(), b.blueF()),
                            part(a.alphaF(), b.alphaF()));
}

QColor withAlpha(QColor colour, double alpha) {
    colour.setAlphaF(static_cast<float>(alpha));
    return colour;
}

double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace nw::theme
