// Shows the canvas with an invented network: canvas_gallery [--shot DIR] [--scale N] writes its pictures in every theme.
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QPainter>

#include "examples/canvas/pictures.h"
#include "examples/canvas/sample_network.h"
#include "widgets/canvas/canvas.h"
#include "widgets/theme/type.h"

using namespace nw;

namespace {

int show(QApplication& application) {
    canvas::Canvas view;
    canvas::CanvasModel model = examples::digitReader(true);
    view.setModel(model);
    // The owner's part: what the user asks for becomes the next model.
    QObject::connect(&view, &canvas::Canvas::nodesMoved, &view, [&](const QHash<canvas::NodeId, QPointF>& places) {
        for (canvas::Node& n : model.nodes) n.position = places.value(n.id, n.position);
        view.setModel(model);
    });
    QObject::connect(&view, &canvas::Canvas::linkRequested, &view,
                     [&](canvas::NodeId from, const QString& output, canvas::NodeId to, const QString& input) {
                         model.links.append({{from, output, to, input}, theme::PortKind::Float, false});
                         view.setModel(model);
                     });
    QObject::connect(&view, &canvas::Canvas::linkRemoved, &view, [&](const canvas::LinkEnds& ends) {
        model.links.removeIf([&](const canvas::Link& l) { return l.ends == ends; });
        view.setModel(model);
    });
    const auto toggle = [&](const QList<canvas::NodeId>& ids) {
        for (canvas::Node& n : model.nodes)
            if (ids.contains(n.id)) n.expanded = !n.expanded;
        view.setModel(model);
    };
    QObject::connect(&view, &canvas::Canvas::previewToggled, &view, toggle);
    QObject::connect(&view, &canvas::Canvas::thumbnailClicked, &view, [&](canvas::NodeId id) { toggle({id}); });
    view.resize(1280, 900);
    view.show();
    view.fit();
    return application.exec();
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption shot("shot", "Writes pictures and ends.", "DIR"),
        scale("scale", "Pixels a unit of the pictures.", "N", "1");
    parser.addOptions({shot, scale});
    parser.process(application);
    theme::loadFonts();
    theme::Theme::instance().setScheme(theme::Scheme::Light);
    if (!parser.isSet(shot)) return show(application);
    QDir().mkpath(parser.value(shot));
    return examples::writePictures(QDir(parser.value(shot)), parser.value(scale).toDouble()) ? 0 : 1;
}
