// Pictures without a window on a screen: of one run, and of every page.
#pragma once

#include <QString>

#include "core/deploy/engine.h"

namespace nw::ui {

/// canvas.png, curves.png and confusion.png of a run folder. The answer is empty, or a sentence that says what is wrong.
QString renderRun(const Engine& engine, const QString& run, const QString& folder);
/// Every page of the studio in light and dark, at 1024×600, 1366×768 and 1920×1080 logical pixels and the scale of the process,
/// with a project (empty: the starter).
QString writeScreens(const Engine& engine, const QString& project, const QString& folder);

}  // namespace nw::ui
