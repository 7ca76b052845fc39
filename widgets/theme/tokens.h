// The colours of the program. No other file names one: widgets ask for a token, a family or a port kind of the theme in use.
#pragma once

#include <QColor>
#include <QObject>
#include <array>
#include <span>

namespace nw::theme {

enum class Token {
    Canvas,      ///< canvas ground
    Dot,         ///< its dots
    Panel,       ///< side panels, pages, bars
    Node,        ///< card on the canvas
    Popup,       ///< menus, bubbles
    Sunken,      ///< wells, tracks, hovered row
    Line,        ///< hairlines, card edge (decorative)
    LineStrong,  ///< edge of every control
    Text,
    Text2,
    Text3,
    AccentFill,  ///< primary button
    OnAccent,    ///< its text
    Accent,      ///< selection, focus ring, curves, progress
    AccentText,  ///< link, active tab
    AccentSoft,  ///< its ground
    Ok,
    OkSoft,
    Warn,
    WarnSoft,
    Err,
    ErrSoft,
    FrameFill,
    FrameLine,
    Shadow,
    OnFamily,  ///< glyph on a family tile
};
inline constexpr int TokenCount = static_cast<int>(Token::OnFamily) + 1;

/// What an operator's tile is coloured by. Folders of core/ops map to these in ui.
enum class Family { Data, Convolution, Pooling, Linear, Activation, Norm, Sequence, Shape, Output };
inline constexpr int FamilyCount = 9;

/// Ports and links are coloured and shaped by what flows.
enum class PortKind { Float, Integer, Boolean, String, Complex, Function };
inline constexpr int PortKindCount = 6;

enum class Scheme { Light, Dark, Contrast };

/// The theme in use. One in the process; lives on the UI thread.
class Theme : public QObject {
    Q_OBJECT
public:
    static Theme& instance();

    Scheme scheme() const { return scheme_; }
    /// Sets the application's palette and tells everyone who caches colours.
    void setScheme(Scheme scheme);
    bool isDark() const { return scheme_ != Scheme::Light; }

    /// Motion is 0 ms when reduced.
    bool reducedMotion() const { return reducedMotion_; }
    void setReducedMotion(bool reduced) { reducedMotion_ = reduced; }
    /// A duration in milliseconds, or 0 when motion is reduced.
    int duration(int milliseconds) const { return reducedMotion_ ? 0 : milliseconds; }

Q_SIGNALS:
    void changed();

private:
    Theme();
    Scheme scheme_ = Scheme::Light;
    bool reducedMotion_ = false;
};

/// Of the theme in use.
QColor colour(Token token);
QColor colour(Family family);
QColor colour(PortKind kind);
/// Of a given theme, for tests and for pictures of both.
QColor colour(Token token, Scheme scheme);
QColor colour(Family family, Scheme scheme);
QColor colour(PortKind kind, Scheme scheme);

/// A colour for a value in 0…1 (activations, heat maps), interpolated in the ramp of the theme in use; lightness is monotonic.
QColor ramp(double value);
QColor ramp(double value, Scheme scheme);
/// A colour for a value in -1…1 (weights, gradients): integer colour, sunken, accent.
QColor signedRamp(double value);

/// Curves: train first, then validation of the first, second and third run shown.
QColor curve(int index);

/// The two mixed, `share` of `b`.
QColor mix(const QColor& a, const QColor& b, double share);
QColor withAlpha(QColor colour, double alpha);
/// Contrast of two opaque colours as WCAG 2.1 defines it, 1…21.
double contrast(const QColor& a, const QColor& b);

}  // namespace nw::theme
