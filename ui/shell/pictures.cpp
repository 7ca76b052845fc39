// Drawing offscreen.
#include "ui/shell/pictures.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/deploy/model.h"
#include "ui/build/build_canvas.h"
#include "ui/deploy/deploy_page.h"
#include "ui/document/text.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/shell/main_window.h"
#include "widgets/canvas/geometry.h"
#include "widgets/image/matrix_view.h"
#include "widgets/plot/curve_plot.h"

namespace nw::ui {

namespace {

/// Lets events happen until `done`, at most so long.
template <class Done>
bool waitFor(Done done, int milliseconds) {
    QElapsedTimer timer;
    timer.start();
    while (!done() && timer.elapsed() < milliseconds) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    return done();
}

void settle(int milliseconds) {
    waitFor([] { return false; }, milliseconds);
}

bool save(const QImage& image, const QString& path) { return image.save(path); }
bool save(const QPixmap& image, const QString& path) { return image.save(path); }

QString cannotWrite(const QString& path) { return QCoreApplication::translate("pictures", "%1 cannot be written.").arg(path); }

/// The network of the run with its values for the first sample.
QString drawCanvas(const Engine& engine, const RunFolder& run, const QString& path) {
    const auto project = run.project();
    if (!project) return sentence(project.error());
    Studio studio(engine);
    const auto started = studio.document.start(*project);
    if (!started) return sentence(started.error());
    BuildCanvas canvas(studio);
    canvas.resize(1200, 900);
    waitFor([&] { return studio.data.isOpen() || !studio.data.fault().isEmpty(); }, 60000);
    const auto evaluation = evaluationProgram(project->graph);
    if (evaluation)
        if (const auto weights = run.weights())
            if (auto state = weights->select(evaluation->state))
                studio.previews.setWeights(std::make_shared<const State>(*std::move(state)));
    waitFor([&] { return studio.previews.scores().defined(); }, 5000);
    settle(100);
    QRectF bounds;
    for (const canvas::Node& n : canvas.canvas().model().nodes) bounds |= QRectF(n.position, canvas::nodeSize(n));
    const double most = 8192 / std::max({bounds.width() + 160, bounds.height() + 160, 8192.0});  // a huge network is drawn smaller
    QImage image(QSize(static_cast<int>((bounds.width() + 160) * most), static_cast<int>((bounds.height() + 160) * most)),
                 QImage::Format_RGB32);
    canvas.canvas().renderTo(image, theme::Theme::instance().scheme());
    const std::filesystem::path folder = studio.document.path().parent_path();
    const bool saved = save(image, path);
    std::error_code ignored;
    if (studio.document.isUntitled()) std::filesystem::remove_all(folder, ignored);
    return saved ? QString() : cannotWrite(path);
}

QString drawCurves(const RunFolder& run, const QString& path) {
    const auto text = readText(run.path() / "metrics.jsonl");
    if (!text) return sentence(text.error());
    plot::CurvePlot plot(QCoreApplication::translate("pictures", "Loss"));
    const int train = plot.addSeries(QCoreApplication::translate("pictures", "Training"), plot::CurveKind::Train, 0);
    const int validation = plot.addSeries(QCoreApplication::translate("pictures", "Validation"), plot::CurveKind::Validation, 1);
    std::istringstream in(*text);
    double last = 0;
    for (std::string line; std::getline(in, line);) {
        const auto j = nlohmann::json::parse(line, nullptr, false);
        if (!j.is_object() || !j.contains("curve")) continue;
        const auto& curve = j["curve"];
        for (std::size_t i = 0; i < curve["step"].size(); ++i) {
            last = curve["step"][i].get<double>();
            plot.append(train, last, curve["loss"][i].get<double>());
        }
        if (j.contains("val_loss")) plot.append(validation, last, j["val_loss"].get<double>());
    }
    plot.resize(1200, 600);
    plot.fit();
    return save(plot.toImage(1), path) ? QString() : cannotWrite(path);
}

QString drawMatrix(const Engine& engine, const QString& run, const QString& path) {
    const auto model = loadModel(s(run));
    if (!model) return sentence(model.error());
    const auto splits = engine.open(model->data, 1);
    if (!splits) return sentence(splits.error());
    const auto set = splits->choose(splits->test ? Split::Test : Split::Validation);
    if (!set) return sentence(set.error());
    const auto evaluation = evaluateModel(engine, *model, *set, {});
    if (!evaluation) return sentence(evaluation.error());
    if (evaluation->confusion.empty()) return {};
    image::MatrixView view;
    QStringList names;
    for (const std::string& name : evaluation->classNames) names << q(name);
    std::vector<qint64> counts;
    for (const auto& row : evaluation->confusion) counts.insert(counts.end(), row.begin(), row.end());
    view.setMatrix(names, counts);
    view.resize(900, 900);
    return save(view.grab(), path) ? QString() : cannotWrite(path);
}

}  // namespace

QString renderRun(const Engine& engine, const QString& run, const QString& folder) {
    if (!RunFolder::is(s(run))) return QCoreApplication::translate("pictures", "%1 is not a run folder.").arg(run);
    if (!QDir().mkpath(folder)) return cannotWrite(folder);
    const QDir out(folder);
    QString wrong = drawCanvas(engine, RunFolder(s(run)), out.filePath(QStringLiteral("canvas.png")));
    if (wrong.isEmpty()) wrong = drawCurves(RunFolder(s(run)), out.filePath(QStringLiteral("curves.png")));
    if (wrong.isEmpty()) wrong = drawMatrix(engine, run, out.filePath(QStringLiteral("confusion.png")));
    return wrong;
}

namespace {

/// Evaluate and Deploy measure when they are looked at first; the pictures show what they found.
void waitForFigures(MainWindow& window) {
    auto* evaluate = window.findChild<EvaluatePage*>();
    window.setPage(Page::Evaluate);
    waitFor([&] { return evaluate->results().state() != Results::State::Working; }, 60000);
    const Exports& exports = window.findChild<DeployPage*>()->exports();
    window.setPage(Page::Deploy);
    waitFor(
        [&] {
            return !exports.hasRun() || std::all_of(exports.variants().begin(), exports.variants().end(), [](const Variant& v) {
                return v.state == Variant::State::Ready || v.state == Variant::State::Failed;
            });
        },
        60000);
}

}  // namespace

QString writeScreens(const Engine& engine, const QString& project, const QString& folder) {
    if (!QDir().mkpath(folder)) return cannotWrite(folder);
    Studio studio(engine);
    MainWindow window(studio);
    window.restore();
    if (!project.isEmpty() && !window.openPath(project))
        return QCoreApplication::translate("pictures", "%1 cannot be opened.").arg(project);
    window.show();
    waitFor([&] { return studio.data.isOpen() || !studio.data.fault().isEmpty(); }, 60000);
    waitFor([&] { return studio.previews.scores().defined(); }, 10000);
    waitForFigures(window);
    const QStringList names = pageIds();
    for (const QSize size : {QSize(1024, 600), QSize(1366, 768), QSize(1920, 1080)})
        for (const auto& [look, scheme] : {std::pair("light", theme::Scheme::Light), std::pair("dark", theme::Scheme::Dark)}) {
            theme::Theme::instance().setScheme(scheme);
            window.resize(size);
            window.fitFirstView();
            for (int page = 0; page < names.size(); ++page) {
                window.setPage(static_cast<Page>(page));
                settle(700);
                const QString file = QStringLiteral("%1-%2-%3x%4@%5.png")
                                         .arg(names[page], QString::fromLatin1(look))
                                         .arg(size.width())
                                         .arg(size.height())
                                         .arg(window.devicePixelRatioF());
                if (!save(window.grab(), QDir(folder).filePath(file))) return cannotWrite(file);
            }
        }
    return {};
}

}  // namespace nw::ui
