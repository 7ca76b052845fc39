// Tests of widgets fail on any warning of Qt but those that tests/qt_messages.txt lists.
#pragma once

#include <QFile>
#include <QRegularExpression>
#include <QtTest>

#include "widgets/theme/style.h"

namespace nw::test {

/// To be called in initTestCase().
inline void dress() { theme::applyTheme(*qApp); }

/// To be called in init().
inline void failOnAnyWarning() {
    static const QRegularExpression loud = [] {
        QFile file(QStringLiteral(NW_SOURCE_DIR "/tests/qt_messages.txt"));
        QStringList known;
        if (file.open(QIODevice::ReadOnly))
            for (const QByteArray& line : file.readAll().split('\n'))
                if (!line.isEmpty() && !line.startsWith('#')) known << QRegularExpression::escape(QString::fromUtf8(line));
        return QRegularExpression(QStringLiteral("^(?!.*(%1))").arg(known.join(QLatin1Char('|'))));
    }();
    QTest::failOnWarning(loud);
}

/// Shows a widget and waits until it has the focus of the window system.
inline bool open(QWidget& widget) {
    widget.show();
    widget.activateWindow();
    return QTest::qWaitForWindowActive(&widget);
}

}  // namespace nw::test
