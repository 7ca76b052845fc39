// netwright-studio: opens the window, or draws pictures without one.
#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>

#include "core/cpu/cpu.h"
#include "datasets/built_in.h"
#include "ui/shell/end_signals.h"
#include "ui/shell/main_window.h"
#include "ui/shell/pictures.h"
#include "ui/shell/theme_choice.h"
#include "widgets/theme/style.h"

namespace {

QString text(const char* literal) { return QString::fromLatin1(literal); }

nw::theme::Scheme schemeFrom(const QString& name) {
    if (name == QStringLiteral("dark")) return nw::theme::Scheme::Dark;
    if (name == QStringLiteral("contrast")) return nw::theme::Scheme::Contrast;
    return nw::theme::Scheme::Light;
}

/// What has to be known before there is an application: pictures and the help of the window system need no screen, and the size of
/// the interface is the user's.
void prepare(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const bool pictures = qstrcmp(argv[i], "--render") == 0 || qstrcmp(argv[i], "--screens") == 0;
        const bool words = qstrcmp(argv[i], "--help-all") == 0;
        if (words || (pictures && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))) qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QCoreApplication::setApplicationName(QStringLiteral("netwright"));
    QCoreApplication::setOrganizationName(QStringLiteral("netwright"));  // settings lie in a folder of this name
    const int scale = QSettings().value(QStringLiteral("look/scale"), 0).toInt();
    if (scale >= 100 && scale <= 200 && !qEnvironmentVariableIsSet("QT_SCALE_FACTOR"))
        qputenv("QT_SCALE_FACTOR", QByteArray::number(scale / 100.0));
}

void declareOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(text("A studio for deep learning: build, train, understand and ship neural networks."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({{text("render"), text("Draw canvas, curves and matrix of a run."), text("RUN")},
                       {text("out"), text("Folder for the pictures."), text("DIR"), text(".")},
                       {text("screens"), text("Write a picture of every page."), text("DIR")},
                       {text("look"), text("light, dark or contrast."), text("LOOK")},
                       {text("threads"), text("Threads of the engine; 0 takes all processors."), text("N"), text("0")}});
    parser.addPositionalArgument(text("FILE"), text("A project, a model file or a folder of images."), text("[FILE]"));
}

/// Help and version are told before there is a window system, and end the program: they need no display.
void tellWords(int argc, char** argv) {
    QCommandLineParser parser;
    declareOptions(parser);
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);  // "-style" asks for no help
    QStringList words;
    for (int i = 0; i < argc; ++i) words << QString::fromLocal8Bit(argv[i]);
    parser.parse(words);  // what is wrong with them is told later: some are the window system's
    if (!parser.isSet(text("help")) && !parser.isSet(text("version"))) return;
    const QCoreApplication app(argc, argv);
    if (parser.isSet(text("version"))) parser.showVersion();
    parser.showHelp();
}

void dress(QApplication& app, const QString& look) {
    nw::theme::applyTheme(app);
    nw::theme::Theme::instance().setReducedMotion(QSettings().value(QStringLiteral("look/reduce_motion"), false).toBool());
    nw::theme::Theme::instance().setScheme(look.isEmpty() ? nw::ui::schemeOf(nw::ui::chosenTheme()) : schemeFrom(look));
}

/// Exit status; `wrong`: what could not be drawn.
int drawn(const QString& wrong) {
    if (wrong.isEmpty()) return 0;
    QTextStream(stderr) << "netwright-studio: " << wrong << '\n';
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    prepare(argc, argv);
    QCoreApplication::setApplicationVersion(QStringLiteral(NW_VERSION));
    tellWords(argc, argv);
    QApplication app(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("Netwright"));
    QApplication::setDesktopFileName(QStringLiteral("netwright"));
    QCommandLineParser parser;
    declareOptions(parser);
    parser.process(app);
    dress(app, parser.value(text("look")));
    const nw::Engine engine(parser.value(text("threads")).toInt(), nw::cpuPlugin(), nw::datasets::addBuiltInSets);
    const QString file = parser.positionalArguments().value(0);
    if (const QString run = parser.value(text("render")); !run.isEmpty())
        return drawn(nw::ui::renderRun(engine, run, parser.value(text("out"))));
    if (const QString folder = parser.value(text("screens")); !folder.isEmpty()) {
        const QTemporaryDir session;  // what the user had open last is neither shown nor forgotten
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, session.path());
        return drawn(nw::ui::writeScreens(engine, file, folder));
    }
    nw::ui::Studio studio(engine);
    nw::ui::MainWindow window(studio);
    const nw::ui::EndSignals signals(window);
    window.restore();
    window.show();
    if (!file.isEmpty()) window.openPath(file);
    return QApplication::exec();
}
