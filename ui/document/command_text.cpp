// Quoting, and the clipboard.
#include "ui/document/command_text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QRegularExpression>

#include "ui/document/studio.h"

namespace nw::ui {

QString commandLine(const QStringList& words) {
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    QStringList out;
    for (QString word : words) {
        if (!plain.match(word).hasMatch()) {
            word.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
            word = QLatin1Char('\'') + word + QLatin1Char('\'');
        }
        out << word;
    }
    return out.join(QLatin1Char(' '));
}

void copyCommand(Studio& studio, const QString& command) {
    QGuiApplication::clipboard()->setText(command);
    Q_EMIT studio.noteWanted(QCoreApplication::translate("nw::ui", "Copied the command"), false);
}

}  // namespace nw::ui
