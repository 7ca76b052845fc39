// The promises of the studio in seconds, measured on its real window over the real engine with real keys, offscreen.
// Usage: studio_bench [--assert FACTOR]: ends with status 1 when a figure is more than FACTOR times its bound.
#include <QStandardPaths>
#include <QTemporaryDir>
#include <cstdio>

#include "tests/bench/studio/measures.h"
#include "widgets/theme/style.h"

using namespace nw::bench;

namespace {

/// Of its own, so that nothing of the user's is read or written and the cache is empty at first.
void moveInto(const QTemporaryDir& home) {
    for (const char* folder : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
        qputenv(folder, home.filePath(QString::fromLatin1(folder)).toUtf8());
    qputenv("XDG_RUNTIME_DIR", home.path().toUtf8());
}

}  // namespace

int main(int argc, char** argv) {
    double factor = 0;
    if (argc == 3 && qstrcmp(argv[1], "--assert") == 0) factor = QByteArray(argv[2]).toDouble();
    if (argc > 1 && factor <= 0) {
        std::fprintf(stderr, "Usage: studio_bench [--assert FACTOR]\n");
        return 2;
    }
    const QTemporaryDir home;
    moveInto(home);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QCoreApplication::setApplicationName(QStringLiteral("netwright"));
    EventClock application(argc, argv);
    nw::theme::applyTheme(application);
    Figures figures(factor);
    measureFirstPoints(figures, false);
    measureStart(figures);
    measureFirstPoints(figures, true);
    measureEdit(figures);
    measurePad(figures);
    measureBlocking(figures, application);
    measureWatching(figures);
    if (factor == 0) measureWatchingByTheClock(figures);
    return figures.hold() ? 0 : 1;
}
