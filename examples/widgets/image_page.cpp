// The gallery's page of images: sample grids, draw pad, bars and the confusion matrix.
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <random>

#include "examples/widgets/pages.h"
#include "widgets/image/bars.h"
#include "widgets/image/draw_pad.h"
#include "widgets/image/matrix_view.h"
#include "widgets/image/sample_grid.h"
#include "widgets/theme/label.h"
#include "widgets/theme/style.h"

namespace nw::gallery {

namespace {

using namespace nw::image;

/// A digit as a type face has it, turned a little: pictures enough for a gallery.
QImage digit(int index) {
    QImage out(28, 28, QImage::Format_Grayscale8);
    out.fill(0);
    std::mt19937 random(static_cast<unsigned>(index));
    const auto some = [&](double spread) { return (static_cast<double>(random()) / 4294967295.0 - 0.5) * spread; };
    QPainter p(&out);
    p.setRenderHint(QPainter::Antialiasing);
    p.translate(14 + some(3), 14 + some(3));
    p.rotate(some(40));
    p.shear(some(0.5), 0);
    QFont font = theme::font(theme::Type::Display);
    font.setPixelSize(20 + static_cast<int>(random() % 5));
    p.setFont(font);
    p.setPen(theme::colour(theme::Token::Text, theme::Scheme::Contrast));
    p.drawText(QRect(-14, -14, 28, 28), Qt::AlignCenter, QString::number(index * 7 % 10));
    return out;
}

QWidget* grids() {
    auto* samples = new SampleGrid;
    samples->setSource(60000, digit, [](int i) { return QString::number(i * 7 % 10); });
    samples->setFixedSize(560, 330);
    samples->setAccessibleName(QObject::tr("Training images"));
    auto* mistakes = new SampleGrid;
    mistakes->setSource(24, digit, [](int i) { return QObject::tr("%1 → %2").arg(i * 7 % 10).arg((i + 3) % 10); });
    mistakes->setFigure([](int i) { return QObject::tr("%1 %").arg(96 - 2 * i); });
    mistakes->setFilling(true);
    mistakes->setCellSize(92);
    mistakes->setFixedSize(560, 330);
    mistakes->setAccessibleName(QObject::tr("Mistakes"));
    mistakes->setSelection({0, 2, 3});
    return row({block(QObject::tr("60,000 samples"), {samples}), block(QObject::tr("Mistakes, most certain first"), {mistakes})});
}

MatrixView* matrix(int classes, bool named) {
    QStringList names;
    for (int i = 0; i < classes; ++i) names << (named ? QObject::tr("Class %1").arg(i + 1) : QString::number(i));
    std::vector<qint64> counts(static_cast<std::size_t>(classes * classes));
    std::mt19937 random(5);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const bool right = i % static_cast<std::size_t>(classes + 1) == 0;
        counts[i] = right ? 940 + random() % 80 : random() % 3 ? 0 : random() % (random() % 6 ? 4 : 26);
    }
    auto* out = new MatrixView;
    out->setMatrix(names, counts);
    return out;
}

QWidget* pad() {
    auto* draw = new DrawPad;
    auto* result = new QLabel;
    result->setFixedSize(56, 56);
    const auto show = [result](const QImage& sample) { result->setPixmap(QPixmap::fromImage(sample.scaled(56, 56))); };
    show(draw->sample());
    QObject::connect(draw, &DrawPad::changed, result, show);
    auto* clear = new QPushButton(QObject::tr("Clear"));
    theme::setRole(clear, theme::ButtonRole::Plain);
    QObject::connect(clear, &QPushButton::clicked, draw, &DrawPad::clear);
    auto* best = new Bars(Bars::Tint::Best);
    best->setRows({{"3", 0.94, "94 %"}, {"8", 0.04, "4 %"}, {"5", 0.01, "1 %"}});
    best->setFixedWidth(196);
    return block(QObject::tr("Draw pad"), {draw, row({result, clear}), best});
}

QWidget* balance() {
    auto* bars = new Bars(Bars::Tint::Data);
    QList<Bars::Row> rows;
    for (int i = 0; i < 10; ++i) {
        const int n = 5700 + i * 2957 % 700;
        rows.append({QString::number(i), n / 6800.0, QLocale(QLocale::English).toString(n)});
    }
    bars->setRows(rows);
    bars->setFixedWidth(288);
    return block(QObject::tr("Class balance"), {bars});
}

}  // namespace

QWidget* imagePage() {
    auto* out = new QWidget;
    auto* column = new QVBoxLayout(out);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(20);
    column->addWidget(grids());
    MatrixView* ten = matrix(10, false);
    ten->setFixedSize(620, 460);
    ten->setCurrentCell(5, 3);
    column->addWidget(row({block(QObject::tr("Confusion matrix"), {ten}), pad(), balance()}, Qt::AlignTop));
    MatrixView* twenty = matrix(20, true);
    twenty->setFixedSize(twenty->minimumSizeHint());
    column->addWidget(block(QObject::tr("Twenty classes in the least room"), {twenty}));
    column->addStretch(1);
    return out;
}

}  // namespace nw::gallery
