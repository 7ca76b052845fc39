// The stroke models of the ten digits: how a hand draws each of them, with its variants.
#pragma once
#include <array>
#include <cstddef>
#include <span>

#include "datasets/digits/draws.h"

namespace nw::datasets {

struct Point {
    float x = 0, y = 0;
};

/// A point that a stroke passes through; at a corner the pen changes its direction at once.
struct Knot {
    Point at;
    bool corner = false;
};

/// The strokes of one digit in a unit box, y downwards. Fixed capacity: drawing a sample takes no memory.
class Glyph {
public:
    static constexpr std::size_t MaxKnots = 24, MaxStrokes = 4;

    struct Stroke {
        std::array<Knot, MaxKnots> knots;
        std::size_t count = 0;
    };

    /// Begins a new stroke.
    Glyph& begin(Point at);
    /// Goes on smoothly through `at`.
    Glyph& to(Point at);
    /// Goes on to `at`, where the direction breaks.
    Glyph& corner(Point at);

    std::span<Stroke> strokes() { return {strokes_.data(), count_}; }
    std::span<const Stroke> strokes() const { return {strokes_.data(), count_}; }

private:
    Glyph& add(Point at, bool corner);
    std::array<Stroke, MaxStrokes> strokes_;
    std::size_t count_ = 0;
};

/// One way of writing `digit` (0...9): variant and proportions are drawn from `draws`.
Glyph drawGlyph(int digit, Draws& draws);

}  // namespace nw::datasets
