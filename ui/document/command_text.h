// "Copy as command": the same work on the command line.
#pragma once

#include <QStringList>

namespace nw::ui {

class Studio;

/// Words as one line for a POSIX shell: quoted where they need it.
QString commandLine(const QStringList& words);
/// Puts a command into the clipboard and says so in a note.
void copyCommand(Studio& studio, const QString& command);

}  // namespace nw::ui
