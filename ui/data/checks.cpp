// What is counted and compared, as sentences.
#include "ui/data/checks.h"

#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/document/text.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Label;
using theme::Token;
using theme::Type;
using State = CheckLine::State;

namespace {

constexpr std::size_t MostLines = 6;
/// A class with fewer than this share of the largest one's images is worth a word.
constexpr double Unbalanced = 0.2;

QString number(std::int64_t n) { return QLocale().toString(qlonglong(n)); }
QString imagesText(std::int64_t n) { return n == 1 ? Checks::tr("1 image") : Checks::tr("%1 images").arg(number(n)); }
QString sizeText(const StoredSize& s) { return QStringLiteral("%1×%2").arg(s.height).arg(s.width); }

Label* wrapped(const QString& text, Type type, Token token) {
    auto* label = new Label(text, type, token);
    label->setWordWrap(true);
    return label;
}

}  // namespace

CheckLine::CheckLine(State state, const QString& sentence, const QStringList& lines, QWidget* parent)
    : QWidget(parent), state_(state), sentence_(sentence), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(24, 5, 0, 6);  // in the column of the bars, a row 26 high
    column_->setSpacing(3);
    column_->addWidget(wrapped(sentence, Type::Small, state == State::Fine ? Token::Text2 : Token::Text));
    for (const QString& line : lines) column_->addWidget(wrapped(line, Type::Note, Token::Text2));
    setAccessibleName(sentence);
    setAccessibleDescription(lines.join(QLatin1Char(' ')));
}

QPushButton* CheckLine::addAction(const QString& text, std::function<void()> act) {
    auto* button = new QPushButton(text);
    theme::setRole(button, theme::ButtonRole::Link);
    column_->addWidget(button, 0, Qt::AlignLeft);
    connect(button, &QPushButton::clicked, this, [act = std::move(act)] { act(); });
    return button;
}

void CheckLine::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const QRect sign = QStyle::visualRect(layoutDirection(), rect(), QRect(0, 5, 15, 15));
    switch (state_) {
        case State::Fine: return theme::drawTick(&p, QRectF(sign).center(), 20, theme::colour(Token::Ok));
        case State::Worth: return theme::drawIcon(&p, QStringLiteral("warning"), sign, theme::colour(Token::Warn));
        case State::Wrong: return theme::drawIcon(&p, QStringLiteral("error"), sign, theme::colour(Token::Err));
        case State::Unknown: return theme::drawIcon(&p, QStringLiteral("ring"), sign, theme::colour(Token::Text2));
    }
}

Checks::Checks(ShownData& data, QWidget* parent)
    : QWidget(parent),
      data_(data),
      bars_(new image::Bars(image::Bars::Tint::Data)),
      barsTitle_(new Label(tr("Class balance"), Type::Section)),
      body_(new QWidget),
      checks_(new QVBoxLayout) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(scroll);
    auto* column = new QVBoxLayout(body_);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addWidget(barsTitle_);
    column->addWidget(bars_);
    column->addSpacing(4);
    column->addWidget(new theme::Hairline);
    column->addSpacing(4);
    column->addWidget(new Label(tr("Checks"), Type::Section));
    checks_->setSpacing(0);
    column->addLayout(checks_);
    column->addStretch(1);
    scroll->setWidget(body_);
    setMinimumWidth(240);
    connect(&data, &ShownData::changed, this, &Checks::refresh);
    connect(&data, &ShownData::duplicatesChanged, this, &Checks::refresh);
    connect(&data, &ShownData::searchProgress, this, [this](qint64 done, qint64 total) {
        if (!progress_) return;
        progress_->setRange(0, static_cast<int>(total));
        progress_->setValue(static_cast<int>(done));
    });
    refresh();
}

CheckLine* Checks::add(State state, const QString& sentence, const QStringList& lines) {
    auto* line = new CheckLine(state, sentence, lines);
    checks_->addWidget(line);
    lines_ << line;
    return line;
}

void Checks::refresh() {
    for (CheckLine* line : lines_) {  // perhaps on the way back from its own button
        checks_->removeWidget(line);
        line->hide();
        line->deleteLater();
    }
    lines_.clear();
    body_->setVisible(data_.isOpen());
    refreshBars();
    if (!data_.isOpen()) return;
    checkClasses();
    checkSizes();
    checkDuplicates();
    checkFiles();
}

void Checks::refreshBars() {
    QList<image::Bars::Row> rows;
    const auto& names = data_.isOpen() ? data_.splits().train->spec().classNames : std::vector<std::string>();
    std::vector<std::int64_t> counts(names.size(), 0);
    for (const SplitStatistics& s : data_.statistics())
        for (std::size_t c = 0; c < s.classCounts.size() && c < counts.size(); ++c) counts[c] += s.classCounts[c];
    const std::int64_t most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    for (std::size_t c = 0; c < counts.size(); ++c)
        rows << image::Bars::Row{q(names[c]), most > 0 ? static_cast<double>(counts[c]) / static_cast<double>(most) : 0,
                                 number(counts[c])};
    bars_->setRows(rows);
    bars_->setVisible(!rows.isEmpty());
    barsTitle_->setVisible(!rows.isEmpty());
}

void Checks::checkClasses() {
    const auto& names = data_.splits().train->spec().classNames;
    const auto& counts = data_.statistics().front().classCounts;
    if (counts.empty()) return;
    QStringList none, few;
    const std::int64_t most = *std::max_element(counts.begin(), counts.end());
    for (std::size_t c = 0; c < counts.size(); ++c) {
        if (counts[c] == 0)
            none << q(names[c]);
        else if (static_cast<double>(counts[c]) < Unbalanced * static_cast<double>(most))
            few << tr("%1: %2 to train").arg(q(names[c]), imagesText(counts[c]));
    }
    if (!none.isEmpty())
        add(State::Wrong, tr("No images to train on: %1").arg(none.join(QStringLiteral(", "))));
    else if (!few.isEmpty())
        add(State::Worth, tr("Some classes have less than a fifth of the images of the largest"), few.mid(0, MostLines));
    else
        add(State::Fine, tr("Every class has images"));
}

void Checks::checkSizes() {
    const auto image = data_.splits().train->spec().find("image");
    if (!image) return;
    const Extents& e = data_.splits().train->spec().fields[*image].type.extents;
    const StoredSize taken{e[0], e.size() > 1 ? e[1] : 1};
    const auto sizes = sizesOf(data_.statistics());
    if (sizes.empty() || (sizes.size() == 1 && sizes.begin()->first == taken)) {
        add(State::Fine, tr("All images are %1").arg(sizeText(taken)));
        return;
    }
    std::vector<std::pair<std::int64_t, StoredSize>> order;
    std::int64_t other = 0;
    for (const auto& [size, count] : sizes) {
        order.emplace_back(count, size);
        if (size != taken) other += count;
    }
    std::sort(order.rbegin(), order.rend());
    QStringList lines;
    for (std::size_t i = 0; i < std::min(order.size(), MostLines); ++i)
        lines << tr("%1: %2").arg(sizeText(order[i].second), imagesText(order[i].first));
    if (order.size() > MostLines) lines << tr("and %1 more sizes").arg(order.size() - MostLines);
    add(State::Worth,
        other == 1 ? tr("1 image is resized to %1").arg(sizeText(taken))
                   : tr("%1 images are resized to %2").arg(number(other), sizeText(taken)),
        lines);
}

void Checks::addSearch() {
    auto* line = add(State::Unknown, tr("Looking for images that are in two parts"));
    auto* bar = new QProgressBar;
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setAccessibleName(tr("Compared images"));
    line->layout()->addWidget(bar);
    progress_ = bar;
    line->addAction(tr("Stop"), [this] { data_.stopSearch(); });
}

void Checks::checkDuplicates() {
    const DatasetSplits& splits = data_.splits();
    if (!splits.test && !splits.validation) return;
    if (data_.isSearching()) return addSearch();
    if (!data_.duplicates()) {
        add(State::Unknown, tr("Not compared yet: every image must be read for this"))
            ->addAction(tr("Look for duplicates"), [this] { data_.search(); });
        return;
    }
    struct Pair {
        Split split, of;
        QString one, many, title;
    };
    const Pair pairs[] = {{Split::Test, Split::Train, tr("1 test image is also in train"), tr("%1 test images are also in train"),
                           tr("Test images that are also in train")},
                          {Split::Test, Split::Validation, tr("1 test image is also in validation"),
                           tr("%1 test images are also in validation"), tr("Test images that are also in validation")},
                          {Split::Validation, Split::Train, tr("1 validation image is also in train"),
                           tr("%1 validation images are also in train"), tr("Validation images that are also in train")}};
    bool any = false;
    for (const Pair& pair : pairs) {
        std::vector<std::int64_t> found;
        for (const Duplicate& d : data_.duplicates()->duplicates)
            if (d.split == pair.split && d.ofSplit == pair.of) found.push_back(d.index);
        if (found.empty()) continue;
        any = true;
        const auto count = static_cast<std::int64_t>(found.size());
        auto* line = add(State::Worth, count == 1 ? pair.one : pair.many.arg(number(count)));
        line->addAction(tr("Show them"),
                        [this, split = pair.split, found, title = pair.title] { Q_EMIT showWanted(split, found, title); });
    }
    if (!any)
        add(State::Fine, splits.test ? tr("No image is in both train and test") : tr("No image is in both train and validation"));
}

void Checks::checkFiles() {
    std::vector<Error> bad = data_.splits().problems;
    if (data_.duplicates()) bad.insert(bad.end(), data_.duplicates()->unreadable.begin(), data_.duplicates()->unreadable.end());
    if (bad.empty()) {
        add(State::Fine, tr("No unreadable files"));
        return;
    }
    QStringList lines;
    for (std::size_t i = 0; i < std::min(bad.size(), MostLines); ++i)
        lines << tr("%1: %2").arg(q(std::filesystem::path(bad[i].place).filename().string()), q(bad[i].message));
    if (bad.size() > MostLines) lines << tr("and %1 more").arg(bad.size() - MostLines);
    add(State::Wrong,
        bad.size() == 1 ? tr("1 file cannot be read and is left out")
                        : tr("%1 files cannot be read and are left out").arg(bad.size()),
        lines);
}

}  // namespace nw::ui
