// The gallery's page of parts: step tabs, tiles, cards, banners, empty places, notes and bubbles.
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "examples/widgets/pages.h"
#include "widgets/parts/changed_strip.h"
#include "widgets/parts/messages.h"
#include "widgets/parts/overlays.h"
#include "widgets/parts/step_tabs.h"
#include "widgets/parts/tiles.h"
#include "widgets/theme/paint.h"

namespace nw::gallery {

namespace {

using namespace nw::parts;

QWidget* tabs() {
    auto* steps = new StepTabs;
    const QStringList names{QObject::tr("Data"), QObject::tr("Build"), QObject::tr("Train"), QObject::tr("Evaluate"),
                            QObject::tr("Deploy")};
    for (int i = 0; i < names.size(); ++i) steps->addTab(names[i], QStringLiteral("Ctrl+%1").arg(i + 1));
    steps->tab(0)->setState(StepState::Done);
    steps->tab(1)->setState(StepState::Error, -1, 2);
    steps->tab(2)->setState(StepState::Running, 0.46);
    steps->tab(3)->setState(StepState::Warning, -1, 12);
    steps->setCurrentIndex(2);
    return block(QObject::tr("Steps"), {row({steps})});
}

QWidget* tiles() {
    const struct {
        QString caption, figure, second;
    } all[]{{QObject::tr("Epoch"), QObject::tr("2 of 5"), QObject::tr("step 1,150 of 2,345")},
            {QObject::tr("Loss, validation"), QStringLiteral("0.072"), QObject::tr("best 0.072 at epoch 2")},
            {QObject::tr("Accuracy, validation"), QStringLiteral("97.9 %"), QObject::tr("up 0.6 since epoch 1")},
            {QObject::tr("Speed"), QStringLiteral("14,210 /s"), QObject::tr("9.0 ms a step")},
            {QObject::tr("Time left"), QStringLiteral("0:10"), QObject::tr("started 11 s ago")}};
    auto* line = new QWidget;
    auto* box = new QHBoxLayout(line);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(12);
    for (const auto& t : all) {
        auto* tile = new StatTile(t.caption);
        tile->setFigure(t.figure, t.second);
        box->addWidget(tile);
    }
    return block(QObject::tr("Tiles"), {line});
}

QWidget* cards() {
    auto* grid = new QWidget;
    auto* box = new QHBoxLayout(grid);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(14);
    auto* phone = new Card("phone", theme::Family::Data, QObject::tr("Phone or Raspberry Pi"), "model.tflite",
                           QObject::tr("TensorFlow Lite runs it on Android, iOS and small boards."));
    phone->setChosen(true);
    box->addWidget(phone);
    box->addWidget(new Card("onnx", theme::Family::Convolution, QObject::tr("Other frameworks"), "model.onnx",
                            QObject::tr("ONNX is read by ONNX Runtime, PyTorch tools and Windows ML.")));
    box->addWidget(new Card("browser", theme::Family::Linear, QObject::tr("Browser"), "model.json",
                            QObject::tr("TensorFlow.js runs it in a web page, without a server.")));
    return block(QObject::tr("Cards"), {grid});
}

QWidget* banners() {
    auto* ok = new Banner;
    ok->setVerdict(Verdict::Ok, QObject::tr("Same answer, 998 of 1,000"), {QObject::tr("2 images differ: both were near ties")});
    auto* warn = new Banner;
    warn->setVerdict(Verdict::Warn, QObject::tr("Checked with Netwright's own reader"),
                     {QObject::tr("Install LiteRT to check with the real one.")});
    auto* err = new Banner;
    err->setVerdict(Verdict::Err, QObject::tr("Other answers, 412 of 1,000"),
                    {QObject::tr("The largest difference is 0.82 in probability.")});
    auto* line = new QWidget;
    auto* box = new QHBoxLayout(line);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(12);
    for (Banner* b : {ok, warn, err}) box->addWidget(b);
    auto* strip = new ChangedStrip;
    strip->setRun(3);
    return block(QObject::tr("Messages"), {line, strip});
}

/// A piece of canvas to float over.
class Ground final : public QWidget {
public:
    Ground() {
        setFixedHeight(300);
        setMinimumWidth(760);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.fillRect(rect(), theme::colour(theme::Token::Canvas));
        for (const QRect& node : {QRect(380, 40, 264, 64), QRect(380, 190, 264, 64)}) {
            theme::drawShadow(&p, node, theme::radius::Node);
            theme::drawBox(&p, node, theme::colour(theme::Token::Node), theme::colour(theme::Token::Line), 1, theme::radius::Node);
        }
    }
    void showEvent(QShowEvent*) override {
        if (!findChildren<Bubble*>().isEmpty()) return;
        auto* right = new Bubble(this);
        right->setProblem(Verdict::Err, QObject::tr("8 scores, but 10 classes"),
                          QObject::tr("Dense gives 8 numbers for each image. The labels of Digits have 10 classes."));
        right->addAction(QObject::tr("Set units to 10"), {});
        right->addAction(QObject::tr("Show Dense"), {});
        right->openBeside(QRect(380, 40, 264, 64), false);
        Toast::say(this, QObject::tr("Set units to 10"), QObject::tr("Undo"), [] {})->setDuration(3600000);
    }
};

QWidget* floating() {
    auto* empty = new EmptyState("data", QObject::tr("Start with data"),
                                 QObject::tr("Drop a folder of images here, or press Shift+A to add a layer."));
    empty->addAction(QObject::tr("Add Input"), {});
    empty->addAction(QObject::tr("Templates"), {});
    empty->setMinimumWidth(400);
    auto* line = new QWidget;
    auto* box = new QHBoxLayout(line);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(new Ground, 2);
    box->addWidget(empty, 1);
    return block(QObject::tr("Floating, empty"), {line});
}

}  // namespace

QWidget* partsPage() {
    auto* out = new QWidget;
    auto* column = new QVBoxLayout(out);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(20);
    for (QWidget* part : {tabs(), tiles(), cards(), banners(), floating()}) column->addWidget(part);
    column->addStretch(1);
    return out;
}

}  // namespace nw::gallery
