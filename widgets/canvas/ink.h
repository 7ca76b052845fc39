// The colours of one theme looked up once, so that painting thousands of items costs no look-ups and pictures of any theme can be
// made.
#pragma once

#include <QColor>
#include <array>

#include "widgets/theme/tokens.h"

namespace nw::canvas {

struct Ink {
    theme::Scheme scheme = theme::Scheme::Light;
    std::array<QColor, theme::TokenCount> tokens;
    std::array<QColor, theme::FamilyCount> families;
    std::array<QColor, theme::PortKindCount> kinds;
    std::array<QColor, theme::FamilyCount> tints;      ///< ground of a compact card
    std::array<QColor, theme::FamilyCount> tintEdges;  ///< its edge
    std::array<QRgb, 256> ramp;                        ///< values 0…1
    std::array<QRgb, 256> signedRamp;                  ///< values -1…1

    const QColor& operator()(theme::Token token) const { return tokens[static_cast<std::size_t>(token)]; }
    const QColor& operator()(theme::Family family) const { return families[static_cast<std::size_t>(family)]; }
    const QColor& operator()(theme::PortKind kind) const { return kinds[static_cast<std::size_t>(kind)]; }
    bool dark() const { return scheme != theme::Scheme::Light; }
};

/// Lives as long as the program.
const Ink& inkOf(theme::Scheme scheme);

}  // namespace nw::canvas
