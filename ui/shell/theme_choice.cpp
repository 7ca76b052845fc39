// Keeping the choice as a word, so that the settings file can be read.
#include "ui/shell/theme_choice.h"

#include <QSettings>
#include <array>

namespace nw::ui {

namespace {

constexpr auto themeKey = "look/theme";
constexpr std::array words{"system", "light", "dark", "contrast"};

}  // namespace

ThemeChoice chosenTheme() {
    const QString kept = QSettings().value(QLatin1String(themeKey)).toString();
    for (std::size_t i = 0; i < words.size(); ++i)
        if (kept == QLatin1String(words[i])) return static_cast<ThemeChoice>(i);
    return ThemeChoice::System;
}

void chooseTheme(ThemeChoice choice) {
    QSettings().setValue(QLatin1String(themeKey), QLatin1String(words[static_cast<std::size_t>(choice)]));
    theme::Theme::instance().setScheme(schemeOf(choice));
}

theme::Scheme schemeOf(ThemeChoice choice) {
    switch (choice) {
        case ThemeChoice::System:
        case ThemeChoice::Light: return theme::Scheme::Light;
        case ThemeChoice::Dark: return theme::Scheme::Dark;
        case ThemeChoice::Contrast: return theme::Scheme::Contrast;
    }
    return theme::Scheme::Light;
}

}  // namespace nw::ui
