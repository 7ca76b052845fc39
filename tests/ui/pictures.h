// Pictures for tests of pages: small files to read, and pages kept to be looked at.
#pragma once

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QtTest>
#include <tuple>
#include <vector>

#include "widgets/theme/tokens.h"

namespace nw::test {

/// A grey PNG whose pixels depend on `seed` alone.
inline void writePicture(const QString& path, int width, int height, int seed) {
    QDir().mkpath(QFileInfo(path).path());
    QImage picture(width, height, QImage::Format_Grayscale8);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) picture.scanLine(y)[x] = static_cast<uchar>(seed * 31 + x * 7 + y * 13);
    QVERIFY(picture.save(path));
}

/// Name, theme and size of the window that a page is to be looked at in.
inline std::vector<std::tuple<QString, theme::Scheme, QSize>> looks() {
    return {{"light-1440", theme::Scheme::Light, QSize(1440, 820)},
            {"dark-1440", theme::Scheme::Dark, QSize(1440, 820)},
            {"light-1024", theme::Scheme::Light, QSize(1024, 520)}};
}

/// Draws a page, and where $NETWRIGHT_PICTURES names a folder keeps it there as <name>.png.
inline void keepPicture(QWidget& page, const QString& name) {
    for (int i = 0; i < 20; ++i) {  // painting asks for pictures a few milliseconds at a time
        QCoreApplication::processEvents();
        page.grab();
    }
    const QPixmap picture = page.grab();
    const QString folder = qEnvironmentVariable("NETWRIGHT_PICTURES");
    if (!folder.isEmpty()) QVERIFY(picture.save(QDir(folder).filePath(name + ".png")));
}

}  // namespace nw::test
