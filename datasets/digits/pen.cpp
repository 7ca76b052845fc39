// Strokes to pixels: splines, distortions, fitting, and the distance to the pen's path.
#include "datasets/digits/pen.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "datasets/digits/glyphs.h"

namespace nw::datasets {
namespace {

constexpr int StepsPerSpan = 6;  ///< straight pieces between two knots
constexpr std::size_t MaxPoints = Glyph::MaxStrokes * Glyph::MaxKnots * StepsPerSpan;

/// The pen's way: points with the pen's radius there; `lift` marks the last point of a stroke.
struct Path {
    struct Vertex {
        Point at;
        float radius = 1;
        bool lift = false;
    };
    std::array<Vertex, MaxPoints> vertices;
    std::size_t count = 0;
};

/// A point of the Catmull–Rom spline through b and c, t in 0...1.
Point spline(Point a, Point b, Point c, Point e, float t) {
    const float t2 = t * t, t3 = t2 * t;
    const float wa = -0.5f * t3 + t2 - 0.5f * t, wb = 1.5f * t3 - 2.5f * t2 + 1, wc = -1.5f * t3 + 2 * t2 + 0.5f * t;
    const float we = 0.5f * t3 - 0.5f * t2;
    return {wa * a.x + wb * b.x + wc * c.x + we * e.x, wa * a.y + wb * b.y + wc * c.y + we * e.y};
}

void flatten(const Glyph::Stroke& stroke, Path& path) {
    for (std::size_t i = 0; i + 1 < stroke.count; ++i) {
        const Knot &b = stroke.knots[i], &c = stroke.knots[i + 1];
        const Point a = i == 0 || b.corner ? b.at : stroke.knots[i - 1].at;
        const Point e = i + 2 == stroke.count || c.corner ? c.at : stroke.knots[i + 2].at;
        for (int s = 0; s < StepsPerSpan; ++s)
            path.vertices[path.count++].at = spline(a, b.at, c.at, e, static_cast<float>(s) / StepsPerSpan);
    }
    path.vertices[path.count].at = stroke.knots[stroke.count - 1].at;
    path.vertices[path.count++].lift = true;
}

/// No hand hits a knot exactly.
void shake(Glyph& glyph, Draws& draws) {
    const float amount = draws.uniform(0.01f, 0.06f);
    for (Glyph::Stroke& stroke : glyph.strokes())
        for (std::size_t i = 0; i < stroke.count; ++i) {
            // Knots that lie close together shake less, or the stroke would get kinks.
            const float here = stroke.count > 8 ? amount * 0.6f : amount;
            stroke.knots[i].at.x += draws.spread(here);
            stroke.knots[i].at.y += draws.spread(here);
        }
}

/// Smooth waves, aspect, slant and rotation, in that order, about the middle of the unit box.
void distort(Path& path, Draws& draws) {
    struct Wave {
        float x, y, phase, dx, dy;
    };
    std::array<Wave, 3> waves;
    const float strength = draws.uniform(0.0f, 0.055f);
    for (Wave& w : waves)
        w = {draws.spread(0.7f), draws.spread(0.7f), draws.uniform(0, 1), draws.spread(strength), draws.spread(strength)};
    const float width = draws.chance(0.12f) ? draws.uniform(0.5f, 1.8f) : draws.uniform(0.7f, 1.2f);
    const float slant = 0.15f + draws.spread(0.22f), turn = draws.spread(0.02f);
    const float sine = sineOfTurns(turn), cosine = cosineOfTurns(turn);
    for (std::size_t i = 0; i < path.count; ++i) {
        Point p = path.vertices[i].at, q = p;
        for (const Wave& w : waves) {
            const float s = sineOfTurns(w.x * p.x + w.y * p.y + w.phase);
            q.x += w.dx * s;
            q.y += w.dy * s;
        }
        q = {(q.x - 0.5f) * width, q.y - 0.5f};
        q.x -= slant * q.y;
        path.vertices[i].at = {cosine * q.x - sine * q.y, sine * q.x + cosine * q.y};
    }
}

/// The pen presses more or less along its way, radius in pixels.
void press(Path& path, Draws& draws) {
    const float light = draws.uniform(0.0f, 1.0f), base = 0.85f + light * draws.uniform(0.3f, draws.chance(0.2f) ? 2.4f : 1.4f);
    const float change = draws.spread(0.1f), phase = draws.uniform(0, 1), waves = draws.uniform(0.3f, 1.5f);
    for (std::size_t i = 0; i < path.count; ++i) {
        const float along = static_cast<float>(i) / static_cast<float>(path.count);
        path.vertices[i].radius = base * (1.0f + change * sineOfTurns(phase + waves * along));
    }
}

/// Scales the path to MNIST's 20-pixel box, pen included, and puts its centre of mass in the middle of the picture.
void fit(Path& path, Draws& draws) {
    float left = 1e9f, right = -1e9f, top = 1e9f, bottom = -1e9f, pen = 0;
    for (std::size_t i = 0; i < path.count; ++i) {
        const Point p = path.vertices[i].at;
        left = std::min(left, p.x), right = std::max(right, p.x), top = std::min(top, p.y), bottom = std::max(bottom, p.y);
        pen = std::max(pen, path.vertices[i].radius);
    }
    const float box = 20.0f + draws.spread(0.35f), scale = (box - 2 * pen) / std::max(std::max(right - left, bottom - top), 1e-3f);
    float mass = 1e-6f, mx = 0, my = 0;
    for (std::size_t i = 0; i + 1 < path.count; ++i) {
        const Path::Vertex &a = path.vertices[i], &b = path.vertices[i + 1];
        if (a.lift) continue;
        const float dx = b.at.x - a.at.x, dy = b.at.y - a.at.y, m = std::sqrt(dx * dx + dy * dy) * (a.radius + b.radius);
        mass += m, mx += m * (a.at.x + b.at.x) / 2, my += m * (a.at.y + b.at.y) / 2;
    }
    const float middle = DigitSide / 2.0f, cx = mx / mass, cy = my / mass;
    const float jx = draws.spread(0.4f), jy = draws.spread(0.4f);
    for (std::size_t i = 0; i < path.count; ++i) {
        Point& p = path.vertices[i].at;
        p = {(p.x - cx) * scale + middle + jx, (p.y - cy) * scale + middle + jy};
    }
}

using Canvas = std::array<float, DigitPixels>;  ///< how far the nearest pen edge lies outside of a pixel's centre, in pixels

/// Lowers the canvas to the distance from one piece of the path (a capsule whose radius changes along it).
void stamp(const Path::Vertex& a, const Path::Vertex& b, Canvas& canvas) {
    const float reach = std::max(a.radius, b.radius) + 2.0f;
    const auto clampToCanvas = [](float v) { return std::clamp(static_cast<int>(v), 0, DigitSide - 1); };
    const int x0 = clampToCanvas(std::min(a.at.x, b.at.x) - reach), x1 = clampToCanvas(std::max(a.at.x, b.at.x) + reach);
    const int y0 = clampToCanvas(std::min(a.at.y, b.at.y) - reach), y1 = clampToCanvas(std::max(a.at.y, b.at.y) + reach);
    const float dx = b.at.x - a.at.x, dy = b.at.y - a.at.y, inverse = 1.0f / (dx * dx + dy * dy + 1e-9f);
    for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x) {
            const float px = static_cast<float>(x) + 0.5f - a.at.x, py = static_cast<float>(y) + 0.5f - a.at.y;
            const float t = std::clamp((px * dx + py * dy) * inverse, 0.0f, 1.0f), ex = px - t * dx, ey = py - t * dy;
            float& pixel = canvas[static_cast<std::size_t>(y * DigitSide + x)];
            pixel = std::min(pixel, std::sqrt(ex * ex + ey * ey) - (a.radius + t * (b.radius - a.radius)));
        }
}

void ink(const Path& path, Draws& draws, std::span<std::uint8_t, DigitPixels> pixels) {
    Canvas canvas;
    canvas.fill(4.0f);
    for (std::size_t i = 0; i + 1 < path.count; ++i)
        if (!path.vertices[i].lift) stamp(path.vertices[i], path.vertices[i + 1], canvas);
    const float softness = draws.uniform(0.6f, 1.3f), darkest = draws.uniform(0.94f, 1.04f), grain = draws.uniform(0.0f, 0.06f);
    for (std::size_t i = 0; i < canvas.size(); ++i) {
        float v = std::clamp(0.5f - canvas[i] / softness, 0.0f, 1.0f) * darkest;
        if (v > 0) v += draws.spread(grain);
        pixels[i] = static_cast<std::uint8_t>(std::clamp(v, 0.0f, 1.0f) * 255.0f + 0.5f);
    }
}

}  // namespace

int drawDigit(RandomKey key, std::span<std::uint8_t, DigitPixels> pixels) {
    Draws draws(key);
    const int label = draws.choice(10);
    Glyph glyph = drawGlyph(label, draws);
    shake(glyph, draws);
    Path path;
    for (const Glyph::Stroke& stroke : glyph.strokes()) flatten(stroke, path);
    distort(path, draws);
    press(path, draws);
    fit(path, draws);
    ink(path, draws, pixels);
    return label;
}

}  // namespace nw::datasets
