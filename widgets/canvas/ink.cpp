// Fills the tables of Ink from the theme.
#include "widgets/canvas/ink.h"

#include <algorithm>
#include <cmath>

namespace nw::canvas {

namespace {

Ink make(theme::Scheme scheme) {
    Ink ink;
    ink.scheme = scheme;
    for (std::size_t i = 0; i < ink.tokens.size(); ++i) ink.tokens[i] = theme::colour(static_cast<theme::Token>(i), scheme);
    for (std::size_t i = 0; i < ink.families.size(); ++i) ink.families[i] = theme::colour(static_cast<theme::Family>(i), scheme);
    for (std::size_t i = 0; i < ink.kinds.size(); ++i) ink.kinds[i] = theme::colour(static_cast<theme::PortKind>(i), scheme);
    const QColor node = ink(theme::Token::Node);
    for (std::size_t i = 0; i < ink.families.size(); ++i) {
        ink.tints[i] = theme::mix(node, ink.families[i], ink.dark() ? 0.30 : 0.16);
        ink.tintEdges[i] = theme::mix(node, ink.families[i], 0.45);
    }
    const QColor zero = ink(theme::Token::Sunken);
    for (std::size_t i = 0; i < 256; ++i) {
        ink.ramp[i] = theme::ramp(static_cast<double>(i) / 255, scheme).rgb();
        const double v = std::clamp((static_cast<double>(i) - 128) / 127, -1.0, 1.0);
        const QColor end = v < 0 ? ink(theme::PortKind::Integer) : ink(theme::Token::Accent);
        ink.signedRamp[i] = theme::mix(zero, end, std::abs(v)).rgb();
    }
    return ink;
}

}  // namespace

const Ink& inkOf(theme::Scheme scheme) {
    static const std::array<Ink, 3> inks{make(theme::Scheme::Light), make(theme::Scheme::Dark), make(theme::Scheme::Contrast)};
    return inks[static_cast<std::size_t>(scheme)];
}

}  // namespace nw::canvas
