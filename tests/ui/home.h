// A home of a test's own: of what is the user's, only the digits that were drawn once are read, and kept.
#pragma once

#include <QTemporaryDir>

#include "tests/widgets/quiet.h"
#include "widgets/theme/tokens.h"

namespace nw::test {

class Home {
public:
    /// To be called in initTestCase(): data and settings go here, and widgets look as the studio's do, without motion.
    void enter() const {
        qputenv("XDG_DATA_HOME", filePath("data").toUtf8());
        qputenv("XDG_CONFIG_HOME", filePath("config").toUtf8());
        QCoreApplication::setApplicationName("netwright");
        dress();
        theme::Theme::instance().setReducedMotion(true);
    }
    QString filePath(const QString& name) const { return folder_.filePath(name); }

private:
    QTemporaryDir folder_;
};

}  // namespace nw::test
