// How long it takes until the window is there: the real program, seen from outside.
#include <QElapsedTimer>
#include <QProcess>
#include <QProcessEnvironment>
#include <cstdio>
#include <cstdlib>

#include "tests/bench/studio/measures.h"

namespace nw::bench {

namespace {

/// Qt tells when it hands the first picture to the window system; before that there is nothing to see.
double secondsToFirstPicture() {
    QProcess studio;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("qt.widgets.painting.info=true"));
    studio.setProcessEnvironment(environment);
    studio.setProcessChannelMode(QProcess::MergedChannels);
    QElapsedTimer timer;
    timer.start();
    studio.start(QStringLiteral(NW_STUDIO), QStringList());
    QByteArray said;
    while (!said.contains("Flushing")) {
        if (!studio.waitForReadyRead(60000)) {
            std::printf("%s showed no window: %s\n", NW_STUDIO, said.constData());
            std::exit(1);
        }
        said += studio.readAll();
    }
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    studio.kill();
    studio.waitForFinished();
    return seconds;
}

}  // namespace

void measureStart(Figures& figures) {
    secondsToFirstPicture();  // reads the program's files into memory
    std::vector<double> seconds;
    for (int i = 0; i < 5; ++i) seconds.push_back(secondsToFirstPicture());
    figures.add("window visible, after the start of the process", quantile(seconds, 0.5), 1, "s");
}

}  // namespace nw::bench
