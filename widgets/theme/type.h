// The type styles of the program. Numbers that change or stand in a column use Figure: Qt 6.4 cannot switch on tabular figures.
#pragma once

#include <QFont>
#include <QString>

namespace nw::theme {

enum class Type {
    Display,      ///< mono 22 / 500, stat tiles
    Title,        ///< 20 / 600, the question of a page
    PanelTitle,   ///< 16 / 600
    Section,      ///< 14 / 600
    Body,         ///< 13 / 400
    BodyMedium,   ///< 13 / 500, buttons and tabs
    BodyStrong,   ///< 13 / 600, primary button, node title
    Small,        ///< 12 / 400
    SmallStrong,  ///< 12 / 600
    Note,         ///< 11 / 400, nothing smaller exists
    NoteMedium,   ///< 11 / 500, port names
    Figure11,     ///< mono 11 / 500
    Figure12,     ///< mono 12 / 500
    Figure13,     ///< mono 13 / 500
};
inline constexpr int TypeCount = static_cast<int>(Type::Figure13) + 1;

/// Loads the embedded fonts; once, after QApplication is made. False when one could not be loaded.
bool loadFonts();

/// Sizes are logical pixels. Built once each: making a QFont and matching it is slow.
const QFont& font(Type type);

/// Rich text of a figure for tooltips, whose words are in another type.
QString figureTip(const QString& figure);

}  // namespace nw::theme
