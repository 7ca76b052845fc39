// How much room a window has, and what it may count on: the one place that knows the widths at which things fold away.
#pragma once

namespace nw::parts {

/// By the logical width of the window.
enum class Room {
    Narrow,  ///< below 1200: the palette is a rail
    Medium,  ///< below 1440: the network beside the curves and the bars of recall are folded
    Wide,
};

inline constexpr int MediumFrom = 1200, WideFrom = 1440;
inline constexpr int LeastWindowWidth = 1024, LeastWindowHeight = 600;
/// What stands in the middle of a page is never narrower.
inline constexpr int LeastCentre = 420;

constexpr Room roomFor(int width) { return width < MediumFrom ? Room::Narrow : width < WideFrom ? Room::Medium : Room::Wide; }

}  // namespace nw::parts
