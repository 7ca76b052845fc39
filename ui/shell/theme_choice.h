// The theme that the user chose, kept between starts.
#pragma once

#include "widgets/theme/tokens.h"

namespace nw::ui {

enum class ThemeChoice { System, Light, Dark, Contrast };

ThemeChoice chosenTheme();
/// Keeps it and puts it on at once.
void chooseTheme(ThemeChoice choice);
/// System is light: the desktop is not asked.
theme::Scheme schemeOf(ThemeChoice choice);

}  // namespace nw::ui
