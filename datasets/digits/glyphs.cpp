// The stroke models: knots in a unit box, one function a digit. Points are written in braces, because only there C++ draws x before
// y with every compiler.
#include "datasets/digits/glyphs.h"

#include "core/base/check.h"

namespace nw::datasets {

Glyph& Glyph::begin(Point at) {
    NW_CHECK(count_ < MaxStrokes);
    ++count_;
    return add(at, false);
}

Glyph& Glyph::to(Point at) { return add(at, false); }
Glyph& Glyph::corner(Point at) { return add(at, true); }

Glyph& Glyph::add(Point at, bool corner) {
    Stroke& stroke = strokes_[count_ - 1];
    NW_CHECK(stroke.count < MaxKnots);
    stroke.knots[stroke.count++] = {at, corner};
    return *this;
}

namespace {

/// An arc of an ellipse, begun as a new stroke or continued; angles in turns, 0 to the right, positive clockwise on the screen.
void arc(Glyph& glyph, bool begins, Point centre, Point radius, float from, float sweep, float growth = 0.0f) {
    const float size = sweep < 0 ? -sweep : sweep;
    const int steps = 2 + static_cast<int>(size * 7.0f);
    for (int i = 0; i <= steps; ++i) {
        const float part = static_cast<float>(i) / static_cast<float>(steps), angle = from + sweep * part;
        const float scale = 1.0f + growth * part;
        const float x = centre.x + radius.x * scale * cosineOfTurns(angle), y = centre.y + radius.y * scale * sineOfTurns(angle);
        if (begins && i == 0)
            glyph.begin({x, y});
        else
            glyph.to({x, y});
    }
}

void drawZero(Glyph& g, Draws& d) {
    const Point radius{d.uniform(0.22f, 0.5f), 0.5f};
    const float sweep = d.uniform(0.9f, 1.14f), direction = d.chance(0.8f) ? -1.0f : 1.0f;
    const float start = 0.75f + d.spread(0.12f), growth = d.spread(0.09f);
    arc(g, true, {0.5f, 0.5f}, radius, start, sweep * direction, growth);
    if (d.chance(0.15f)) g.to({0.5f + d.spread(0.15f), d.uniform(0.0f, 0.25f)});  // the pen slips into or past the ring
}

void drawOne(Glyph& g, Draws& d) {
    const float bow = d.spread(0.025f), lean = d.spread(0.14f);
    const float top = 0.5f + lean, bottom = 0.5f - lean;
    if (d.chance(0.16f)) {
        const float reach = d.uniform(0.08f, 0.28f);
        g.begin({top - reach, d.uniform(0.1f, 0.3f)}).corner({top, 0.0f});
    } else {
        g.begin({top, 0.0f});
    }
    g.to({(top + bottom) / 2 + bow, 0.5f}).to({bottom, 1.0f});
    if (d.chance(0.09f))
        g.begin({bottom - d.uniform(0.12f, 0.3f), 1.0f + d.spread(0.02f)}).to({bottom + d.uniform(0.12f, 0.3f), 1.0f});
}

void drawTwo(Glyph& g, Draws& d) {
    const float right = d.uniform(0.62f, 0.95f), shoulder = d.uniform(0.14f, 0.34f), foot = d.uniform(0.84f, 0.99f);
    if (d.chance(0.1f))  // hardly a hook
        g.begin({0.4f + d.spread(0.05f), d.uniform(0.02f, 0.1f)});
    else
        g.begin({d.uniform(0.02f, 0.25f), d.uniform(0.1f, 0.38f)});
    if (d.chance(0.75f)) g.to({0.27f + d.spread(0.04f), d.uniform(0.03f, 0.12f)});
    g.to({0.52f + d.spread(0.04f), 0.0f})
        .to({right, shoulder})
        .to({right - d.uniform(0.1f, 0.22f), shoulder + d.uniform(0.2f, 0.32f)});
    const float left = d.uniform(0.02f, 0.2f);
    if (d.chance(0.42f)) {  // the pen loops at the lower left
        const float size = d.uniform(0.5f, 2.2f);
        g.to({left + 0.2f, foot - 0.02f}).to({left + 0.06f, foot + 0.04f});
        g.to({left - 0.06f * size, foot - 0.08f * size}).to({left + 0.06f, foot - 0.17f * size});
        g.to({left + 0.26f, foot - 0.06f * size}).to({left + 0.48f, foot + d.uniform(-0.02f, 0.07f)});
    } else {
        g.to({left + 0.16f, foot - 0.12f}).corner({left, foot});
        if (d.chance(0.5f)) g.to({left + 0.35f, foot + d.spread(0.04f)});
    }
    g.to({d.uniform(0.8f, 1.1f), foot + d.spread(0.07f)});
}

void drawThree(Glyph& g, Draws& d) {
    const float waist = d.uniform(0.36f, 0.54f), inner = d.uniform(0.14f, 0.5f);
    const float upper = d.uniform(0.65f, 0.85f), lower = d.uniform(0.72f, 0.95f);
    if (d.chance(0.12f)) {  // a flat top, as a seven with a belly
        g.begin({0.08f, 0.03f + d.spread(0.03f)}).corner({upper, 0.0f}).corner({inner, waist - 0.04f});
    } else {
        g.begin({d.uniform(0.05f, 0.2f), d.uniform(0.06f, 0.2f)}).to({0.42f + d.spread(0.05f), 0.0f});
        g.to({upper, d.uniform(0.15f, 0.24f)}).to({upper - d.uniform(0.1f, 0.2f), waist - d.uniform(0.06f, 0.1f)});
        if (d.chance(0.25f))  // a small loop at the waist
            g.to({inner, waist + 0.03f}).to({inner - 0.08f, waist - 0.02f}).to({inner + 0.02f, waist - 0.05f});
        else
            g.corner({inner, waist});
    }
    g.to({(inner + lower) / 2 + 0.08f, waist + d.uniform(0.04f, 0.1f)}).to({lower, d.uniform(0.66f, 0.78f)});
    g.to({lower - d.uniform(0.15f, 0.28f), d.uniform(0.9f, 0.96f)}).to({0.35f + d.spread(0.06f), 1.0f});
    if (d.chance(0.8f)) g.to({d.uniform(-0.02f, 0.12f), d.uniform(0.82f, 0.96f)});
}

void drawFour(Glyph& g, Draws& d) {
    const float bar = d.uniform(0.45f, 0.66f), stem = d.uniform(0.6f, 0.82f), drop = d.spread(0.05f);
    const int variant = d.choice(10);
    if (variant < 5) {  // open: a tick, then the stem
        const float left = d.uniform(0.02f, 0.2f);
        g.begin({left + d.uniform(0.0f, 0.22f), d.uniform(-0.02f, 0.2f)});
        if (d.chance(0.4f)) g.to({left + 0.03f, bar * 0.6f});
        if (d.chance(0.5f))
            g.corner({left, bar});
        else
            g.to({left + 0.03f, bar - 0.06f}).to({left + 0.16f, bar + 0.02f});
        g.to({stem, bar + drop});
        if (d.chance(0.75f)) g.to({stem + d.uniform(0.08f, 0.3f), bar + drop * 1.4f});
        g.begin({stem + d.uniform(-0.02f, 0.1f), d.uniform(-0.03f, 0.24f)}).to({stem - d.spread(0.02f), 0.55f});
        g.to({stem - d.uniform(0.0f, 0.12f), 1.0f});
    } else if (variant < 7) {  // closed: a triangle with a stem
        const float foot = stem - d.uniform(-0.03f, 0.06f);
        g.begin({stem, 0.0f}).corner({d.uniform(0.0f, 0.1f), bar}).to({stem + d.uniform(0.1f, 0.32f), bar + drop});
        g.begin({stem, d.chance(0.6f) ? 0.0f : d.uniform(0.1f, 0.3f)}).to({foot, 1.0f});
    } else {  // open and round, in one stroke: the pen returns to the top of the stem
        const float left = d.uniform(0.05f, 0.2f);
        g.begin({left + d.uniform(-0.02f, 0.12f), d.uniform(0.0f, 0.15f)}).to({left, bar * 0.7f}).to({left + 0.2f, bar + 0.02f});
        g.to({stem - 0.16f, bar - 0.08f}).corner({stem + 0.02f, d.uniform(0.0f, 0.2f)});
        g.to({stem - 0.03f, 0.55f}).to({stem - d.uniform(0.02f, 0.15f), 1.0f});
    }
}

void drawFive(Glyph& g, Draws& d) {
    const float left = d.uniform(0.12f, 0.3f), waist = d.uniform(0.36f, 0.48f), right = d.uniform(0.7f, 0.92f);
    const float top = d.spread(0.025f), reach = d.uniform(0.65f, 1.05f), rise = d.spread(0.05f) - 0.02f;
    const bool oneStroke = d.chance(0.45f), soft = d.chance(0.35f);
    if (oneStroke) {
        g.begin({reach, top + rise});
        if (soft)
            g.to({left + 0.2f, top}).to({left + 0.02f, top + 0.1f}).to({left, waist - 0.08f}).to({left + 0.12f, waist - 0.02f});
        else
            g.corner({left + 0.06f, top}).corner({left, waist});
    } else {
        g.begin({left + d.uniform(0.0f, 0.1f), top}).corner({left, waist});
    }
    g.to({left + 0.25f, waist - d.uniform(0.02f, 0.09f)}).to({right, d.uniform(0.55f, 0.66f)});
    g.to({right - d.uniform(0.04f, 0.14f), d.uniform(0.82f, 0.92f)}).to({0.4f + d.spread(0.05f), 1.0f});
    if (d.chance(0.85f)) g.to({d.uniform(-0.02f, 0.14f), d.uniform(0.84f, 0.97f)});
    if (!oneStroke) g.begin({left + d.uniform(-0.02f, 0.12f), top + d.spread(0.03f)}).to({reach, top + rise});
}

void drawSix(Glyph& g, Draws& d) {
    const float left = d.uniform(0.02f, 0.14f), right = d.uniform(0.52f, 0.92f), loop = d.uniform(0.34f, 0.68f);
    const float top = d.uniform(0.18f, 0.85f);
    g.begin({top, 0.0f}).to({left + (top - left) * d.uniform(0.36f, 0.54f), 0.26f}).to({left, 0.65f});
    g.to({left + 0.12f, 0.92f}).to({(left + right) / 2 + 0.02f, 1.0f}).to({right, d.uniform(0.78f, 0.86f)});
    g.to({right - d.uniform(0.08f, 0.16f), loop + 0.05f}).to({(left + right) / 2 - 0.02f, loop});
    if (d.chance(0.85f)) g.to({left + d.uniform(0.02f, 0.14f), loop + d.uniform(0.1f, 0.24f)});
}

void drawSeven(Glyph& g, Draws& d) {
    const float right = d.uniform(0.62f, 1.0f), top = d.uniform(-0.02f, 0.06f), foot = d.uniform(0.15f, 0.72f);
    const float start = d.uniform(0.0f, 0.14f), level = top + d.uniform(-0.02f, 0.14f);
    if (d.chance(0.22f))
        g.begin({start, level + d.uniform(0.1f, 0.36f)}).corner({start + 0.03f, level});
    else
        g.begin({start, level});
    if (d.chance(0.4f)) g.to({(start + right) / 2, (level + top) / 2 + d.spread(0.04f)});
    if (d.chance(0.6f))
        g.corner({right, top});
    else
        g.to({right - 0.08f, top}).to({right, top + 0.08f});
    g.to({(right + foot) / 2 + d.uniform(-0.04f, 0.1f), 0.5f}).to({foot, 1.0f});
    if (d.chance(0.16f)) {
        const float middle = (right + foot) / 2, height = d.uniform(0.42f, 0.58f);
        g.begin({middle - d.uniform(0.15f, 0.32f), height + d.spread(0.03f)}).to({middle + d.uniform(0.15f, 0.32f), height});
    }
}

void drawEight(Glyph& g, Draws& d) {
    const float upper = d.uniform(0.16f, 0.4f), lower = d.uniform(0.14f, 0.42f), waist = d.uniform(0.38f, 0.6f);
    const float shift = d.spread(0.05f);
    if (d.chance(0.15f)) {  // two loops
        arc(g, true, {0.5f + shift, waist / 2}, {upper, waist / 2}, d.uniform(0.1f, 0.4f), -1.03f);
        arc(g, true, {0.5f - shift, (1 + waist) / 2}, {lower, (1 - waist) / 2}, 0.75f + d.spread(0.06f), 1.03f);
        return;
    }
    const float middle = 0.5f + shift;  // one stroke that crosses itself
    g.begin({middle + upper * d.uniform(0.5f, 1.1f), waist * d.uniform(0.14f, 0.42f)}).to({middle + upper * 0.1f, 0.0f});
    g.to({middle - upper, waist * 0.46f}).to({middle - upper * 0.2f, waist * 0.9f});
    g.to({0.5f + lower * 0.7f, waist + (1 - waist) * 0.34f})
        .to({0.5f + lower * 0.8f, waist + (1 - waist) * 0.72f})
        .to({0.5f, 1.0f});
    g.to({0.5f - lower * 0.9f, waist + (1 - waist) * 0.66f}).to({0.5f - lower * 0.35f, waist + (1 - waist) * 0.2f});
    g.to({middle + upper * 0.5f, waist * 0.66f});
    g.to({middle + upper * d.uniform(0.7f, 1.1f), waist * d.uniform(0.2f, 0.4f)});
    if (d.chance(0.5f)) g.to({middle + upper * 0.6f, waist * d.uniform(0.02f, 0.16f)});
}

void drawNine(Glyph& g, Draws& d) {
    const float left = d.uniform(0.0f, 0.28f), right = d.uniform(0.64f, 0.9f), bottom = d.uniform(0.3f, 0.68f);
    const float middle = (left + right) / 2, open = d.uniform(0.0f, 0.16f);
    g.begin({right - d.uniform(0.0f, 0.14f), d.uniform(0.06f, 0.16f)}).to({middle + 0.04f, 0.0f}).to({left, bottom * 0.5f});
    g.to({middle - 0.1f, bottom}).to({middle + 0.16f, bottom - 0.06f});
    const bool curved = d.chance(0.35f);
    if (d.chance(0.7f))
        g.corner({right + d.spread(0.02f), bottom * d.uniform(0.2f, 0.4f) + open});
    else
        g.to({right, bottom * 0.4f});
    if (curved) {
        g.to({right + d.uniform(-0.03f, 0.03f), 0.6f}).to({right - d.uniform(0.1f, 0.2f), 0.88f}).to({middle - 0.02f, 1.0f});
        if (d.chance(0.6f)) g.to({d.uniform(0.05f, 0.2f), d.uniform(0.86f, 0.96f)});
    } else {
        g.to({right - d.uniform(0.0f, 0.1f), 0.6f}).to({right - d.uniform(0.0f, 0.3f), 1.0f});
    }
}

}  // namespace

Glyph drawGlyph(int digit, Draws& draws) {
    static constexpr void (*Models[10])(Glyph&, Draws&) = {drawZero, drawOne, drawTwo,   drawThree, drawFour,
                                                           drawFive, drawSix, drawSeven, drawEight, drawNine};
    NW_CHECK(digit >= 0 && digit < 10);
    Glyph glyph;
    Models[digit](glyph, draws);
    return glyph;
}

}  // namespace nw::datasets
