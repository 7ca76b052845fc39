// netwright-studio: opens the window, or draws pictures without one.
#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>

#include "core/cpu/cpu.h"
#include "datasets/built_in.h"
#include "ui/shell/main_window.h"
#include "ui/shell/pictures.h"
#include "ui/shell/theme_choice.h"
#include "widgets/theme/style.h"

namespace {

int fail(const QString& sentence) {
    QTextStream(stderr) << "netwright-studio: " << sentence << '\n';
    return 1;
}

nw::theme::Scheme schemeFrom(const QString& name) {
    if (name == QStringLiteral("dark")) return nw::theme::Scheme::Dark;
    if (name == QStringLiteral("contrast")) return nw::theme::Scheme::Contrast;
    return nw::theme::Scheme::Light;
}

}  // namespace

int main(int argc, char** argv) {
    // Pictures need no screen.
    for (int i = 1; i < argc; ++i)
        if ((qstrcmp(argv[i], "--render") == 0 || qstrcmp(argv[i], "--screens") == 0) &&
            !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
            qputenv("QT_QPA_PLATFORM", "offscreen");
    QCoreApplication::setApplicationName(QStringLiteral("netwright"));
    QCoreApplication::setOrganizationName(QStringLiteral("netwright"));  // settings lie in a folder of this name
    const int scale = QSettings().value(QStringLiteral("look/scale"), 0).toInt();
    if (scale >= 100 && scale <= 200 && !qEnvironmentVariableIsSet("QT_SCALE_FACTOR"))
        qputenv("QT_SCALE_FACTOR", QByteArray::number(scale / 100.0));
    QApplication app(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("Netwright"));
    QApplication::setApplicationVersion(QStringLiteral(NW_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("netwright"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("A studio for deep learning: build, train, understand and ship neural networks."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption render(QStringLiteral("render"), QStringLiteral("Draw canvas, curves and matrix of a run."),
                                    QStringLiteral("RUN"));
    const QCommandLineOption out(QStringLiteral("out"), QStringLiteral("Folder for the pictures."), QStringLiteral("DIR"),
                                 QStringLiteral("."));
    const QCommandLineOption screens(QStringLiteral("screens"), QStringLiteral("Write a picture of every page."),
                                     QStringLiteral("DIR"));
    const QCommandLineOption look(QStringLiteral("look"), QStringLiteral("light, dark or contrast."), QStringLiteral("LOOK"));
    const QCommandLineOption threads(QStringLiteral("threads"), QStringLiteral("Threads of the engine; 0 takes all processors."),
                                     QStringLiteral("N"), QStringLiteral("0"));
    parser.addOptions({render, out, screens, look, threads});
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A project, a model file or a folder of images."),
                                 QStringLiteral("[FILE]"));
    parser.process(app);

    nw::theme::applyTheme(app);
    nw::theme::Theme::instance().setReducedMotion(QSettings().value(QStringLiteral("look/reduce_motion"), false).toBool());
    nw::theme::Theme::instance().setScheme(parser.isSet(look) ? schemeFrom(parser.value(look))
                                                              : nw::ui::schemeOf(nw::ui::chosenTheme()));
    const nw::Engine engine(parser.value(threads).toInt(), nw::cpuPlugin(), nw::datasets::addBuiltInSets);
    const QStringList files = parser.positionalArguments();
    if (parser.isSet(render)) {
        const QString wrong = nw::ui::renderRun(engine, parser.value(render), parser.value(out));
        return wrong.isEmpty() ? 0 : fail(wrong);
    }
    if (parser.isSet(screens)) {
        const QTemporaryDir session;  // what the user had open last is neither shown nor forgotten
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, session.path());
        const QString wrong = nw::ui::writeScreens(engine, files.value(0), parser.value(screens));
        return wrong.isEmpty() ? 0 : fail(wrong);
    }
    nw::ui::Studio studio(engine);
    nw::ui::MainWindow window(studio);
    window.restore();
    window.show();
    if (!files.isEmpty()) window.openPath(files[0]);
    return QApplication::exec();
}
